"""Who may do what with workers and employers. What a role may see of them is for the querysets."""

from django.utils.translation import gettext_lazy as _

from unionlaw.network.rights import right
from unionlaw.network.roles import STAFF, TREE_READERS, Role

right("worker.view", _("查看职工"), *TREE_READERS, Role.LAWYER, Role.PARTNER)
right("worker.register", _("登记职工"), *STAFF)
right("worker.amend", _("修改职工信息"), *STAFF)
right("worker.merge", _("合并重复的职工"), *STAFF)
right("worker.reveal", _("显示职工的完整信息"), *STAFF, Role.LAWYER, Role.MEDIATOR)
right("worker.export", _("导出职工名册"), Role.SUPERVISOR, Role.MANAGER)

right("employer.view", _("查看用人单位"), *TREE_READERS, Role.LAWYER, Role.PARTNER)
right("employer.register", _("登记用人单位"), *STAFF)
right("employer.amend", _("修改用人单位信息"), *STAFF)
right("employer.merge", _("合并重复的用人单位"), *STAFF)
right("employer.reveal", _("显示联系人的完整电话"), *TREE_READERS, Role.LAWYER)
right("employer.export", _("导出用人单位名册"), Role.SUPERVISOR, Role.MANAGER)

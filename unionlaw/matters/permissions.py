"""Who may do what with any kind of matter."""

from django.utils.translation import gettext_lazy as _

from unionlaw.network.rights import right
from unionlaw.network.roles import STAFF, Role

READERS = frozenset({*STAFF, Role.MANAGER, Role.LETTER_APPROVER, Role.MEDIATOR, Role.LAWYER, Role.PARTNER})

right("matter.view", _("查看事项"), *READERS)
right("matter.note", _("添加备注"), *STAFF, Role.LAWYER, Role.MEDIATOR)
right("matter.hand_over", _("移交经办人"), Role.SUPERVISOR)
right("matter.claim", _("认领事项"), *STAFF)
right("matter.prioritise", _("调整优先级"), *STAFF)
right("matter.refer", _("移送其他单位"), *STAFF)
right("matter.export", _("导出事项"), Role.SUPERVISOR, Role.MANAGER)

"""Who may do what with the papers of a matter. Which matters, the wall in matters.querysets says."""

from django.utils.translation import gettext_lazy as _

from unionlaw.matters.permissions import READERS
from unionlaw.network.rights import right
from unionlaw.network.roles import STAFF, Role

right("document.view", _("查看文书与材料"), *READERS)
right("document.add", _("上传文书与材料"), *STAFF, Role.LAWYER, Role.MEDIATOR)
right("document.withdraw", _("撤下文书与材料"), *STAFF, Role.LAWYER, Role.MEDIATOR)

right("paper.issue", _("制发文书"), *STAFF, Role.LETTER_APPROVER)
# Whoever answers for the office or approves its letters; only the seal of one's own organisation (services.seals).
right("seal.use", _("使用印章"), Role.SUPERVISOR, Role.LETTER_APPROVER)
right("seal.manage", _("管理印章"), Role.SYSTEM_ADMIN)
# A manager words the papers of their own union; those of all unions are the system administrator's.
right("paper_template.change", _("修改文书模板"), Role.SYSTEM_ADMIN, Role.MANAGER)

"""Who may do what with the papers of a matter. Which matters, the wall in matters.querysets says."""

from django.utils.translation import gettext_lazy as _

from unionlaw.matters.permissions import READERS
from unionlaw.network.rights import right
from unionlaw.network.roles import STAFF, Role

right("document.view", _("查看文书与材料"), *READERS)
right("document.add", _("上传文书与材料"), *STAFF, Role.LAWYER, Role.MEDIATOR)
right("document.withdraw", _("撤下文书与材料"), *STAFF, Role.LAWYER, Role.MEDIATOR)

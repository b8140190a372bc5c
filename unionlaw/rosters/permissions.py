"""Who may do what with the roster of a group. Which matters, the wall in matters.querysets says.

Beyond these, every write asks the workflow of the matter whether its facts or outcomes may be changed now (kinds.py).
"""

from django.utils.translation import gettext_lazy as _

from unionlaw.matters.permissions import READERS
from unionlaw.network.rights import right
from unionlaw.network.roles import STAFF, Role

right("sheet.import", _("导入表格"), *STAFF, Role.MEDIATOR, Role.PARTNER)
right("roster.view", _("查看群体名册"), *READERS)
right("roster.keep", _("维护群体名册"), *STAFF)
right("roster.outcome", _("批量登记结果"), *STAFF, Role.LAWYER, Role.MEDIATOR)
right("roster.export", _("导出付款名册"), *STAFF, Role.MANAGER)

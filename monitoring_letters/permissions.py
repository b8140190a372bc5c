"""Who may do what with leads and letters. A right says what; which matters, the wall in matters.querysets says.

Beyond these, nobody reviews or approves what they drafted, nor takes two steps of one approval (services/persons.py).
"""

from django.utils.translation import gettext_lazy as _

from unionlaw.matters.permissions import READERS
from unionlaw.network.rights import right
from unionlaw.network.roles import STAFF, Role

right("lead.view", _("查看线索"), *READERS)
right("lead.record", _("登记线索"), *STAFF, Role.LETTER_APPROVER, Role.LAWYER)
right("lead.assess", _("研判线索"), *STAFF, Role.LETTER_APPROVER)
right("lead.export", _("导出线索"), Role.SUPERVISOR, Role.MANAGER)

# A partner organ passes leads to the union it works with, and says how far it is with what was handed to it.
right("lead.hand_in", _("移交线索"), Role.PARTNER)
right("lead.report", _("反馈办理状态"), Role.PARTNER)

right("letter.view", _("查看函书"), *READERS)
right("letter.draft", _("起草函书"), *STAFF)
right("letter.review", _("法律审核函书"), Role.SUPERVISOR, Role.LAWYER)
right("letter.approve", _("审批函书"), Role.SUPERVISOR, Role.LETTER_APPROVER, Role.MANAGER)
right("letter.issue", _("制发函书"), Role.SUPERVISOR, Role.LETTER_APPROVER)
right("letter.serve", _("送达函书"), *STAFF)
right("letter.follow", _("跟进函书"), *STAFF)
right("letter.close", _("了结函书"), Role.SUPERVISOR, Role.LETTER_APPROVER)
right("letter.withdraw", _("撤销与更正函书"), Role.SUPERVISOR, Role.LETTER_APPROVER)
right("letter.payment", _("登记函书到账"), *STAFF, Role.LAWYER)
right("letter.ladder", _("设定审批流程"), Role.SUPERVISOR, Role.MANAGER)
right("letter.export", _("导出函书"), Role.SUPERVISOR, Role.MANAGER)

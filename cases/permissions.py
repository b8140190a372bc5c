"""Who may do what in legal-aid work. A right says what; which matters, the wall in matters.querysets says."""

from django.utils.translation import gettext_lazy as _

from unionlaw.matters.permissions import READERS
from unionlaw.network.rights import right
from unionlaw.network.roles import STAFF, Role

right("consultation.view", _("查看咨询"), *READERS)
right("consultation.record", _("登记咨询"), *STAFF, Role.LAWYER)
right("consultation.answer", _("答复咨询"), *STAFF, Role.LAWYER)
right("consultation.export", _("导出咨询"), Role.SUPERVISOR, Role.MANAGER)

right("aid_case.view", _("查看法律援助"), *READERS)
right("aid_case.apply", _("受理援助申请"), *STAFF)
right("aid_case.materials", _("收取材料"), *STAFF, Role.LAWYER)
right("aid_case.facts", _("修改当事人与请求"), *STAFF)
right("aid_case.review", _("审查援助申请"), Role.SUPERVISOR)
right("aid_case.assign", _("指派律师"), Role.SUPERVISOR)
right("aid_case.conduct", _("办理案件"), Role.LAWYER)
# Money may reach the worker after the lawyer's part is over, and it is often the window that hears of it.
right("aid_case.payment", _("登记到账"), *STAFF, Role.LAWYER)
right("aid_case.close", _("结案"), Role.SUPERVISOR)
right("aid_case.follow_up", _("登记回访"), *STAFF)
right("aid_case.reopen", _("重新办理"), Role.SUPERVISOR)
right("aid_case.export", _("导出法律援助"), Role.SUPERVISOR, Role.MANAGER)

"""Who may do what in a mediation. A right says what; which matters, the wall in matters.querysets says.

Union, HR bureau and court act side by side: people of a partner organ hold rights as those of the union do, on what
was granted to their organ. Beyond these, only mediators assigned to a mediation conduct it
(services/persons.py), and every organ signs off for itself.
"""

from django.utils.translation import gettext_lazy as _

from unionlaw.matters.permissions import READERS
from unionlaw.network.rights import right
from unionlaw.network.roles import STAFF, Role

CONDUCTORS = (Role.MEDIATOR, Role.LAWYER)

right("mediation.view", _("查看调解"), *READERS)
right("mediation.record", _("登记调解"), *STAFF, Role.MEDIATOR)
right("mediation.refer", _("移送调解"), Role.PARTNER, Role.MEDIATOR)
right("mediation.accept", _("受理调解"), *STAFF, Role.MEDIATOR)
right("mediation.facts", _("修改调解当事人与请求"), *STAFF, Role.MEDIATOR)
right("mediation.assign", _("安排调解员和参与单位"), *STAFF)
right("mediation.schedule", _("安排调解会"), *STAFF, *CONDUCTORS)
right("mediation.conduct", _("主持调解"), *STAFF, *CONDUCTORS)
right("mediation.outcome", _("登记调解结果"), *STAFF, *CONDUCTORS)
right("mediation.agree", _("制作调解协议"), *STAFF, *CONDUCTORS)
right("mediation.sign_off", _("代表本单位签署意见"), *STAFF, Role.MEDIATOR, Role.PARTNER)
right("mediation.confirm", _("办理审查确认"), *STAFF, Role.MEDIATOR, Role.PARTNER)
right("mediation.perform", _("跟进履行"), *STAFF, Role.LAWYER)
right("mediation.hand_over", _("移送其他程序"), *STAFF, Role.MEDIATOR)
right("mediation.close", _("办结调解"), *STAFF, Role.MEDIATOR)
right("mediation.reopen", _("重新调解"), Role.SUPERVISOR)
right("mediation.centre", _("管理调解室和调解员"), Role.SUPERVISOR)
right("mediation.export", _("导出调解"), Role.SUPERVISOR, Role.MANAGER)

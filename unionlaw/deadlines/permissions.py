"""Who may do what with time limits, their rules and the working calendar."""

from django.utils.translation import gettext_lazy as _

from unionlaw.network.rights import right
from unionlaw.network.roles import EVERYONE, STAFF, Role

# Partner organs see the matters referred to them, not by when the union side has to act.
READERS = frozenset({*STAFF, Role.MANAGER, Role.LETTER_APPROVER, Role.MEDIATOR, Role.LAWYER})
ACTORS = frozenset({*STAFF, Role.MEDIATOR, Role.LAWYER})
SUPERIORS = frozenset({Role.SUPERVISOR, Role.MANAGER})

right("deadline.view", _("查看期限"), *READERS)
right("deadline.export", _("导出期限"), *SUPERIORS)
right("deadline.open", _("设定期限"), *ACTORS)
right("deadline.meet", _("完成期限"), *ACTORS)
right("deadline.acknowledge", _("知悉或暂缓提醒"), *ACTORS)  # what keeps the reminders quiet for a while
right("deadline.suspend", _("中止、恢复或重新起算期限"), *ACTORS)
right("deadline.extend", _("延长期限"), *ACTORS)
right("deadline.decide_extension", _("复核延长申请"), *SUPERIORS)
right("deadline.cancel", _("撤销期限"), Role.SUPERVISOR)
right("deadline.chase", _("督办"), *SUPERIORS)
right("deadline.answer_chase", _("答复督办"), *ACTORS)
right("deadline.oversee", _("查看人员和单位的期限汇总"), *SUPERIORS)
right("deadline.forgotten", _("查看无人看管的事项"), *STAFF, Role.MANAGER)
right("deadline.forgotten", _("查看无人看管的事项"), *STAFF, Role.MANAGER)
right("deadline.hand_over_all", _("整体移交"), *SUPERIORS)
right("deadline.remind_again", _("恢复期限提醒"), Role.SYSTEM_ADMIN)
right("deadline.feed", _("订阅期限日历"), *READERS)

right("deadline_rule.view", _("查看期限规则"), *EVERYONE)
right("deadline_rule.change", _("修改期限规则"), Role.SYSTEM_ADMIN)
right("calendar.view", _("查看工作日历"), *EVERYONE)
right("calendar.change", _("修改工作日历"), Role.SYSTEM_ADMIN)
right("calendar.close", _("登记本单位停办公日"), Role.SUPERVISOR)

"""What can be done to a time limit, as events of its matter.

`what` is the rule's name in both languages (see lib.wording.shown), with the label of the limit; `deadline` its id.
"""

from django.utils.translation import gettext_lazy as _

from unionlaw.matters.vocabulary import EventType, declare

WHAT = {"what": dict, "deadline": int}

declare(
    EventType("deadline.opened", _("设定期限"), sentence=_("%(what)s，至%(due_on)s"), data={**WHAT, "due_on": str}),
    EventType("deadline.met", _("完成期限"), sentence=_("%(what)s，%(on)s完成"), data={**WHAT, "on": str}),
    EventType("deadline.cancelled", _("撤销期限"), sentence=_("%(what)s"), data=WHAT),
    EventType("deadline.suspended", _("中止期限"), sentence=_("%(what)s，%(on)s起中止"), data={**WHAT, "on": str}),
    EventType(
        "deadline.resumed",
        _("恢复期限"),
        sentence=_("%(what)s，%(on)s起恢复，至%(due_on)s"),
        data={**WHAT, "on": str, "due_on": str},
    ),
    EventType(
        "deadline.restarted",
        _("期限重新起算"),
        sentence=_("%(what)s，自%(on)s重新起算，至%(due_on)s"),
        data={**WHAT, "on": str, "due_on": str},
    ),
    EventType(
        "deadline.extended",
        _("延长期限"),
        sentence=_("%(what)s，由%(before)s延至%(due_on)s"),
        data={**WHAT, "before": str, "due_on": str, "consent": str},
    ),
    EventType(
        "deadline.extension_asked",
        _("申请延长期限"),
        sentence=_("%(what)s，申请延长%(length)s"),
        data={**WHAT, "length": dict},
    ),
    EventType("deadline.extension_refused", _("不同意延长期限"), sentence=_("%(what)s"), data=WHAT),
    EventType(
        "deadline.recomputed",
        _("重新计算期限"),
        sentence=_("%(what)s，由%(before)s改为%(due_on)s"),
        data={**WHAT, "before": str, "due_on": str},
    ),
    EventType(
        "deadline.handed_over",
        _("移交期限"),
        sentence=_("由%(former)s移交给%(to)s"),
        data={"former": str, "to": str, "count": int},
    ),
    EventType("deadline.acknowledged", _("知悉期限"), sentence=_("%(what)s"), data=WHAT),
    EventType("deadline.snoozed", _("暂缓提醒"), sentence=_("%(what)s，%(until)s再提醒"), data={**WHAT, "until": str}),
    EventType(
        "deadline.chased",
        _("督办"),
        sentence=_("请%(asked_of)s在%(due_on)s前答复"),
        data={"asked_of": str, "due_on": str, "chase": int},
    ),
    EventType("deadline.chase_answered", _("答复督办"), data={"chase": int}),
)

"""Sessions, what is said in them, and what came out for each claim."""

from django.utils.translation import gettext_lazy as _

from mediation import states
from unionlaw.matters.vocabulary import EventType, declare

# session and day: which one, and when, for its time limit.
SESSION: dict[str, type] = {"number": int, "when": str, "place": str, "session": int, "day": str}

declare(
    EventType(
        "mediation.times_proposed",
        _("提出会议时间"),
        sentence=_("共%(count)d个时间"),
        data={"count": int},
        audience="parties",
    ),
    EventType(
        "mediation.times_answered", _("登记可到会时间"), sentence=_("%(who)s"), data={"who": str}, audience="organs"
    ),
    EventType(
        "mediation.session_scheduled",
        _("安排调解会"),
        sentence=_("第%(number)d次：%(when)s，%(place)s"),
        data=SESSION,
        leads_to=states.IN_SESSION,
        next_step=_("召开调解会"),
        audience="parties",
    ),
    EventType(
        "mediation.session_rescheduled",
        _("改期"),
        sentence=_("第%(number)d次改为%(when)s，%(place)s"),
        data=SESSION,
        next_step=_("召开调解会"),
        audience="parties",
    ),
    EventType(
        "mediation.session_cancelled",
        _("取消调解会"),
        sentence=_("第%(number)d次：%(when)s"),
        data={"number": int, "when": str, "session": int},
        next_step=_("重新安排调解会"),
        audience="parties",
    ),
    EventType(
        "mediation.session_held",
        _("召开调解会"),
        sentence=_("第%(number)d次，到会%(present)d人"),
        data={"number": int, "present": int, "session": int},
        next_step=_("登记调解结果"),
        audience="parties",
    ),
    EventType(
        "mediation.session_adjourned",
        _("延期再调"),
        sentence=_("第%(number)d次：%(why)s"),
        data={"number": int, "why": str, "session": int},
        next_step=_("安排下一次调解会"),
        audience="parties",
    ),
    EventType(
        "mediation.facts_sheet_filled",
        _("填写要素表"),
        sentence=_("已填%(count)d项"),
        data={"count": int},
        audience="organs",
    ),
    # What was said is nowhere but in the note itself (docs/adr/0011-mediation.md).
    EventType("mediation.caucus_noted", _("背对背谈话"), audience="staff"),
    EventType(
        "mediation.offered",
        _("提出方案"),
        sentence=_("%(side)s：%(amount)s元"),
        data={"side": str, "amount": str},
        audience="parties",
    ),
    EventType(
        "mediation.offer_answered", _("答复方案"), sentence=_("%(answer)s"), data={"answer": str}, audience="parties"
    ),
    EventType(
        "mediation.outcome_recorded",
        _("登记调解结果"),
        sentence=_("%(who)s共%(count)d项请求，确定%(amount)s元"),
        # lines: worker, head, outcome and amount of each claim.
        data={"who": str, "count": int, "amount": str, "lines": list},
        audience="parties",
    ),
    EventType(
        "mediation.concluded",
        _("谈妥，进入签约"),
        sentence=_("%(settled)d项达成，%(failed)d项未达成"),
        data={"settled": int, "failed": int},
        leads_to=states.SETTLING,
        next_step=_("拟定并签署协议"),
        audience="parties",
    ),
    EventType(
        "mediation.talks_resumed",
        _("退回继续调解"),
        leads_to=states.IN_SESSION,
        next_step=_("安排调解会"),
        audience="parties",
    ),
)

"""From where it came to whether it is taken up; organs, mediators, hand-over, ending."""

from django.utils.translation import gettext_lazy as _

from mediation import states
from unionlaw.matters.vocabulary import EventType, declare

# received_on: the day from which its time limit runs; from: who passed it on, with their number.
RECEIVED: dict[str, type] = {"origin": str, "received_on": str, "from": str, "reference": str}


def _received(name: str, label: object) -> EventType:
    return EventType(
        name,
        label,  # type: ignore[arg-type]
        sentence=_("来源：%(origin)s"),
        data=RECEIVED,
        leads_to=states.RECEIVED,
        next_step=_("征求双方意见"),
        audience="parties",
    )


declare(
    _received("mediation.received", _("收到调解申请")),
    _received("mediation.received_on_advice", _("收到裁前调解")),
    _received("mediation.entrusted_by_tribunal", _("收到仲裁庭委托调解")),
    _received("mediation.assigned_by_court", _("收到法院委派调解")),
    _received("mediation.entrusted_by_court", _("收到法院委托调解（普通程序）")),
    _received("mediation.entrusted_by_court_summary", _("收到法院委托调解（简易程序）")),
    EventType(
        "mediation.consent_recorded",
        _("登记调解意愿"),
        sentence=_("%(who)s：%(answer)s（%(how)s）"),
        data={"who": str, "answer": str, "how": str, "said_on": str},
        audience="organs",
    ),
    EventType(
        "mediation.accepted",
        _("受理"),
        # session_by: by when the first session is to be arranged, in the green channel.
        data={"accepted_on": str, "session_by": str},
        leads_to=states.ACCEPTED,
        next_step=_("安排调解员和调解会"),
        audience="parties",
    ),
    EventType(
        "mediation.declined",
        _("不予受理"),
        sentence=_("告知：%(advised)s"),
        data={"advised": str},
        leads_to=states.DECLINED,
        ends_as="declined",
        drops_deadlines=True,
        audience="parties",
    ),
    EventType(
        "mediation.withdrawn",
        _("申请人撤回"),
        leads_to=states.WITHDRAWN,
        ends_as="withdrawn",
        drops_deadlines=True,
        audience="parties",
    ),
    EventType("mediation.facts_changed", _("修改当事人与请求"), sentence=_("%(what)s"), data={"what": str}),
    EventType(
        "mediation.fast_track_set",
        _("工程欠薪信息"),
        sentence=_("%(project)s"),
        data={"project": str},
        audience="organs",
    ),
    EventType("mediation.warning_found", _("虚假调解迹象"), sentence=_("%(sign)s"), data={"sign": str}),
    EventType(
        "mediation.warning_judged",
        _("核对虚假调解迹象"),
        sentence=_("%(sign)s：%(judgement)s"),
        data={"sign": str, "judgement": str},
    ),
    EventType(
        "mediation.organ_invited",
        _("邀请参与单位"),
        sentence=_("%(organisation)s"),
        data={"organisation": str},
        audience="organs",
    ),
    EventType(
        "mediation.organ_left",
        _("参与单位退出"),
        sentence=_("%(organisation)s"),
        data={"organisation": str},
        audience="organs",
    ),
    EventType(
        "mediation.organ_numbered",
        _("登记本单位案号"),
        sentence=_("%(organisation)s：%(number)s"),
        data={"organisation": str, "number": str},
        audience="organs",
    ),
    EventType(
        "mediation.signed_off",
        _("签署本单位意见"),
        sentence=_("%(organisation)s：%(opinion)s"),
        data={"organisation": str, "opinion": str},
        audience="organs",
    ),
    EventType(
        "mediation.mediator_assigned",
        _("安排调解员"),
        sentence=_("%(mediator)s（%(chosen_by)s）"),
        data={"mediator": str, "chosen_by": str},
        audience="parties",
    ),
    EventType(
        "mediation.mediator_ended",
        _("调解员变更"),
        sentence=_("%(mediator)s：%(why)s"),
        data={"mediator": str, "why": str},
        audience="parties",
    ),
    EventType(
        "mediation.handed_over",
        _("移送"),
        sentence=_("移送%(to)s，随附%(papers)d份材料"),
        data={"to": str, "papers": int},
        leads_to=states.HANDED_OVER,
        ends_as="handed_over",
        drops_deadlines=True,
        audience="parties",
    ),
    EventType(
        "mediation.failed",
        _("调解不成"),
        sentence=_("%(why)s"),
        data={"why": str},
        leads_to=states.FAILED,
        ends_as="failed",
        drops_deadlines=True,
        audience="parties",
    ),
    EventType(
        "mediation.reopened",
        _("重新调解"),
        data={"received_on": str},
        leads_to=states.IN_SESSION,
        next_step=_("安排调解会"),
        audience="parties",
    ),
)

"""Events that any kind of matter can have."""

from django.utils.translation import gettext_lazy as _

from unionlaw.matters.vocabulary import EventType, declare

declare(
    EventType("matter.noted", _("添加备注")),
    EventType(
        "matter.claimed",
        _("认领事项"),
        sentence=_("%(owner)s认领"),
        data={"owner": str},
        hands_over="owner",
    ),
    EventType(
        "matter.handed_over",
        _("移交经办人"),
        sentence=_("由%(former)s移交给%(owner)s"),
        data={"former": str, "owner": str},
        hands_over="owner",
    ),
    EventType(
        "matter.prioritised",
        _("调整优先级"),
        sentence=_("%(before)s → %(after)s"),
        data={"before": str, "after": str},
    ),
    EventType(
        "matter.referred",
        _("移送协作单位"),
        sentence=_("移送%(organisation)s"),
        data={"organisation": str, "organisation_id": int},
        audience="organs",
    ),
    EventType(
        "matter.referral_ended",
        _("结束移送"),
        sentence=_("%(organisation)s不再查看"),
        data={"organisation": str, "organisation_id": int},
        audience="organs",
    ),
    EventType(
        "matter.followed_up",
        _("转入下一环节"),
        sentence=_("转入%(number)s"),
        data={"number": str, "matter_id": int},
    ),
    EventType(
        "matter.facts_changed",
        _("修改当事人或请求"),
        sentence=_("%(what)s"),
        data={"what": str},
    ),
)

"""What can happen to a report. `end_on` is the last day of its span, from which the time limit of submission runs."""

from django.utils.translation import gettext_lazy as _

from unionlaw.matters.vocabulary import EventType, declare
from unionlaw.reports import states

declare(
    EventType(
        "report.opened",
        _("建立报表"),
        sentence=_("%(end_on)s止"),
        data={"end_on": str},
        leads_to=states.COLLECTING,
        next_step=_("统计"),
    ),
    EventType(
        "report.computed",
        _("统计报表"),
        sentence=_("%(figures)d个数字，%(warnings)d条提示"),
        data={"figures": int, "warnings": int},
        leads_to=states.COMPUTED,
        next_step=_("核对并签报"),
    ),
    # The figures were computed anew and are those that were signed.
    EventType("report.recomputed", _("重新统计，数字未变"), data={"figures": int, "warnings": int}),
    EventType(
        "report.signature_voided",
        _("重新统计，原签报失效"),
        sentence=_("%(changed)d个数字有变化，%(warnings)d条提示"),
        data={"changed": int, "warnings": int},
        leads_to=states.COMPUTED,
        next_step=_("重新核对并签报"),
    ),
    EventType("report.remarked", _("填写说明")),
    EventType(
        "report.signed",
        _("签报"),
        sentence=_("%(who)s，校验码%(digest)s"),
        # missing: the organisations below that had not signed.
        data={"who": str, "digest": str, "missing": list},
        leads_to=states.SIGNED,
        next_step=_("等待汇总冻结"),
    ),
    EventType(
        "report.returned",
        _("退回报表"),
        sentence=_("%(who)s退回"),
        data={"who": str},
        leads_to=states.COMPUTED,
        next_step=_("核对后重新签报"),
    ),
    EventType(
        "report.frozen",
        _("冻结报表"),
        sentence=_("%(reports)d份报表一并冻结"),
        data={"reports": int},
        leads_to=states.FROZEN,
        ends_as="frozen",
        # Whoever has not signed by then is named with the signature of the whole.
        drops_deadlines=True,
    ),
    EventType(
        "report.restated",
        _("更正报表"),
        sentence=_("第%(number)d次更正，%(figures)d个数字"),
        data={"number": int, "figures": int},
    ),
)

"""What became of letters: replies, corrections, the next instrument, other authorities."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from monitoring_letters.indicators import sources  # noqa: F401  declare themselves
from monitoring_letters.indicators.issuing import EVENTS, LETTERS
from monitoring_letters.services.following import REPLY_RULES
from unionlaw.reports.indicators import Indicator, Unit, register

JUDGED = ("letter.demand_judged", "letter.demand_promised", "letter.demand_failed")
_REPLY = f"rule IN ({', '.join(repr(rule) for rule in sorted(REPLY_RULES))})"

register(
    Indicator(
        "replies_due", LETTERS, _("应答复函书"), Unit.LETTERS,
        _("当期答复期限到期的函书，按答复期限；到期前已撤销期限的不计。"),
        source="due", where=_REPLY,
    ),
    Indicator(
        "replies_on_time", LETTERS, _("按期答复函书"), Unit.LETTERS, _("应答复函书中，在答复期限以内答复的。"),
        source="due", where=f"{_REPLY} AND on_time", more_is=1,
    ),
    Indicator(
        "reply_rate", LETTERS, _("按期答复率"), Unit.PERCENT, _("应答复函书中按期答复的比例。"),
        part="replies_on_time", whole="replies_due", more_is=1,
    ),
    Indicator(
        "replies_received", LETTERS, pgettext_lazy("indicator", "收到答复"), Unit.TIMES,
        _("当期收到的答复，按收到日期；同一函书再次答复的另计。"),
        source=EVENTS, events=("letter.replied",), more_is=1,
    ),
    Indicator(
        "letters_unanswered", LETTERS, pgettext_lazy("indicator", "逾期未答复"), Unit.LETTERS,
        _("当期认定逾期未答复的函书，按认定日期。"),
        source=EVENTS, events=("letter.unanswered",), more_is=-1,
    ),
    Indicator(
        "demands_judged", LETTERS, _("认定整改要求"), Unit.ITEMS,
        _("当期认定了整改情况的整改要求，按认定日期；同一项当期几次认定的只计一次。"),
        source=EVENTS, events=JUDGED, distinct="demand",
    ),
    Indicator(
        "demands_corrected", LETTERS, pgettext_lazy("indicator", "已整改"), Unit.ITEMS,
        _("当期认定为已整改的整改要求，按认定日期；同一项只计一次。"),
        source=EVENTS, events=JUDGED, where="judgement = 'corrected'", distinct="demand", more_is=1,
    ),
    Indicator(
        "demands_partly_corrected", LETTERS, pgettext_lazy("indicator", "部分整改"), Unit.ITEMS,
        _("当期认定为部分整改的整改要求，按认定日期；同一项只计一次。"),
        source=EVENTS, events=JUDGED, where="judgement = 'partly'", distinct="demand",
    ),
    Indicator(
        "demands_promised", LETTERS, pgettext_lazy("indicator", "承诺整改"), Unit.ITEMS,
        _("当期认定为承诺限期整改的整改要求，按认定日期；同一项只计一次。"),
        source=EVENTS, events=JUDGED, where="judgement = 'promised'", distinct="demand",
    ),
    Indicator(
        "demands_refused", LETTERS, _("拒不整改或虚假整改"), Unit.ITEMS,
        _("当期认定为拒不整改或者虚假整改的整改要求，按认定日期；同一项只计一次。"),
        source=EVENTS, events=JUDGED, where="judgement IN ('refused', 'false')", distinct="demand", more_is=-1,
    ),
    Indicator(
        "correction_rate", LETTERS, _("整改率"), Unit.PERCENT, _("当期认定的整改要求中，认定为已整改的比例。"),
        part="demands_corrected", whole="demands_judged", more_is=1,
    ),
    Indicator(
        "letters_escalated", LETTERS, pgettext_lazy("indicator", "转下一文书"), Unit.LETTERS,
        _("当期转为下一文书的函书，按转入日期。"),
        source=EVENTS, events=("letter.escalated",),
    ),
    Indicator(
        "linked_to_organs", LETTERS, _("移送劳动监察和检察机关"), Unit.TIMES,
        _("当期因函书移送劳动监察或者检察机关的次数，按移送日期。"),
        source="linked", where="what IN ('to_inspection', 'to_procuratorate')",
    ),
    Indicator(
        "linked_instruments", LETTERS, _("移送与关联文书"), Unit.ITEMS,
        _("当期与函书有关的移送，以及检察建议、司法建议等文书，按移送或者发出日期。"),
        source="linked",
    ),
    Indicator(
        "linked_answered", LETTERS, _("移送已有结果"), Unit.TIMES, _("当期有了结果的移送和关联文书，按结果日期。"),
        source=EVENTS, events=("letter.linked_answered",), more_is=1,
    ),
    Indicator(
        "letters_closed", LETTERS, pgettext_lazy("indicator", "了结函书"), Unit.LETTERS,
        _("当期了结的函书，按了结日期，不看现在的状态；重新跟进后再次了结的，按每次了结日期各计一次。"),
        source=EVENTS, events=("letter.closed",), more_is=1,
    ),
    Indicator(
        "letters_under_way", LETTERS, _("期末在办函书"), Unit.LETTERS,
        _("期末日已起草、尚未了结、转下一文书或者撤销的函书。"),
        source="under_way", where="kind = 'supervision_letter'",
    ),
)  # fmt: skip

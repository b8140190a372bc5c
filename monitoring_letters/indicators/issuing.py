"""Letters issued, by kind, and whom they reached."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from monitoring_letters.indicators import sources  # noqa: F401  declare themselves
from unionlaw.reports.indicators import Indicator, Section, Unit, register

LETTERS = Section.LETTERS
EVENTS = "letter_events"
ISSUED = ("letter.issued",)
SERVED = ("letter.served", "letter.notice_served", "letter.recommendation_served")
PUBLISHED = ("letter.published",)

register(
    Indicator(
        "letters_issued", LETTERS, pgettext_lazy("indicator", "制发函书"), Unit.LETTERS,
        _("当期编号制发的一函两书，按制发日期；以后撤销的仍计入。"),
        source=EVENTS, events=ISSUED, more_is=1,
    ),
    Indicator(
        "notices_issued", LETTERS, _("制发提示函"), Unit.LETTERS, _("当期编号制发的提示函，按制发日期。"),
        source=EVENTS, events=ISSUED, where="instrument = 'notice'", more_is=1,
    ),
    Indicator(
        "opinions_issued", LETTERS, _("制发意见书"), Unit.LETTERS, _("当期编号制发的意见书，按制发日期。"),
        source=EVENTS, events=ISSUED, where="instrument = 'opinion'", more_is=1,
    ),
    Indicator(
        "recommendations_issued", LETTERS, _("制发建议书"), Unit.LETTERS, _("当期编号制发的建议书，按制发日期。"),
        source=EVENTS, events=ISSUED, where="instrument = 'recommendation'", more_is=1,
    ),
    Indicator(
        "public_notices_issued", LETTERS, _("面向行业区域提示函"), Unit.LETTERS,
        _("制发提示函中，面向行业或者区域的，按制发日期。"),
        source=EVENTS, events=ISSUED, where="reach IN ('industry', 'area')", more_is=1,
    ),
    Indicator(
        "campaign_letters_issued", LETTERS, pgettext_lazy("indicator", "批量发函"), Unit.LETTERS,
        _("制发函书中，批量发函制发的，按制发日期。"),
        source=EVENTS, events=ISSUED, where="mailed", more_is=1,
    ),
    Indicator(
        "letters_served", LETTERS, pgettext_lazy("indicator", "送达函书"), Unit.LETTERS,
        _("当期送达的一函两书，按送达日期。"),
        source=EVENTS, events=SERVED, more_is=1,
    ),
    Indicator(
        "letters_published", LETTERS, pgettext_lazy("indicator", "公布提示函"), Unit.LETTERS,
        _("当期公布的面向行业或者区域的提示函，按公布日期。"),
        source=EVENTS, events=PUBLISHED, more_is=1,
    ),
    Indicator(
        "employers_addressed", LETTERS, _("函书涉及单位"), Unit.EMPLOYERS,
        _("当期制发的函书所针对的用人单位，按制发日期；同一单位只计一次，面向行业或者区域的公开函不计。"),
        source=EVENTS, events=ISSUED, where="employer IS NOT NULL", distinct="employer", more_is=1,
    ),
    Indicator(
        "employers_reached", LETTERS, _("公布覆盖单位"), Unit.EMPLOYERS,
        _("当期公布的提示函覆盖的用人单位数合计，按公布日期，以登记的数为准；不同的函可能覆盖同一单位。"),
        source=EVENTS, events=PUBLISHED, sum="employers_reached", more_is=1,
    ),
    Indicator(
        "workers_reached", LETTERS, _("公布覆盖职工"), Unit.PEOPLE,
        _("当期公布的提示函覆盖的职工数合计，按公布日期，以登记的数为准；不同的函可能覆盖同一职工。"),
        source=EVENTS, events=PUBLISHED, sum="workers_reached", more_is=1,
    ),
    Indicator(
        "letter_inquiries", LETTERS, _("现场调查和复查"), Unit.TIMES, _("当期为函书进行的调查和复查，按进行日期。"),
        source="inquiries",
    ),
    Indicator(
        "letters_corrected_early", LETTERS, pgettext_lazy("indicator", "发出前已整改"), Unit.LETTERS,
        _("当期因单位已整改而不再发出的函书，按登记日期。"),
        source=EVENTS, events=("letter.corrected_early",), more_is=1,
    ),
    Indicator(
        "letters_withdrawn", LETTERS, pgettext_lazy("indicator", "撤销函书"), Unit.LETTERS,
        _("当期撤销的已制发函书，按撤销日期。"),
        source=EVENTS, events=("letter.withdrawn",), more_is=-1,
    ),
)  # fmt: skip

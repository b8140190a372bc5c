"""How long it took, and whether time limits were kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionlaw.reports import shared_sources, shared_stocks  # noqa: F401  declare themselves
from unionlaw.reports.indicators import Indicator, Section, Unit, register

WHEN = Section.TIME
# Proceedings that take weeks; a consultation is answered at the window.
_CASES = "kind IN ('aid_case', 'mediation', 'supervision_letter')"

register(
    Indicator(
        "limits_due", WHEN, _("到期期限"), Unit.TIMES,
        _("当期到期并且已经完成或者已过到期日的期限，按（延长后的）到期日；到期前撤销和已中止的除外。"),
        source="due",
    ),
    Indicator(
        "limits_on_time", WHEN, _("按时完成的期限"), Unit.TIMES, _("到期期限中，在到期日当天或者之前完成的。"),
        source="due", where="on_time", more_is=1,
    ),
    Indicator(
        "limits_missed", WHEN, _("超期的期限"), Unit.TIMES,
        _("到期期限中，到期日没有完成的；以后补做的仍计入。"),
        source="due", where="NOT on_time", more_is=-1,
    ),
    Indicator(
        "on_time_share", WHEN, _("按时率"), Unit.PERCENT, _("按时完成的期限占到期期限的比例。"),
        part="limits_on_time", whole="limits_due", more_is=1,
    ),
    Indicator(
        "limits_extended", WHEN, pgettext_lazy("indicator", "延长期限"), Unit.TIMES,
        _("当期同意延长期限的次数，按同意日期。"),
        source="extensions", more_is=-1,
    ),
    Indicator(
        "overdue_limits", WHEN, _("期末超期期限"), Unit.ITEMS,
        _("期末日已过到期日、尚未完成的期限；以后才完成、撤销或者延长的，不影响当期。"),
        source="overdue", more_is=-1,
    ),
    Indicator(
        "overdue_matters", WHEN, _("期末超期事项"), Unit.MATTERS, _("期末日有超期期限的事项，一个事项只计一次。"),
        source="overdue", distinct="matter_id", more_is=-1,
    ),
    Indicator("chases", WHEN, pgettext_lazy("indicator", "督办"), Unit.TIMES,
    _("当期上级督办的次数，按督办日期。"), source="chases"),
    Indicator(
        "cases_closed", WHEN, _("办结案件"), Unit.MATTERS,
        _("当期办结的法律援助（含不予援助、撤回）、调解和一函两书，按办结日期；办案用时按这些事项统计。"),
        source="closed", where=_CASES, more_is=1,
    ),
    Indicator(
        "case_days", WHEN, _("办案用时合计"), Unit.DAYS, _("办结案件从受理之日到办结之日的天数合计。"),
        source="closed", where=_CASES, sum="days",
    ),
    Indicator(
        "days_to_close", WHEN, _("平均办案用时"), Unit.DAYS, _("办结案件从受理之日到办结之日的平均天数。"),
        part="case_days", whole="cases_closed", more_is=-1,
    ),
    Indicator(
        "closed_within_30", WHEN, _("30天内办结"), Unit.MATTERS, _("办结案件中，用时30天以内的。"),
        source="closed", where=f"{_CASES} AND days <= 30", more_is=1,
    ),
    Indicator(
        "closed_within_60", WHEN, _("31至60天办结"), Unit.MATTERS, _("办结案件中，用时31天至60天的。"),
        source="closed", where=f"{_CASES} AND days BETWEEN 31 AND 60",
    ),
    Indicator(
        "closed_within_90", WHEN, _("61至90天办结"), Unit.MATTERS, _("办结案件中，用时61天至90天的。"),
        source="closed", where=f"{_CASES} AND days BETWEEN 61 AND 90",
    ),
    Indicator(
        "closed_after_90", WHEN, _("90天以上办结"), Unit.MATTERS, _("办结案件中，用时超过90天的。"),
        source="closed", where=f"{_CASES} AND days > 90", more_is=-1,
    ),
)  # fmt: skip

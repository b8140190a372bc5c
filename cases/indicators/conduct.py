"""What lawyers did in legal-aid cases."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.indicators import sources  # noqa: F401  declare themselves
from unionlaw.reports.indicators import Indicator, Section, Unit, register

AID = Section.CASES

register(
    Indicator(
        "hearings", AID, pgettext_lazy("indicator", "开庭与会议"), Unit.TIMES,
        _("当期举行的开庭、会见和会议，按举行日期；没有举行的不计。"),
        source="hearings",
    ),
    Indicator(
        "hearings_in_court", AID, _("仲裁与法庭开庭"), Unit.TIMES,
        _("开庭与会议中，仲裁庭审和法庭审理的次数，按举行日期。"),
        source="hearings", where="what IN ('arbitration', 'trial')",
    ),
    Indicator(
        "filings", AID, pgettext_lazy("indicator", "提交文书"), Unit.LETTERS,
        _("当期向仲裁机构、法院和有关部门提交的文书，按提交日期。"),
        source="filings",
    ),
    Indicator(
        "work_minutes", AID, _("律师工作用时"), Unit.MINUTES, _("当期工作日志登记的用时合计，按工作日期。"),
        source="work", sum="minutes",
    ),
    Indicator(
        "lawyers_at_work", AID, _("办案律师"), Unit.PEOPLE, _("当期登记过工作日志的律师，按工作日期；同一人只计一次。"),
        source="work", distinct="lawyer",
    ),
)  # fmt: skip

"""The live report: an organisation's figures as the facts stand now."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from unionlaw.lib import clock
from unionlaw.lib.wording import shown
from unionlaw.network.models import Organisation
from unionlaw.reports import asking, charts, drawing, layouts, presenting, reach
from unionlaw.reports.models import Report
from unionlaw.reports.spans import Length, Span, months_back, named
from unionlaw.reports.tables import NOW
from unionlaw.web import policy
from unionlaw.web.views import PageView

MONTHS_BACK = 36


class Live(PageView):
    """`?organisation=&layout=&length=&month=2026-11`."""

    policy = policy.Right("report.read")
    template_name = "reports/live.html"
    title = pgettext_lazy("list", "报表")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        query, today = self.request.GET, clock.today()
        organisation = asking.organisation_in(query, self.actor)
        layout = asking.layout_in(query, organisation)
        length, month = asking.length_in(query), asking.month_in(query, today)
        spans = layouts.spans_of(length, month)
        figures = layouts.figures(organisation, layout.blocks, layout.charts, spans)
        table = layouts.lay_out(layout, organisation, figures, layout.blocks, spans)
        report = {"layout": layout.key, "length": length, "month": f"{month:%Y-%m}"}
        drawn = charts.charts(layout.charts, organisation, figures)
        return super().get_context(
            table=table,
            report=report,
            organisation=organisation,
            layout=layout,
            span=named(spans[NOW]),
            unfinished=spans[NOW].end >= today,
            today=today,
            parts=presenting.parts_of(table, report=report),
            drawings=drawing.drawings(drawn, table.organisation, figures.spans),
            organisations=reach.near(self.actor, organisation),
            layouts=[(one.key, shown(one.name)) for one in layouts.usable_by(organisation)],
            lengths=Length.choices,
            months=months(today),
            signed=_handed_in(organisation, length, spans[NOW]),
            may_arrange=self.actor.may("report.layout"),
            ways=ways("live"),
            **extra,
        )


def _handed_in(organisation: Organisation, length: str, span: Span) -> Report | None:
    """The organisation's computed report of the same days: what is signed, and once frozen does not change."""
    found = Report.objects.filter(
        organisation=organisation, round__length=length, round__end_on=span.end, round__computed_at__isnull=False
    )
    return found.select_related("round").order_by("round__organisation__depth", "pk").first()


def months(today: date) -> list[tuple[str, str]]:
    """The months to choose from, the latest first."""
    firsts = [months_back(today, back) for back in range(MONTHS_BACK)]
    said = _("%(year)s年%(month)s月")
    return [(f"{first:%Y-%m}", said % {"year": first.year, "month": first.month}) for first in firsts]


WAYS = (
    ("live", "reports:live", gettext_lazy("当期数字")),
    ("rounds", "reports:rounds", gettext_lazy("逐级签报")),
    ("pivot", "reports:pivot", gettext_lazy("透视")),
    ("indicators", "reports:indicators", gettext_lazy("指标说明")),
    ("outputs", "reports:outputs", gettext_lazy("报表文件")),
)


def ways(chosen: str) -> list[dict[str, Any]]:
    """The tabs over the pages of reports."""
    return [{"label": label, "url": reverse(name), "current": key == chosen} for key, name, label in WAYS]

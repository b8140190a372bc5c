"""What every figure means: the indicators with unit, definition, day that counts and version."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.lib.wording import listed
from unionlaw.reports.indicators import Indicator, Section, Unit, all_indicators, indicator
from unionlaw.reports.sources import source
from unionlaw.reports.views.live import ways
from unionlaw.web import policy
from unionlaw.web.views import PageView


class Indicators(PageView):
    """`?q=` finds in names and definitions."""

    policy = policy.Right("report.read", "report.layout")
    template_name = "reports/indicators.html"
    title = gettext_lazy("指标说明")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        wanted = " ".join(self.request.GET.get("q", "").split())[:60]
        sections: dict[str, list[dict[str, Any]]] = {}
        for one in all_indicators():
            if wanted in f"{one.name}{one.definition}{one.key}":
                sections.setdefault(str(Section(one.section).label), []).append(_row(one))
        return super().get_context(
            q=wanted,
            sections=list(sections.items()),
            count=sum(len(rows) for rows in sections.values()),
            ways=ways("indicators") if self.actor.may("report.read") else [],
            **extra,
        )


def _row(one: Indicator) -> dict[str, Any]:
    if one.is_rate:
        said = _("%(part)s ÷ %(whole)s") % {"part": indicator(one.part).name, "whole": indicator(one.whole).name}
        dated = indicator(one.part).source, indicator(one.whole).source
        day = listed(dict.fromkeys(source(key).dated for key in dated))
    else:
        said, day = "", str(source(one.source).dated)
    return {"one": one, "unit": Unit(one.unit).label, "formula": said, "day": day}

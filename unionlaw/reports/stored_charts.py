"""The charts of a stored report: from its own figures, and trends from the months that were frozen before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from unionlaw.reports import indicators
from unionlaw.reports.charts import Chart, charts
from unionlaw.reports.indicators import indicator
from unionlaw.reports.layouts import trend_spans
from unionlaw.reports.models import Report
from unionlaw.reports.origins import computed_on, taken
from unionlaw.reports.spans import Span
from unionlaw.reports.stored import StoredFigures
from unionlaw.reports.tables import NOW

UNFROZEN = "*"
"""Stands behind a month of a trend that was not frozen when the report was computed."""


@dataclass(frozen=True)
class StoredCharts:
    """The charts of a stored report.

    Args:
        spans: of their figures, by name.
        rounds: span → the round whose facts are behind its figures; none for figures that were computed beside the
            report or restated, since the facts behind these were not kept.
    """

    charts: list[Chart]
    spans: Mapping[str, Span]
    rounds: Mapping[str, int]


def stored_charts(report: Report, figures: StoredFigures | None = None) -> StoredCharts:
    """The charts of a report as it was computed. Its round and layout must be loaded.

    Trends show twelve months: the report's own, earlier ones as they were frozen or restated last, and, marked with
    UNFROZEN, those that were not frozen, as they were computed in the same snapshot. Nothing is computed now.

    Args:
        figures: those of the report when they were read already.
    """
    its_round, figures = report.round, figures or StoredFigures.of(report)
    kept = its_round.layout_charts
    specs = [
        spec
        for spec in (its_round.layout.charts if kept is None else kept)
        if all(map(indicators.is_known, spec["indicators"]))
    ]
    months = _months(report, specs) if kept is not None else {}
    own = {name for name, span in months.items() if span == its_round.span}
    values = dict(figures.values)
    for (key, span, by, member), value in figures.values.items():
        if span == NOW and not by:
            values |= {(key, name, by, member): value for name in own}
    below = None
    if any(spec["kind"] == "map" for spec in specs):
        below = list(report.below.values_list("organisation_id", flat=True))
    shown = StoredFigures({**figures.spans, **months}, values, figures.restated, below)
    rounds = {NOW: its_round.pk, **dict.fromkeys(own, its_round.pk)}
    for name in months.keys() - own:
        then = taken(its_round, name, report.organisation_id)
        if then and not then.restatement and not then.changed:
            rounds[name] = then.round
    drawn = [_marked(chart, report, months, own) for chart in charts(specs, report.organisation, shown)]
    return StoredCharts(drawn, shown.spans, rounds)


def _months(report: Report, specs: list[dict[str, Any]]) -> Mapping[str, Span]:
    if not any(spec["kind"] == "trend" for spec in specs):
        return {}
    return trend_spans(report.round.end_on)


def _marked(chart: Chart, report: Report, months: Mapping[str, Span], own: set[str]) -> Chart:
    """The chart with the months marked that were not frozen."""
    if chart.kind != "trend" or not months:
        return chart
    bases = {base for one in chart.series for cell in one.cells if cell for base in indicator(cell.indicator.key).bases}
    categories, unfrozen = [], False
    for name, category in zip(sorted(months), chart.categories, strict=True):
        then = taken(report.round, name, report.organisation_id)
        marked = name not in own and (then is None or bool(then.changed & bases))
        unfrozen = unfrozen or marked
        categories.append(f"{category}{UNFROZEN}" if marked else category)
    said = _("标“*”的月份没有冻结的报表，是%(on)s统计本期时的数字；其他月份是冻结的或者更正后的数字。")
    return replace(chart, categories=categories, notes=[said % {"on": computed_on(report.round)}] if unfrozen else [])

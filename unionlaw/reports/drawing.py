"""Charts as pages need them: JSON for the script, and the table behind each for readers and printers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from unionlaw.lib.wording import bracketed
from unionlaw.network.models import Organisation
from unionlaw.reports.charts import Chart, Series
from unionlaw.reports.indicators import Unit
from unionlaw.reports.links import list_url
from unionlaw.reports.spans import Span
from unionlaw.reports.tables import Value
from unionlaw.reports.wording import brief, exact

LEVELS = 5
IN_HTML = {"heat", "map"}
"""Kinds that are drawn as coloured tables and tiles, without a script."""


@dataclass(frozen=True, slots=True)
class Point:
    text: str
    title: str
    url: str
    level: int


@dataclass(frozen=True, slots=True)
class DrawnLine:
    name: str
    points: list[Point]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart on a page.

    Args:
        id: of its canvas.
        lines: its table; categories are lines but for heat maps, whose lines are their series.
        data: what the script draws; None for what needs none.
        notes: what its reader has to know.
    """

    id: str
    kind: str
    title: str
    headings: list[str]
    lines: list[DrawnLine]
    data: dict[str, Any] | None
    notes: list[str]

    @property
    def json_id(self) -> str:
        """Where the script finds `data`."""
        return f"{self.id}-data"


def drawings(
    charts: list[Chart],
    organisation: Organisation,
    spans: Mapping[str, Span],
    rounds: Mapping[str, int] | None = None,
) -> list[Drawing]:
    """The charts that have something to show.

    Args:
        organisation: what the report is about, for the lists behind the points.
        spans: of the figures, by name.
        rounds: of stored figures, span → the round whose facts are behind them; what is not there has no list.
    """
    return [
        _drawing(f"chart-{n}", chart, organisation, spans, rounds)
        for n, chart in enumerate(charts, 1)
        if not chart.is_empty
    ]


def _drawing(
    name: str, chart: Chart, organisation: Organisation, spans: Mapping[str, Span], rounds: Mapping[str, int] | None
) -> Drawing:
    largest = max((abs(float(v)) for one in chart.series for v in one.values if v is not None), default=0) or 1
    grid = [
        [_point(one, n, largest, organisation, spans, rounds) for n in range(len(chart.categories))]
        for one in chart.series
    ]
    if chart.kind == "heat":
        lines = [DrawnLine(one.name, points) for one, points in zip(chart.series, grid, strict=True)]
        headings = chart.categories
    else:
        lines = [DrawnLine(each, [points[n] for points in grid]) for n, each in enumerate(chart.categories)]
        headings = [_heading(one) for one in chart.series]
    data = None if chart.kind in IN_HTML else _data(chart)
    return Drawing(name, chart.kind, chart.title, headings, lines, data, chart.notes)


def _heading(series: Series) -> str:
    return f"{series.name}{bracketed(Unit(series.unit).label)}"


def _point(
    series: Series,
    n: int,
    largest: Any,
    organisation: Organisation,
    spans: Mapping[str, Span],
    rounds: Mapping[str, int] | None,
) -> Point:
    value = series.values[n]
    cell = series.cells[n] if series.cells else None
    url = ""
    known = rounds is None or (cell is not None and cell.span in rounds)
    if cell is not None and known and value is not None and (value or cell.indicator.is_rate):
        of_round = rounds[cell.span] if rounds else None
        url = list_url(cell.indicator.key, organisation, spans[cell.span], cell.members, of_round)
    # By the square root: one large union must not make all others look alike.
    level = 0 if not value else 1 + min(int(math.sqrt(abs(float(value)) / largest) * LEVELS), LEVELS - 1)
    return Point(brief(value, series.unit), exact(value, series.unit), url, level)


def _data(chart: Chart) -> dict[str, Any]:
    """What charts.js draws. Money in yuan, texts ready to be shown."""
    return {
        "kind": chart.kind,
        "title": chart.title,
        "categories": chart.categories,
        "rest": _("其他"),
        "series": [
            {
                "name": _heading(one),
                "unit": one.unit,
                "values": [_number(value, one.unit) for value in one.values],
                "texts": [exact(value, one.unit) for value in one.values],
            }
            for one in chart.series
        ],
        "marks": [{"value": float(value), "name": name} for value, name in chart.marks],
    }


def _number(value: Value, unit: str) -> float | int | None:
    if value is None:
        return None
    if unit == Unit.YUAN:
        return float(value) / 100
    return float(value) if unit in (Unit.PERCENT, Unit.DAYS) else int(value)

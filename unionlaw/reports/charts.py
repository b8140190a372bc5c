"""What charts are drawn from: categories and series of figures, for pages and papers alike. No drawing here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from unionlaw.lib.wording import shown
from unionlaw.network.models import Organisation
from unionlaw.reports import dimensions
from unionlaw.reports.chart_kinds import KINDS
from unionlaw.reports.indicators import Indicator, Unit, indicator
from unionlaw.reports.spans import named
from unionlaw.reports.tables import BEFORE, LAST_YEAR, NOW, Cell, Figuring, Value

REWARD_FROM, REWARD_FULL = Decimal(95), Decimal(98)
"""Percent of cases closed: below the first no reward, from the second on the whole of it."""
MOST_COLUMNS = 12


@dataclass(frozen=True)
class Series:
    """One line, bar or row of a chart.

    Args:
        values: one for each category, in the unit (money in fen); None where there is nothing to say.
        cells: the figures themselves, where the values are figures.
    """

    name: str
    unit: str
    values: list[Value]
    cells: list[Cell | None] = field(default_factory=list)


@dataclass(frozen=True)
class Chart:
    """One chart.

    Args:
        kind: a key of chart_kinds.KINDS.
        categories: what its values stand for, in order.
        by: the dimension the categories (of heat maps the series) are members of; empty for none.
        members: the members of `by`, in the same order.
        marks: values to be marked, with what they mean.
        notes: what its reader has to know.
    """

    kind: str
    title: str
    categories: list[str]
    series: list[Series]
    by: str = ""
    members: list[str] = field(default_factory=list)
    marks: list[tuple[Decimal, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(value for series in self.series for value in series.values)


def charts(specs: Sequence[Mapping[str, Any]], organisation: Organisation, figures: Figuring) -> list[Chart]:
    """The charts of a layout.

    Args:
        specs: the layout's charts.
        organisation: what the report is about.
        figures: what layouts.figures computed, or stored figures in the same groupings. Without months ("month00" …)
            a trend shows the spans there are.
    """
    return [_BUILDERS[spec["kind"]](spec, organisation, figures) for spec in specs if spec["kind"] in KINDS]


def reward(rate: Value) -> Decimal | None:
    """The share of the reward, in percent, for a rate in percent: none below 95, all from 98, even steps between."""
    if rate is None:
        return None
    share = (Decimal(rate) - REWARD_FROM) / (REWARD_FULL - REWARD_FROM) * 100
    return min(max(share, Decimal(0)), Decimal(100)).quantize(Decimal("0.1"))


def _cell(one: Indicator, span: str, members: Mapping[str, str], figures: Figuring) -> Cell:
    return Cell(one, span, members, figures.value(one.key, span, members))


def _series(one: Indicator, cells: list[Cell]) -> Series:
    return Series(str(one.name), str(one.unit), [cell.value for cell in cells], list(cells))


def _wanted(spec: Mapping[str, Any]) -> list[Indicator]:
    return [indicator(key) for key in spec["indicators"]]


def _trend(spec: Mapping[str, Any], organisation: Organisation, figures: Figuring) -> Chart:
    months = sorted(name for name in figures.spans if name.startswith("month"))
    names = months or [name for name in (LAST_YEAR, BEFORE, NOW) if name in figures.spans]
    series = [_series(one, [_cell(one, name, {}, figures) for name in names]) for one in _wanted(spec)]
    return Chart("trend", shown(spec["title"]), [named(figures.spans[name]) for name in names], series)


def _funnel(spec: Mapping[str, Any], organisation: Organisation, figures: Figuring) -> Chart:
    return _steps(spec, figures)


def _steps(spec: Mapping[str, Any], figures: Figuring) -> Chart:
    """Indicators beside each other."""
    cells = [_cell(one, NOW, {}, figures) for one in _wanted(spec)]
    unit = str(cells[0].indicator.unit) if cells else ""
    names = [str(cell.indicator.name) for cell in cells]
    series = Series(shown(spec["title"]), unit, [cell.value for cell in cells], list(cells))
    return Chart(spec["kind"], shown(spec["title"]), names, [series])


def _over(spec: Mapping[str, Any], figures: Figuring, members: list[str]) -> Chart:
    by = spec["by"]
    names = dimensions.named(dimensions.dimension(by), members)
    series = [_series(one, [_cell(one, NOW, {by: each}, figures) for each in members]) for one in _wanted(spec)]
    return Chart(spec["kind"], shown(spec["title"]), [names[each] for each in members], series, by, members)


def _largest(key: str, by: str, figures: Figuring, *, nothing: bool = True) -> list[str]:
    """The members of a dimension that have a figure, the largest first."""
    values = {one[0]: figures.value(key, NOW, {by: one[0]}) for one in figures.members(by)}
    found = [one for one, value in values.items() if value is not None and (nothing or one != dimensions.NOTHING)]
    return sorted(found, key=lambda one: (-(values[one] or 0), one.zfill(20)))


def _composition(spec: Mapping[str, Any], organisation: Organisation, figures: Figuring) -> Chart:
    first = spec["indicators"][0]
    members = [one for one in _largest(first, spec["by"], figures) if figures.value(first, NOW, {spec["by"]: one})]
    return _over(spec, figures, members)


def _distribution(spec: Mapping[str, Any], organisation: Organisation, figures: Figuring) -> Chart:
    """Over the members of a dimension in their own order, or over indicators that are steps of one scale."""
    if not spec.get("by"):
        return _steps(spec, figures)
    members = [one[0] for one in figures.members(spec["by"])]
    return _over(spec, figures, sorted(members, key=lambda one: (one == dimensions.NOTHING, one.zfill(20))))


def _map(spec: Mapping[str, Any], organisation: Organisation, figures: Figuring) -> Chart:
    """Every lower union, also one without a fact, in the order of their places; of stored figures those of then."""
    members = [one[0] for one in figures.members(spec["by"])]
    if spec["by"] == "union":
        below = Organisation.objects.filter(kind__in=Organisation.UNIONS)
        if figures.below is None:
            below = below.open().filter(parent=organisation)
        else:
            below = below.filter(pk__in={*figures.below, *(int(one) for one in members if one)})
        placed = sorted(below.values_list("region_code", "pk"), key=lambda one: (not one[0], *one))
        members = [str(pk) for _code, pk in placed]
    return _over(spec, figures, [one for one in members if one != dimensions.NOTHING])


def _ranking(spec: Mapping[str, Any], organisation: Organisation, figures: Figuring) -> Chart:
    key = spec["indicators"][0]
    found = _over(spec, figures, _largest(key, spec["by"], figures, nothing=False))
    if indicator(key).unit != Unit.PERCENT:
        return found
    rewards = [reward(value) for value in found.series[0].values]
    found.series.append(Series(_("奖励系数"), str(Unit.PERCENT), list(rewards)))
    found.marks.extend([(REWARD_FROM, _("起奖线")), (REWARD_FULL, _("全额线"))])
    return found


def _heat(spec: Mapping[str, Any], organisation: Organisation, figures: Figuring) -> Chart:
    one, by, crossed = indicator(spec["indicators"][0]), spec["by"], KINDS["heat"].crossed
    rows = _largest(one.key, by, figures)
    # A column of nothing but zeros (a cause that only the months before had) would take the width of one that counts.
    known = _largest(one.key, crossed, figures)
    columns = ([each for each in known if figures.value(one.key, NOW, {crossed: each})] or known)[:MOST_COLUMNS]
    columns.sort(key=lambda member: member == dimensions.NOTHING)
    names = dimensions.named(dimensions.dimension(by), rows)
    heads = dimensions.named(dimensions.dimension(crossed), columns)
    series = []
    for row in rows:
        cells = [_cell(one, NOW, {by: row, crossed: column}, figures) for column in columns]
        series.append(Series(names[row], str(one.unit), [cell.value for cell in cells], list(cells)))
    return Chart("heat", shown(spec["title"]), [heads[each] for each in columns], series, by, rows)


_BUILDERS: dict[str, Callable[[Mapping[str, Any], Organisation, Figuring], Chart]] = {
    "trend": _trend,
    "composition": _composition,
    "funnel": _funnel,
    "heat": _heat,
    "map": _map,
    "distribution": _distribution,
    "ranking": _ranking,
}

"""A pivot: one indicator over two dimensions, or over a dimension and the last twelve months, with totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from unionlaw.network.models import Organisation
from unionlaw.reports import dimensions, layouts
from unionlaw.reports.computing import TOTAL, Figures, compute
from unionlaw.reports.dimensions import NOTHING, Wanted
from unionlaw.reports.indicators import Indicator, indicator
from unionlaw.reports.spans import Span, named
from unionlaw.reports.tables import NOW, Cell, Value

MONTH = "month"
"""Columns that are no dimension: the twelve months up to the span's last."""
MOST_ROWS, MOST_COLUMNS = 300, 24


@dataclass(frozen=True)
class PivotRow:
    """`member` is None for the row of totals."""

    name: str
    member: str | None
    cells: list[Cell]


@dataclass(frozen=True)
class Pivot:
    """A pivot. The list behind a cell is that of `members`, the filter, narrowed by the cell's own members."""

    indicator: Indicator
    organisation: Organisation
    spans: Mapping[str, Span]
    headings: list[str]
    rows: list[PivotRow]
    rows_left_out: int
    columns_left_out: int
    adds_up: bool
    members: Mapping[str, Wanted]


def pivot(
    organisation: Organisation,
    key: str,
    rows: str,
    columns: str,
    span: Span,
    members: Mapping[str, Wanted] | None = None,
) -> Pivot:
    """Compute a pivot.

    Args:
        key: the indicator.
        rows: a dimension.
        columns: another dimension, MONTH, or "" for the total alone.
        span: the days; with MONTH its last month is the last column, and the total column is the span.
        members: dimension → the only member that is counted, or several; of dimensions that are `many`, one.

    Raises:
        KeyError: the indicator or a dimension is not known.
    """
    one, chosen = indicator(key), dict(members or {})
    months = layouts.trend_spans(span.end) if columns == MONTH else {}
    spans = {**months, NOW: span}
    crossed = columns if columns and columns != MONTH else ""
    groupings = [TOTAL, (rows,), *([(crossed,), (rows, crossed)] if crossed else [])]
    figures = compute(organisation, spans, [key], groupings, chosen)
    row_members = _ordered(figures, rows, key, NOW if not months else "", MOST_ROWS)
    names = dimensions.named(dimensions.dimension(rows), row_members.kept)
    heads: list[tuple[str, str, dict[str, str]]] = [(named(months[name]), name, {}) for name in months]
    left_out = 0
    if crossed:
        columns_found = _ordered(figures, crossed, key, NOW, MOST_COLUMNS)
        labels = dimensions.named(dimensions.dimension(crossed), columns_found.kept)
        heads = [(labels[each], NOW, {crossed: each}) for each in columns_found.kept]
        left_out = columns_found.left_out
    heads.append(("", NOW, {}))

    def cells(where: Mapping[str, str]) -> list[Cell]:
        return [
            Cell(one, name, {**where, **more}, figures.value(key, name, {**where, **more}))
            for _label, name, more in heads
        ]

    lines = [PivotRow(names[each], each, cells({rows: each})) for each in row_members.kept]
    lines.append(PivotRow("", None, cells({})))
    many = any(dimensions.dimension(each).many for each in (rows, crossed) if each)
    return Pivot(
        one, organisation, spans, [label for label, *_rest in heads], lines, row_members.left_out, left_out,
        adds_up=one.is_additive and not many, members=chosen,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """What a dimension can be filtered by: the member, its name, and the figure it has."""

    key: str
    name: str
    value: Value


def members_with_figures(
    organisation: Organisation, key: str, by: str, span: Span, members: Mapping[str, Wanted]
) -> list[Member]:
    """The members of a dimension with a figure in the span, in the order of their codes, not filled in last.

    Args:
        by: the dimension.
        members: the conditions on the other dimensions; those on `by` itself are left out.
    """
    others = {each: member for each, member in members.items() if each != by}
    figures = compute(organisation, {NOW: span}, [key], [(by,)], others)
    kept = _ordered(figures, by, key, NOW, MOST_ROWS).kept
    names = dimensions.named(dimensions.dimension(by), kept)
    return [Member(each, names[each], figures.value(key, NOW, {by: each})) for each in kept]


@dataclass(frozen=True)
class _Ordered:
    kept: list[str]
    left_out: int


def _ordered(figures: Figures, by: str, key: str, span: str, most: int) -> _Ordered:
    """The members of a dimension with a figure in the span (in any, for ""), the largest kept, not filled in last."""

    def size(member: str) -> int:
        names = [span] if span else list(figures.spans)
        return sum(figures.base(base, name, {by: member}) for name in names for base in indicator(key).bases)

    sizes = {one[0]: size(one[0]) for one in figures.members(by)}
    found = sorted((one for one in sizes if sizes[one]), key=lambda one: (-sizes[one], one.zfill(20)))
    kept = sorted(found[:most], key=lambda one: (one == NOTHING, one.zfill(20)))
    return _Ordered(kept, len(found) - len(kept))

"""A report as a table: what pages, workbooks, papers and the API show alike, from live or frozen figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from unionlaw.lib.wording import bracketed
from unionlaw.network.models import Organisation
from unionlaw.reports import dimensions
from unionlaw.reports.indicators import Indicator, Unit, indicator
from unionlaw.reports.spans import Span

Value = int | Decimal | None
NOW, BEFORE, LAST_YEAR = "now", "before", "last_year"


class Figuring(Protocol):
    """Figures, computed now (computing.Figures) or stored."""

    @property
    def spans(self) -> Mapping[str, Span]: ...
    @property
    def below(self) -> Sequence[int] | None:
        """The organisations right below the one that is reported on, by id; None for those of today."""
        ...

    def value(self, key: str, span: str, members: Mapping[str, str] | None = None) -> Value: ...
    def members(self, *grouping: str) -> list[tuple[str, ...]]: ...


@dataclass(frozen=True)
class Cell:
    """One figure: what it is of, and its value in the indicator's unit (money in fen); None over nothing.

    `hidden` is what stands in its place where it was suppressed because the table leaves the union; "" otherwise.
    `part` and `whole` are what a rate is made of.
    """

    indicator: Indicator
    span: str
    members: Mapping[str, str]
    value: Value
    hidden: str = ""
    part: int | None = None
    whole: int | None = None


@dataclass(frozen=True)
class Row:
    name: str
    cells: list[Cell]
    total: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Block:
    """One part of a report. Without a dimension: a line for each indicator, columns are the spans.

    With one: a line for each member and the total, columns are the indicators, all for the span "now".
    """

    title: str
    columns: list[str]
    rows: list[Row]
    by: str = ""
    adds_up: bool = True
    """False where a matter can have several members, so that lines need not add up to the total."""


@dataclass(frozen=True)
class Table:
    title: str
    organisation: Organisation
    spans: Mapping[str, Span]
    blocks: list[Block]
    notes: list[str] = field(default_factory=list)
    versions: Mapping[str, int] = field(default_factory=dict)
    """Indicator → version of its definition, where that is not today's (frozen tables)."""

    def cells(self) -> list[Cell]:
        return [cell for block in self.blocks for row in block.rows for cell in row.cells]


def build(
    title: str,
    organisation: Organisation,
    blocks: list[dict[str, Any]],
    figures: Figuring,
    span_names: Mapping[str, str],
) -> Table:
    """Lay figures out.

    Args:
        title: the table's title.
        organisation: what it is about.
        blocks: those of a layout (models.Layout).
        figures: the figures; their spans are the columns of blocks without a dimension, in order.
        span_names: span → the heading of its column.
    """
    return Table(title, organisation, figures.spans, [_block(block, figures, span_names) for block in blocks])


def _block(block: Mapping[str, Any], figures: Figuring, span_names: Mapping[str, str]) -> Block:
    wanted = [indicator(key) for key in block["indicators"]]
    by = block.get("by", "")
    if not by:
        rows = [
            Row(str(one.name), [_cell(one, span, {}, figures) for span in figures.spans], unit=_unit(one))
            for one in wanted
        ]
        return Block(block["title"], [span_names[span] for span in figures.spans], rows)
    found = dimensions.dimension(by)
    members = [one[0] for one in figures.members(by)]
    names = dimensions.named(found, members)
    # What is not filled in comes last, the rest as their codes and ids are ordered.
    members.sort(key=lambda member: (member == dimensions.NOTHING, member.zfill(20)))
    rows = [Row(names[one], [_cell(each, NOW, {by: one}, figures) for each in wanted]) for one in members]
    rows.append(Row("", [_cell(each, NOW, {}, figures) for each in wanted], total=True))
    columns = [f"{one.name}{bracketed(_unit(one))}" for one in wanted]
    return Block(block["title"], columns, rows, by, adds_up=not found.many)


def _cell(one: Indicator, span: str, members: Mapping[str, str], figures: Figuring) -> Cell:
    value = figures.value(one.key, span, members)
    if not one.is_rate:
        return Cell(one, span, members, value)
    part, whole = (figures.value(key, span, members) for key in one.bases)
    return Cell(one, span, members, value, part=int(part or 0), whole=int(whole or 0))


def _unit(one: Indicator) -> str:
    return str(Unit(one.unit).label)

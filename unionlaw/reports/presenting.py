"""Tables as pages show them: each figure in words with its exact value, its link, and its change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from unionlaw.reports.changes import change
from unionlaw.reports.dimensions import dimension
from unionlaw.reports.indicators import indicator
from unionlaw.reports.links import facts_url, report_url
from unionlaw.reports.spans import Span
from unionlaw.reports.tables import LAST_YEAR, NOW, Block, Cell, Row, Table
from unionlaw.reports.wording import brief, change_in_words, with_unit

OF_ORGANISATIONS = ("union", "station")
"""Dimensions whose members have reports of their own."""
FEWEST_ZEROS = 3
"""So many lines of nothing but zeros are folded up on a page; files keep every line."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell of a page: a figure, or the change beside it.

    Args:
        label: the heading of its column, for cards on phones.
        text: the figure in brief, or the change in words.
        title: the exact value with its unit; empty when the text says it all.
        url: the list behind it; empty for changes and for what has no list.
        verdict: of a change, 1 for the better, -1 for the worse.
        direction: of a change, 1 up, -1 down, 0 neither; None for a figure.
    """

    label: str
    text: str
    title: str = ""
    url: str = ""
    verdict: int = 0
    direction: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    unit: str
    url: str
    total: bool
    definition: str
    cells: list[Shown]


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a page. `headings` are those of the figures; the first columns are the name and, without a
    dimension, the unit. `zeros` are the lines of members in which there is nothing but zeros, where they are many."""

    title: str
    head: str
    headings: list[tuple[str, str]]
    lines: list[Line]
    by: str
    adds_up: bool
    zeros: list[Line] = field(default_factory=list)


def parts_of(table: Table, round: int | None = None, report: Mapping[str, str] | None = None) -> list[Part]:
    """The blocks of a table as a page shows them.

    Args:
        round: the frozen round the figures are of; then those of its own span alone have a list.
        report: layout, length and month, when names of organisations lead to their live reports.
    """
    return [_part(block, table, round, report) for block in table.blocks]


def _part(block: Block, table: Table, round: int | None, report: Mapping[str, str] | None) -> Part:
    if not block.by:
        headings, lines = _compared(block, table, round)
        return Part(block.title, _("指标"), headings, lines, "", True)
    headings = [(column, "") for column in block.columns]
    zeros = [row for row in block.rows if not row.total and _is_nothing(row)]
    if len(zeros) < FEWEST_ZEROS:
        zeros = []

    def line(row: Row) -> Line:
        cells = [_shown(cell, heading, table, round) for cell, heading in zip(row.cells, block.columns, strict=True)]
        name = _("合计") if row.total else row.name
        return Line(name, "", _report_of(row, block.by, report), row.total, "", cells)

    return Part(
        block.title,
        _heading_of(block.by),
        headings,
        [line(row) for row in block.rows if not any(row is one for one in zeros)],
        block.by,
        block.adds_up,
        [line(row) for row in zeros],
    )


def _is_nothing(row: Row) -> bool:
    """Whether there are but zeros in a line; what is hidden may be something."""
    return not any(cell.value or cell.whole or cell.hidden for cell in row.cells)


def _compared(block: Block, table: Table, round: int | None) -> tuple[list[tuple[str, str]], list[Line]]:
    """Figures of several spans side by side, each earlier one with the change since."""
    spans = list(table.spans)
    headings: list[tuple[str, str]] = []
    for name, column in zip(spans, block.columns, strict=True):
        headings.append((column, ""))
        if name != NOW:
            headings.append((_("比上年同期") if name == LAST_YEAR else _("比上期"), "change"))
    lines = []
    for row in block.rows:
        now = next((cell for cell in row.cells if cell.span == NOW), None)
        cells = []
        for cell, column in zip(row.cells, block.columns, strict=True):
            cells.append(_shown(cell, column, table, round))
            if cell.span != NOW and now is not None:
                cells.append(_change(now, cell))
        definition = str(row.cells[0].indicator.definition) if row.cells else ""
        lines.append(Line(row.name, row.unit, "", False, definition, cells))
    return headings, lines


def _change(now: Cell, then: Cell) -> Shown:
    found, unit = change(now, then), str(now.indicator.unit)
    label = _("比上年同期") if then.span == LAST_YEAR else _("比上期")
    if found is None:
        return Shown(label, change_in_words(None, unit), direction=0)
    title = with_unit(found.size, unit) if found.by else ""
    return Shown(label, change_in_words(found, unit), title, verdict=found.verdict, direction=found.direction)


def shown_cell(cell: Cell, label: str, span: Span, table: Table, round: int | None = None) -> Shown:
    """One figure with its exact value and its list."""
    unit = str(cell.indicator.unit)
    if cell.hidden:
        return Shown(label, cell.hidden, _("数字过小，不对外提供"))
    text, full = brief(cell.value, unit), with_unit(cell.value, unit)
    has_list = cell.value is not None and (round is None or cell.span == NOW)
    # Behind nothing there is no list; behind a rate of nothing there is what it is a share of.
    if not cell.value and not cell.indicator.is_rate:
        has_list = False
    url = facts_url(cell, table.organisation, span, round) if has_list else ""
    return Shown(label, text, full, url)


def _shown(cell: Cell, label: str, table: Table, round: int | None) -> Shown:
    return shown_cell(cell, label, table.spans[cell.span], table, round)


def _report_of(row: Row, by: str, report: Mapping[str, str] | None) -> str:
    member = row.cells[0].members.get(by, "") if row.cells else ""
    if report is None or by not in OF_ORGANISATIONS or not member:
        return ""
    return report_url(member, report["layout"], report["length"], report["month"])


def _heading_of(by: str) -> str:
    return str(dimension(by).name)


def bases_of(key: str) -> list[tuple[str, str, str]]:
    """The lists behind an indicator: (side, key, what it is called); one, or part and whole of a rate."""
    one = indicator(key)
    if not one.is_rate:
        return [("", key, str(one.name))]
    return [
        ("part", one.part, pgettext("rate", "分子")),
        ("whole", one.whole, pgettext("rate", "分母")),
    ]

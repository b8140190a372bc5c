"""A report as a workbook: a sheet for each block, totals that add up by formula, definitions on the last sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from unionlaw.reports.indicators import Unit
from unionlaw.reports.outputs import wording
from unionlaw.reports.tables import Block, Cell, Row, Table
from unionlaw.web.lists.export import LARGEST_NUMBER

if TYPE_CHECKING:
    from xlsxwriter import Workbook

HEAD = 3
"""Rows above the heading of the columns: title, about what, when."""
LONGEST_NAME = 31
FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "sub": {"font_color": "#475569"},
    "head": {"bold": True, "bottom": 1, "bg_color": "#F1F5F9", "valign": "vcenter", "text_wrap": True},
    "name": {"num_format": "@"},
    "wrap": {"text_wrap": True, "valign": "top"},
    "count": {"num_format": "#,##0"},
    "yuan": {"num_format": "#,##0.00"},
    "percent": {"num_format": "0.0%"},
    "days": {"num_format": "#,##0.0"},
    "sign": {"align": "right"},
}
TOTAL = {"bold": True, "top": 1}


def workbook(table: Table, *, at: datetime | None = None) -> bytes:
    """The table as .xlsx.

    Every name goes in as text, so that one beginning with "=" stays a name; money is in yuan, percentages are numbers.
    Totals of lines that add up are formulas with the figure beside them, so readers that do not compute see it too.

    Args:
        at: when it is made; left out, nothing is said of that.
    """
    import xlsxwriter  # slow to load, and most processes never write one

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"title": table.title, "author": table.organisation.name})
    if at is not None:
        book.set_properties(
            {"title": table.title, "author": table.organisation.name, "created": at.replace(tzinfo=None)}
        )
    formats = {name: book.add_format(given) for name, given in FORMATS.items()}
    formats |= {f"{name} total": book.add_format({**given, **TOTAL}) for name, given in FORMATS.items()}
    taken: set[str] = set()
    for block in table.blocks:
        _sheet(book, table, block, formats, _name(block.title, taken), at)
    _notes(book, table, formats, _name(_("指标说明"), taken), at)
    book.close()
    return file.getvalue()


def _sheet(book: Workbook, table: Table, block: Block, formats: Any, name: str, at: datetime | None) -> None:
    sheet = book.add_worksheet(name)
    units = not block.by
    first = 2 if units else 1
    sheet.write_string(0, 0, f"{table.title} {block.title}", formats["title"])
    sheet.write_string(1, 0, wording.headline(table), formats["sub"])
    sheet.write_string(2, 0, wording.made(at), formats["sub"])
    heads = [wording.heading_of_lines(block.by), *([_("单位")] if units else []), *block.columns]
    for column, head in enumerate(heads):
        sheet.write_string(HEAD, column, head, formats["head"])
    sheet.freeze_panes(HEAD + 1, 1)
    sheet.repeat_rows(0, HEAD)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, max(len(heads) - 1, 1), 16)
    for line, row in enumerate(block.rows, start=HEAD + 1):
        style = " total" if row.total else ""
        sheet.write_string(line, 0, wording.total_name() if row.total else row.name, formats[f"name{style}"])
        if units:
            sheet.write_string(line, 1, row.unit, formats["name"])
        for column, cell in enumerate(row.cells):
            formula = _formula(block, row, column, first + column, line)
            _write(sheet, line, first + column, cell, formats, style, formula)


def _formula(block: Block, row: Row, index: int, column: int, line: int) -> str:
    """SUM over the lines of a column where they make its total; "" where they need not, or are not all shown."""
    if not (row.total and block.adds_up and row.cells[index].indicator.is_additive):
        return ""
    parts = [one.cells[index] for one in block.rows if not one.total]
    if not parts or any(cell.hidden for cell in parts) or row.cells[index].hidden:
        return ""
    if sum(int(cell.value or 0) for cell in parts) != row.cells[index].value:
        return ""
    from xlsxwriter.utility import xl_rowcol_to_cell

    return f"=SUM({xl_rowcol_to_cell(line - len(parts), column)}:{xl_rowcol_to_cell(line - 1, column)})"


def _write(sheet: Any, line: int, column: int, cell: Cell, formats: Any, style: str, formula: str) -> None:
    unit, value = cell.indicator.unit, wording.number(cell.indicator.unit, cell.value)
    if cell.hidden or value is None or abs(float(value)) >= LARGEST_NUMBER * 1000:
        # A spreadsheet rounds after fifteen digits.
        sheet.write_string(line, column, wording.read(cell), formats[f"sign{style}"])
        return
    known = {Unit.YUAN: "yuan", Unit.PERCENT: "percent"}
    chosen = known.get(Unit(unit), "days" if cell.indicator.is_rate else "count")
    figure = round(float(value) / 100, 4) if unit == Unit.PERCENT else float(value)
    if formula:
        sheet.write_formula(
            line, column, formula, formats[f"{chosen}{style}"], int(value) if value % 1 == 0 else figure
        )
    else:
        sheet.write_number(line, column, figure, formats[f"{chosen}{style}"])


def _notes(book: Workbook, table: Table, formats: Any, name: str, at: datetime | None) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, name, formats["title"])
    sheet.write_string(1, 0, wording.headline(table), formats["sub"])
    sheet.write_string(2, 0, wording.made(at), formats["sub"])
    heads: Sequence[str] = (_("指标"), _("单位"), _("定义"), _("版本"))
    for column, head in enumerate(heads):
        sheet.write_string(HEAD, column, head, formats["head"])
    sheet.freeze_panes(HEAD + 1, 0)
    sheet.set_column(0, 0, 24)
    sheet.set_column(2, 2, 80)
    line = HEAD + 1
    for words in wording.definitions(table):
        for column, word in enumerate(words):
            sheet.write_string(line, column, word, formats["wrap"])
        line += 1
    for note in table.notes:
        line += 1
        sheet.write_string(line, 0, note)


def _name(title: str, taken: set[str]) -> str:
    """A name that sheets may have, each once."""
    wanted = "".join(" " if letter in "[]:*?/\\" else letter for letter in title).strip(" '") or "1"
    name, number = wanted[:LONGEST_NAME], 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted[: LONGEST_NAME - 1 - len(str(number))]} {number}"
    taken.add(name.casefold())
    return name

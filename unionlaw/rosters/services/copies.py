"""Workbooks that go out: the uploaded sheet with errors beside its rows, the blank sheet. Every cell is text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, Any

from unionlaw.documents.files import path_of
from unionlaw.lib.wording import shown
from unionlaw.rosters import purposes
from unionlaw.rosters.models import SheetImport, SheetRow
from unionlaw.rosters.purposes import Purpose
from unionlaw.rosters.services.reading import ERROR_HEADING, Sheet, read_sheet

SAMPLES = 3


def read(sheet: SheetImport) -> Sheet:
    """The uploaded sheet. Raises FileNotFoundError when its file was removed."""
    if sheet.file is None or not path_of(sheet.file.sha256).exists():
        raise FileNotFoundError(sheet.name)
    return read_sheet(path_of(sheet.file.sha256), sheet.file.extension, purposes.get(sheet.purpose))


def samples(sheet: SheetImport) -> list[list[str]]:
    """The first rows, for the page of columns."""
    try:
        return [cells for _line, cells in read(sheet).rows[:SAMPLES]]
    except FileNotFoundError:
        return []


def with_errors(sheet: SheetImport) -> IO[bytes]:
    """The sheet as a workbook, with a column that says what is wrong. Comes back for import as it is, corrected.

    Raises FileNotFoundError when its file was removed.
    """
    found = read(sheet)
    wrong = {row.line: "；".join(str(shown(said)) for _key, said in row.errors) for row in _wrong(sheet)}
    rows = ([*cells, wrong.get(line, "")] for line, cells in found.rows)
    marked = {position for position, (line, _cells) in enumerate(found.rows) if line in wrong}
    return _workbook([*found.headings, ERROR_HEADING], rows, marked)


def blank(purpose: Purpose) -> IO[bytes]:
    """An empty sheet with the purpose's headings and one example."""
    columns = [column for column in purpose.columns if column.required or column.example]
    return _workbook([str(column.label) for column in columns], [[column.example for column in columns]])


def _wrong(sheet: SheetImport) -> Iterable[SheetRow]:
    return sheet.rows.exclude(errors=[]).only("line", "errors").order_by("line")


def _workbook(
    headings: Sequence[str], rows: Iterable[Sequence[str]], marked: set[int] | frozenset[int] = frozenset()
) -> IO[bytes]:
    """Every cell goes in as text, so that nothing is taken for a formula and no number loses digits."""
    import xlsxwriter  # slow to load, and most processes never write one

    file = tempfile.TemporaryFile(prefix="sheet-", suffix=".xlsx")  # noqa: SIM115  the response closes it
    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False},
    )
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F1F5F9", "num_format": "@"})
    plain = book.add_format({"num_format": "@"})
    bad: Any = book.add_format({"num_format": "@", "bg_color": "#FDE8E8"})
    page = book.add_worksheet()
    page.freeze_panes(1, 0)
    page.set_column(0, max(len(headings) - 1, 0), 18, plain)
    for index, text in enumerate(headings):
        page.write_string(0, index, text, head)
    for position, row in enumerate(rows):
        for index, text in enumerate(row):
            if text:
                page.write_string(position + 1, index, text, bad if position in marked else plain)
    book.close()
    file.seek(0)
    return file

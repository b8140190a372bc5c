"""A list as a workbook: the same rows, filters and order as on screen, written row by row in constant memory."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _

from unionlaw.web.lists.columns import Column

MOST_ROWS = 50_000
LONGEST_TEXT = 32_767  # what a cell of the format can hold
LARGEST_NUMBER = 10**11  # longer numbers are identifiers: a spreadsheet would round them after 15 digits


def workbook(title: str, columns: Sequence[Column], rows: Iterable[Any]) -> IO[bytes]:
    """Write rows to a temporary .xlsx file, open for reading at its start.

    Every text goes in as a string cell, so that one beginning with "=" stays text; so does a number of twelve digits
    or more.

    Args:
        title: name of the sheet.
        columns: those with `export`.
        rows: any number; only the first MOST_ROWS are written, with a note below them when there were more.
    """
    columns = [column for column in columns if column.export]
    file = tempfile.TemporaryFile(prefix="list-", suffix=".xlsx")  # noqa: SIM115  the response closes it
    import xlsxwriter  # slow to load, and most processes never export

    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False},
    )
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#F1F5F9", "valign": "vcenter"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "money": book.add_format({"num_format": "#,##0.00"}),
    }
    sheet = book.add_worksheet(_sheet_name(title))
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(columns) - 1, 0), 18)
    for index, column in enumerate(columns):
        sheet.write_string(0, index, str(column.label), formats["head"])
    exporters = [column.as_cell().export for column in columns]
    for index_of_row, row in enumerate(rows):
        if index_of_row == MOST_ROWS:
            sheet.write_string(
                MOST_ROWS + 1, 0, _("只导出前%(most)s行，请缩小筛选范围后再导出其余部分。") % {"most": f"{MOST_ROWS:,}"}
            )
            break
        for index, exporter in enumerate(exporters):
            _write(sheet, index_of_row + 1, index, exporter(row), formats)
    book.close()
    file.seek(0)
    return file


def _write(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, dt.datetime):
        sheet.write_datetime(row, column, value, formats["time"])
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), formats["day"])
    elif isinstance(value, bool):
        sheet.write_string(row, column, _("是") if value else _("否"))
    elif isinstance(value, int) and abs(value) < LARGEST_NUMBER:
        sheet.write_number(row, column, value)
    elif isinstance(value, float | Decimal) and abs(float(value)) < LARGEST_NUMBER:
        sheet.write_number(row, column, value, formats["money"])
    else:
        sheet.write_string(row, column, str(value)[:LONGEST_TEXT])


def _sheet_name(title: str) -> str:
    return "".join(" " if c in "[]:*?/\\'" else c for c in title).strip()[:31] or "1"

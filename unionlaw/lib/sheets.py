"""What stands in a sheet that people upload, as text. Formulas are never worked out, here or later."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from unionlaw.lib import workbooks
from unionlaw.lib.errors import Invalid

LONGEST_CELL = 2_000


def read_lines(path: Path, extension: str, *, times: bool = True) -> Iterator[list[str]]:
    """The lines of the first sheet of a workbook, or of a CSV file in UTF-8 (with or without BOM) or GB18030.

    Args:
        extension: "xlsx", else it is read as CSV.
        times: whether a day of a workbook that has a time of day is given with it.

    Raises Invalid on `file`, saying what to do, when it cannot be read; only while the lines are taken.
    """
    return _workbook(path, times) if extension == "xlsx" else _csv(path)


def _workbook(path: Path, times: bool) -> Iterator[list[str]]:
    from python_calamine import CalamineError, load_workbook  # only where sheets are read

    try:
        if reach := workbooks.too_far(path):
            raise _too_large(*reach)
        book = load_workbook(str(path))
        names = book.sheet_names
        if not names:
            raise Invalid(_("工作簿里没有工作表。"), field="file")
        rows = book.get_sheet_by_name(names[0]).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise Invalid(_("表格打不开，可能有密码或者已损坏。请另存为新的 XLSX 后再上传。"), field="file") from error
    for row in rows:
        yield [_text(cell, times) for cell in row]


def _too_large(row: int, column: int) -> Invalid:
    said = _("内容一直到第%(row)s行、第%(column)s列，太大了。请把下方和右边多余的行列（连同空格）删除后再上传。")
    return Invalid(said % {"row": f"{row:,}", "column": f"{column:,}"}, field="file")


def _csv(path: Path) -> Iterator[list[str]]:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Invalid(_("认不出文件的编码。请用 UTF-8 或 GB18030 另存为 CSV。"), field="file")
    first = text[:2_000].splitlines()[0] if text.strip() else ""
    separator = max(",\t;", key=first.count) if first else ","
    if "，" in first and separator not in first:
        raise Invalid(_("列之间用的是全角逗号。请另存为标准的 CSV，或者直接上传 XLSX。"), field="file")
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise Invalid(_("CSV 格式有误，打不开。请另存为 XLSX 后再上传。"), field="file") from error


def _text(cell: Any, times: bool) -> str:
    """A cell as people typed it: whole numbers without a point, days as days."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "minutes") if times and cell.time() != dt.time() else cell.date().isoformat()
    return str(cell)[:LONGEST_CELL]

"""What stands in an uploaded sheet: headings and rows as text. Formulas are never worked out, here or later."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid
from unionlaw.rosters.purposes import Purpose, guessed, heading

MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000
HEADING_WITHIN = 10
"""Headings stand in one of the first lines, below the sheet's title."""
ERROR_HEADING = "错误说明"
"""The column that our copy with errors adds; a copy that comes back is read without it."""
ROUNDED = 10**15
"""A spreadsheet keeps fifteen digits of a number; a longer identity number that is no text has lost its end."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was read.

    Args:
        headings: as they stand there, without our own error column.
        heading_line: their line, the first is 1.
        rows: (line, cells) below them, empty ones left out.
        width: how many columns were read.
    """

    headings: list[str]
    heading_line: int
    rows: list[tuple[int, list[str]]]

    @property
    def signature(self) -> str:
        """Names sheets with the same headings in the same order."""
        return hashlib.sha256("\0".join(heading(text) for text in self.headings).encode()).hexdigest()


def read_sheet(path: Path, extension: str, purpose: Purpose) -> Sheet:
    """The first sheet of a workbook, or a CSV file in UTF-8 (with or without BOM) or GB18030.

    Raises Invalid on `file`, saying what to do, when it cannot be read, has no headings, no rows or too many.
    """
    lines = _workbook(path) if extension == "xlsx" else _csv(path)
    table = [[text.strip() for text in line[:MOST_COLUMNS]] for line in lines]
    start = _heading_line(table, purpose)
    if start is None:
        raise Invalid(_("没有找到列标题。请让列标题单独占一行，放在名册的上方。"), field="file")
    headings = table[start]
    while headings and (not headings[-1] or headings[-1] == ERROR_HEADING):
        headings = headings[:-1]
    width = len(headings)
    rows = [
        (number, [*line[:width], *[""] * (width - len(line))])
        for number, line in enumerate(table[start + 1 :], start + 2)
        if any(line[:width])
    ]
    if not rows:
        raise Invalid(_("列标题下面没有内容。"), field="file")
    if len(rows) > MOST_ROWS:
        raise Invalid(
            _("表格有%(rows)s行，一次最多导入%(most)s行，请分成几份。")
            % {"rows": f"{len(rows):,}", "most": f"{MOST_ROWS:,}"},
            field="file",
        )
    return Sheet(headings, start + 1, rows)


def _heading_line(table: Sequence[Sequence[str]], purpose: Purpose) -> int | None:
    """Where most headings are known; else the first line with two filled cells."""
    first = [index for index, line in enumerate(table[:HEADING_WITHIN]) if sum(map(bool, line)) >= 2]
    if not first:
        return None
    return max(first, key=lambda index: (len(guessed(purpose, table[index])), -index))


def _workbook(path: Path) -> Iterator[list[str]]:
    from python_calamine import CalamineError, load_workbook  # only where sheets are read

    try:
        book = load_workbook(str(path))
        names = book.sheet_names
        if not names:
            raise Invalid(_("工作簿里没有工作表。"), field="file")
        rows = book.get_sheet_by_name(names[0]).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise Invalid(_("表格打不开，可能有密码或者已损坏。请另存为新的 XLSX 后再上传。"), field="file") from error
    for row in rows:
        yield [_text(cell) for cell in row]


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


def _text(cell: Any) -> str:
    """A cell as people typed it: whole numbers without a point, days as days."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
    return str(cell)[:LONGEST_CELL]

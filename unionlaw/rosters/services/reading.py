"""What stands in an uploaded roster: headings and rows as text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid
from unionlaw.lib.sheets import read_lines
from unionlaw.rosters.purposes import Purpose, guessed, heading

MOST_ROWS = 20_000
MOST_COLUMNS = 100
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
    """The headings and rows of a workbook's first sheet or of a CSV file (see `lib.sheets.read_lines`).

    Raises Invalid on `file`, saying what to do, when it cannot be read, has no headings, no rows or too many.
    """
    table = [[text.strip() for text in line[:MOST_COLUMNS]] for line in read_lines(path, extension)]
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

"""A report as CSV: block under block, in UTF-8 with the mark by which spreadsheets know it."""

from __future__ import annotations

import csv as library
import io
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from unionlaw.reports.outputs import wording
from unionlaw.reports.tables import Block, Table

BOM = "\ufeff"
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With these a spreadsheet takes text for a formula, wide letters included (CWE-1236)."""


def csv(table: Table, *, at: datetime | None = None) -> bytes:
    """The table as CSV with CRLF; figures without separators, money in yuan.

    Args:
        at: when it is made; left out, nothing is said of that.
    """
    lines: list[list[str]] = [[harmless(table.title)], [harmless(wording.headline(table))]]
    if at is not None:
        lines.append([wording.made(at)])
    for block in table.blocks:
        lines += [[], [harmless(block.title)], *_block(block)]
    lines += [[]] + [[harmless(note)] for note in table.notes]
    return encoded(lines)


def encoded(lines: Iterable[list[str]]) -> bytes:
    """Lines of cells as a file."""
    file = io.StringIO(newline="")
    library.writer(file, lineterminator="\r\n").writerows(lines)
    return (BOM + file.getvalue()).encode()


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(STARTS_FORMULA) else text


def _block(block: Block) -> list[list[str]]:
    heads = [wording.heading_of_lines(block.by), *([] if block.by else [_("单位")]), *block.columns]
    lines = [[harmless(head) for head in heads]]
    for row in block.rows:
        name = wording.total_name() if row.total else harmless(row.name)
        figures = [wording.plain(cell) for cell in row.cells]
        lines.append([name, *([] if block.by else [row.unit]), *figures])
    return lines

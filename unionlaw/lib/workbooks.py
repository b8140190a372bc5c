"""How far the cells of a workbook reach, told before it is loaded.

What loads a workbook makes room for every cell up to the last filled one. One cell at the far corner, five kilobytes
on disk, would so take more memory than the machine has, and a stray space in the last row is enough for gigabytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

MOST_CELLS = 5_000_000
MOST_UNPACKED = 300 * 1024 * 1024
CHUNK = 1024 * 1024
_PLACE = rb"""(?:[^<>]*?\s)?r\s*=\s*["']([A-Za-z]{0,8})([0-9]{1,18})["']"""
_USUAL = re.compile(rb'<(?:\w+:)?c(?:\s+r="([A-Z]{1,8})([0-9]{1,18})"|[\s/>])')
_FILLED = re.compile(rb"<(?:\w+:)?c\s" + _PLACE + rb"[^<>]*(?<!/)>(?!\s*</)")
_PLACED = re.compile(rb"<(?:\w+:)?(?:c|row)\s" + _PLACE)
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])([^<>]*)")
_SAYS_WHERE = re.compile(rb"\sr\s*=")


class Unreadable(ValueError):
    """The archive is damaged, or unpacks to more than MOST_UNPACKED."""


def too_far(path: Path) -> tuple[int, int] | None:
    """The last row and column with content in any sheet, counted from 1, where room up to there is MOST_CELLS or more.

    Raises Unreadable.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            reach = _at_most(archive)
            if reach is None or reach[0] * reach[1] >= MOST_CELLS:
                reach = _exactly(archive)
    except Unreadable:
        raise
    except Exception as error:  # zipfile and what it unpacks with have no class in common for what is damaged
        raise Unreadable(str(error)) from error
    return reach if reach[0] * reach[1] >= MOST_CELLS else None


def _at_most(archive: zipfile.ZipFile) -> tuple[int, int] | None:
    """Where the last cell stands, filled or not; None where one does not say it first thing, as all programs do."""
    reach = (0, 0)
    for block in _blocks(archive):
        places = _USUAL.findall(block)
        reach = _further(reach, places)
        if (b"", b"") in places:
            return None
    return reach


def _exactly(archive: zipfile.ZipFile) -> tuple[int, int]:
    """Where the last filled cell stands. One that does not say where stands beside the one before it, filled or not."""
    filled, placed, silent = (0, 0), (0, 0), 0
    for block in _blocks(archive):
        filled, placed = _further(filled, _FILLED.findall(block)), _further(placed, _PLACED.findall(block))
        silent += sum(1 for cell in _CELL.findall(block) if not _SAYS_WHERE.search(cell))
    return (placed[0] or silent, placed[1] + silent) if silent else filled


def _further(so_far: tuple[int, int], places: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    rows = max((int(row) for _letters, row in places if row), default=0)
    columns = max((_column(letters) for letters in {letters for letters, _row in places}), default=0)
    return max(so_far[0], rows), max(so_far[1], columns)


def _column(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _blocks(archive: zipfile.ZipFile) -> Iterator[bytes]:
    """What the archive unpacks to, in blocks that cut no tag in two."""
    unpacked = 0
    for entry in archive.infolist():
        kept = b""
        with archive.open(entry) as file:
            while chunk := file.read(CHUNK):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise Unreadable
                block = kept + chunk
                open_tag = block.rfind(b"<")
                whole = open_tag < 0 or b">" in block[open_tag:]
                block, kept = (block, b"") if whole else (block[:open_tag], block[open_tag:])
                if len(kept) > CHUNK:
                    raise Unreadable
                yield block
        yield kept

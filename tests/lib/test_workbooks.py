"""A workbook whose cells reach too far is refused before anything makes room for them."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from unionlaw.lib.errors import Invalid
from unionlaw.lib.sheets import read_lines
from unionlaw.lib.workbooks import Unreadable, too_far

CELL = '<c r="A1048576"><v>1</v></c>'


def book(path: Path, *cells: str, styled: str = "") -> Path:
    made = Workbook()
    for place in ("A1", *cells):
        made.active[place] = "x"
    if styled:
        made.active[styled].font = Font(bold=True)
    made.save(path)
    return path


def raw(path: Path, sheet: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return path


def test_one_cell_in_the_far_corner_is_refused_with_what_to_do(tmp_path):
    path = book(tmp_path / "a.xlsx", "XFD1048576")
    assert path.stat().st_size < 10_000
    with pytest.raises(Invalid, match=r"第1,048,576行、第16,384列，太大了。请把下方和右边多余的行列"):
        list(read_lines(path, "xlsx"))


def test_a_sheet_of_twenty_thousand_lines_is_read(tmp_path):
    path = book(tmp_path / "a.xlsx", "CV20000")
    assert len(list(read_lines(path, "xlsx"))) == 20_000


def test_what_is_only_formatted_far_below_counts_for_nothing(tmp_path):
    path = book(tmp_path / "a.xlsx", "T2", styled="T1048576")
    assert too_far(path) is None
    assert len(list(read_lines(path, "xlsx"))) == 2


@pytest.mark.parametrize(
    "sheet",
    [
        f'<row r="1048576">{CELL}</row><row r="1"><c s="1" r = \'XFD1\'><v>1</v></c></row>'.replace(
            '"A1"', '"A1048576"'
        ),
        f'<row r="1048576">{"<c><v>1</v></c>" * 9}</row>',
        f'<x:row r="1048576">{"<x:c><x:v>1</x:v></x:c>" * 9}</x:row>',
        '<row r="1048576"><c r="XFC1048576"/><c><v>1</v></c></row>',
    ],
    ids=["in any spelling", "without places", "under another prefix", "beside an empty one"],
)
def test_cells_are_found_wherever_they_say_they_are(tmp_path, sheet):
    assert too_far(raw(tmp_path / "a.xlsx", f"<sheetData>{sheet}</sheetData>"))


@pytest.mark.parametrize("sheet", ["<c " * 400_000, "<" * 3_000_000 + "c" * 3_000_000], ids=["tags", "one tag"])
def test_what_never_ends_is_told_at_once(tmp_path, sheet):
    path = raw(tmp_path / "a.xlsx", sheet)
    try:
        too_far(path)
    except Unreadable:
        assert sheet.startswith("<<")


def test_what_is_no_archive_is_unreadable():
    with pytest.raises(Unreadable):
        too_far(io.BytesIO(b"PK\x03\x04 nonsense"))  # type: ignore[arg-type]

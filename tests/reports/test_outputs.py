"""The same number in the workbook, the paper, the CSV and the JSON, and what programs that open them may trust."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.cast import NOON
from tests.reports.tabled import table_of
from unionlaw.network.models import Organisation
from unionlaw.reports import outputs
from unionlaw.reports.outputs import wording
from unionlaw.reports.outputs.csv import harmless
from unionlaw.reports.suppression import suppressed
from unionlaw.reports.tables import Cell, Table
from unionlaw.reports.wording import NOTHING

CITY = Organisation(pk=1, name="羊城市总工会", short_name="羊城市总工会", lineage=[1])
HEAD = 4


@pytest.fixture
def table() -> Table:
    """Figures that no two cells share, so that a figure in the wrong place is seen."""
    lines = {
        "window": {"matters_opened": 1234, "recovered": 98_765_432, "workers_served": 987, "limits_due": 310,
                   "limits_on_time": 299},
        "hotline_12351": {"matters_opened": 567, "recovered": 1_200_050, "workers_served": 432, "limits_due": 91,
                          "limits_on_time": 77},
        "": {"matters_opened": 21, "recovered": 7, "workers_served": 19, "limits_due": 0, "limits_on_time": 0},
    }  # fmt: skip
    whole = {"matters_opened": 1822, "recovered": 99_965_489, "workers_served": 1401, "limits_due": 401,
             "limits_on_time": 376}  # fmt: skip
    before = {"matters_opened": 1711, "recovered": 55_000_001, "workers_served": 1300, "limits_due": 388,
              "limits_on_time": 365}  # fmt: skip
    return table_of(CITY, {"channel": lines}, whole, before)


def figures(table: Table) -> list[tuple[int, int, int, Cell]]:
    """(block, line, column, cell) of every cell."""
    return [
        (b, r, c, cell)
        for b, block in enumerate(table.blocks)
        for r, row in enumerate(block.rows)
        for c, cell in enumerate(row.cells)
    ]


def units(table: Table, block: int) -> int:
    """Columns of words before the figures."""
    return 1 if table.blocks[block].by else 2


def opened(content: bytes, *, values: bool = True) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def test_every_figure_of_the_workbook_is_that_of_the_table(table: Table):
    book = opened(outputs.workbook(table, at=NOON))
    for b, r, c, cell in figures(table):
        got = book.worksheets[b].cell(HEAD + 1 + r, 1 + units(table, b) + c)
        wanted = wording.number(cell.indicator.unit, cell.value)
        if wanted is None:
            assert got.value == NOTHING
        elif cell.indicator.unit == "percent":
            assert (Decimal(str(got.value)) * 100).quantize(Decimal("0.1")) == wanted
            assert got.number_format == "0.0%"
        else:
            assert Decimal(str(got.value)) == wanted


def test_totals_that_add_up_are_formulas_and_others_are_figures(table: Table):
    sheet = opened(outputs.workbook(table), values=False).worksheets[1]
    total = [sheet.cell(HEAD + 4, column).value for column in range(1, 8)]
    assert total == ["合计", "=SUM(B5:B7)", "=SUM(C5:C7)", 1401, "=SUM(E5:E7)", "=SUM(F5:F7)", 0.938]


def test_no_formula_where_lines_need_not_add_up():
    lines = {"migrant": {"matters_opened": 30}, "platform": {"matters_opened": 25}}
    table = table_of(CITY, {"worker_group": lines}, {"matters_opened": 41}, keys=("matters_opened",))
    sheet = opened(outputs.workbook(table), values=False).worksheets[1]
    assert sheet.cell(HEAD + 3, 2).value == 41


def test_no_formula_over_hidden_figures():
    lines = {"window": {"matters_opened": 40}, "online": {"matters_opened": 3}, "visit": {"matters_opened": 12}}
    table = suppressed(table_of(CITY, {"channel": lines}, {"matters_opened": 55}, keys=("matters_opened",)))
    sheet = opened(outputs.workbook(table), values=False).worksheets[1]
    assert sorted(str(sheet.cell(HEAD + n, 2).value) for n in (1, 2, 3, 4)) == ["*", "40", "55", "<5"]


def test_each_sheet_says_what_it_is_and_keeps_its_heading_in_view(table: Table):
    book = opened(outputs.workbook(table, at=NOON))
    assert book.sheetnames == ["总体", "分channel", "指标说明"]
    sheet = book.worksheets[1]
    assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value] == [
        "工会法律服务月报 分channel", "羊城市总工会　2026年11月", "生成时间：2026-11-20 12:00",
    ]  # fmt: skip
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$1:$4"
    assert sheet["C6"].number_format == "#,##0.00"


def test_the_last_sheet_defines_each_indicator_with_its_version(table: Table):
    rows = {
        row[0]: row for row in opened(outputs.workbook(table)).worksheets[-1].iter_rows(min_row=5, values_only=True)
    }
    assert rows["挽回金额"][1] == "元"
    assert "到账日期" in rows["挽回金额"][2]
    assert rows["按时率"][3] == "1"


def test_a_name_that_looks_like_a_number_or_a_formula_stays_text():
    lines = {"440104": {"matters_opened": 9}, "=1+1": {"matters_opened": 8}}
    table = table_of(CITY, {"channel": lines}, {"matters_opened": 17}, keys=("matters_opened",))
    sheet = opened(outputs.workbook(table), values=False).worksheets[1]
    assert [(sheet.cell(HEAD + n, 1).value, sheet.cell(HEAD + n, 1).data_type) for n in (1, 2)] == [
        ("=1+1", "s"), ("440104", "s"),
    ]  # fmt: skip


# LibreOffice is half a gigabyte that a newcomer need not install; openpyxl reads the file in the tests above.
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed here")
def test_libreoffice_opens_the_workbook_and_computes_the_same(table: Table, tmp_path: Path):
    path = tmp_path / "report.xlsx"
    path.write_bytes(outputs.workbook(table))
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "out", path],
        check=True, timeout=120,
    )  # fmt: skip
    ours, theirs = (openpyxl.load_workbook(one, data_only=True) for one in (path, tmp_path / "out" / "report.xlsx"))
    for mine, other in zip(ours.worksheets, theirs.worksheets, strict=True):
        assert filled(mine) == filled(other)


def filled(sheet: Worksheet) -> list[list[object]]:
    """What stands in a sheet; an empty text is an empty cell."""
    return [[value or None if isinstance(value, str) else value for value in row] for row in sheet.values]


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_figure_of_the_csv_is_that_of_the_table(table: Table):
    lines = read_csv(outputs.csv(table, at=NOON))
    starts = [lines.index([block.title]) + 2 for block in table.blocks]
    for b, r, c, cell in figures(table):
        got = lines[starts[b] + r][units(table, b) + c]
        wanted = wording.number(cell.indicator.unit, cell.value)
        assert (Decimal(got) if got else None) == wanted
    assert lines[:3] == [["工会法律服务月报"], ["羊城市总工会　2026年11月"], ["生成时间：2026-11-20 12:00"]]


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_no_name_in_the_csv_is_a_formula(name: str):
    lines = {name: {"matters_opened": 9}}
    found = outputs.csv(table_of(CITY, {"channel": lines}, {"matters_opened": 9}, keys=("matters_opened",)))
    assert ["'" + name, "9"] in read_csv(found)
    assert harmless("北桥街") == "北桥街"


def test_every_figure_of_the_json_is_that_of_the_table(table: Table):
    found = json.loads(json.dumps(outputs.as_json(table)))
    for b, r, c, cell in figures(table):
        got = found["blocks"][b]["rows"][r]["cells"][c]
        assert got["indicator"] == cell.indicator.key
        assert got["members"] == cell.members
        assert (None if got["value"] is None else Decimal(str(got["value"]))) == cell.value
        assert got["unit"] == ("fen" if cell.indicator.unit == "yuan" else cell.indicator.unit)
    assert found["organisation"] == {"id": 1, "name": "羊城市总工会"}
    assert found["spans"][0] == {"name": "now", "start": "2026-11-01", "end": "2026-11-30"}
    assert {one["key"]: one["version"] for one in found["definitions"]}["on_time_share"] == 1


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_every_figure_of_the_paper_is_that_of_the_table_in_the_order_of_its_lines(table: Table):
    [content] = outputs.paper(table, at=NOON)
    words, at = text_of(content).split(), 0
    for _b, _r, _c, cell in figures(table):
        # Walked forward only: a figure counts where it stands, after those before it.
        at = words.index(wording.read(cell), at) + 1


def test_the_paper_says_what_about_when_and_on_which_page(table: Table):
    [content] = outputs.paper(table, at=NOON)
    text = text_of(content).replace(" ", "")
    for words in (
        "工会法律服务月报",
        "羊城市总工会",
        "2026年11月",
        "生成时间：2026-11-2012:00",
        "—1—",
        "指标说明",
        "到账日期",
    ):
        assert words in text
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert (round(float(reader.pages[0].mediabox.width)), round(float(reader.pages[0].mediabox.height))) == (595, 842)

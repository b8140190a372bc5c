"""The paper: headings on every page, charts with their figures, and no word that is markup."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pypdf
import pytest

from tests.cast import NOON
from tests.reports.tabled import table_of
from tests.reports.test_outputs import CITY, text_of
from unionlaw.reports import outputs
from unionlaw.reports.charts import Chart, Series
from unionlaw.reports.outputs.paper import ROWS, _block
from unionlaw.reports.wording import in_ten_thousands


def test_the_heading_of_a_long_table_stands_on_every_page():
    lines = {f"第{n:03}站": {"matters_opened": 10 + n} for n in range(90)}
    whole = {"matters_opened": sum(10 + n for n in range(90))}
    [content] = outputs.paper(table_of(CITY, {"channel": lines}, whole, keys=("matters_opened",)), at=NOON)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert sum("第" in page and "站" in page for page in pages) >= 3
    assert all("受理事项（件）" in page for page in pages if "站" in page)


def test_lines_that_are_too_many_stand_as_one_that_makes_the_total_add_up():
    lines = {f"{n:04}": {"matters_opened": 1 + n % 3, "on_time_share": 50} for n in range(1_100)}
    whole = {"matters_opened": sum(line["matters_opened"] for line in lines.values()), "on_time_share": 50}
    block = table_of(CITY, {"channel": lines}, whole, keys=("matters_opened",)).blocks[-1]
    rows = _block(block)["rows"]
    assert len(rows) == ROWS
    assert rows[-2]["cells"][0] == "其余102行（见XLSX或者CSV）"
    figures = [int(row["cells"][1].replace(",", "")) for row in rows]
    assert sum(figures[:-1]) == figures[-1] == whole["matters_opened"]


def test_months_and_figures_of_a_trend_stand_apart():
    """The year stands where it begins; amounts are short enough not to run into those of neighbouring months."""
    months = [f"{2025 + (n > 0)}年{n or 12}月" for n in range(12)]
    money = Series("挽回金额", "yuan", [123_456_789 + n * 100_000 for n in range(12)])
    [content] = outputs.paper(
        table_of(CITY, {}, {"matters_opened": 9}, keys=("matters_opened",)),
        [Chart("trend", "近十二个月", months, [money])], at=NOON,
    )  # fmt: skip
    lines = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).splitlines()
    for n in range(12):
        assert any(f"{Decimal(1235 + n) / 10}" in line for line in lines)
    assert any("挽回金额（万元）" in line for line in lines)
    assert sum("2025年" in line and "月" not in line for line in lines) == 1
    assert not any("1月2月" in line for line in lines)


def charts() -> list[Chart]:
    months = [f"{date(2026, n, 1):%Y-%m}" for n in range(1, 13)]
    flow = Series("受理事项", "matters", [n * 10 for n in range(12)])
    money = Series("挽回金额", "yuan", [n * 123_456 if n != 4 else None for n in range(12)])
    parts = Series("受理事项", "matters", [40, 25, 12, 3])
    shares = Series("按时率", "percent", [Decimal("98.2"), Decimal("95.0"), Decimal("81.5")])
    rows = [Series(name, "matters", [9, 0, 4]) for name in ("越山区", "河南区")]
    return [
        Chart("trend", "近十二个月", months, [flow, money]),
        Chart("composition", "来源构成", ["窗口", "热线", "网上", "走访"], [parts]),
        Chart("funnel", "全链条", ["调解", "仲裁", "诉讼"], [Series("全链条", "matters", [312, 120, 31])]),
        Chart("ranking", "按时率排名", ["一站", "二站", "三站"], [shares], marks=[(Decimal(95), "起奖线")]),
        Chart("heat", "区与案由", ["报酬", "工伤", "经济补偿"], rows),
        Chart("map", "各地受理", ["越山区", "河南区"], [Series("受理事项", "matters", [51, 49])]),
        Chart("distribution", "行业分布", ["制造业", "建筑业"], [Series("受理事项", "matters", [71, 29])]),
        Chart("trend", "没有数的图", months, [Series("无", "matters", [None] * 12)]),
    ]


def test_charts_are_drawn_with_their_figures_beside_them():
    [content] = outputs.paper(table_of(CITY, {}, {"matters_opened": 9}, keys=("matters_opened",)), charts(), at=NOON)
    text = text_of(content).replace(" ", "")
    for words in ("近十二个月", "来源构成", "挽回金额（万元）", "50.0%", "312", "起奖线", "98.2%", "越山区", "建筑业"):
        assert words in text
    assert "没有数的图" not in text


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (123_456_789, "123.5"),
        (1_234_567_890_100, "1,234,567.9"),
        (49_999, "<0.1"),
        (50_000, "0.1"),
        (0, "0"),
        (None, "—"),
    ],
)
def test_an_amount_among_many_is_said_in_ten_thousands(fen, said):
    assert in_ten_thousands(fen) == said


def test_small_amounts_of_a_trend_are_said_in_full():
    money = Series("挽回金额", "yuan", [123_456, 98_700])
    [content] = outputs.paper(
        table_of(CITY, {}, {"matters_opened": 9}, keys=("matters_opened",)),
        [Chart("trend", "近两个月", ["2026年1月", "2026年2月"], [money])], at=NOON,
    )  # fmt: skip
    text = text_of(content).replace(" ", "")
    assert "1,234.56" in text
    assert "挽回金额（元）" in text


@pytest.mark.parametrize("text", ['#panic("x")', "*粗*", "$x$", "]", '"', "\\", "<a>", "@b"])
def test_no_word_of_a_report_is_markup(text: str):
    lines = {text: {"matters_opened": 9}}
    [content] = outputs.paper(
        table_of(CITY, {"channel": lines}, {"matters_opened": 9}, keys=("matters_opened",)), at=NOON
    )
    assert text.replace(" ", "") in text_of(content).replace(" ", "")

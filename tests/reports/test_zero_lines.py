"""Lines of nothing but zeros are folded up on a page, and stay where they are in files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string

from unionlaw.network.models import Organisation
from unionlaw.reports.indicators import indicator
from unionlaw.reports.outputs.csv import csv
from unionlaw.reports.presenting import parts_of
from unionlaw.reports.spans import month_of
from unionlaw.reports.tables import Block, Cell, Row, Table

CITY = Organisation(pk=1, name="羊城市总工会", short_name="羊城市总", lineage=[1])
OPENED, SHARE = indicator("matters_opened"), indicator("on_time_share")


def table(*rows: tuple[str, Any, Any]) -> Table:
    """Rows of (name, matters opened, share on time); the total comes last."""
    lines = [Row(name, [_cell(OPENED, opened), _cell(SHARE, share)]) for name, opened, share in rows]
    lines.append(Row("", [_cell(OPENED, 9), _cell(SHARE, None)], total=True))
    block = Block("按案由", ["受理", "按时"], lines, by="cause")
    return Table("月报", CITY, {"now": month_of(date(2026, 11, 1))}, [block])


def _cell(one: Any, value: Any) -> Cell:
    hidden = value if isinstance(value, str) else ""
    return Cell(one, "now", {"cause": "x"}, None if hidden else value, hidden)


NOTHING = [("甲", 0, None), ("乙", 0, None), ("丙", 0, None)]


def test_three_lines_of_zeros_are_folded_and_the_total_stays_last():
    [part] = parts_of(table(("欠薪", 9, Decimal("90.0")), *NOTHING))
    assert [line.name for line in part.lines] == ["欠薪", "合计"]
    assert [line.name for line in part.zeros] == ["甲", "乙", "丙"]
    page = render_to_string("reports/part_table.html", {"part": part})
    assert "<summary>其余3行均为零</summary>" in page
    assert "甲 · 乙 · 丙" in page


def test_two_are_not_and_keep_their_place():
    [part] = parts_of(table(NOTHING[0], ("欠薪", 9, None), NOTHING[1]))
    assert [line.name for line in part.lines] == ["甲", "欠薪", "乙", "合计"]
    assert part.zeros == []
    assert "<details" not in render_to_string("reports/part_table.html", {"part": part})


def test_what_is_hidden_may_be_something():
    [part] = parts_of(table(*NOTHING, ("丁", "<5", None)))
    assert [line.name for line in part.lines] == ["丁", "合计"]


def test_a_file_has_every_line():
    said = csv(table(*NOTHING), at=None).decode()
    assert all(name in said for name, *_rest in NOTHING)

"""Every indicator against figures counted by hand: tests/tables/indicators.csv, on the city of world.py."""

import csv
from pathlib import Path

import pytest

from tests.reports.writing import day
from unionlaw.reports import indicators
from unionlaw.reports.computing import compute
from unionlaw.reports.indicators import Unit
from unionlaw.reports.spans import Span, month_of

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).parents[1] / "tables" / "indicators.csv"
MONTHS = {"october": month_of(day("10-01")), "november": month_of(day("11-01"))}


def rows():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["indicator"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def figures(world):
    return compute(world.city, MONTHS, [one.key for one in indicators.all_indicators()])


def shown(key, value):
    """A figure as the table writes it."""
    if value is None:
        return ""
    return f"{value / 100:.2f}" if indicators.indicator(key).unit == Unit.YUAN else str(value)


@pytest.mark.parametrize("key", rows())
def test_a_figure_is_what_was_counted_by_hand(figures, key):
    row = rows()[key]
    assert indicators.indicator(key).name == row["name"]
    found = {month: shown(key, figures.value(key, month)) for month in MONTHS}
    assert found == {month: row[month] for month in MONTHS}


def test_every_indicator_is_in_the_table_and_counts_something_there():
    assert set(rows()) == {one.key for one in indicators.all_indicators()}
    nothing = {"", "0", "0.0", "0.00"}
    assert not [key for key, row in rows().items() if row["october"] in nothing and row["november"] in nothing]


def test_the_quarter_is_the_sum_of_its_months_where_facts_are_only_counted(world, figures):
    keys = [one.key for one in indicators.all_indicators() if one.is_additive and one.source not in STOCKS]
    quarter = compute(world.city, {"quarter": Span(day("10-01"), day("12-31"))}, keys)
    parts = {key: figures.base(key, "october") + figures.base(key, "november") for key in keys}
    assert {key: quarter.base(key, "quarter") for key in keys} == parts


STOCKS = ("under_way", "overdue")

"""Every row of tests/tables/due_dates.csv, by the rules and the calendar that are shipped, without a database."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.deadlines.by_hand import DAYS_OFF, DAYS_WORKED, works
from unionlaw.deadlines.arithmetic.due import due_on
from unionlaw.deadlines.arithmetic.explain import dump, explain, load
from unionlaw.deadlines.calendars import shipped_calendar
from unionlaw.deadlines.services.rules import choose, period_of
from unionlaw.deadlines.shipped_rules import shipped_rules

TABLE = Path(__file__).parents[1] / "tables" / "due_dates.csv"
ROWS = list(csv.DictReader(TABLE.open(encoding="utf-8", newline="")))
VERSIONS = [rule.version() for rule in shipped_rules()]


def circumstances(text: str) -> dict:
    """What "extend 5; suspend 2026-03-10..2026-03-19; restart 2026-02-02; fixed 2026-04-15" means to due_on."""
    said = {"suspensions": [], "restarts": []}
    for word, value in (part.split() for part in text.split(";") if part.strip()):
        if word == "extend":
            said["extend"] = int(value)
        elif word == "suspend":
            said["suspensions"].append(tuple(map(date.fromisoformat, value.split(".."))))
        elif word == "restart":
            said["restarts"].append(date.fromisoformat(value))
        else:
            said["fixed"] = date.fromisoformat(value)
    return said


def jurisdiction(row: dict) -> str:
    """What the command does without one: the only place that has the rule."""
    places = {v.rule.jurisdiction for v in VERSIONS if v.rule.key == row["rule"]}
    return row["jurisdiction"] or ("" if "" in places else places.pop())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(list(row.values())[:4]).strip())
def test_the_table(row):
    start = date.fromisoformat(row["start"])
    version = choose(VERSIONS, row["rule"], jurisdiction(row), start)
    due = due_on(period_of(version), start, shipped_calendar(), **circumstances(row["circumstances"]))
    lines = explain(load(dump(due.steps)))
    assert due.on.isoformat() == row["due"], "\n".join([row["why"], *lines])
    assert len(lines) == len(due.steps)


def test_the_table_is_long_and_covers_what_it_should():
    assert len(ROWS) >= 170
    words = Counter(part.split()[0] for row in ROWS for part in row["circumstances"].split(";") if part.strip())
    assert min(words[word] for word in ("extend", "suspend", "restart", "fixed")) >= 3
    assert {row["due"][:4] for row in ROWS} >= {"2023", "2024", "2025", "2026"}


def test_the_shipped_calendar_is_that_of_the_notices():
    calendar = shipped_calendar()
    days = [date.fromordinal(n) for n in range(date(2023, 1, 1).toordinal(), date(2027, 1, 1).toordinal())]
    assert [day for day in days if (calendar.day_off(day) is None) != works(day)] == []
    assert {day for day in days if calendar.made_up(day)} == DAYS_WORKED
    weekdays_off = {day for day in DAYS_OFF if day.weekday() < 5 and day.year > 2022}
    assert all(calendar.day_off(day).kind == "holiday" for day in weekdays_off)
    assert calendar.day_off(date(2026, 2, 17)).name == "春节"
    assert calendar.made_up(date(2026, 2, 14)) == "春节"


@pytest.mark.parametrize(("year", "published"), [(2003, False), (2004, True), (2026, True), (2027, False)])
def test_the_libraries_say_which_years_are_announced(year, published):
    assert shipped_calendar().is_published(year) is published


def test_a_year_that_is_not_announced_has_the_statutory_days():
    calendar = shipped_calendar()
    assert calendar.day_off(date(2027, 10, 1)).name == "国庆节"
    assert calendar.day_off(date(2027, 2, 5)).name == "春节"
    assert calendar.day_off(date(2027, 2, 9)).name == "春节补假"
    assert calendar.day_off(date(2027, 3, 6)).kind == "weekend"
    assert calendar.day_off(date(2027, 3, 8)) is None

"""Who holds many files of one union cannot subtract them: months, quarters, years to date, other layouts."""

from __future__ import annotations

from random import Random

import pytest

from tests.reports.attacker import key_of, narrowed, one_month, relations, said_by, seen_in
from tests.reports.many_files import (
    CITY,
    KEYS,
    LINES,
    MONTHS,
    Opened,
    figures_of,
    files,
    random_facts,
    what_months_tell,
)
from unionlaw.reports.bounds import Key
from unionlaw.reports.computing import Figures
from unionlaw.reports.layouts import headings, spans_of
from unionlaw.reports.leaving import told
from unionlaw.reports.months import KEPT_BACK, Months, months_in
from unionlaw.reports.spans import Length, Span
from unionlaw.reports.suppression import FEW, suppressed
from unionlaw.reports.tables import Table, build


def given_away(tables: list[Table], truth: Months) -> list[Key]:
    """Small figures of a month that the files leave one possibility for."""
    seen = seen_in(tables)
    known = narrowed(seen, relations(seen, LINES))
    assert all(low <= truth.figures.get(key, 0) <= high for key, (low, high) in known.items() if one_month(key))
    return [key for key, (low, high) in known.items() if one_month(key) and low == high and 0 < low < 5]


@pytest.mark.parametrize("seed", range(40))
def test_all_files_together_give_no_small_figure_of_a_month_away(seed: int):
    facts = random_facts(Random(seed))
    truth = what_months_tell(facts)
    assert given_away([suppressed(table, truth) for table in files(facts)], truth) == []


def test_the_same_attacker_subtracts_files_that_were_suppressed_each_by_itself():
    """Else the test above would prove nothing."""
    found = 0
    for seed in range(10):
        facts = random_facts(Random(seed))
        found += len(given_away([suppressed(table) for table in files(facts)], what_months_tell(facts)))
    assert found > 20


@pytest.mark.parametrize("seed", range(10))
def test_a_longer_span_tells_no_more_of_matters_than_its_months_do(seed: int):
    facts = random_facts(Random(seed))
    truth = what_months_tell(facts)
    for table in files(facts):
        for cell in suppressed(table, truth).cells():
            name, span, members = key_of(cell, table)
            months = [truth.range_of((name, month, members)) for month in months_in(span)]
            if name == "matters_opened" and len(months) > 1:
                low, high = sum(one[0] for one in months), sum(one[1] for one in months)
                assert said_by(cell)[0] <= low
                assert said_by(cell)[1] >= high


def test_a_year_to_date_says_at_least_what_its_open_months_come_to():
    many = [Opened(MONTHS[0].start, n, {"channel": ("window",)}) for n in range(12)]
    few = [Opened(MONTHS[1].start, 100 + n, {"channel": ("window",)}) for n in range(3)]
    spans = spans_of(Length.YEAR_TO_DATE, MONTHS[1].end)
    blocks = [{"title": "总体", "indicators": list(KEYS), "by": ""}]
    table = build("月报", CITY, blocks, figures_of(many + few, spans), headings(spans))
    found = suppressed(table, what_months_tell(many + few))
    assert [cell.hidden for cell in found.cells() if cell.span == "now"] == ["≥13", "≥12"]
    assert "没有计入" in found.notes[-1]


def test_what_there_is_at_the_end_of_a_year_to_date_is_hidden_as_at_the_end_of_its_last_month():
    values = {("matters_under_way", name, (), ()): 3 for name in ("now", "0")}
    span = Span(MONTHS[0].start, MONTHS[1].end)
    blocks = [{"title": "总体", "indicators": ["matters_under_way"], "by": ""}]
    table = build("月报", CITY, blocks, Figures({"now": span}, values), {"now": "一至二月"})
    truth = told(Figures({"0": MONTHS[1]}, values), ["matters_under_way"], [])
    assert [cell.hidden for cell in suppressed(table, truth).cells()] == [FEW]


def test_a_month_is_hidden_beside_a_later_one_as_in_its_own_report():
    """Of 4 + 4 the total is hidden in January; February's report shows it as last month's, too."""
    facts = [Opened(MONTHS[0].start, n, {"channel": ("window" if n < 4 else "online",)}) for n in range(8)]
    spans = spans_of(Length.MONTH, MONTHS[1].end)
    blocks = [{"title": "总体", "indicators": ["matters_opened"], "by": ""}]
    table = build("月报", CITY, blocks, figures_of(facts, spans), headings(spans))
    assert [cell.hidden for cell in suppressed(table).cells()] == ["", "", ""]
    assert [cell.hidden for cell in suppressed(table, what_months_tell(facts)).cells()] == ["", KEPT_BACK, ""]


def test_people_of_a_longer_span_are_not_told_where_they_would_say_that_a_few_were_as_many_as_four():
    """At least 32 - 20 - 10 of the year came online, where a month says "<5"; a total of 31 would say nothing new."""

    def total(repeated: int) -> str:
        came = [("window", n) for n in range(20)] + [("online", 18 + n) for n in range(4)]
        facts = [Opened(MONTHS[0].start, n, {"channel": (line,)}) for line, n in came]
        again = [*range(repeated), *range(100, 110 - repeated)]
        facts += [Opened(MONTHS[1].start, n, {"channel": ("visit",)}) for n in again]
        spans = spans_of(Length.YEAR_TO_DATE, MONTHS[1].end)
        blocks = [{"title": "按来源", "indicators": ["workers_served"], "by": "channel"}]
        table = build("月报", CITY, blocks, figures_of(facts, spans), headings(spans))
        [cell] = suppressed(table, what_months_tell(facts)).blocks[0].rows[-1].cells
        return cell.hidden or str(cell.value)

    assert total(0) == "≥22"
    assert total(1) == "31"


def test_of_a_frozen_figure_nothing_is_said_that_is_not_so():
    """Frozen were 9; since then six were taken back, so today's facts would say "<5"."""
    span = MONTHS[0]
    key = ("matters_opened", span, frozenset[tuple[str, str]]())
    blocks = [{"title": "总体", "indicators": ["matters_opened"], "by": ""}]
    figures = Figures({"now": span}, {("matters_opened", "now", (), ()): 9})
    table = build("月报", CITY, blocks, figures, {"now": "一月"})
    [cell] = suppressed(table, Months({key: 3}, {key: (FEW, (1, 4))})).cells()
    assert (cell.hidden, cell.value) == (KEPT_BACK, None)

"""What leaves the union, decided from the facts of its months: alike in every file, whatever its span and layout."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.reports.scattering import scatter
from tests.reports.world import World
from tests.reports.writing import day
from unionlaw.reports import layouts
from unionlaw.reports.indicators import indicator
from unionlaw.reports.leaving import leaving, months_of
from unionlaw.reports.models import Layout
from unionlaw.reports.months import months_in
from unionlaw.reports.sources import source
from unionlaw.reports.spans import Length, month_of
from unionlaw.reports.tables import Table

pytestmark = pytest.mark.django_db
NOVEMBER = day("11-30")


@pytest.fixture(scope="module")
def crowd(world: World) -> Iterator[World]:
    """The small city with random matters of this year and the last."""
    with transaction.atomic():
        scatter(world, seed=5, count=30, years=(2026, 2025))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE matters_matter, matters_event, matters_party, matters_claim, registers_worker")
            cursor.execute("SET LOCAL jit = off")
        yield world
        transaction.set_rollback(True)


def standard() -> Layout:
    return Layout(**next(one for one in layouts.shipped() if one["key"] == layouts.STANDARD))


def hidden(table: Table, keys: tuple[str, ...]) -> dict[tuple[object, ...], str]:
    return {
        (cell.indicator.key, cell.span, *sorted(cell.members.items())): cell.hidden
        for cell in table.cells()
        if cell.indicator.key in keys
    }


@pytest.mark.parametrize("length", Length.values)
def test_a_figure_of_the_standard_report_is_told_when_each_of_its_months_is(crowd: World, length: str):
    table = layouts.live(crowd.city, standard(), length, NOVEMBER)
    outside = leaving(table)
    keys = list(dict.fromkeys(key for cell in table.cells() for key in cell.indicator.bases))
    spans = {month for span in table.spans.values() for month in months_in(span)}
    months = months_of(crowd.city, sorted(spans), keys)
    shown = 0
    for cell in outside.cells():
        span = table.spans[cell.span]
        stock = not cell.indicator.is_rate and source(cell.indicator.source).stock
        for key in cell.indicator.bases:
            for month in months_in(span)[-1:] if stock else months_in(span):
                if (key, month, frozenset(cell.members.items())) in months.signs:
                    assert cell.hidden, (cell.indicator.key, cell.members, month)
        shown += not cell.hidden and bool(cell.value)
    assert shown > 20
    assert any(cell.hidden for cell in outside.cells())


def test_a_layout_of_fewer_blocks_hides_the_same_counts(crowd: World):
    keys = ("matters_opened", "workers_served")
    blocks = [{"title": by or "总体", "by": by, "indicators": list(keys)} for by in ("", "channel")]
    short = leaving(layouts.live(crowd.city, Layout(key="x", name="x", blocks=blocks), Length.MONTH, NOVEMBER))
    whole = hidden(leaving(layouts.live(crowd.city, standard(), Length.MONTH, NOVEMBER)), keys)
    assert hidden(short, keys).items() <= whole.items()
    assert any(hidden(short, keys).values())


def test_last_month_is_hidden_beside_this_one_as_in_its_own_report(crowd: World):
    now = leaving(layouts.live(crowd.city, standard(), Length.MONTH, NOVEMBER))
    then = leaving(layouts.live(crowd.city, standard(), Length.MONTH, day("10-31")))
    beside = {cell.indicator.key: cell.hidden for cell in now.cells() if cell.span == "before"}
    own = {cell.indicator.key: cell.hidden for cell in then.cells() if cell.span == "now" and not cell.members}
    counted = {key for key in beside if not indicator(key).sum}
    assert {key: beside[key] for key in counted} == {key: own[key] for key in counted}


def test_many_indicators_over_many_months_take_several_statements(crowd: World):
    keys = [one.key for one in map(indicator, standard_keys())]
    spans = [month_of(day(f"{n:02}-01")) for n in range(1, 13)]
    together = months_of(crowd.station, spans, keys)
    apart = months_of(crowd.station, spans[10:11], keys)
    assert {key: sign for key, sign in together.signs.items() if key[1] == spans[10]} == apart.signs


def standard_keys() -> list[str]:
    return list(dict.fromkeys(base for key in layouts.keys_of(*standard().blocks) for base in indicator(key).bases))

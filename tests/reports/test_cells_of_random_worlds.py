"""Every cell of the standard report opens a list that comes to it: random worlds, every tier, every length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from tests.reports.scattering import scatter
from tests.reports.world import World
from tests.reports.writing import day
from unionlaw.network.models import Organisation
from unionlaw.reports import asking, layouts, listing, relation
from unionlaw.reports.indicators import Indicator, indicator, rate
from unionlaw.reports.links import facts_url
from unionlaw.reports.listing import FactList, totals
from unionlaw.reports.models import Layout
from unionlaw.reports.spans import Length, Span, month_of
from unionlaw.reports.tables import Cell, Table, Value

pytestmark = pytest.mark.django_db
SEEDS = (11, 12, 13)
MATTERS = 24
LAST_MONTH = day("11-30")
BATCH = 50
"""Lists that are looked at in one statement."""


@pytest.fixture(scope="module", params=SEEDS)
def random_world(world: World, request: pytest.FixtureRequest) -> Iterator[World]:
    """The small city with random matters of this year and the last; they are taken back before the next world."""
    for place in (world.city, world.district, world.neighbour, world.station):
        world.write.clerk(place)  # who writes stays from one world to the next
    with transaction.atomic():
        scatter(world, seed=request.param, count=MATTERS, years=(2026, 2025))
        with connection.cursor() as cursor:
            # Tables that were empty a moment ago are planned badly.
            cursor.execute("ANALYZE matters_matter, matters_event, matters_party, matters_claim, registers_worker")
            cursor.execute("SET LOCAL jit = off")
        yield world
        transaction.set_rollback(True)


def standard() -> Layout:
    shipped = next(one for one in layouts.shipped() if one["key"] == layouts.STANDARD)
    return Layout(**shipped)


Address = tuple[str, Span, tuple[tuple[str, str], ...]]


def lists_of(cell: Cell, table: Table) -> list[Address]:
    """What the address behind a cell asks for, read as its page reads it: one list, or part and whole of a rate."""
    query = QueryDict(facts_url(cell, table.organisation, table.spans[cell.span]).partition("?")[2])
    assert query["organisation"] == str(table.organisation.pk)
    span, members = asking.span_in(query), tuple(asking.members_in(query).items())
    return [(key, span, members) for key in asking.indicator_in(query).bases]


def counted(table: Table, addresses: list[Address]) -> dict[Address, int]:
    """What each list comes to. Cells that open the same list (a total stands in every block) share it."""
    wanted = list(dict.fromkeys(addresses))
    lists = [FactList(key, table.organisation, span, dict(members)) for key, span, members in wanted]
    found = [one for n in range(0, len(lists), BATCH) for one in totals(lists[n : n + BATCH])]
    return {address: figure for address, (figure, _lines) in zip(wanted, found, strict=True)}


def wrong_cells(table: Table) -> list[tuple[str, str, dict[str, str], Value, list[int]]]:
    """Cells that are something else than their lists come to."""
    cells = table.cells()
    lists = [lists_of(cell, table) for cell in cells]
    figures = counted(table, [address for several in lists for address in several])
    wrong = []
    for cell, several in zip(cells, lists, strict=True):
        one, listed = cell.indicator, [figures[address] for address in several]
        agrees = cell.value == (rate(one, *listed) if one.is_rate else listed[0])
        if not agrees or (one.is_rate and listed != [cell.part, cell.whole]):
            wrong.append((one.key, cell.span, dict(cell.members), cell.value, listed))
    return wrong


def tiers(world: World) -> list[Organisation]:
    return [world.city, world.district, world.station]


@pytest.mark.parametrize("length", Length.values)
@pytest.mark.parametrize("tier", range(3), ids=["city", "district", "station"])
def test_every_cell_of_the_standard_report_is_what_its_list_comes_to(random_world: World, tier: int, length: str):
    table = layouts.live(tiers(random_world)[tier], standard(), length, LAST_MONTH)
    assert len(table.blocks) == len(standard().blocks)
    assert all(any(cell.span == span and cell.value for cell in table.cells()) for span in table.spans)
    assert wrong_cells(table) == []


@pytest.mark.parametrize("key", ["recovered", "matters_opened", "limits_on_time"])
def test_a_list_that_differs_from_its_figure_is_found(world: World, key: str, monkeypatch: pytest.MonkeyPatch):
    """The test above would see a single fact that is missing from a list."""
    last = FactList(key, world.city, month_of(LAST_MONTH)).page(size=1)[0].fact

    def without_the_last(one: Indicator, parameters: dict[str, Any]) -> str:
        found = relation.condition(one, parameters)
        return f"{found} AND fact <> '{last}'" if one.key == key else found

    monkeypatch.setattr(listing, "condition", without_the_last)
    found = wrong_cells(layouts.live(world.city, standard(), Length.MONTH, LAST_MONTH))
    assert found
    assert all(key in indicator(wrong[0]).bases for wrong in found)

"""Every own figure of a frozen report opens the facts that were kept, and they come to it, whatever happened since."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import appoint
from tests.reports.test_rounds import MID
from tests.reports.test_rounds import november as november  # fixture
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.reports.frozen_listing import FrozenFactList
from unionlaw.reports.indicators import rate
from unionlaw.reports.links import facts_url
from unionlaw.reports.listing import FactList
from unionlaw.reports.models import Round
from unionlaw.reports.presenting import parts_of
from unionlaw.reports.stored import stored
from unionlaw.reports.tables import Cell

pytestmark = pytest.mark.django_db


def wrong_cells(table: Any, opened: Round) -> list[Any]:
    wrong = []
    for cell in (cell for cell in table.cells() if cell.span == "now"):
        one = cell.indicator
        totals = [FrozenFactList(key, table.organisation, cell.members, opened.pk).total()[0] for key in one.bases]
        if cell.value != (rate(one, *totals) if one.is_rate else totals[0]):
            wrong.append((one.key, cell.members, cell.value, totals))
    return wrong


def test_every_own_figure_is_what_the_kept_facts_come_to(november, city, district, station, caseworker: Actor):
    opened = november.frozen()
    # What comes in late changes the live list and not the kept one.
    late = november.matter(caseworker, MID)
    november.pay(late, 5_000, date(2026, 11, 25))
    for organisation in (city, district, station):
        table = stored(november.of(opened, organisation))
        assert len(table.cells()) > 5
        assert wrong_cells(table, opened) == []
    assert FactList("recovered", city, opened.span).total()[0] == 5_400
    assert FrozenFactList("recovered", city, {}, opened.pk).total() == (400, 2)
    assert [fact.amount for fact in FrozenFactList("recovered", city, {}, opened.pk).page()] == [100, 300]


def test_the_page_lists_the_kept_facts_and_none_of_another_tree(november, city, district, neighbour_district, sign_in):
    opened = november.frozen()
    table = stored(november.of(opened, city))
    client = sign_in(november.manager)
    links = [cell.url for part in parts_of(table, opened.pk) for line in part.lines for cell in line.cells if cell.url]
    assert links
    assert all(f"round={opened.pk}" in url for url in links)
    cell = next(cell for cell in table.cells() if cell.indicator.key == "recovered" and cell.value == 400)
    page = client.get(facts_url(cell, city, opened.span, opened.pk))
    assert page.context["count"] == 2
    assert "冻结时的记录" in page.content.decode()
    assert client.get(facts_url(cell, city, opened.span, opened.pk + 1)).status_code == 404
    head = sign_in(appoint("qu", "区管", district, Role.MANAGER))
    own = head.get(facts_url(Cell(cell.indicator, "now", {}, 100), district, opened.span, opened.pk))
    assert own.context["figure"] == "1.00元"
    assert head.get(facts_url(cell, neighbour_district, opened.span, opened.pk)).status_code == 404

"""The pivot: every cell is what its list comes to; kept under a name, own or shared."""

from __future__ import annotations

import pytest

from tests.cases.pages import said
from tests.cast import NOON
from tests.contracts.conftest import world  # noqa: F401  fixture
from tests.contracts.world import LATER, World
from unionlaw.lib.errors import Invalid, Missing, Refused
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role
from unionlaw.reports.indicators import rate
from unionlaw.reports.listing import FactList
from unionlaw.reports.models import PivotView
from unionlaw.reports.pivoting import MONTH, Pivot, pivot
from unionlaw.reports.services import pivots
from unionlaw.reports.spans import month_of

pytestmark = pytest.mark.django_db

MONTH_NOW = month_of(LATER.date())


@pytest.fixture
def city(world: World) -> Organisation:  # noqa: F811
    return Organisation.objects.get(pk=world.rows["organisation"].parent_id)


def wrong_cells(found: Pivot) -> list:
    wrong = []
    for row in found.rows:
        for cell in row.cells:
            totals = [
                FactList(key, found.organisation, found.spans[cell.span], cell.members).total()[0]
                for key in found.indicator.bases
            ]
            expected = rate(found.indicator, *totals) if found.indicator.is_rate else totals[0]
            if cell.value != expected:
                wrong.append((row.name, cell.span, cell.members, cell.value, expected))
    return wrong


@pytest.mark.parametrize(
    ("key", "rows", "columns", "members"),
    [
        ("matters_opened", "kind", "channel", {}),
        ("matters_opened", "kind", MONTH, {}),
        ("recovered", "cause", "", {}),
        ("closing_rate", "union", "kind", {}),
        ("workers_served", "worker_group", "kind", {}),
        ("matters_opened", "kind", "channel", {"channel": "window"}),
        ("matters_opened", "station", "kind", {"union": ""}),
    ],
)
def test_every_cell_is_what_its_list_comes_to(city: Organisation, key: str, rows: str, columns: str, members: dict):
    found = pivot(city, key, rows, columns, MONTH_NOW, members)
    assert wrong_cells(found) == []
    assert len(found.headings) == len(found.rows[0].cells)
    assert found.rows[-1].member is None


def test_months_stand_in_their_order_and_the_total_is_the_span(city: Organisation):
    found = pivot(city, "matters_opened", "kind", MONTH, MONTH_NOW)
    assert found.headings[0] == "2025年12月"
    assert found.headings[11:] == ["2026年11月", ""]
    assert [cell.value for cell in found.rows[-1].cells][11] == found.rows[-1].cells[12].value > 0


def test_the_page_shows_the_pivot_and_each_cell_leads_to_its_list(world: World):  # noqa: F811
    client = world.client(world.inside[Role.MANAGER])
    page = client.get("/reports/pivot/?indicator=matters_opened&rows=kind&columns=channel&month=2026-11")
    assert page.status_code == 200
    cells = [cell for _name, _url, points in page.context["lines"] for cell in points if cell.url]
    assert len(cells) > 5
    for cell in cells[:6]:
        assert str(client.get(cell.url).context["count"]) == cell.text


def test_a_pivot_is_kept_shown_to_those_below_when_shared_and_deleted(world: World):  # noqa: F811
    boss, staff = world.inside[Role.MANAGER], world.inside[Role.CASEWORKER]
    client = world.client(boss)
    url = "/reports/pivot/?indicator=recovered&rows=cause&columns=month&month=2026-11&by=kind&member=aid_case"
    assert client.post(url, {"name": " 案由 ", "shared": "on"}).status_code == 302
    view = PivotView.objects.get(name="案由")
    assert (view.indicator, view.rows, view.columns, view.members, view.shared) == (
        "recovered", "cause", "month", {"kind": "aid_case"}, True,
    )  # fmt: skip
    assert view in pivots.pivots_of(staff)
    assert view not in pivots.pivots_of(world.outside[Role.MANAGER])
    assert "by=kind&amp;member=aid_case" in said(client.get("/reports/pivot/"))
    with pytest.raises(Missing):
        pivots.delete_pivot(view_id=view.pk, by=staff, at=NOON)
    client.post("/reports/pivot/", {"action": "delete", "view": view.pk})
    assert not PivotView.objects.filter(pk=view.pk).exists()


def test_a_name_is_needed_and_nothing_typed_is_lost(world: World):  # noqa: F811
    answer = world.client(world.inside[Role.MANAGER]).post("/reports/pivot/", {"name": "", "shared": "on"})
    assert answer.status_code == 422
    assert "请给视图起一个名称" in said(answer)
    assert 'name="shared" checked' in said(answer)


def test_what_is_not_known_is_not_kept(world: World):  # noqa: F811
    asked = {
        "name": "x",
        "shared": False,
        "indicator": "recovered",
        "rows": "weather",
        "columns": "",
        "length": "month",
    }
    with pytest.raises(Invalid):
        pivots.save_pivot(**asked, members={}, by=world.inside[Role.MANAGER], at=NOON)
    with pytest.raises(Refused):
        pivots.save_pivot(**asked, members={}, by=world.inside[Role.LAWYER], at=NOON)

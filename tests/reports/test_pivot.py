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
                FactList(key, found.organisation, found.spans[cell.span], {**found.members, **cell.members}).total()[0]
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
        ("matters_opened", "kind", "channel", {"kind": ["aid_case", "mediation"]}),
        ("closing_rate", "channel", MONTH, {"kind": ["aid_case", "consultation"], "channel": ["window", "online"]}),
        ("matters_opened", "kind", "cause", {"cause": [""], "worker_group": "migrant"}),
        ("workers_served", "worker_group", "kind", {"worker_group": "migrant"}),
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
    url = "/reports/pivot/?indicator=recovered&rows=cause&columns=month&month=2026-11&kind=aid_case"
    assert client.post(url, {"name": " 案由 ", "shared": "on"}).status_code == 302
    view = PivotView.objects.get(name="案由")
    assert (view.indicator, view.rows, view.columns, view.members, view.shared) == (
        "recovered", "cause", "month", {"kind": "aid_case"}, True,
    )  # fmt: skip
    assert view in pivots.pivots_of(staff)
    assert view not in pivots.pivots_of(world.outside[Role.MANAGER])
    assert "kind=aid_case&amp;indicator=recovered" in said(client.get("/reports/pivot/"))
    with pytest.raises(Missing):
        pivots.delete_pivot(view_id=view.pk, by=staff, at=NOON)
    client.post("/reports/pivot/", {"action": "delete", "view": view.pk})
    assert not PivotView.objects.filter(pk=view.pk).exists()


CHOSEN = "/reports/pivot/?indicator=matters_opened&rows=channel&columns=&month=2026-11"


def test_any_of_the_members_chosen_is_counted(city: Organisation):
    def total(members: dict) -> int:
        return pivot(city, "matters_opened", "channel", "", MONTH_NOW, members).rows[-1].cells[-1].value  # type: ignore[return-value]

    both = total({"kind": ["aid_case", "mediation"]})
    assert both == total({"kind": "aid_case"}) + total({"kind": "mediation"}) > total({"kind": "aid_case"}) > 0


def test_conditions_are_chosen_from_what_has_figures_and_taken_off_one_by_one(world: World):  # noqa: F811
    client = world.client(world.inside[Role.MANAGER])
    page = client.get(f"{CHOSEN}&choose=1&by=kind&channel=window")
    offered = {key: int(figure) for key, _name, figure in page.context["offered"]}
    assert {"aid_case", "mediation"} < set(offered)
    for key, figure in offered.items():
        only = client.get(f"{CHOSEN}&channel=window&kind={key}")
        assert only.context["lines"][-1][2][-1].text == str(figure)
    page = client.get(f"{CHOSEN}&kind=aid_case&kind=mediation&channel=window")
    assert [label for label, _name, _url in page.context["chips"]] == ["来源", "事项种类", "事项种类"]
    without = client.get(page.context["chips"][0][2])
    assert [name for _label, name, _url in without.context["chips"]] == [
        name for _label, name, _url in page.context["chips"][1:]
    ]
    assert client.get(page.context["unfiltered_url"]).context["chips"] == []


def test_the_list_behind_a_cell_has_the_conditions_too(world: World):  # noqa: F811
    client = world.client(world.inside[Role.MANAGER])
    page = client.get(f"{CHOSEN}&kind=aid_case&kind=mediation")
    cell = page.context["lines"][-1][2][-1]
    found = client.get(cell.url)
    assert found.context["count"] == int(cell.text) > 0
    assert {line.matter.kind for line in found.context["lines"]} == {"aid_case", "mediation"}
    assert "kind=aid_case&amp;kind=mediation" in said(found)


def test_a_dimension_with_several_members_for_a_matter_takes_one_condition(world: World):  # noqa: F811
    client = world.client(world.inside[Role.MANAGER])
    page = client.get(f"{CHOSEN}&worker_group=migrant&choose=1&by=worker_group")
    assert len(page.context["chips"]) == 1
    assert 'type="radio" name="worker_group"' in said(page)
    # Asked for two all the same, it says so and counts neither.
    both = client.get(f"{CHOSEN}&worker_group=migrant&worker_group=platform")
    assert both.status_code == 400
    assert "一次只能选一项" in said(both)


def test_choosing_a_dimension_brings_its_members_alone(world: World):  # noqa: F811
    client = world.client(world.inside[Role.MANAGER])
    part = said(client.get(f"{CHOSEN}&choose=1&by=kind&channel=window", headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert 'type="checkbox" name="kind" value="aid_case"' in part
    assert '<input type="hidden" name="channel" value="window">' in part


def test_conditions_are_kept_with_the_view(world: World):  # noqa: F811
    client = world.client(world.inside[Role.MANAGER])
    client.post(f"{CHOSEN}&kind=aid_case&kind=mediation&channel=window", {"name": "两类"})
    (url,) = [url for view, url in client.get("/reports/pivot/?month=2026-11").context["views"] if view.name == "两类"]
    opened = client.get(url)
    assert len(opened.context["chips"]) == 3
    assert len(opened.context["lines"]) == 2


def test_conditions_that_leave_nothing_can_be_taken_off(world: World):  # noqa: F811
    client = world.client(world.inside[Role.MANAGER])
    page = said(client.get(f"{CHOSEN}&kind=nothing"))
    assert "这个期间没有符合条件的记录" in page
    assert "清除条件" in page


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

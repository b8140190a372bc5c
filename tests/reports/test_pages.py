"""The live report, the lists behind its figures, definitions: what stands on pages is what the lists come to."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.cases.pages import said
from tests.cast import NOON, appoint
from tests.contracts.conftest import world  # noqa: F401  fixture
from tests.contracts.world import LATER, World
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role
from unionlaw.reports import layouts
from unionlaw.reports.indicators import indicator, rate
from unionlaw.reports.links import facts_url, list_url
from unionlaw.reports.listing import FactList
from unionlaw.reports.models import Layout
from unionlaw.reports.services.layouts import load_shipped
from unionlaw.reports.spans import Length, month_of
from unionlaw.reports.tables import Cell, Table

pytestmark = pytest.mark.django_db

THIS_MONTH = "2026-11"


@pytest.fixture
def city(world: World) -> Organisation:  # noqa: F811
    """The world's city with the standard layout; the world stands in one transaction, tests in savepoints."""
    load_shipped(at=LATER)
    return Organisation.objects.get(pk=world.rows["organisation"].parent_id)


def listed(table: Table, cell: Cell) -> Any:
    """What the lists behind a cell come to."""
    span, one = table.spans[cell.span], cell.indicator
    totals = [FactList(key, table.organisation, span, cell.members).total()[0] for key in one.bases]
    return rate(one, totals[0], totals[1]) if one.is_rate else totals[0]


def test_every_cell_of_the_standard_report_is_what_its_list_comes_to(city: Organisation):
    table = layouts.live(city, layouts.standard(), Length.MONTH, LATER.date())
    cells = table.cells()
    assert len(cells) > 300
    assert {cell.indicator.key for cell in cells if cell.value} > {"matters_opened", "recovered", "letters_issued"}
    wrong = [(c.indicator.key, c.span, c.members, c.value) for c in cells if c.value != listed(table, c)]
    assert wrong == []


class Links(HTMLParser):
    """The figures of a page: (address, text, exact value)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self._open: list[str] = []
        self._title = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "td":
            self._title = given.get("title", "") or ""
        if tag == "a" and given.get("class") == "figure":
            self._open = [given["href"]]

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found.append((self._open[0], data.strip(), self._title))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = []


def test_every_figure_on_the_page_opens_a_list_that_says_the_same_figure(world: World, city: Organisation):  # noqa: F811
    client = world.client(world.inside[Role.MANAGER])
    page = client.get(f"/reports/?month={THIS_MONTH}")
    assert page.status_code == 200
    figures = Links(said(page)).found
    assert len(figures) > 80
    for url, text, title in {one[0]: one for one in figures}.values():
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert answer.context["figure"] == (title or text) or answer.context["figure"].startswith(text), url
        query = parse_qs(urlsplit(url).query, keep_blank_values=True)
        if not indicator(query["indicator"][0]).distinct:
            assert len(answer.context["lines"]) == min(answer.context["count"], 50)


def test_a_rate_opens_both_its_lists(world: World, city: Organisation):  # noqa: F811
    client = world.client(world.inside[Role.MANAGER])
    district, month = world.rows["organisation"], month_of(LATER.date())
    page = client.get(list_url("closing_rate", district, month))
    tabs = page.context["tabs"]
    assert [tab["current"] for tab in tabs] == [True, False]
    whole = client.get(tabs[1]["url"])
    opened = FactList("matters_opened", district, month).total()[0]
    assert whole.context["count"] == opened > 3
    assert page.context["figure"].endswith("%")


def test_the_list_of_what_is_not_filled_in_is_asked_for_with_an_empty_member(world: World, city: Organisation):  # noqa: F811
    client = world.client(world.inside[Role.MANAGER])
    district, month = world.rows["organisation"], month_of(LATER.date())
    page = client.get(list_url("matters_opened", district, month, {"cause": ""}))
    assert page.context["members"] == [("案由", "未填写")]
    assert page.context["count"] == FactList("matters_opened", district, month, {"cause": ""}).total()[1]


def test_a_long_list_is_walked_page_by_page(world: World, city: Organisation, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    monkeypatch.setattr("unionlaw.reports.views.facts.PAGE", 3)
    client = world.client(world.inside[Role.MANAGER])
    url = list_url("matters_opened", world.rows["organisation"], month_of(LATER.date()))
    seen: list[int] = []
    while url:
        page = client.get(url)
        seen += [line.matter.pk for line in page.context["lines"]]
        url = page.context["next_url"]
    assert len(seen) == len(set(seen)) == page.context["count"] > 6


def test_changes_are_said_in_words(world: World, city: Organisation):  # noqa: F811
    page = said(world.client(world.inside[Role.MANAGER]).get(f"/reports/?month={THIS_MONTH}"))
    assert re.search(r"report-change[^>]*>\s*<span aria-hidden=\"true\">↑</span> 增加\d+", page)
    assert "本期尚未结束，数字截至2026-11-20" in page


def test_the_way_back_from_a_list_is_the_report_it_was_opened_in(world: World, city: Organisation):  # noqa: F811
    client = world.client(world.inside[Role.MANAGER])
    district = world.rows["organisation"]
    page = client.get(list_url("matters_opened", district, month_of(LATER.date())))
    back = page.context["back_url"]
    assert "month=2026-11" in back
    assert client.get(back).context["organisation"] == district


def test_the_year_to_date_stands_beside_last_years_alone(city: Organisation):
    table = layouts.live(city, layouts.standard(), Length.YEAR_TO_DATE, date(2026, 10, 1))
    assert list(table.spans) == ["now", "last_year"]
    assert table.blocks[0].columns == ["2026年1月至10月", "2025年1月至10月"]


def test_names_of_lower_unions_lead_to_their_reports(world: World, city: Organisation):  # noqa: F811
    chief = appoint("city.chief", "市管", city, Role.MANAGER)
    client = Client()
    client.force_login(chief.user)
    page = said(client.get(f"/reports/?month={THIS_MONTH}"))
    district = world.rows["organisation"]
    assert f'href="/reports/?organisation={district.pk}&amp;layout=standard&amp;length=month&amp;month=2026-11"' in page


@pytest.mark.parametrize("path", ["/reports/", "/reports/pivot/"])
def test_another_district_does_not_exist_for_a_manager(world: World, city: Organisation, path: str):  # noqa: F811
    client = world.client(world.inside[Role.MANAGER])
    other = world.outside[Role.MANAGER].organisation
    assert client.get(path, {"organisation": other.pk}).status_code == 404
    assert client.get(path, {"organisation": city.pk}).status_code == 404
    assert client.get(path, {"organisation": "x"}).status_code == 404


def test_the_lists_of_another_district_do_not_exist_for_a_manager(world: World, city: Organisation):  # noqa: F811
    client = world.client(world.inside[Role.MANAGER])
    other = world.outside[Role.MANAGER].organisation
    month = month_of(LATER.date())
    assert client.get(list_url("matters_opened", other, month)).status_code == 404
    own = list_url("matters_opened", world.rows["organisation"], month, {"union": str(other.pk)})
    assert client.get(own).context["count"] == 0


def test_a_caseworker_reads_the_own_organisations_report_alone(world: World, city: Organisation):  # noqa: F811
    district = world.rows["organisation"]
    station = Organisation.objects.create(
        kind="station", name="越山区一站", short_name="一站", parent=district, lineage=[*district.lineage, 0]
    )
    Organisation.objects.filter(pk=station.pk).update(lineage=[*district.lineage, station.pk])
    client = world.client(world.inside[Role.CASEWORKER])
    assert client.get("/reports/").status_code == 200
    refused = client.get("/reports/", {"organisation": station.pk})
    assert refused.status_code == 403
    assert "经办人只能查看本单位的报表" in said(refused)
    assert world.client(world.inside[Role.MANAGER]).get("/reports/", {"organisation": station.pk}).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["indicator=nothing", "indicator=matters_opened&start=2026-13-01&end=2026-11-30", "indicator=matters_opened",
     "indicator=matters_opened&start=2026-11-30&end=2026-11-01",
     "indicator=matters_opened&start=2026-11-01&end=2026-11-30&round=7"],
)  # fmt: skip
def test_a_list_of_what_there_is_not_is_not_found(world: World, city: Organisation, query: str):  # noqa: F811
    assert world.client(world.inside[Role.MANAGER]).get(f"/reports/facts/?{query}").status_code == 404


def test_the_definitions_tell_what_each_figure_means(world: World, city: Organisation):  # noqa: F811
    page = world.client(world.inside[Role.SUPERVISOR]).get("/reports/indicators/?q=办结率")
    assert page.context["count"] >= 1
    assert "办结事项 ÷ 受理事项" in said(page)


def test_a_report_costs_few_statements_whatever_it_shows(
    city: Organisation,
    django_assert_max_num_queries: Any,
):
    load_shipped(at=LATER)
    layout = Layout.objects.get(key="standard")
    sources = {indicator(base).source for key in layouts.keys_of(*layout.blocks) for base in indicator(key).bases}
    # Own span, own span by worker group, spans beside; names of members; savepoints and settings around them.
    with django_assert_max_num_queries(3 * len(sources) + 40):
        layouts.live(city, layout, Length.MONTH, LATER.date())


def test_addresses_of_lists_hold_the_members_of_their_cell(world: World, city: Organisation):  # noqa: F811
    one = indicator("matters_opened")
    url = facts_url(Cell(one, "now", {"cause": "", "channel": "window"}, 3), city, month_of(NOON.date()), round=9)
    assert parse_qs(urlsplit(url).query, keep_blank_values=True) == {
        "indicator": ["matters_opened"],
        "organisation": [str(city.pk)],
        "start": ["2026-11-01"],
        "end": ["2026-11-30"],
        "cause": [""],
        "channel": ["window"],
        "round": ["9"],
    }


def test_large_sums_are_shown_in_wan_with_the_exact_value_beside():
    from unionlaw.reports.wording import brief, exact, with_unit

    assert brief(123_456_789, "yuan") == "123.46万"
    assert brief(99_999, "yuan") == "999.99"
    assert exact(123_456_789, "yuan") == "1,234,567.89"
    assert with_unit(123_456_789, "yuan") == "1,234,567.89元"
    assert with_unit(Decimal("95.2"), "percent") == "95.2%"
    assert brief(None, "matters") == "—"

"""A list page: columns, chips, sorts, pages, wrong values, and the part htmx swaps."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from tests.web.lists.conftest import MakeOrganisations
from tests.web.lists.site import OrganisationList
from unionlaw.network.models import Organisation

pytestmark = pytest.mark.urls("tests.web.lists.site")
URL = "/test-list/"


def text(response: Any) -> str:
    return response.content.decode()


def names(response: Any) -> list[str]:
    return re.findall(r'<a class="list-open" href="[^"]*">([^<]*)</a>', text(response))


def links(response: Any, words: str) -> list[str]:
    """Addresses of the links whose text or label contains `words`."""
    found = re.findall(r"<a\b([^>]*)>(.*?)</a>", text(response), re.S)
    hits = [attrs for attrs, inner in found if words in re.sub(r"<[^>]+>", "", inner) or f'"{words}' in attrs]
    return [unescape(re.search(r'href="([^"]*)"', attrs)[1]) for attrs in hits]  # type: ignore[index]


def test_strangers_are_sent_to_sign_in(client: Client, city: Organisation) -> None:
    assert client.get(URL).status_code == 302


def test_a_row_shows_its_cells_escaped_and_links_to_its_page(
    manager: Client, make_organisations: MakeOrganisations
) -> None:
    (row,) = make_organisations(1, name="<b>甲 & 乙</b>", opened_on=dt.date(2026, 11, 21))
    page = manager.get(URL)
    assert f'<a class="list-open" href="/test-list/{row.pk}/">{escape(row.name)}</a>' in text(page)
    assert "<time>2026-11-21</time>" in text(page)
    assert 'data-label="上级">市总</td>' in text(page)
    assert 'data-label="类型">区总工会</td>' in text(page)


def test_pages_lead_forward_and_back(manager: Client, make_organisations: MakeOrganisations) -> None:
    make_organisations(44)
    first = manager.get(URL)
    assert not links(first, "上一页")
    second = manager.get(links(first, "下一页")[0])
    third = manager.get(links(second, "下一页")[0])
    assert names(first) + names(second) + names(third) == sorted(names(first) + names(second) + names(third))
    assert len(names(first)) == len(names(second)) == 20
    assert len(names(third)) == 5
    assert not links(third, "下一页")
    assert names(manager.get(links(third, "上一页")[0])) == names(second)
    assert names(manager.get(links(second, "上一页")[0])) == names(first)


@pytest.mark.parametrize("token", ["rubbish", "a:b", "%00", "1' or 1=1", "x" * 5000])
@pytest.mark.parametrize("edge", ["after", "before"])
def test_a_bad_page_token_gives_the_first_page_and_says_so(
    manager: Client, make_organisations: MakeOrganisations, edge: str, token: str
) -> None:
    make_organisations(30)
    page = manager.get(URL, {edge: token})
    assert page.status_code == 200
    assert names(page) == names(manager.get(URL))
    assert "页码已失效" in text(page)


def test_an_unknown_sort_gives_the_usual_order_and_says_so(
    manager: Client, make_organisations: MakeOrganisations
) -> None:
    make_organisations(3)
    page = manager.get(URL, {"sort": "-password"})
    assert names(page) == names(manager.get(URL))
    assert "没有这种排序" in text(page)


def test_headings_sort_and_say_which_way(manager: Client, make_organisations: MakeOrganisations) -> None:
    make_organisations(5)
    page = manager.get(URL)
    assert re.search(r'<th scope="col" class="list-col-name" aria-sort="ascending"', text(page))
    down = manager.get(links(page, "名称")[0])
    assert re.search(r'class="list-col-name" aria-sort="descending"', text(down))
    assert names(down) == sorted(names(page), reverse=True)
    newest = manager.get(links(page, "成立日期")[0])
    assert re.search(r'class="list-col-opened list-num" aria-sort="descending"', text(newest))


def test_each_condition_is_a_chip_that_takes_it_away(manager: Client, make_organisations: MakeOrganisations) -> None:
    make_organisations(4)
    make_organisations(2, first=50, kind="town_union")
    make_organisations(2, first=70, kind="station")
    page = manager.get(
        URL, {"q": "00", "kind": ["town_union", "station"], "opened_on_after": "2019-05-01", "sort": "-name"}
    )
    shown = re.findall(r'<li class="list-chip"><span>([^<]*)</span>', text(page))
    assert shown == ["查找：00", "类型：镇街总工会", "类型：法律服务站点", "成立日期：2019-05-01 起"]
    (without,) = links(page, "去掉条件 类型 法律服务站点")
    assert "station" not in without
    assert {"kind=town_union", "opened_on_after=2019-05-01", "q=00", "sort=-name"} <= set(
        without.split("?")[1].split("&")
    )
    (without,) = links(page, "去掉条件 成立日期")
    assert "opened_on" not in without
    assert links(page, "清除全部")[0] == "/test-list/?sort=-name"


def test_a_choice_of_several_values_keeps_order_and_count(
    manager: Client, make_organisations: MakeOrganisations
) -> None:
    make_organisations(15, kind="town_union")
    make_organisations(15, first=100, kind="station")
    make_organisations(5, first=200)
    first = manager.get(URL, {"kind": ["station", "town_union"], "sort": "-name"})
    second = manager.get(links(first, "下一页")[0])
    assert len(names(first)) == 20
    assert names(first) + names(second) == sorted(names(first) + names(second), reverse=True)
    assert len(names(second)) == 10
    assert 'class="num">30</strong>' in text(first)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"kind": "pirates"}, "pirates"),
        ({"opened_on_after": "2026-13-45"}, "日期"),
        ({"depth": "deep"}, "数字"),
        ({"depth": "NaN"}, "数字"),
        ({"q": "很" * 31}, "30"),
    ],
)
def test_a_wrong_value_is_named_beside_its_field_and_ignored(
    manager: Client, make_organisations: MakeOrganisations, query: dict[str, str], words: str
) -> None:
    make_organisations(3)
    page = manager.get(URL, query)
    assert page.status_code == 200
    assert len(names(page)) == 4
    assert "有一项筛选条件没有生效" in text(page)
    assert "data-list-sheet" in text(page)
    assert re.search(rf'class="field-error"[^>]*>\s*<p>[^<]*{words}', text(page))


def test_odd_parameters_do_no_harm(manager: Client, make_organisations: MakeOrganisations) -> None:
    make_organisations(3)
    for query in [
        "q=%00",
        "q=%ff",
        "kind=",
        "foo=bar&foo=",
        "panel=nothing",
        "depth=99999999999999999999",
        "sort=-",
        "q='",
    ]:
        assert manager.get(f"{URL}?{query}").status_code == 200, query


def test_the_sheet_of_filters_opens_as_a_page_of_its_own(
    manager: Client, make_organisations: MakeOrganisations
) -> None:
    make_organisations(3)
    page = manager.get(links(manager.get(URL + "?sort=-name"), "筛选")[0])
    assert '<form class="list-sheet-form" method="get" action="/test-list/"' in text(page)
    assert '<input type="hidden" name="sort" value="-name">' in text(page)
    assert len(names(page)) == 4


def test_htmx_gets_the_region_alone_and_a_short_address(manager: Client, make_organisations: MakeOrganisations) -> None:
    make_organisations(3)
    headers = {"HX-Request": "true", "HX-Target": "list-region"}
    part = manager.get(URL, {"q": "0001", "kind": "", "depth": ""}, headers=headers)
    assert "<html" not in text(part)
    assert names(part) == ["区总工会0001"]
    assert part.headers["HX-Push-Url"] == "/test-list/?q=0001"
    assert "HX-Target" in part.headers["Vary"]
    panel = manager.get(URL, {"panel": "filters"}, headers={"HX-Request": "true", "HX-Target": "list-panel"})
    assert "list-sheet-form" in text(panel)
    assert "list-open" not in text(panel)
    whole = manager.get(URL, headers={**headers, "HX-History-Restore-Request": "true"})
    assert "<html" in text(whole)


def test_an_empty_list_says_why_and_what_next(manager: Client, city: Organisation) -> None:
    page = manager.get(URL, {"q": "没有这个"})
    assert "没有符合这些条件的记录" in text(page)
    assert links(page, "清除全部条件") == [URL]


def test_counts_stop_at_their_cap(
    manager: Client, make_organisations: MakeOrganisations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.web.lists.site.OrganisationList.count_cap", 30)
    monkeypatch.setattr("tests.web.lists.site.OrganisationList.filtered_count_cap", 10)
    make_organisations(40)
    assert 'class="num">30+</strong>' in text(manager.get(URL))
    assert 'class="num">10+</strong>' in text(manager.get(URL, {"kind": "district_union"}))
    # Nothing counts matches of a search cheaply: it says what its page shows, and that there is more.
    shown = OrganisationList.page_size
    assert f'class="num">{shown}+</strong>' in text(manager.get(URL, {"q": "总工会"}))
    assert 'class="num">1</strong>' in text(manager.get(URL, {"q": "0001"}))


@pytest.mark.parametrize(
    "url", [URL, "/test-branched/", URL + "?kind=station&kind=district_union&panel=filters", URL + "?sort=-opened"]
)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    manager: Client, make_organisations: MakeOrganisations, django_assert_num_queries: Any, url: str
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_organisations(1)
    manager.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        manager.get(url)
    make_organisations(60, first=100)
    with CaptureQueriesContext(connection) as many:
        assert len(names(manager.get(url))) == 20
    assert len(few) == len(many) <= 12


def test_branches_through_another_model_are_filtered_too(
    manager: Client, make_organisations: MakeOrganisations
) -> None:
    make_organisations(3)
    assert len(names(manager.get("/test-branched/"))) == 4
    assert names(manager.get("/test-branched/", {"kind": "district_union"})) == [f"区总工会{n:04d}" for n in range(3)]


@pytest.mark.parametrize("query", [{"panel": "filters"}, {"kind": "pirates"}])
def test_the_sheet_offers_checkboxes_calendars_and_a_name_for_each_end(
    manager: Client, city: Organisation, query: dict[str, str]
) -> None:
    page = text(manager.get(URL, query))
    assert re.search(r'<input type="checkbox" name="kind" value="station"', page)
    assert re.search(r'<input type="date" name="opened_on_after"[^>]*aria-label="成立日期，从"', page)
    assert re.search(r'<input type="date" name="opened_on_before"[^>]*aria-label="成立日期，到"', page)

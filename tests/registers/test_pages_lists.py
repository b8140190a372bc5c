"""The lists of workers and employers: what they show, filter and cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.registers.browsing import html, signed_in
from tests.registers.people import citizen, credit_code
from unionlaw.network.models import ReadLog
from unionlaw.registers import services
from unionlaw.registers.models import Employer


def test_the_list_shows_masks_only_and_opens_by_name(desk, zhang):
    page = html(desk.get(reverse("registers:workers")))
    assert "张三" in page
    assert "138****5678" in page
    assert citizen() not in page
    assert reverse("registers:worker", args=[zhang.pk]) in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=zs", True),
        ("q=李", False),
        ("group=migrant", True),
        ("group=woman", False),
        ("group=minor", False),
        ("group=woman&group=migrant", True),
        ("sex=male&id_kind=citizen", True),
        ("registered_after=2026-11-01&registered_before=2026-11-30", True),
        ("registered_after=2026-12-01", False),
    ],
)
def test_filters_of_workers(desk, zhang, query, found):
    page = html(desk.get(reverse("registers:workers") + "?" + query))
    assert ("138****5678" in page) == found


@pytest.mark.parametrize("number", [citizen(), "13812345678"])
def test_a_number_in_the_search_box_of_the_list_is_taken_out_of_the_address(desk, zhang, number):
    response = desk.get(reverse("registers:workers"), {"q": number})
    assert (response.status_code, response["Location"]) == (302, reverse("registers:workers"))
    assert "按号码精确查找" in html(desk.get(response["Location"]))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=gzfy", True),
        ("q=飞", True),
        ("q=赵", False),
        (f"q={credit_code()}", True),
        (f"q=+{credit_code().lower()}+", True),
        (f"q={credit_code(2)}", False),
        ("kind=company", True),
        ("without_uscc=true", False),
    ],
)
def test_filters_of_employers(desk, factory, query, found):
    page = html(desk.get(reverse("registers:employers") + "?" + query))
    assert (factory.name in page) == found


def test_places_and_industries_filter_with_what_lies_in_them(desk, caseworker, noon, yuexiu):
    employer = services.register_employer(name="越秀某公司", region_code="440104", by=caseworker, at=noon)
    for code, found in (("440104", True), ("440100", True)):
        page = html(desk.get(reverse("registers:employers"), {"region": code}))
        assert (employer.name in page) == found


@pytest.mark.parametrize("most", [0, 24], ids=["walked whole", "walked place by place"])
def test_employers_of_a_region_are_listed_newest_first_from_all_its_places(
    desk, caseworker, noon, yuexiu, monkeypatch, most
):
    monkeypatch.setattr("unionlaw.web.lists.filters.MOST_BRANCHES", most)
    places = ["440104", "440100", "440104", None]
    made = [
        services.register_employer(name=f"公司{n}", region_code=code, by=caseworker, at=noon + timedelta(minutes=n))
        for n, code in enumerate(places)
    ]

    def listed(code):
        listing = desk.get(reverse("registers:employers"), {"region": code}).context["list"]
        assert listing.count_text == str(len(listing.page.ids))
        return listing.page.ids

    assert listed("440100") == [made[n].pk for n in (2, 1, 0)]
    assert listed("440104") == [made[n].pk for n in (2, 0)]
    Employer.objects.filter(pk__in=[made[0].pk, made[2].pk]).update(region="440100")
    assert listed("440104") == []


def _register(caseworker, noon, numbers):
    for n in numbers:
        at = noon + timedelta(minutes=n)
        employer = services.register_employer(name=f"公司{n}", by=caseworker, at=at)
        number = citizen(sequence=n)
        services.register_worker(name=f"职工{n}", id_number=number, employer_id=employer.pk, by=caseworker, at=at)


@pytest.mark.parametrize("name", ["registers:workers", "registers:employers"])
def test_twenty_rows_cost_as_many_queries_as_one(desk, caseworker, noon, name, django_assert_num_queries):
    _register(caseworker, noon, [0])
    desk.get(reverse(name))
    with CaptureQueriesContext(connection) as one:
        desk.get(reverse(name))
    _register(caseworker, noon, range(1, 20))
    with django_assert_num_queries(len(one)):
        page = html(desk.get(reverse(name)))
    assert page.count('scope="row"') == 20


def test_exporting_needs_the_right_and_a_reason_and_holds_masks(zhang, desk, manager):
    url = reverse("registers:workers")
    assert desk.post(url, {"action": "export", "reason": "年度统计"}).status_code == 403
    response = signed_in(manager).post(url, {"action": "export", "reason": "年度统计"})
    assert response.status_code == 200
    assert ReadLog.objects.filter(action="export", subject="list:workers").exists()

"""Lists: cursor paging, the pages' filters and sorts, and a fixed number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import states
from cases.services.consultations import record_consultation
from tests.api.conftest import problem
from tests.cast import NOON


@pytest.fixture
def consultations(caseworker, make_worker, make_employer):
    """Seven, a minute apart."""
    worker, employer = make_worker("张三"), make_employer("光影传媒有限公司")
    return [
        record_consultation(
            question=f"问题{n}", channel="window", workers=[worker], employers=[employer],
            by=caseworker, at=NOON + timedelta(minutes=n),
        )
        for n in range(7)
    ]  # fmt: skip


def walk_pages(client, url):
    pages = []
    while url:
        body = client.get(url).json()
        pages.append([row["id"] for row in body["results"]])
        url = body["next"]
    return pages


def test_pages_follow_one_another_without_gap_or_repetition(call, caseworker, consultations):
    newest_first = [c.pk for c in reversed(consultations)]
    pages = walk_pages(call(caseworker), "/api/v1/consultations/?page_size=3")
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [pk for page in pages for pk in page] == newest_first


def test_one_can_go_back(call, caseworker, consultations):
    client = call(caseworker)
    first = client.get("/api/v1/consultations/?page_size=3").json()
    second = client.get(first["next"]).json()
    assert client.get(second["previous"]).json()["results"] == first["results"]
    assert first["previous"] is None


def test_a_row_added_meanwhile_does_not_shift_the_pages(call, caseworker, consultations):
    client = call(caseworker)
    first = client.get("/api/v1/consultations/?page_size=3").json()
    record_consultation(
        question="新问题", channel="window", visitor_name="某", by=caseworker, at=NOON + timedelta(hours=1)
    )
    second = client.get(first["next"]).json()
    assert [row["id"] for row in second["results"]] == [c.pk for c in reversed(consultations[1:4])]


def test_oldest_first(call, caseworker, consultations):
    rows = call(caseworker).get("/api/v1/consultations/?sort=opened").json()["results"]
    assert [row["id"] for row in rows] == [c.pk for c in consultations]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page_size=many", "page_size"),
        ("sort=weather", "sort"),
        ("after=forged", "after"),
        ("status=nonsense", "status"),
        ("opened_after=yesterday", "opened"),
    ],
)
def test_what_is_not_understood_is_said_and_never_ignored(call, caseworker, consultations, query, field):
    errors = problem(call(caseworker).get(f"/api/v1/consultations/?{query}"), 400, "invalid")["errors"]
    assert set(errors) == {field}


def test_the_filters_of_the_pages_filter_here(call, caseworker, consultations):
    client = call(caseworker)

    def count(query):
        return len(client.get(f"/api/v1/matters/?{query}").json()["results"])

    assert count("q=问题3") == 1
    assert count("q=光影") == 7
    assert count("q=不存在") == 0
    assert count(f"status={states.ASKED}&kind=consultation&channel=window") == 7
    assert count(f"status={states.ANSWERED}") == 0


@pytest.mark.parametrize("resource", ["matters", "consultations", "aid-cases", "workers", "employers", "organisations"])
def test_twenty_rows_take_as_many_queries_as_one(call, walk, supervisor, caseworker, resource):
    client = call(supervisor)

    def fill(n):
        walk.to(states.ASSIGNED, walk.apply((f"职工{n}",), walk.make_employer(f"公司{n}")))
        record_consultation(
            question="问", channel="window", workers=[walk.make_worker(f"来访{n}")],
            employers=[walk.make_employer(f"单位{n}")], by=caseworker, at=NOON,
        )  # fmt: skip

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(f"/api/v1/{resource}/")
        assert response.status_code == 200
        return len(response.json()["results"]), len(captured)

    fill(0)
    queries()
    few, with_few = queries()
    for n in range(1, 8):
        fill(n)
    many, with_many = queries()
    assert resource == "organisations" or many >= few + 7
    assert with_many == with_few
    assert with_many <= 12


def test_a_case_in_full_takes_a_fixed_number_of_queries(call, walk, supervisor):
    client = call(supervisor)
    alone = walk.to(states.CONDUCTING)
    crowd = walk.to(states.CONDUCTING, walk.apply(tuple(f"职工{n}" for n in range(12))))

    def queries(case):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/api/v1/aid-cases/{case.pk}/").status_code == 200
        return len(captured)

    queries(alone)
    assert queries(crowd) == queries(alone)

"""Pages cost the same number of queries whatever stands on them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import states
from cases.services import consultations

MOST = 12


def count(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", ["consultations", "aid_cases"])
def test_a_list_costs_the_same_for_one_row_and_for_twenty(walk, caseworker, noon, sign_in, name):
    def add() -> None:
        if name == "aid_cases":
            walk.apply()
        else:
            consultations.record_consultation(question="几个月没发工资", channel="window", by=caseworker, at=noon)

    client, url = sign_in(caseworker), reverse(f"cases:{name}")
    add()
    one = count(client, url)
    for _ in range(19):
        add()
    assert count(client, url) == one <= MOST


def test_a_case_costs_the_same_for_one_worker_and_for_twenty(walk, supervisor, lawyer, sign_in):
    few = walk.to(states.CONDUCTING)
    many = walk.to(states.CONDUCTING, walk.apply(workers=tuple(f"职工{n}" for n in range(20))))
    for reader in (supervisor, lawyer):
        client = sign_in(reader)
        one = count(client, reverse("cases:aid_case", args=[few.pk]))
        assert count(client, reverse("cases:aid_case", args=[many.pk])) == one


def test_outcomes_of_twenty_workers_are_shown_in_as_few_queries_as_one(walk, lawyer, sign_in):
    few = walk.to(states.CONDUCTING)
    many = walk.to(states.CONDUCTING, walk.apply(workers=tuple(f"职工{n}" for n in range(20))))
    client = sign_in(lawyer)
    one = count(client, reverse("cases:record_outcomes", args=[few.pk]))
    assert count(client, reverse("cases:record_outcomes", args=[many.pk])) == one

"""Time limits through the API: read with their arithmetic, extended, met, acknowledged."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.api.conftest import problem
from tests.cast import NOON
from unionlaw.deadlines.models import Deadline
from unionlaw.deadlines.services.opening import open_by_hand
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor

TODAY = NOON.date()
DAY = timedelta(days=1)
Call = Callable[..., APIClient]


@pytest.fixture(autouse=True)
def an_hour_later(time_machine: Any) -> None:
    time_machine.move_to(NOON + timedelta(hours=1), tick=False)


@pytest.fixture
def by_hand(open_consultation: Callable[..., Matter], caseworker: Actor) -> Deadline:
    matter = open_consultation(caseworker)
    found = open_by_hand(matter_id=matter.pk, rule_key="negotiation_reply", start_on=TODAY, by=caseworker, at=NOON)
    found.refresh_from_db()
    return found


def test_the_list_is_walked_by_cursor_and_narrowed_as_on_the_page(
    limit: Callable[..., Deadline],
    caseworker: Actor,
    supervisor: Actor,
    call: Call,
):
    rows = [limit(caseworker, due_on=TODAY + n * DAY) for n in range(3)]
    met = limit(caseworker, state="met", ended_at=NOON, next_step_at=None, due_on=TODAY - DAY)
    client = call(supervisor)
    first = client.get("/api/v1/deadlines/", {"page_size": 2, "state": "open"}).json()
    assert [row["id"] for row in first["results"]] == [rows[0].pk, rows[1].pk]
    assert [row["id"] for row in client.get(first["next"]).json()["results"]] == [rows[2].pk]
    everything = client.get("/api/v1/deadlines/").json()["results"]
    assert [row["id"] for row in everything] == [met.pk, *(row.pk for row in rows)]
    today = client.get("/api/v1/deadlines/", {"due": "today"}).json()["results"]
    assert [row["id"] for row in today] == [rows[0].pk]
    assert today[0]["name"] == "测试期限"
    problem(client.get("/api/v1/deadlines/", {"due": "never"}), 400, "invalid")


def test_one_limit_says_in_words_how_its_date_came_about(by_hand: Deadline, caseworker: Actor, call: Call):
    response = call(caseworker).get(f"/api/v1/deadlines/{by_hand.pk}/")
    body = response.json()
    assert response["ETag"] == f'"{by_hand.version}"'
    assert body["due_on"] == "2026-11-25"
    assert body["explanation"][0] == "起算日：2026年11月20日（周五）。"
    assert body["citation"] == "企业劳动争议协商调解规定第10条"
    assert body["confidence"] == "memory"
    assert [change["what"] for change in body["changes"]] == ["opened"]
    english = call(caseworker, HTTP_ACCEPT_LANGUAGE="en").get(f"/api/v1/deadlines/{by_hand.pk}/").json()
    assert english["name"] == "Answer to a request to negotiate"


def test_strangers_hear_nothing_and_partners_are_told_why(
    by_hand: Deadline,
    neighbour: Actor,
    partner: Actor,
    call: Call,
):
    problem(call(neighbour).get(f"/api/v1/deadlines/{by_hand.pk}/"), 404, "missing")
    problem(call(neighbour).post(f"/api/v1/deadlines/{by_hand.pk}/meet/", {"on": "2026-11-20"}), 404, "missing")
    problem(call(partner).get("/api/v1/deadlines/"), 403, "refused")


def test_extending_twice_with_one_key_extends_once(by_hand: Deadline, caseworker: Actor, call: Call):
    client = call(caseworker, HTTP_IDEMPOTENCY_KEY="extend-1")
    body = {"length": 5, "reason": "对方要求宽限", "consent": "双方电话同意", "version": by_hand.version}
    first = client.post(f"/api/v1/deadlines/{by_hand.pk}/extend/", body, format="json")
    again = client.post(f"/api/v1/deadlines/{by_hand.pk}/extend/", body, format="json")
    assert first.status_code == again.status_code == 200
    assert first.json()["due_on"] == again.json()["due_on"] == "2026-11-30"
    by_hand.refresh_from_db()
    assert by_hand.extended_by == 5


def test_a_limit_is_acknowledged_and_met_and_then_closed_to_changes(
    by_hand: Deadline,
    caseworker: Actor,
    call: Call,
):
    client = call(caseworker)
    known = client.post(f"/api/v1/deadlines/{by_hand.pk}/acknowledge/", {}, format="json").json()
    assert known["acknowledged_at"]
    stale = client.post(
        f"/api/v1/deadlines/{by_hand.pk}/meet/", {"on": "2026-11-20", "version": by_hand.version}, format="json"
    )
    problem(stale, 409, "stale")
    met = client.post(f"/api/v1/deadlines/{by_hand.pk}/meet/", {"on": "2026-11-20"}, format="json").json()
    assert (met["state"], met["met_on"]) == ("met", "2026-11-20")
    problem(client.post(f"/api/v1/deadlines/{by_hand.pk}/acknowledge/", {}, format="json"), 409, "conflict")


def test_a_wrong_body_is_answered_by_field(by_hand: Deadline, caseworker: Actor, call: Call):
    response: Any = call(caseworker).post(f"/api/v1/deadlines/{by_hand.pk}/extend/", {"length": 0}, format="json")
    assert {"length", "reason"} <= set(problem(response, 400, "invalid")["errors"])

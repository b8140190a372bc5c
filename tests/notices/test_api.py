"""One's own notices by the API."""

import pytest
import time_machine
from django.test import Client

from tests.cast import NOON
from tests.contracts.world import token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ask(caseworker):
    """Calls as the caseworker."""
    key = token(caseworker)

    def call(method: str, path: str, **body):
        return getattr(Client(headers={"Authorization": f"Token {key}"}), method)(
            f"/api/v1/notices/{path}", body or None, content_type="application/json"
        )

    return call


def test_own_notices_are_listed_in_words(ask, told, caseworker, supervisor, open_consultation):
    matter = open_consultation(caseworker)
    notice = told(caseworker, matter=matter, urgency="urgent")
    told(supervisor, key="others")
    (row,) = ask("get", "").json()["results"]
    assert row == {
        "id": notice.pk,
        "kind": "test.step",
        "urgency": "urgent",
        "title": f"{matter.number}将于2026-11-30到期",
        "body": "请尽快办理。",
        "matter": matter.pk,
        "post": caseworker.post.pk,
        "created_at": "2026-11-20T12:00:00+08:00",
        "late": False,
        "read_at": None,
    }


def test_they_are_filtered_as_on_the_page(ask, told, caseworker):
    told(caseworker)
    assert len(ask("get", "?state=unread").json()["results"]) == 1
    assert ask("get", "?state=read").json()["results"] == []
    assert ask("get", "?state=seen").status_code == 400


def test_reading_one_does_not_mark_it_but_the_verb_does(ask, told, caseworker):
    notice = told(caseworker)
    assert ask("get", f"{notice.pk}/").json()["read_at"] is None
    response = ask("post", f"{notice.pk}/read/")
    assert (response.status_code, response.json()["read_at"]) == (200, "2026-11-20T12:00:00+08:00")
    notice.refresh_from_db()
    assert notice.read_at == NOON


def test_of_a_matter_out_of_sight_it_says_only_that(ask, told, caseworker, neighbour, open_consultation):
    told(caseworker, matter=open_consultation(neighbour))
    (row,) = ask("get", "").json()["results"]
    assert (row["title"], row["matter"]) == ("这条消息所说的事项，您现在无权查看", None)


def test_anothers_is_not_found(ask, told, supervisor):
    notice = told(supervisor)
    assert ask("get", f"{notice.pk}/").status_code == 404
    assert ask("post", f"{notice.pk}/read/").status_code == 404

"""Calendar feeds, read back by the parser that calendar programs are built on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from tests.cases.pages import said
from tests.cast import NOON
from unionlaw.deadlines.models import CalendarFeed, Deadline
from unionlaw.deadlines.services import feeds
from unionlaw.lib.errors import Conflict, Missing
from unionlaw.matters.models import Grant
from unionlaw.matters.services.grants import grant
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post

TODAY = NOON.date()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


def address(by: Actor, scope: str = "personal", *, with_names: bool = False) -> str:
    _feed, token = feeds.create_feed(scope=scope, with_names=with_names, by=by, at=NOON)
    return f"/calendar/{token}.ics"


def events(client: Client, where: str) -> dict[str, Any]:
    response = client.get(where)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["uid"]).split("@")[0]: event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_a_personal_feed_holds_ones_own_limits_on_their_days_and_names_nobody(
    limit: Callable[..., Deadline], caseworker: Actor, supervisor: Actor, client: Client
):
    mine = limit(caseworker, due_on=TODAY + DAY, label="张三来电")
    limit(caseworker, responsible=supervisor.post)
    limit(caseworker, state="met", ended_at=NOON, next_step_at=None)
    found = events(client, address(caseworker))
    assert list(found) == [f"deadline-{mine.pk}"]
    event = found[f"deadline-{mine.pk}"]
    assert event.decoded("dtstart") == TODAY + DAY
    assert event.decoded("dtend") == TODAY + 2 * DAY
    assert str(event["summary"]) == f"测试期限 {mine.matter.number}"
    assert str(event["url"]) == f"http://testserver/deadlines/{mine.pk}/"
    text = client.get(address(caseworker)).content.decode()
    assert "职工" not in text
    assert "单位1" not in text
    assert "张三" not in text


def test_names_are_there_only_when_they_were_asked_for(
    limit: Callable[..., Deadline], caseworker: Actor, client: Client
):
    row = limit(caseworker, label="张三来电")
    event = events(client, address(caseworker, with_names=True))[f"deadline-{row.pk}"]
    assert str(event["description"]) == row.matter.title
    assert "张三来电" in str(event["summary"])


def test_a_team_feed_holds_the_organisations_limits_and_no_others(
    limit: Callable[..., Deadline], caseworker: Actor, supervisor: Actor, neighbour: Actor, client: Client
):
    rows = [limit(caseworker), limit(caseworker, responsible=supervisor.post)]
    limit(neighbour)
    assert set(events(client, address(supervisor, "team"))) == {f"deadline-{row.pk}" for row in rows}


def test_what_the_reader_may_no_longer_see_is_gone_from_the_feed(
    limit: Callable[..., Deadline], caseworker: Actor, lawyer: Actor, client: Client
):
    row = limit(caseworker, responsible=lawyer.post)
    where = address(lawyer)
    assert events(client, where) == {}
    grant(matter=row.matter, viewer=lawyer.post, why=Grant.Why.ASSIGNED_LAWYER, by=caseworker, at=NOON)
    assert list(events(client, where)) == [f"deadline-{row.pk}"]
    Grant.objects.filter(matter=row.matter).update(ended_at=NOON)
    assert events(client, where) == {}


def test_an_address_dies_with_the_post_the_account_and_on_demand(caseworker: Actor, client: Client):
    where = address(caseworker)
    assert client.get(where).status_code == 200
    Post.objects.filter(pk=caseworker.post.pk).update(ends_on=TODAY - DAY)
    assert client.get(where).status_code == 404
    Post.objects.filter(pk=caseworker.post.pk).update(ends_on=None)
    type(caseworker.user).objects.filter(pk=caseworker.user.pk).update(is_active=False)
    assert client.get(where).status_code == 404
    type(caseworker.user).objects.filter(pk=caseworker.user.pk).update(is_active=True)
    feeds.revoke_feed(feed_id=CalendarFeed.objects.get().pk, by=caseworker, at=NOON)
    assert client.get(where).status_code == 404
    assert client.get("/calendar/nonsense.ics").status_code == 404


def test_an_unchanged_feed_is_not_sent_again(limit: Callable[..., Deadline], caseworker: Actor, client: Client):
    row = limit(caseworker)
    where = address(caseworker)
    first = client.get(where)
    again = client.get(where, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Deadline.objects.filter(pk=row.pk).update(due_on=row.due_on + DAY, due_version=2)
    changed = client.get(where, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert CalendarFeed.objects.get().last_read_at == NOON


def test_only_the_hash_of_an_address_is_kept_and_it_is_shown_once(
    caseworker: Actor, sign_in: Callable[[Actor], Client]
):
    client = sign_in(caseworker)
    response = client.post("/deadlines/feeds/", {"scope": "personal"})
    page = said(response)
    token = page.partition("/calendar/")[2].partition(".ics")[0]
    feed = CalendarFeed.objects.get()
    assert feed.token_hash == feeds.hash_of(token)
    assert token not in str(feed.__dict__)
    assert "no-store" in response["Cache-Control"]
    assert token not in said(client.get("/deadlines/feeds/"))
    assert client.post(f"/deadlines/feeds/{feed.pk}/revoke/").status_code == 302
    feed.refresh_from_db()
    assert feed.revoked_at == NOON


def test_nobody_revokes_anothers_feed_and_nobody_keeps_too_many(
    caseworker: Actor, supervisor: Actor, sign_in: Callable[[Actor], Client]
):
    for _n in range(feeds.MOST):
        address(caseworker)
    with pytest.raises(Conflict):
        address(caseworker)
    feed = CalendarFeed.objects.first()
    assert feed is not None
    with pytest.raises(Missing):
        feeds.revoke_feed(feed_id=feed.pk, by=supervisor, at=NOON)
    assert sign_in(supervisor).post(f"/deadlines/feeds/{feed.pk}/revoke/").status_code == 404

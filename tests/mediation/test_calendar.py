"""The calendar of rooms and mediators, one's own sessions, the list of a day; queries do not grow."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cases.pages import said
from tests.cast import NOON
from tests.mediation.stage import TOMORROW, day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def look(sign_in):
    return lambda actor, name="calendar", **query: sign_in(actor).get(reverse(f"mediation:{name}"), query)


def test_a_week_shows_each_room_and_mediator_on_its_day(stage, look, caseworker):
    mediation = stage.mediation()
    stage.session(mediation, room_id=stage.room().pk)
    response = look(caseworker, on=TOMORROW.date())
    (room,), posts = response.context["by_room"], response.context["by_post"]
    assert [len(cell) for cell in room.cells] == [1, 0, 0, 0, 0, 0, 0]
    assert [row.name for row in posts if row.count] == ["条调解"]
    assert said(response).count(mediation.matter.number) == 2


def test_a_day_has_morning_afternoon_and_evening(stage, look, caseworker):
    stage.session(stage.mediation(), room_id=stage.room().pk)
    (room,) = look(caseworker, on=TOMORROW.date(), view="day").context["by_room"]
    assert [len(cell) for cell in room.cells] == [0, 1, 0]


@pytest.mark.parametrize("on", ["9999-12-31", "0001-01-01", "2026-02-30", "\0"])
@pytest.mark.parametrize("page", ["calendar", "hearings"])
def test_a_day_without_days_beside_it_shows_today(look, caseworker, page, on):
    assert "2026" in said(look(caseworker, page, on=on))


def test_filters_narrow_to_a_room_a_mediator_a_centre(stage, look, caseworker, mediator, city):
    one, two = stage.room("一号"), stage.room("二号")
    far = stage.room("市里", city)
    names = lambda **query: [row.name for row in look(caseworker, **query).context["by_room"]]  # noqa: E731
    assert names() == ["市里", "一号", "二号"] or set(names()) == {"市里", "一号", "二号"}
    assert names(room=two.pk) == ["二号"]
    assert set(names(centre=one.organisation_id)) == {"一号", "二号"}
    assert names(centre=far.organisation_id) == ["市里"]
    response = look(caseworker, mediator=mediator.post.pk)
    assert [row.name for row in response.context["by_post"]] == ["条调解"]
    assert response.context["by_room"] == []


def test_what_a_reader_may_not_know_of_is_only_taken(stage, look, hr_mediator, partner):
    mediation = stage.mediation()
    stage.session(mediation, room_id=stage.room().pk)
    page = said(look(hr_mediator, on=TOMORROW.date()))
    assert "已占用" in page
    assert mediation.matter.number not in page
    assert "张三" not in page


def test_a_session_called_off_is_gone(stage, look, caseworker):
    from mediation.services import sessions

    mediation = stage.mediation()
    session = stage.session(mediation, room_id=stage.room().pk)
    sessions.cancel_session(mediation_id=mediation.pk, session_id=session.pk, reason="x", by=caseworker, at=NOON)
    assert mediation.matter.number not in said(look(caseworker, on=TOMORROW.date()))


def test_mediators_find_their_own_sessions_and_what_is_not_on_record(stage, look, mediator, caseworker, at_noon):
    late, next_ = stage.mediation(("王五",)), stage.mediation()
    stage.session(late)
    stage.session(next_, TOMORROW + timedelta(days=1))
    at_noon.move_to(TOMORROW + timedelta(days=1, hours=-2))
    context = look(mediator, "my_sessions").context
    assert [session.mediation_id for session in context["behind"]] == [late.pk]
    assert [session.mediation_id for session in context["ahead"]] == [next_.pk]
    assert look(caseworker, "my_sessions").context["ahead"] == []


def test_the_list_of_a_day_masks_workers(stage, look, caseworker, neighbour):
    stage.session(stage.mediation(("张三丰", "李四", "王五", "赵六")), room_id=stage.room().pk)
    page = said(look(caseworker, "hearings", on=TOMORROW.date()))
    assert "张*" in page
    assert "张三丰" not in page
    assert "等4人" in page
    assert "光影传媒有限公司" in page
    assert "光影传媒" not in said(look(neighbour, "hearings", on=TOMORROW.date()))
    assert "这一天没有调解会" in said(look(caseworker, "hearings", on=day(1)))


def test_a_day_that_is_none_means_today(look, caseworker):
    assert look(caseworker, on="gestern").context["first"] == NOON.date() - timedelta(days=4)


@pytest.mark.parametrize("name", ["calendar", "hearings", "my_sessions", "centre"])
def test_queries_do_not_grow(stage, sign_in, mediator, caseworker, name):
    client = sign_in(mediator)
    url = reverse(f"mediation:{name}") + f"?on={TOMORROW.date()}"

    def queries(rooms):
        for number in range(rooms):
            room = stage.room(f"{rooms}-{number}")
            when = TOMORROW + timedelta(hours=2 * number + (20 if rooms > 1 else 0))
            stage.session(stage.mediation((f"工人{rooms}-{number}",)), when, room_id=room.pk)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    assert queries(1) == queries(4)

"""The demo is told step by step: cut short anywhere, it loses and doubles nothing and goes on where it stopped."""

from datetime import datetime
from random import Random

import pytest
from django.db import connection, connections

from tests.cast import NOON
from unionlaw.demo import telling
from unionlaw.demo.city import City
from unionlaw.demo.models import Told
from unionlaw.demo.steps import Step, side_by_side
from unionlaw.demo.stories import STORIES
from unionlaw.demo.walks import Walker
from unionlaw.registers.models import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def founded(city, caseworker, supervisor) -> City:
    """A small city, in which everything is still to be told."""
    small = City(city, desks=[(caseworker, supervisor)], demo={"caseworker": caseworker})
    Told.objects.create(step=telling.CITY, told_at=NOON, data=small.saved())
    return small


def come(name: str) -> Step:
    """Somebody of that name comes to the desk."""

    def tell(walker: Walker) -> None:
        walker.worker(walker.city.demo["caseworker"], walker.now, STORIES[0], name)

    return Step(f"{name} comes", tell)


class Killed(Exception):
    """The telling ends here."""


def story(monkeypatch: pytest.MonkeyPatch, *steps: Step) -> None:
    monkeypatch.setattr(telling, "_steps", lambda now: list(steps))
    monkeypatch.setattr(telling, "_analyze", lambda: None)


def names() -> list[str]:
    return sorted(Worker.objects.values_list("name", flat=True))


def test_a_telling_that_was_cut_short_goes_on_where_it_stopped(founded, monkeypatch):
    def cut_short(walker: Walker) -> None:
        come("乙").tell(walker)
        raise Killed

    story(monkeypatch, come("甲"), Step("乙 comes", cut_short), come("丙"))
    with pytest.raises(Killed):
        telling.tell()
    assert names() == ["甲"]
    story(monkeypatch, come("甲"), come("乙"), come("丙"))
    assert telling.tell() == 2
    assert names() == sorted("甲乙丙")
    assert telling.tell() == 0
    assert names() == sorted("甲乙丙")


def test_chance_is_drawn_from_the_name_of_the_step_and_not_from_what_was_told_before(founded, monkeypatch):
    drawn = []
    step = Step("draw", lambda walker: drawn.append(walker.rng.random()))
    story(monkeypatch, step)
    telling.tell()
    Told.objects.filter(step="draw").delete()
    story(monkeypatch, come("甲"), step)
    telling.tell()
    assert drawn[0] == drawn[1]


def test_everything_is_told_as_of_the_moment_the_city_was_founded(founded, monkeypatch):
    moments: list[datetime] = []
    story(monkeypatch, Step("look", lambda walker: moments.append(walker.now)))
    telling.tell()
    assert moments == [NOON]


def test_two_do_not_tell_at_once(founded, monkeypatch):
    free: list[bool] = []

    def ask(walker: Walker) -> None:
        other = connections.create_connection("default")
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [telling.SEED])
                free.append(cursor.fetchone()[0])
        finally:
            other.close()

    story(monkeypatch, Step("ask", ask))
    telling.tell()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database"
            " WHERE d.datname = current_database() AND locktype = 'advisory' AND objid = %s",
            [telling.SEED],
        )
        assert cursor.fetchone()[0] == 0
    assert free == [False]


def test_every_step_has_a_name_of_its_own_and_the_same_each_time():
    first, second = ([step.name for step in telling._steps(NOON)] for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first) > 250
    assert max(map(len, first)) <= 80


def test_some_of_every_kind_are_there_soon():
    kinds = [step.name.split()[0] for step in telling._steps(NOON)[:20]]
    assert {"visit", "lead", "mediation"} <= set(kinds)
    assert kinds[:3] == ["video", "food", "site"]


def test_side_by_side_keeps_the_order_of_each_group():
    many, few = [Step(f"a{n}", print) for n in range(4)], [Step(f"b{n}", print) for n in range(2)]
    assert [step.name for step in side_by_side(many, few)] == ["a0", "b0", "a1", "a2", "b1", "a3"]
    assert side_by_side([], few) == few


def test_visits_are_planned_alike_from_the_same_chances():
    first, second = (telling.plan.steps(Random(1), NOON) for _ in range(2))
    assert [step.name for step in first] == [step.name for step in second]


def test_a_city_of_an_earlier_edition_is_left_alone(caseworker):
    caseworker.user.username = "demo.caseworker"
    caseworker.user.save()
    telling.found(at=NOON)
    assert telling.tell() == 0
    assert not Told.objects.exists()

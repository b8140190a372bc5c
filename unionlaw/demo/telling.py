"""Telling the demo: first the city, then its matters step by step, each step once, however often it is cut short.

Every step is a short transaction that also writes down that it has been told, and draws its chances from its own name.
So a telling that was killed loses and doubles nothing, people can work in the portal meanwhile, and the next telling
goes on with what is left. All of it is told as of the moment the city was founded.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from random import Random

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from unionlaw.accounts.models import User
from unionlaw.demo import famous, groups, letters, limits, mediations, plan, reports
from unionlaw.demo.city import City, Founder
from unionlaw.demo.models import Told
from unionlaw.demo.steps import Step, side_by_side
from unionlaw.demo.walks import Walker
from unionlaw.lib import clock

SEED = 12351
CITY = "city"
LOOK_AGAIN = (0, 20, 80, 200)
"""Before these steps, and at the end, the database counts its rows anew: else it would plan for empty tables."""


def founded() -> bool:
    """Whether the city and its people are there."""
    return User.objects.filter(username="demo.caseworker").exists()


def found(*, at: datetime) -> None:
    """The city and its people, all at once; nothing when they are there."""
    if founded():
        return
    with _one_at_a_time(), transaction.atomic():
        if not founded():
            Told.objects.create(step=CITY, told_at=at, data=Founder(at).found().saved())


def left() -> list[Step]:
    """The steps that are still to be told, in order."""
    begun = Told.objects.filter(step=CITY).first()
    if begun is None:
        # No city yet, or one of an earlier edition, which was told all at once.
        return []
    told = set(Told.objects.values_list("step", flat=True))
    return [step for step in _steps(begun.told_at) if step.name not in told]


def tell() -> int:
    """Every step that is left. Of two who tell at once, the second waits and then finds nothing left.

    Returns how many steps it told.
    """
    with _one_at_a_time():
        steps = left()
        if not steps:
            return 0
        begun = Told.objects.get(step=CITY)
        for _step in tell_each(City.of(begun.data), begun.told_at, steps):
            pass
        _analyze()
        return len(steps)


def tell_each(city: City, now: datetime, steps: Sequence[Step]) -> Iterator[Step]:
    """Tell the steps one by one, each in a transaction of its own; yields each after its commit."""
    number = Told.objects.count() - 1
    for step in steps:
        if number in LOOK_AGAIN:
            _analyze()
        number += 1
        with transaction.atomic():
            # Who would tell it a second time waits here, and fails.
            Told.objects.create(step=step.name, told_at=clock.now())
            step.tell(Walker(city, Random(f"{SEED} {step.name}"), now))  # noqa: S311  invented people, not secrets
            limits.catch_up(now)
        yield step


def _steps(now: datetime) -> list[Step]:
    """The whole story as of `now`, in order."""
    visits = plan.steps(Random(SEED), timezone.localtime(now))  # noqa: S311
    return [
        *famous.STEPS,
        *side_by_side(visits, letters.steps(), mediations.steps(), groups.steps()),
        *plan.GAPS,
        *limits.STEPS,
        *reports.STEPS,
    ]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """The lock belongs to the database session: it is free again when its holder is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SEED])
    try:
        yield
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SEED])


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

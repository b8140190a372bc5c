"""Several sweeps at once, rows that cannot be told, and what is committed between two batches."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from tests.deadlines.reminders import DAY, MORNING, rule_version, told
from unionlaw.deadlines.models import Deadline, DeadlineChange, Ladder
from unionlaw.deadlines.services import sweeping
from unionlaw.deadlines.services.setting_aside import remind_again
from unionlaw.deadlines.services.sweeping import sweep
from unionlaw.lib.errors import Conflict, Missing, Refused
from unionlaw.notices.models import Notice


@pytest.fixture
def spoilt(db):
    """A version whose ladder names whom to tell in a way the statement cannot read."""
    ladder = Ladder.objects.create(key="spoilt", name="坏了的", steps=[{"offset": 0, "to": "responsible"}])
    return rule_version("test.spoilt", ladder=ladder)


@pytest.mark.django_db
def test_a_poison_row_is_put_aside_and_the_others_are_told(
    limit,
    caseworker,
    second_caseworker,
    system_admin,
    spoilt,
):
    before, poison, after = limit(caseworker), limit(caseworker, rule=spoilt), limit(second_caseworker)
    assert sweep(at=MORNING) == 3
    assert (told(before), told(after)) == ({"cai"}, {"cen"})
    poison.refresh_from_db()
    assert (poison.is_put_aside, poison.step_no, poison.put_aside_at) == (True, 0, MORNING)
    change = DeadlineChange.objects.get(deadline=poison)
    assert (change.what, change.job) == ("put_aside", "sweep")
    assert "scalar" in change.reason
    notice = Notice.objects.get(about=f"deadline:{poison.pk}")
    assert (notice.kind, notice.user, notice.matter, notice.urgency) == (
        "deadline.put_aside", system_admin.user, None, "urgent",
    )  # fmt: skip
    assert sweep(at=MORNING + timedelta(minutes=1)) == 0, "it is off the schedule"
    assert list(Deadline.objects.put_aside()) == [poison]


@pytest.mark.django_db
def test_an_administrator_puts_it_back_and_the_step_is_told(limit, caseworker, system_admin, spoilt):
    poison, sound = limit(caseworker, rule=spoilt), limit(caseworker)
    sweep(at=MORNING)
    Ladder.objects.filter(key="spoilt").update(steps=[{"offset": 0, "to": ["responsible"]}])
    later = MORNING + timedelta(hours=2)
    with pytest.raises(Refused):
        remind_again(deadline_id=poison.pk, by=caseworker, at=later)
    with pytest.raises(Conflict):
        remind_again(deadline_id=sound.pk, by=system_admin, at=later)
    with pytest.raises(Missing):
        remind_again(deadline_id=0, by=system_admin, at=later)
    remind_again(deadline_id=poison.pk, by=system_admin, at=later)
    assert DeadlineChange.objects.filter(deadline=poison, what="reminded_again", by_post=system_admin.post).exists()
    sweep(at=later)
    assert "cai" in told(poison, 0)
    assert not Deadline.objects.put_aside().exists()


@pytest.mark.django_db
def test_poison_is_poison_once_however_many_there_are(limit, caseworker, system_admin, spoilt):
    for _ in range(3):
        limit(caseworker, rule=spoilt)
        limit(caseworker)
    assert sweep(at=MORNING, batch=2) == 6
    assert Deadline.objects.put_aside().count() == 3
    assert Notice.objects.filter(kind="deadline.step").count() == 3


@pytest.mark.django_db(transaction=True)
def test_three_sweeps_at_once_tell_everything_once(limit, caseworker, second_caseworker, supervisor):
    deadlines = [limit(owner) for owner in (caseworker, second_caseworker) * 15]
    start = threading.Barrier(3)

    def run(_number: int) -> int:
        try:
            start.wait()
            return sweep(at=MORNING + 2 * DAY, batch=3)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        taken = list(pool.map(run, range(3)))
    # One that met only rows of the others may have left before they were done.
    assert sum(taken) + sweep(at=MORNING + 2 * DAY) == 90
    for deadline in deadlines:
        steps = (
            Notice.objects.filter(about=f"deadline:{deadline.pk}").order_by("pk").values_list("data__step", flat=True)
        )
        assert list(steps) == [0, 1, 2, 2]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_works_on_is_passed_over_and_told_by_the_next_sweep(limit, caseworker):
    held, free = limit(caseworker), limit(caseworker)
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Deadline.objects.select_for_update().get(pk=held.pk)

        def run() -> int:
            try:
                return sweep(at=MORNING)
            finally:
                connection.close()

        assert pool.submit(run).result(timeout=20) == 1
    assert (told(held), told(free)) == (set(), {"cai"})
    assert sweep(at=MORNING) == 1
    assert told(held) == {"cai"}


@pytest.mark.django_db
def test_what_was_told_before_the_database_went_away_stays_told(
    limit,
    caseworker,
    monkeypatch,
):
    for _ in range(5):
        limit(caseworker)
    tell, calls = sweeping._tell, []

    def falters(*args, **which) -> int:
        calls.append(which)
        if len(calls) == 3:
            raise OperationalError("server closed the connection unexpectedly")
        return tell(*args, **which)

    monkeypatch.setattr(sweeping, "_tell", falters)
    with pytest.raises(OperationalError):
        sweep(at=MORNING, batch=2)
    assert Notice.objects.count() == 4
    assert sweep(at=MORNING, batch=2) == 1
    assert Notice.objects.count() == 5


@pytest.mark.django_db
def test_a_sweep_stops_when_its_time_is_over_and_the_next_goes_on(limit, caseworker):
    for _ in range(4):
        limit(caseworker)
    assert sweep(at=MORNING, batch=2, seconds=0) == 2
    assert sweep(at=MORNING, batch=2, seconds=0) == 2
    assert Notice.objects.count() == 4


@pytest.mark.django_db
def test_a_step_and_its_notices_are_one_transaction(limit, caseworker):
    deadline = limit(caseworker)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;"
            "CREATE TRIGGER refuse AFTER INSERT ON notices_notice FOR EACH ROW EXECUTE FUNCTION refuse()"
        )
    with pytest.raises(DatabaseError):
        sweeping._tell(sweeping.BATCH_STATEMENT, MORNING, batch=10)
    deadline.refresh_from_db()
    assert (deadline.step_no, deadline.next_step_at) == (0, MORNING)
    assert not Notice.objects.exists()

"""When the sweep tells a step: missed ones, stopped ones, ladders, batches, and where a limit stands."""

from datetime import date, timedelta

import pytest

from tests.deadlines.reminders import DAY, MORNING, rule_version, told
from unionlaw.deadlines.ladders import load_ladders, shipped
from unionlaw.deadlines.models import Deadline, Ladder
from unionlaw.deadlines.services.sweeping import sweep
from unionlaw.network.services.organisations import move_organisation
from unionlaw.notices import kinds
from unionlaw.notices.models import Heartbeat, Notice

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_missed_steps_are_caught_up_in_order_once_and_marked_late(limit, caseworker, supervisor, manager):
    deadline = limit(caseworker)
    assert sweep(at=MORNING + 2 * DAY, batch=1) == 3
    notices = Notice.objects.order_by("pk")
    assert [notice.data["step"] for notice in notices] == [0, 1, 2, 2]
    assert [notice.late for notice in notices] == [True, True, False, False]
    assert [notice.due_at for notice in notices][:3] == [MORNING, MORNING + DAY, MORNING + 2 * DAY]
    deadline.refresh_from_db()
    assert (deadline.step_no, deadline.next_step_at) == (3, MORNING + 3 * DAY)


@pytest.mark.parametrize(("seconds", "late"), [(60, False), (61, True)])
def test_late_means_more_than_a_minute(limit, caseworker, seconds, late):
    limit(caseworker)
    sweep(at=MORNING + timedelta(seconds=seconds))
    assert Notice.objects.get().late is late


@pytest.mark.parametrize(
    "stopped",
    [{"state": "suspended"}, {"state": "met", "ended_at": MORNING}, {"state": "cancelled", "ended_at": MORNING}],
    ids=lambda fields: fields["state"],
)
def test_what_is_suspended_met_or_cancelled_is_quiet(limit, caseworker, stopped):
    limit(caseworker, next_step_at=None, **stopped)
    assert sweep(at=MORNING + 9 * DAY) == 0
    assert not Notice.objects.exists()


def test_a_snoozed_limit_is_quiet_until_then_and_goes_on_from_there(limit, caseworker):
    until = MORNING + 1.5 * DAY
    deadline = limit(caseworker, snoozed_until=until)
    sweep(at=MORNING)
    deadline.refresh_from_db()
    assert (deadline.step_no, deadline.next_step_at) == (0, until)
    assert not Notice.objects.exists()
    assert sweep(at=until) == 2
    assert list(Notice.objects.order_by("pk").values_list("data__step", "late")) == [(0, False), (1, False)]
    deadline.refresh_from_db()
    assert deadline.next_step_at == MORNING + 2 * DAY


def test_a_new_due_date_is_told_anew(limit, caseworker):
    deadline = limit(caseworker)
    sweep(at=MORNING)
    Deadline.objects.update(due_version=2, step_no=0, next_step_at=MORNING + DAY)
    sweep(at=MORNING + DAY)
    assert Notice.objects.filter(about=f"deadline:{deadline.pk}", data__step=0).count() == 2


def test_a_rule_with_a_ladder_of_its_own_follows_it(limit, caseworker, supervisor):
    ladder = Ladder.objects.create(
        key="own", name="本规则", steps=[{"offset": 0, "to": ["station_head"], "urgent": True}]
    )
    deadline = limit(caseworker, rule=rule_version("test.own", ladder=ladder))
    sweep(at=MORNING)
    assert told(deadline) == {"shen"}
    # The ladder was shortened since: its last step stands for those that were cut.
    sweep(at=MORNING + DAY)
    assert told(deadline, 1) == {"shen"}


def test_the_default_ladder_of_the_database_goes_before_the_shipped_one(limit, caseworker, supervisor):
    load_ladders()
    Ladder.objects.filter(key="default").update(steps=[{"offset": -2, "to": ["station_head"]}], version=2)
    deadline = limit(caseworker)
    sweep(at=MORNING)
    assert told(deadline) == {"shen"}
    load_ladders()
    assert Ladder.objects.get(key="default").steps == [{"offset": -2, "to": ["station_head"]}], "theirs stays"
    assert Ladder.objects.get(key="urgent").steps == shipped()["urgent"]["steps"]


def test_a_batch_reminds_many_limits_of_many_people_with_the_same_few_queries(
    limit,
    caseworker,
    second_caseworker,
    supervisor,
    station_caseworker,
    django_assert_num_queries,
):
    for owner in (caseworker, second_caseworker, station_caseworker) * 4:
        limit(owner)
    # Two batches, the second empty, each a transaction; and the heartbeat.
    with django_assert_num_queries(9):
        assert sweep(at=MORNING) == 12
    assert Notice.objects.count() == 12


def test_every_run_leaves_a_heartbeat_an_idle_one_too(db):
    sweep(at=MORNING)
    assert Heartbeat.objects.get(name="deadlines").finished_at == MORNING
    sweep(at=MORNING + MINUTE)
    assert Heartbeat.objects.get(name="deadlines").finished_at == MORNING + MINUTE


def test_a_limit_stands_where_its_matter_stands_and_moves_with_it(
    limit,
    station_caseworker,
    caseworker,
    neighbour_supervisor,
    town,
    district,
    neighbour_district,
    system_admin,
):
    deadline = limit(station_caseworker)
    deadline.refresh_from_db()
    assert deadline.scope2 == district.pk
    assert Deadline.objects.visible_to(caseworker).exists()
    move_organisation(
        organisation_id=town.pk, new_parent=neighbour_district, reason="区划调整", by=system_admin, at=MORNING
    )
    deadline.refresh_from_db()
    assert deadline.scope2 == neighbour_district.pk
    assert not Deadline.objects.visible_to(caseworker).exists()
    Deadline.objects.update(step_no=2, next_step_at=MORNING)
    sweep(at=MORNING)
    assert told(deadline) == {"zhan", "liu"}


def test_a_limit_follows_its_matter_to_another_holder(limit, caseworker, neighbour_district):
    deadline = limit(caseworker)
    matter = deadline.matter
    matter.organisation = neighbour_district
    matter.scope2 = neighbour_district.pk
    matter.save()
    deadline.refresh_from_db()
    assert (deadline.organisation, deadline.scope2) == (neighbour_district, neighbour_district.pk)


@pytest.mark.parametrize(
    ("step", "told_on", "due_on", "title"),
    [
        (0, MORNING, date(2026, 11, 23), "测试期限还有5个工作日到期"),
        (0, MORNING + 3 * DAY, date(2026, 11, 23), "测试期限将于2026-11-23到期"),
        (2, MORNING + 2 * DAY, date(2026, 11, 18), "测试期限今天到期"),
        (2, MORNING + 2 * DAY, date(2026, 11, 21), "测试期限将于2026-11-21到期"),
        (2, MORNING + 3 * DAY, date(2026, 11, 18), "测试期限已于2026-11-18到期"),
        (3, MORNING + 3 * DAY, date(2026, 11, 18), "测试期限已逾期1个工作日"),
    ],
)
def test_a_step_told_on_another_day_than_planned_names_the_day(limit, caseworker, step, told_on, due_on, title):
    limit(caseworker, step_no=step, next_step_at=MORNING + step * DAY, due_on=due_on)
    sweep(at=told_on)
    notice = Notice.objects.filter(data__step=step).first()
    assert kinds.worded(kinds.get(notice.kind).title, notice.data) == title

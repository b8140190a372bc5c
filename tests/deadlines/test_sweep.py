"""The sweep tells each step of each limit once, to whom it concerns at that moment."""

from datetime import timedelta

import pytest

from tests.cast import LONG_AGO, appoint
from tests.deadlines.reminders import DAY, MORNING, told
from unionlaw.deadlines.services.sweeping import sweep
from unionlaw.network.models import Absence
from unionlaw.network.roles import Role
from unionlaw.notices.models import Notice

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def on_leave(actor, at=MORNING) -> None:
    day = at.date()
    Absence.objects.create(post=actor.post, starts_on=day, ends_on=day + 30 * DAY, recorded_at=at)


def test_the_five_steps_climb_from_the_responsible_person_to_the_city(
    limit,
    station_caseworker,
    caseworker,
    supervisor,
    manager,
    city_supervisor,
    neighbour_supervisor,
):
    station_caseworker.post.deputy = caseworker.post
    station_caseworker.post.save()
    deadline = limit(station_caseworker)
    expected = [
        {"zhan"},
        {"zhan", "cai"},
        {"zhan", "shen"},  # nobody heads station and town: the district does
        {"zhan", "shen"},
        {"zhan", "shen", "guan"},
    ]
    for step, people in enumerate(expected):
        assert sweep(at=MORNING + step * DAY) == 1
        assert told(deadline, step) == people
        assert sweep(at=MORNING + step * DAY + MINUTE) == 0, "it was told already"
    deadline.refresh_from_db()
    assert (deadline.step_no, deadline.next_step_at) == (5, None)
    assert Notice.objects.count() == sum(map(len, expected))


def test_a_notice_says_what_is_due_when_and_for_whom(limit, caseworker, supervisor):
    deadline = limit(caseworker, label="张三的答复")
    sweep(at=MORNING + timedelta(seconds=30))
    notice = Notice.objects.get()
    assert notice.key == f"deadline:{deadline.pk}:1:0:{caseworker.post.pk}"
    assert (notice.kind, notice.matter, notice.post, notice.user) == (
        "deadline.step", deadline.matter, caseworker.post, caseworker.user,
    )  # fmt: skip
    assert notice.data == {
        "step": 0, "offset": -5, "rule": "测试期限", "rule_en": "Limit for tests", "label": "张三的答复",
        "due_on": "2026-11-18", "on": "2026-11-16", "on_its_day": True, "as": "responsible",
    }  # fmt: skip
    assert (notice.due_at, notice.late, notice.urgency) == (MORNING, False, "normal")
    sweep(at=MORNING + 2 * DAY)
    assert set(Notice.objects.filter(data__step=2).values_list("urgency", flat=True)) == {"urgent"}
    assert set(Notice.objects.filter(data__step=2).values_list("data__as", flat=True)) == {
        "responsible", "station_head",
    }  # fmt: skip


def test_who_is_on_leave_is_stood_in_for_by_their_deputy_and_without_one_by_the_head(
    limit,
    caseworker,
    second_caseworker,
    supervisor,
):
    caseworker.post.deputy = second_caseworker.post
    caseworker.post.save()
    with_deputy = limit(caseworker)
    on_leave(caseworker)
    sweep(at=MORNING)
    assert told(with_deputy) == {"cen"}
    assert Notice.objects.get().data["as"] == "deputy"

    on_leave(second_caseworker)
    without = limit(caseworker)
    sweep(at=MORNING)
    assert told(without) == {"shen"}


def test_leave_counts_on_its_days_only(limit, caseworker, supervisor):
    deadline = limit(caseworker)
    Absence.objects.create(
        post=caseworker.post, starts_on=MORNING.date() - 5 * DAY, ends_on=MORNING.date() - DAY, recorded_at=MORNING
    )
    sweep(at=MORNING)
    assert told(deadline) == {"cai"}


@pytest.mark.parametrize("why", ["left", "account closed"])
def test_who_has_left_is_not_reminded(limit, caseworker, second_caseworker, supervisor, why):
    deadline = limit(caseworker)
    if why == "left":
        caseworker.post.ends_on = MORNING.date() - DAY
        caseworker.post.save()
    else:
        caseworker.user.is_active = False
        caseworker.user.save()
    sweep(at=MORNING)
    assert told(deadline) == {"shen"}


def test_on_the_last_day_in_a_post_one_is_still_reminded(limit, caseworker):
    deadline = limit(caseworker)
    caseworker.post.ends_on = MORNING.date()
    caseworker.post.save()
    sweep(at=MORNING)
    assert told(deadline) == {"cai"}


def test_a_head_on_leave_is_stood_in_for_and_else_passed_over(
    limit,
    caseworker,
    second_caseworker,
    supervisor,
    city_supervisor,
    manager,
):
    deadline = limit(caseworker, step_no=2, next_step_at=MORNING)
    supervisor.post.deputy = second_caseworker.post
    supervisor.post.save()
    on_leave(supervisor)
    sweep(at=MORNING)
    assert told(deadline) == {"cai", "cen"}

    on_leave(second_caseworker)
    deadline = limit(caseworker, step_no=2, next_step_at=MORNING)
    sweep(at=MORNING)
    assert told(deadline) == {"cai", "shi"}, "the next above, a supervisor before a manager"


def test_a_head_who_left_long_ago_has_no_stand_in(limit, caseworker, second_caseworker, district, manager):
    appoint("jiu", "旧主任", district, Role.SUPERVISOR, ends_on=LONG_AGO, deputy=second_caseworker.post)
    deadline = limit(caseworker, step_no=2, next_step_at=MORNING)
    sweep(at=MORNING)
    assert told(deadline) == {"cai", "guan"}


def test_somebody_in_two_of_the_roles_is_told_once(limit, supervisor):
    deadline = limit(supervisor, step_no=3, next_step_at=MORNING)
    sweep(at=MORNING)
    assert Notice.objects.count() == 1
    assert told(deadline) == {"shen"}


def test_a_limit_nobody_answers_for_goes_to_the_head(limit, caseworker, supervisor):
    deadline = limit(caseworker, responsible=None)
    sweep(at=MORNING)
    assert told(deadline) == {"shen"}


def test_with_nobody_left_system_administrators_are_told_without_the_matter(
    limit,
    caseworker,
    system_admin,
    security_admin,
):
    deadline = limit(caseworker, responsible=None)
    sweep(at=MORNING)
    notice = Notice.objects.get()
    assert (notice.kind, notice.user, notice.matter, notice.urgency) == (
        "deadline.nobody", system_admin.user, None, "urgent",
    )  # fmt: skip
    deadline.refresh_from_db()
    assert deadline.step_no == 1


def test_with_nobody_at_all_the_step_waits_and_is_told_late_when_somebody_comes(
    limit,
    caseworker,
    district,
):
    deadline = limit(caseworker, responsible=None, step_at=[MORNING], next_step_at=MORNING)
    sweep(at=MORNING)
    deadline.refresh_from_db()
    assert deadline.step_no == 0
    assert deadline.next_step_at == MORNING + timedelta(minutes=15)
    appoint("xin", "新主任", district, Role.SUPERVISOR)
    sweep(at=MORNING + timedelta(minutes=15))
    assert told(deadline) == {"xin"}

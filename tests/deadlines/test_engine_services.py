"""What is done to a time limit by hand: each needs its right and its reason, is logged, and stands on the timeline."""

from datetime import date, datetime, timedelta

import pytest

from cases import states
from tests.cast import CHINA, NOON
from tests.deadlines.limits import changes, the
from unionlaw.deadlines.models import Deadline, RuleVersion
from unionlaw.deadlines.services.changing import acknowledge, cancel, meet, recompute, restart, resume, snooze, suspend
from unionlaw.deadlines.services.opening import open_by_hand
from unionlaw.deadlines.services.rules import add_version, preview
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused, Stale
from unionlaw.matters.models import Event, Matter
from unionlaw.notices.models import Notice

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
DAY = timedelta(days=1)


@pytest.fixture
def case(walk):
    return walk.to(states.CONDUCTING)


@pytest.fixture
def award(walk, case) -> Deadline:
    """Fifteen days to sue, from yesterday."""
    return open_by_hand(
        matter_id=case.pk, rule_key="sue_final_worker", start_on=TODAY - DAY, label="裁决", by=walk.lawyer, at=NOON
    )


def last(matter_id: int) -> Event:
    return Event.objects.filter(matter=matter_id).first()


def matter_of(limit: Deadline) -> Matter:
    return Matter.objects.get(pk=limit.matter_id)


def test_a_limit_is_opened_by_hand_from_a_paper(walk, case, award):
    assert (award.due_on, award.label, award.state) == (TODAY + 14 * DAY, "裁决", "open")
    event = last(case.pk)
    assert (event.name, event.data["due_on"]) == ("deadline.opened", "2026-12-04")
    assert event.data["what"]["zh"].endswith("裁决")
    with pytest.raises(Conflict):
        open_by_hand(
            matter_id=case.pk, rule_key="sue_final_worker", start_on=TODAY, label="裁决", by=walk.lawyer, at=NOON
        )


def test_the_date_on_the_letter_wins_over_the_rule(walk, case):
    limit = open_by_hand(
        matter_id=case.pk,
        rule_key="sup_letter_reply",
        start_on=TODAY,
        fixed_on=date(2026, 12, 31),
        label="意见书",
        by=walk.caseworker,
        at=NOON,
    )
    assert (limit.due_on, limit.fixed_on) == (date(2026, 12, 31), date(2026, 12, 31))


def test_what_cannot_be_opened_is_told(walk, case, partner, neighbour):
    call = {"matter_id": case.pk, "rule_key": "sue_final_worker", "start_on": TODAY, "label": "", "at": NOON}
    with pytest.raises(Missing):
        open_by_hand(**call, by=neighbour)
    with pytest.raises(Missing):
        open_by_hand(**{**call, "rule_key": "no_such_rule"}, by=walk.caseworker)
    with pytest.raises(Invalid) as invalid:
        open_by_hand(
            **{**call, "start_on": TODAY + DAY, "label": "长" * 121},
            fixed_on=TODAY,
            responsible=neighbour.post,
            by=walk.caseworker,
        )
    assert set(invalid.value.errors) == {"start_on", "label", "fixed_on", "responsible"}
    with pytest.raises(Stale):
        open_by_hand(**call, by=walk.caseworker, version=1)


def test_meeting_a_limit_takes_the_day_on_which_it_was_done(walk, case, award):
    with pytest.raises(Invalid):
        meet(deadline_id=award.pk, on=TODAY + DAY, by=walk.lawyer, at=NOON)
    meet(deadline_id=award.pk, on=TODAY, reason="已起诉", by=walk.lawyer, at=NOON, version=award.version)
    award.refresh_from_db()
    assert (award.state, award.met_on, award.next_step_at) == ("met", TODAY, None)
    assert award.ended_event == last(case.pk)
    assert (last(case.pk).name, last(case.pk).reason) == ("deadline.met", "已起诉")
    with pytest.raises(Conflict, match="已完成"):
        meet(deadline_id=award.pk, on=TODAY, by=walk.lawyer, at=NOON)


def test_a_stale_form_is_refused(walk, award):
    restart(deadline_id=award.pk, on=TODAY, reason="更正", by=walk.lawyer, at=NOON)
    with pytest.raises(Stale):
        meet(deadline_id=award.pk, on=TODAY, by=walk.lawyer, at=NOON, version=award.version)


def test_only_a_supervisor_cancels_and_says_why(walk, award):
    with pytest.raises(Refused):
        cancel(deadline_id=award.pk, reason="不需要了", by=walk.lawyer, at=NOON)
    with pytest.raises(Invalid):
        cancel(deadline_id=award.pk, reason=" ", by=walk.supervisor, at=NOON)
    cancel(deadline_id=award.pk, reason="登记有误", by=walk.supervisor, at=NOON)
    assert the(matter_of(award), "sue_final_worker").state == "cancelled"
    assert changes(award)[-1][0] == "cancelled"


def test_a_suspended_limit_is_quiet_and_goes_on_with_what_was_left(walk, award):
    later = NOON + 10 * DAY
    suspend(deadline_id=award.pk, on=TODAY, reason="不可抗力", by=walk.lawyer, at=NOON)
    award.refresh_from_db()
    assert (award.state, award.next_step_at, award.suspensions) == ("suspended", None, [["2026-11-20", None]])
    with pytest.raises(Conflict):
        suspend(deadline_id=award.pk, on=TODAY, reason="再中止", by=walk.lawyer, at=NOON)
    resume(deadline_id=award.pk, on=later.date(), reason="障碍消除", by=walk.lawyer, at=later)
    award.refresh_from_db()
    assert award.suspensions == [["2026-11-20", "2026-11-29"]]
    assert award.due_on == TODAY + 24 * DAY, "ten days did not count"
    with pytest.raises(Conflict):
        resume(deadline_id=award.pk, on=later.date(), by=walk.lawyer, at=later)


def test_a_restarted_limit_forgets_extension_and_suspension(walk, award):
    restart(deadline_id=award.pk, on=TODAY, reason="重新送达", by=walk.lawyer, at=NOON)
    award.refresh_from_db()
    assert (award.start_on, award.due_on) == (TODAY, TODAY + 17 * DAY), "the fifteenth day is a Saturday"
    assert last(award.matter_id).name == "deadline.restarted"


def test_who_knows_is_reminded_again_only_on_the_due_day(walk, award):
    acknowledge(deadline_id=award.pk, by=walk.lawyer, at=NOON)
    award.refresh_from_db()
    assert award.acknowledged_at == NOON
    assert award.next_step_at == datetime(2026, 12, 4, 9, tzinfo=CHINA)
    with pytest.raises(Conflict):
        acknowledge(deadline_id=award.pk, by=walk.lawyer, at=NOON)


def test_reminders_are_put_off_once_and_never_past_the_due_day(walk, award):
    with pytest.raises(Invalid):
        snooze(deadline_id=award.pk, until=award.due_on + DAY, reason="等材料", by=walk.lawyer, at=NOON)
    snooze(deadline_id=award.pk, until=date(2026, 12, 2), reason="等材料", by=walk.lawyer, at=NOON)
    award.refresh_from_db()
    assert award.snoozed_until == datetime(2026, 12, 2, 9, tzinfo=CHINA)
    assert award.next_step_at >= award.snoozed_until
    with pytest.raises(Conflict):
        snooze(deadline_id=award.pk, until=date(2026, 12, 3), reason="还等", by=walk.lawyer, at=NOON)


def test_a_new_version_moves_running_limits_only_when_told_to_and_says_so(walk, case, award, system_admin):
    rule = RuleVersion.objects.get(pk=award.rule_version_id).rule
    version = add_version(
        rule=rule,
        content={"length": 20, "effective_from": date(2026, 1, 1)},
        why="修法",
        by=system_admin,
        at=NOON,
    )
    award.refresh_from_db()
    assert award.due_on == TODAY + 14 * DAY, "nothing moves silently"
    assert [(move.deadline, move.after) for move in preview(version)] == [(award, TODAY + 19 * DAY)]
    moved = recompute(rule_version=version, by=system_admin, at=NOON, why="修法")
    assert [(move.before, move.after) for move in moved] == [(TODAY + 14 * DAY, TODAY + 19 * DAY)]
    award.refresh_from_db()
    assert (award.rule_version, award.due_on, award.due_version) == (version, TODAY + 19 * DAY, 2)
    assert changes(award)[-1] == ("recomputed", TODAY + 14 * DAY, TODAY + 19 * DAY)
    event = last(case.pk)
    assert (event.name, event.user, event.data["due_on"]) == (
        "deadline.recomputed",
        system_admin.user,
        (TODAY + 19 * DAY).isoformat(),
    )
    assert Notice.objects.get(kind="deadline.moved").post == award.responsible
    assert recompute(rule_version=version, by=system_admin, at=NOON, why="修法") == []
    with pytest.raises(Refused):
        recompute(rule_version=version, by=walk.supervisor, at=NOON, why="x")


def test_a_published_year_settles_what_was_provisional(walk, case, system_admin):
    from unionlaw.deadlines.services.calendar import publish_year, set_day

    late = datetime(2026, 12, 18, 12, tzinfo=CHINA)
    limit = open_by_hand(
        matter_id=case.pk, rule_key="work_order_finish", start_on=late.date(), label="", by=walk.caseworker, at=late
    )
    assert limit.provisional
    before = limit.due_on
    set_day(day=date(2027, 1, 4), kind="holiday", name="元旦", by=system_admin, at=late)
    publish_year(year=2027, source="国办发明电〔2026〕9号", by=system_admin, at=late)
    limit.refresh_from_db()
    assert (limit.provisional, limit.due_on) == (False, before + DAY)
    assert changes(limit)[-1] == ("recomputed", before, before + DAY)


def test_the_matter_tells_its_next_day_and_how_far_it_is_watched(walk, case, award):
    matter = matter_of(award)
    assert matter.next_due_on == the(case, "first_contact").due_on
    assert matter.watched_until == date(2027, 6, 30)
    cancel(deadline_id=the(case, "aid_limitation").pk, reason="已另行起诉", by=walk.supervisor, at=NOON)
    assert matter_of(award).watched_until == the(case, "progress_report").due_on


def test_nothing_is_forgotten(walk, supervisor, manager, caseworker):
    watched = walk.to(states.CONDUCTING)
    case = walk.apply(infringed_on=None)
    later = NOON + 8 * DAY
    assert not Matter.objects.forgotten(TODAY).exists()
    assert list(Matter.objects.forgotten(later.date())) == [case.matter]
    cancel(deadline_id=the(case, "aid_review").pk, reason="误设", by=supervisor, at=NOON)
    for reader in (supervisor, manager, caseworker):
        found = {
            pk
            for branch in Matter.objects.forgotten_branches(reader, TODAY)
            for pk in branch.queryset.values_list("pk", flat=True)
        }
        assert found == {case.pk}
    assert watched.pk != case.pk


def test_one_act_writes_one_row_of_the_matters_history(walk, case):
    from django.apps import apps

    history = apps.get_model("matters", "MatterEvent").objects.filter(pgh_obj=case.pk)
    before = history.count()
    walk.do("log_work", case, by=walk.lawyer)
    assert history.count() == before + 1

"""Events drive time limits: an event opens, meets, suspends, restarts and cancels what the rules say."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import states
from cases.services import closing, consultations, facts, reviews
from tests.cast import NOON
from tests.deadlines.limits import changes, running, the
from unionlaw.deadlines.models import Deadline, DeadlineChange, RuleVersion
from unionlaw.deadlines.services.opening import open_by_hand
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.matters.models import Matter
from unionlaw.matters.services.care import add_note, hand_over
from unionlaw.network.models import Organisation

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
DAY = timedelta(days=1)


def test_an_application_starts_its_review_and_the_watch_over_the_limitation(walk):
    case = walk.apply()
    review, limitation = the(case, "aid_review"), the(case, "aid_limitation")
    assert (review.start_on, review.due_on, review.state) == (TODAY, TODAY + 7 * DAY, "open")
    assert (review.responsible, review.organisation) == (walk.caseworker.post, case.matter.organisation)
    assert review.opened_event.name == "aid_application.received"
    assert review.explanation[0]["code"] == "start"
    assert review.next_step_at is not None
    assert (limitation.fixed_on, limitation.due_on) == (date(2027, 6, 30), date(2027, 6, 30))
    matter = Matter.objects.get(pk=case.pk)
    assert (matter.next_due_on, matter.watched_until) == (TODAY + 7 * DAY, date(2027, 6, 30))
    assert changes(review) == [("opened", None, TODAY + 7 * DAY)]


def test_a_case_without_a_limitation_day_is_not_watched_for_one(walk):
    assert set(running(walk.apply(infringed_on=None))) == {"aid_review"}


def test_the_time_in_which_papers_are_missing_does_not_count(walk):
    case = walk.apply()
    asked, came = NOON + 3 * DAY, NOON + 13 * DAY
    reviews.request_supplement(
        case_id=case.pk, items=["劳动合同"], due_on=TODAY + 20 * DAY, by=walk.supervisor, at=asked
    )
    review = the(case, "aid_review")
    assert (review.state, review.next_step_at) == ("suspended", None)
    assert the(case, "aid_supplement").due_on == TODAY + 20 * DAY
    assert Matter.objects.get(pk=case.pk).next_due_on == TODAY + 20 * DAY
    walk.papers(case, "review")
    reviews.receive_supplement(case_id=case.pk, by=walk.caseworker, at=came)
    review = the(case, "aid_review")
    assert (review.state, review.due_on) == ("open", TODAY + 17 * DAY), "ten days later than without"
    assert review.suspensions == [["2026-11-24", "2026-12-03"]]
    assert the(case, "aid_supplement").state == "met"
    assert [what for what, *_days in changes(review)] == ["opened", "suspended", "resumed"]
    assert review.due_version == 2


def test_each_step_meets_its_limit_and_starts_the_next(walk):
    case = walk.to(states.GRANTED)
    assert the(case, "aid_review").state == "met"
    assert the(case, "aid_review").met_on == TODAY
    assert the(case, "aid_review").ended_event.name == "aid_application.granted"
    walk.do("assign", case, by=walk.supervisor)
    assert the(case, "aid_assign").state == "met"
    acceptance = the(case, "assignment_acceptance")
    assert (acceptance.responsible, acceptance.due_on) == (walk.lawyer.post, TODAY + 2 * DAY)
    walk.do("accept_assignment", case, by=walk.lawyer)
    assert set(running(case)) == {"first_contact", "progress_report", "aid_limitation"}


def test_work_restarts_the_report_of_progress(walk):
    case = walk.to(states.CONDUCTING)
    later = NOON + 9 * DAY
    walk.do("log_work", case, by=walk.lawyer, at=later, worked_on=later.date())
    report = the(case, "progress_report")
    assert (report.start_on, report.due_on) == (later.date(), later.date() + 30 * DAY)
    assert {"restarted"} <= {step["code"] for step in report.explanation}
    assert the(case, "first_contact").met_on == later.date()


def test_each_hearing_has_a_limit_of_its_own_and_its_result_meets_that_one(walk):
    case = walk.to(states.CONDUCTING)
    first = walk.do("schedule_hearing", case, by=walk.lawyer, starts_at=NOON + 3 * DAY)
    second = walk.do("schedule_hearing", case, by=walk.lawyer, what="arbitration", starts_at=NOON + 9 * DAY)
    labels = {d.label: d.due_on for d in Deadline.objects.filter(matter=case.pk, subject__startswith="hearing:")}
    assert labels == {
        "会见 · 2026-11-23 12:00": TODAY + 3 * DAY,
        "仲裁庭审 · 2026-11-29 12:00": TODAY + 9 * DAY,
    }
    walk.do("conclude_hearing", case, by=walk.lawyer, hearing_id=first.pk, at=NOON + 4 * DAY)
    assert Deadline.objects.get(subject=f"hearing:{first.pk}").state == "met"
    assert Deadline.objects.get(subject=f"hearing:{second.pk}").state == "open"


def test_a_claim_handed_in_meets_the_limitation_on_the_day_it_was_handed_in(walk):
    case = walk.to(states.CONDUCTING)
    walk.do("log_filing", case, by=walk.lawyer, filed_on=TODAY - DAY)
    assert (the(case, "aid_limitation").state, the(case, "aid_limitation").met_on) == ("met", TODAY - DAY)


def test_a_limitation_day_that_is_taken_back_is_counted_anew_and_without_dates_watched_no_more(walk):
    case = walk.apply()
    same = {"cause": walk.cause, "facts": "被拖欠六个月工资。", "employment_ended_on": None}
    same |= {"by": walk.caseworker, "at": NOON, "case_id": case.pk}
    known = date(2026, 6, 30)
    facts.amend_facts(**same, infringed_on=known, limitation_on=date(2027, 1, 31))
    assert the(case, "aid_limitation").due_on == date(2027, 1, 31)
    facts.amend_facts(**same, infringed_on=known, limitation_on=None)
    assert the(case, "aid_limitation").state == "open"
    assert the(case, "aid_limitation").due_on == date(2027, 6, 30)
    facts.amend_facts(**same, infringed_on=None, limitation_on=None)
    assert the(case, "aid_limitation").state == "cancelled"
    assert Matter.objects.get(pk=case.pk).watched_until == TODAY + 7 * DAY


def test_withdrawing_cancels_whatever_runs_and_an_objection_starts_anew(walk):
    case = walk.to(states.WITHDRAWN)
    assert running(case) == {}
    assert set(Deadline.objects.filter(matter=case.pk).values_list("state", flat=True)) == {"cancelled"}
    matter = Matter.objects.get(pk=case.pk)
    assert (matter.next_due_on, matter.watched_until) == (None, None)
    case = walk.to(states.OBJECTED)
    assert set(running(case)) == {"aid_objection_review", "aid_limitation"}


def test_an_answered_consultation_leaves_nothing_running(caseworker):
    asked = consultations.record_consultation(question="欠薪", channel="window", by=caseworker, at=NOON)
    assert list(running(asked)) == ["consultation_answer"]
    consultations.answer_consultation(matter_id=asked.pk, advice="可以申请", by=caseworker, at=NOON + DAY)
    assert the(asked, "consultation_answer").met_on == TODAY + DAY


def test_a_case_does_not_close_over_a_limit_that_runs(walk):
    case = walk.to(states.CONDUCTING)
    open_by_hand(
        matter_id=case.pk, rule_key="sue_final_worker", start_on=TODAY - DAY, label="", by=walk.lawyer, at=NOON
    )
    walk.finish(case)
    with pytest.raises(Invalid) as refused:
        closing.close_case(case_id=case.pk, ending="settled", closing_note="好", by=walk.supervisor, at=NOON)
    assert [line for line in refused.value.errors[""] if line.startswith("期限未完成")]
    assert "deadlines" in {duty.anchor for duty in closing.open_duties(walk.fresh(case))}


def test_the_engine_refuses_too_when_a_service_did_not_look(walk):
    from cases.services import steps

    case = walk.to(states.CONDUCTING)
    open_by_hand(matter_id=case.pk, rule_key="appeal_judgment", start_on=TODAY, label="", by=walk.lawyer, at=NOON)
    case = walk.fresh(case)
    with pytest.raises(Conflict, match="还有未完成的期限"):
        steps.record(case, "aid_case.closed", by=walk.supervisor, at=NOON, data={"recovered": "0", "how": "x"})


def test_closing_ends_the_limits_of_the_office_itself(walk):
    case = walk.to(states.CLOSED)
    assert set(running(case)) == {"follow_up"}, "what closing itself begins runs on"
    closing.reopen_case(case_id=case.pk, reason="余款未付", by=walk.supervisor, at=NOON)
    assert set(running(case)) == {"reopened_next_step", "progress_report", "aid_limitation"}


def test_limits_go_with_the_matter_to_the_new_owner_and_with_the_case_to_the_new_lawyer(walk, second_caseworker):
    case = walk.to(states.GRANTED)
    named = open_by_hand(
        matter_id=case.pk,
        rule_key="capacity_assess",
        start_on=TODAY,
        label="",
        responsible=walk.supervisor.post,
        by=walk.caseworker,
        at=NOON,
    )
    hand_over(matter_id=case.pk, to=second_caseworker.post, reason="休假", by=walk.supervisor, at=NOON)
    assert the(case, "aid_assign").responsible == second_caseworker.post
    assert the(case, "aid_limitation").responsible == second_caseworker.post, "until there is a lawyer"
    named.refresh_from_db()
    assert named.responsible == walk.supervisor.post, "who was named stays"
    walk.do("assign", case, by=walk.supervisor)
    assert the(case, "aid_limitation").responsible == walk.lawyer.post
    walk.do("decline_assignment", case, by=walk.lawyer)
    assert the(case, "aid_limitation").responsible == second_caseworker.post
    assert "handed_over" in [what for what, *_days in changes(the(case, "aid_limitation"))]


def test_an_organisations_closure_moves_its_own_standards_and_no_statutory_limit(walk, district, supervisor):
    from unionlaw.deadlines.services.calendar import add_closure

    add_closure(organisation=district, first=TODAY + 3 * DAY, last=TODAY + 4 * DAY, name="搬迁", by=supervisor, at=NOON)
    case = walk.apply()
    assert the(case, "aid_review").due_on == TODAY + 7 * DAY
    limit = open_by_hand(
        matter_id=case.pk, rule_key="work_order_first_response", start_on=TODAY, label="", by=walk.caseworker, at=NOON
    )
    assert limit.due_on == TODAY + 5 * DAY, "Monday and Tuesday closed"


def test_a_rule_of_another_kind_of_matter_opens_nothing(walk, system):
    version = RuleVersion.objects.get(rule__key="consultation_answer")
    from unionlaw.deadlines.services.rules import add_version

    add_version(
        rule=version.rule,
        content={"matter_kind": "mediation", "effective_from": date(2026, 1, 1)},
        why="试",
        by=system,
        at=NOON,
    )
    asked = consultations.record_consultation(question="欠薪", channel="window", by=walk.caseworker, at=NOON)
    assert running(asked) == {}


def test_the_nearest_jurisdiction_wins(walk, caseworker):
    case = walk.apply()
    limit = open_by_hand(
        matter_id=case.pk, rule_key="sup_letter_reply", start_on=TODAY, label="", by=caseworker, at=NOON
    )
    assert limit.rule_version.rule.jurisdiction == "44"
    Organisation.objects.filter(pk__in=case.matter.organisation.lineage).update(region_code="330100")
    other = open_by_hand(
        matter_id=case.pk, rule_key="sup_letter_reply", start_on=TODAY, label="杭州", by=caseworker, at=NOON
    )
    assert other.rule_version.rule.jurisdiction == "33"


def queries_of(connection_queries, *words):
    return [q["sql"] for q in connection_queries if any(word in q["sql"] for word in words)]


def test_an_event_no_rule_names_costs_one_look_at_the_stamp(walk):
    case = walk.apply()
    add_note(matter_id=case.pk, text="先来一条", by=walk.caseworker, at=NOON)
    with CaptureQueriesContext(connection) as queries:
        add_note(matter_id=case.pk, text="来电", by=walk.caseworker, at=NOON)
    assert len(queries_of(queries, "deadlines_")) == 1


def test_what_an_event_costs_does_not_grow_with_the_number_of_limits(walk):
    few, many = walk.to(states.CONDUCTING), walk.to(states.CONDUCTING)
    for n in range(8):
        walk.do("schedule_hearing", many, by=walk.lawyer, starts_at=NOON + (n + 1) * DAY)
    counts = []
    for case in (few, many):
        with CaptureQueriesContext(connection) as queries:
            walk.do("replace_lawyer", case, by=walk.supervisor)
        counts.append(len(queries_of(queries, "deadlines_")))
    assert counts[0] == counts[1] <= 8


def test_changes_are_kept_for_good(walk):
    from django.db import ProgrammingError

    review = the(walk.apply(), "aid_review")
    with pytest.raises(ProgrammingError):
        DeadlineChange.objects.filter(deadline=review).update(reason="别的")

"""What the lawyer does, and what is due next because of it."""

from datetime import date, timedelta

import pytest

from cases import states
from cases.models import Hearing
from cases.services import conduct, facts
from tests.cast import NOON
from unionlaw.deadlines.models import Deadline
from unionlaw.deadlines.running import earliest
from unionlaw.deadlines.wording import why
from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.matters.models import Event, Matter

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def case(walk):
    return walk.to(states.CONDUCTING)


def last_event(case):
    return Event.objects.filter(matter=case.pk).first()


def next_of(case):
    matter = Matter.objects.get(pk=case.pk)
    return matter.next_step, matter.next_due_on


def reason(case):
    return why(earliest(Matter.objects.get(pk=case.pk)))


def deadlines(case):
    return set(Deadline.objects.running().filter(matter=case.pk).values_list("rule_version__rule__key", flat=True))


def test_what_is_due_follows_the_work(walk, case):
    assert next_of(case) == ("首次会见当事人", TODAY + timedelta(days=5))
    walk.do("log_work", case, by=walk.lawyer)
    assert next_of(case) == ("继续办理", TODAY + timedelta(days=30)), "the next report of progress"
    soon = NOON + timedelta(days=12)
    hearing = walk.do("schedule_hearing", case, by=walk.lawyer, what="mediation", starts_at=soon)
    assert next_of(case) == ("参加调解会", soon.date())
    assert reason(case) == "出席开庭或者会议：调解会 · 2026-12-02 12:00，定于2026-12-02"
    walk.do("log_filing", case, by=walk.lawyer)
    walk.do("conclude_hearing", case, by=walk.lawyer, hearing_id=hearing.pk, at=soon + timedelta(hours=2))
    assert next_of(case) == ("继续办理", TODAY + timedelta(days=42)), "thirty days after the hearing"
    assert deadlines(case) == {"progress_report"}, "the filing interrupts the limitation period"
    walk.finish(case, at=soon)
    assert next_of(case)[0] == "结案"


def test_papers_that_interrupt_nothing_leave_the_limitation_running(walk, case):
    walk.do("log_filing", case, by=walk.lawyer, what="evidence")
    assert deadlines(case) == {"progress_report", "aid_limitation"}
    matter = Matter.objects.get(pk=case.pk)
    assert (matter.next_due_on, matter.watched_until) == (TODAY + timedelta(days=30), date(2027, 6, 30))


def test_the_limitation_is_what_comes_next_when_it_is_due_first(walk, case):
    facts.amend_facts(
        case_id=case.pk,
        cause=walk.cause,
        facts=case.matter.dispute.facts,
        infringed_on=None,
        employment_ended_on=None,
        limitation_on=TODAY + timedelta(days=4),
        by=walk.caseworker,
        at=NOON,
    )
    assert next_of(case) == ("时效届满前申请仲裁或主张权利", TODAY + timedelta(days=4))
    walk.do("log_filing", case, by=walk.lawyer)
    assert next_of(case) == ("继续办理", TODAY + timedelta(days=30))


def test_the_limit_explains_itself(walk):
    case = walk.apply()
    assert next_of(case) == ("审查申请", TODAY + timedelta(days=7))
    assert reason(case) == "审查法律援助申请：自2026-11-20起7日内（法律援助法第43条、第68条）"


def test_taking_in_a_paper_does_not_move_the_limit(walk):
    case = walk.apply()
    later = NOON + timedelta(days=2)
    walk.do("receive_material", case, by=walk.caseworker, at=later)
    assert next_of(case) == ("审查申请", TODAY + timedelta(days=7))


def test_a_stage_is_shared_by_the_whole_dispute(walk, case):
    conduct.set_stage(case_id=case.pk, stage="arbitration", by=walk.lawyer, at=NOON)
    assert walk.fresh(case).matter.dispute.stage == "arbitration"
    event = last_event(case)
    assert (event.name, event.data) == ("aid_case.stage_changed", {"before": "协商", "after": "仲裁"})
    for stage in ("arbitration", "moon"):
        with pytest.raises(Invalid):
            conduct.set_stage(case_id=case.pk, stage=stage, by=walk.lawyer, at=NOON)


def test_a_hearing_is_scheduled_once_and_concluded_once(walk, case):
    tomorrow = NOON + timedelta(days=1)
    hearing = walk.do("schedule_hearing", case, by=walk.lawyer, what="arbitration", starts_at=tomorrow, place="三庭")
    assert last_event(case).data == {
        "what": "仲裁庭审",
        "when": "2026-11-21 12:00",
        "place": "三庭",
        "hearing": hearing.pk,
        "day": "2026-11-21",
    }
    assert hearing.stage == "negotiation", "the dispute's stage unless told otherwise"
    with pytest.raises(Invalid):
        walk.do("schedule_hearing", case, by=walk.lawyer, what="arbitration", starts_at=tomorrow)
    with pytest.raises(Invalid) as invalid:
        walk.do("conclude_hearing", case, by=walk.lawyer, result=" ")
    assert invalid.value.errors.keys() == {"held", "result"}
    walk.do("conclude_hearing", case, by=walk.lawyer, hearing_id=hearing.pk, held=False, result="延期")
    event = last_event(case)
    assert event.name == "aid_case.hearing_concluded"
    assert event.data == {"what": "仲裁庭审", "result": "延期", "hearing": hearing.pk}
    with pytest.raises(Conflict):
        walk.do("conclude_hearing", case, by=walk.lawyer, hearing_id=hearing.pk)
    with pytest.raises(Missing):
        walk.do("conclude_hearing", case, by=walk.lawyer, hearing_id=0)
    assert Hearing.objects.get().held is False


def test_filings_and_work_are_logged(walk, case):
    filing = walk.do("log_filing", case, by=walk.lawyer, reference="越劳人仲案〔2026〕88号")
    event = last_event(case)
    assert (event.name, event.data) == (
        "aid_case.filed_claim",
        {"what": "仲裁申请书", "body": "越山区仲裁院", "reference": filing.reference, "happened_on": "2026-11-20"},
    )
    log = walk.do("log_work", case, by=walk.lawyer)
    event = last_event(case)
    assert (event.name, event.data) == ("aid_case.worked", {"what": "起草申请书", "minutes": 90})
    assert log.post == walk.lawyer.post


@pytest.mark.parametrize(
    ("verb", "bad", "fields"),
    [
        (
            "log_filing",
            {"what": "poem", "body": "", "filed_on": TODAY + timedelta(days=1)},
            {"what", "body", "filed_on"},
        ),
        (
            "log_work",
            {"what": "", "minutes": 1441, "worked_on": TODAY + timedelta(days=1)},
            {"what", "minutes", "worked_on"},
        ),
        ("schedule_hearing", {"what": "party", "place": "远" * 201}, {"what", "place"}),
    ],
)
def test_bad_input_is_told_per_field(walk, case, verb, bad, fields):
    with pytest.raises(Invalid) as invalid:
        walk.do(verb, case, by=walk.lawyer, **bad)
    assert invalid.value.errors.keys() == fields

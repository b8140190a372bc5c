"""From the question at the window to the application."""

from datetime import date, timedelta

import pytest

from cases import states
from cases.services.applications import ApplicantInput, ClaimInput
from cases.services.consultations import (
    answer_consultation,
    record_consultation,
    refer_consultation,
)
from cases.services.materials import checklist_for
from tests.cast import NOON
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.matters.models import Dispute, Event, Matter, MatterLink
from unionlaw.matters.models.matter import Priority

pytestmark = pytest.mark.django_db


def events_of(matter_id):
    return list(Event.objects.filter(matter=matter_id).order_by("sequence").values_list("name", flat=True))


def test_a_question_is_recorded_with_a_number_and_waits_for_an_answer(caseworker, make_worker, make_employer):
    consultation = record_consultation(
        question="公司拖欠六个月工资，怎么办？",
        channel="window",
        workers=[make_worker("张三")],
        employers=[make_employer("光影传媒有限公司")],
        by=caseworker,
        at=NOON,
    )
    matter = Matter.objects.get(pk=consultation.pk)
    assert matter.number == "越工咨〔2026〕1号"
    assert matter.title == "张三与光影传媒有限公司"
    assert (matter.status_id, matter.owner, matter.next_due_on) == (states.ASKED, caseworker.post, date(2026, 11, 23))
    assert events_of(matter.pk) == ["consultation.recorded"]


def test_advice_given_at_the_window_answers_at_once(caseworker):
    consultation = record_consultation(
        question="试用期能不签合同吗？",
        channel="window",
        visitor_name="王先生",
        advice="不能。",
        by=caseworker,
        at=NOON,
    )
    matter = Matter.objects.get(pk=consultation.pk)
    assert (matter.status_id, matter.closed_reason, matter.next_due_on) == (states.ANSWERED, "answered", None)
    assert matter.title == "王先生：试用期能不签合同吗？"
    assert events_of(matter.pk) == ["consultation.recorded", "consultation.answered"]


def test_an_answer_can_come_later_and_a_visitor_can_be_sent_elsewhere(caseworker, second_caseworker):
    first = record_consultation(question="甲", channel="online", by=caseworker, at=NOON)
    with pytest.raises(Invalid) as invalid:
        answer_consultation(matter_id=first.pk, advice=" ", by=caseworker, at=NOON)
    assert invalid.value.errors.keys() == {"advice"}
    assert answer_consultation(matter_id=first.pk, advice="乙", by=second_caseworker, at=NOON).advice == "乙"
    assert events_of(first.pk)[-1] == "consultation.answered"
    second = record_consultation(question="丙", channel="online", by=caseworker, at=NOON)
    refer_consultation(matter_id=second.pk, referred_to="市医保局", reason="不归工会", by=caseworker, at=NOON)
    event = Event.objects.filter(matter=second.pk).first()
    assert (event.name, event.data, event.reason) == ("consultation.referred", {"organisation": "市医保局"}, "不归工会")


def test_bad_input_is_told_per_field_and_takes_no_number(caseworker):
    with pytest.raises(Invalid) as invalid:
        record_consultation(question=" ", channel="pigeon", visitor_name="长" * 41, by=caseworker, at=NOON)
    assert invalid.value.errors.keys() == {"question", "channel", "visitor_name"}
    assert not Matter.objects.exists()


def test_a_manager_does_not_record_and_nobody_records_for_another_tree(manager, caseworker, neighbour_district, firm):
    with pytest.raises(Refused):
        record_consultation(question="问", channel="window", by=manager, at=NOON)
    for organisation in (neighbour_district, firm):
        with pytest.raises(Invalid) as invalid:
            record_consultation(question="问", channel="window", organisation=organisation, by=caseworker, at=NOON)
        assert invalid.value.errors.keys() == {"organisation"}


def test_a_duty_lawyer_records_for_the_union_they_serve_and_keeps_sight(lawyer, other_lawyer, city):
    consultation = record_consultation(question="问", channel="duty_lawyer", by=lawyer, at=NOON)
    assert consultation.matter.organisation == city
    answer_consultation(matter_id=consultation.pk, advice="答", by=lawyer, at=NOON)
    with pytest.raises(Missing):
        answer_consultation(matter_id=consultation.pk, advice="答", by=other_lawyer, at=NOON)


def test_a_consultation_goes_on_as_an_application_about_the_same_dispute(walk, make_worker, make_employer):
    worker, employer = make_worker("张三"), make_employer("光影传媒有限公司")
    consultation = record_consultation(
        question="拖欠工资", channel="window", workers=[worker], employers=[employer], advice="可申请援助",
        by=walk.caseworker, at=NOON,
    )  # fmt: skip
    case = walk.apply(
        applicants=[ApplicantInput(worker, [ClaimInput("wages", 5_000_000)])],
        employer=employer,
        consultation_id=consultation.pk,
    )
    before = Matter.objects.get(pk=consultation.pk)
    assert case.matter.dispute_id == before.dispute_id
    assert Dispute.objects.count() == 1
    assert case.matter.dispute.parties.count() == 2, "nobody is typed twice"
    assert (before.status_id, before.closed_reason) == (states.APPLIED, "applied")
    link = MatterLink.objects.get()
    assert (link.from_matter_id, link.to_matter_id, link.relation) == (case.pk, before.pk, "follows")
    event = Event.objects.filter(matter=before.pk).first()
    assert (event.name, event.data["number"]) == ("consultation.applied", "越工援〔2026〕1号")
    with pytest.raises(Conflict):
        walk.apply(consultation_id=consultation.pk)


def test_an_unregistered_visitor_becomes_a_party_when_they_apply(walk):
    consultation = record_consultation(question="拖欠工资", channel="window", by=walk.caseworker, at=NOON)
    case = walk.apply(consultation_id=consultation.pk)
    matter = Matter.objects.get(pk=consultation.pk)
    assert matter.dispute_id == case.matter.dispute_id
    assert matter.claimant_names == "张三"


def test_an_application_says_what_is_next_and_until_when(walk):
    case = walk.apply()
    matter = Matter.objects.get(pk=case.pk)
    assert matter.number == "越工援〔2026〕1号"
    assert matter.title == "张三与光影传媒有限公司追索劳动报酬纠纷"
    assert (matter.status_id, matter.next_step) == (states.SUBMITTED, "审查申请")
    assert matter.next_due_on == date(2026, 11, 27), "seven days, 法律援助法 art. 43"
    assert (matter.owner, matter.green_channel, matter.group) == (walk.caseworker.post, False, False)
    assert case.limitation_on == date(2027, 6, 30)
    assert events_of(case.pk) == ["aid_application.received"]


def test_a_limitation_that_ends_sooner_is_what_is_due(walk):
    case = walk.apply(limitation_on=NOON.date() + timedelta(days=3))
    assert Matter.objects.get(pk=case.pk).next_due_on == date(2026, 11, 23)


@pytest.mark.parametrize("group", ["migrant", "platform"])
def test_green_channel_groups_come_first_by_themselves(walk, group):
    worker = walk.make_worker("赵六")
    worker.groups = [group]
    worker.save()
    case = walk.apply(applicants=[ApplicantInput(worker, [ClaimInput("wages", 1)])])
    assert (case.matter.green_channel, case.matter.priority) == (True, Priority.HIGH)


def test_ten_workers_are_a_group_and_come_first(walk):
    nine = walk.apply(tuple(f"工人{i}" for i in range(9)))
    ten = walk.apply(tuple(f"职工{i}" for i in range(10)), employer=walk.make_employer("某厂"))
    assert [(c.matter.group, c.matter.green_channel) for c in (nine, ten)] == [(False, False), (True, True)]


def test_nothing_missing_is_let_through(walk):
    worker = walk.make_worker("张三")
    with pytest.raises(Invalid) as invalid:
        walk.apply(
            applicants=[
                ApplicantInput(worker, []),
                ApplicantInput(worker, [ClaimInput("ransom", -1, from_on=NOON.date(), to_on=date(2026, 1, 1))]),
            ],
            employers=[],
            cause=None,
            facts=" ",
            eligibility="nice",
            channel="",
            infringed_on=NOON.date() + timedelta(days=1),
        )
    assert invalid.value.errors.keys() == {
        "applicant-0-claims",
        "applicant-1-worker",
        "applicant-1-claim-0-head",
        "applicant-1-claim-0-amount",
        "applicant-1-claim-0-to_on",
        "employers",
        "cause",
        "facts",
        "eligibility",
        "channel",
        "infringed_on",
    }
    assert not Matter.objects.exists()


def test_a_cause_must_be_in_force_on_the_day_of_the_application(walk):
    with pytest.raises(Invalid) as invalid:
        walk.apply(applied_on=date(2025, 12, 31))
    assert invalid.value.errors.keys() == {"cause"}


def test_the_checklist_follows_cause_and_eligibility(walk, wage_cause, injury_cause):
    def keys(cause, eligibility):
        return {t.key for t in checklist_for(cause, eligibility=eligibility)}

    assert keys(injury_cause, "hardship") - keys(wage_cause, "infringement") >= {"diagnosis", "hardship"}
    assert "wages" in keys(wage_cause, "infringement")
    case = walk.apply()
    assert set(case.materials.values_list("key", flat=True)) == keys(wage_cause, "infringement")


def test_an_application_takes_the_same_queries_for_eleven_and_for_thirty(walk):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(size, employer):
        workers = [ApplicantInput(walk.make_worker(f"工{i}"), [ClaimInput("wages", 1)] * 2) for i in range(size)]
        with CaptureQueriesContext(connection) as captured:
            walk.apply(applicants=workers, employer=employer)
        return len(captured)

    walk.apply()
    assert cost(11, walk.make_employer("甲厂")) == cost(30, walk.make_employer("乙厂"))

"""The review of an application, with the papers it needs."""

from datetime import date, timedelta

import pytest

from cases import states
from cases.services import materials, reviews
from cases.services.actions import refusal, urgency_note
from tests.cast import NOON
from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.matters.models import Event, Matter
from unionlaw.matters.models.matter import Priority

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def last_event(case):
    return Event.objects.filter(matter=case.pk).first()


def test_aid_is_granted_when_the_papers_are_there(walk):
    case = walk.apply()
    with pytest.raises(Invalid) as invalid:
        reviews.grant(case_id=case.pk, reason="符合条件", by=walk.supervisor, at=NOON)
    for paper in case.materials.filter(required_for="review"):
        assert paper.label in invalid.value.message
    assert refusal(walk.fresh(case).matter, "grant", walk.supervisor) == invalid.value.message
    walk.papers(case, "review")
    reviews.grant(case_id=case.pk, reason="符合条件", by=walk.supervisor, at=NOON)
    case = walk.fresh(case)
    assert (case.decided_on, case.decided_by, case.decision_reason) == (TODAY, walk.supervisor.post, "符合条件")
    assert (case.matter.next_step, case.matter.next_due_on) == ("指派律师", TODAY + timedelta(days=3))
    event = last_event(case)
    assert (event.name, event.post, event.reason) == ("aid_application.granted", walk.supervisor.post, "符合条件")


def test_a_paper_may_be_waived_with_a_reason(walk):
    case = walk.apply()
    paper = case.materials.first()
    with pytest.raises(Invalid):
        materials.waive_material(case_id=case.pk, material_id=paper.pk, reason="", by=walk.supervisor, at=NOON)
    materials.waive_material(case_id=case.pk, material_id=paper.pk, reason="已核验", by=walk.supervisor, at=NOON)
    assert last_event(case).data == {"material": paper.label}
    assert paper.label not in reviews.missing_refusal(case)
    materials.receive_material(case_id=case.pk, material_id=paper.pk, by=walk.caseworker, at=NOON)
    with pytest.raises(Invalid):
        materials.receive_material(case_id=case.pk, material_id=paper.pk, by=walk.caseworker, at=NOON)


def test_a_paper_of_another_case_is_not_found(walk):
    case, other = walk.apply(), walk.apply(("李四",), employer=walk.make_employer("乙公司"))
    with pytest.raises(Missing):
        materials.receive_material(case_id=case.pk, material_id=other.materials.first().pk, by=walk.caseworker, at=NOON)


def test_what_is_missing_is_asked_for_once_and_the_clock_starts_again(walk):
    case = walk.apply()
    due_on = TODAY + timedelta(days=10)
    reviews.request_supplement(
        case_id=case.pk, items=["考勤记录", " ", "考勤记录"], due_on=due_on, note="请尽快", by=walk.supervisor, at=NOON
    )
    matter = Matter.objects.get(pk=case.pk)
    assert (matter.status_id, matter.next_due_on) == (states.SUPPLEMENT, due_on)
    event = last_event(case)
    assert event.data == {"items": "考勤记录", "due_on": "2026-11-30"}
    with pytest.raises(Invalid) as invalid:
        reviews.receive_supplement(case_id=case.pk, by=walk.caseworker, at=NOON)
    assert "考勤记录" in invalid.value.message
    walk.papers(case, "review")
    later = NOON + timedelta(days=4)
    reviews.receive_supplement(case_id=case.pk, by=walk.caseworker, at=later)
    matter = Matter.objects.get(pk=case.pk)
    assert (matter.status_id, matter.next_due_on) == (states.SUBMITTED, later.date() + timedelta(days=7))
    assert last_event(case).name == "aid_application.supplemented"
    assert walk.fresh(case).supplement_request.received_on == later.date()
    with pytest.raises(Conflict) as once:
        reviews.request_supplement(case_id=case.pk, items=["别的"], due_on=due_on, by=walk.supervisor, at=NOON)
    assert "一次性" in once.value.message


def test_a_listed_paper_that_does_not_do_is_asked_for_again(walk):
    case = walk.apply()
    walk.papers(case, "review")
    label = case.materials.get(key="identity").label
    reviews.request_supplement(case_id=case.pk, items=[label], due_on=TODAY, by=walk.supervisor, at=NOON)
    assert label in reviews.missing_refusal(walk.fresh(case))
    assert case.materials.filter(label=label).count() == 1


def test_a_supplement_names_papers_and_a_day_that_is_not_over(walk):
    case = walk.apply()
    with pytest.raises(Invalid) as invalid:
        reviews.request_supplement(
            case_id=case.pk, items=["  "], due_on=TODAY - timedelta(days=1), by=walk.supervisor, at=NOON
        )
    assert invalid.value.errors.keys() == {"items", "due_on"}


def test_nobody_is_given_years_to_hand_papers_in(walk):
    case = walk.apply()
    with pytest.raises(Invalid) as invalid:
        reviews.request_supplement(
            case_id=case.pk, items=["考勤记录"], due_on=date(2099, 1, 1), by=walk.supervisor, at=NOON
        )
    assert "核对年份" in str(invalid.value.errors["due_on"])
    assert Matter.objects.get(pk=case.pk).status_id == states.SUBMITTED


@pytest.mark.parametrize(("left", "allowed"), [(0, True), (6, True), (7, False), (None, False)])
def test_aid_comes_before_the_papers_when_the_limitation_is_near(walk, left, allowed):
    case = walk.apply(infringed_on=None, limitation_on=None if left is None else TODAY + timedelta(days=left))
    assert urgency_note(case, TODAY)
    if not allowed:
        with pytest.raises(Invalid) as invalid:
            reviews.grant_urgently(case_id=case.pk, reason="来不及", by=walk.supervisor, at=NOON)
        assert invalid.value.errors.keys() == {"preservation"}
        return
    reviews.grant_urgently(case_id=case.pk, reason="来不及", by=walk.supervisor, at=NOON)
    case = walk.fresh(case)
    event = last_event(case)
    assert (event.name, event.data["limitation_on"]) == (
        "aid_application.granted_urgently",
        case.limitation_on.isoformat(),
    )
    assert "法律援助申请表" in event.data["owing"]
    assert (case.urgent, case.matter.priority, case.matter.next_due_on) == (True, Priority.URGENT, TODAY)


def test_preservation_is_urgent_whatever_the_limitation(walk):
    case = walk.apply()
    reviews.grant_urgently(case_id=case.pk, reason="转移财产", preservation=True, by=walk.supervisor, at=NOON)
    assert walk.fresh(case).urgent


def test_a_refusal_gives_reasons_and_says_how_to_object(walk, city):
    case = walk.apply()
    with pytest.raises(Invalid):
        reviews.refuse(case_id=case.pk, reason=" ", by=walk.supervisor, at=NOON)
    reviews.refuse(case_id=case.pk, reason="不属于援助范围", by=walk.supervisor, at=NOON)
    event = last_event(case)
    assert event.reason == "不属于援助范围"
    assert city.name in event.data["remedy"]
    matter = Matter.objects.get(pk=case.pk)
    assert (matter.closed_reason, matter.next_step, matter.next_due_on) == ("refused", "", None)


def test_an_objection_opens_the_case_again_for_five_days(walk, city_supervisor):
    case = walk.to(states.REFUSED)
    reviews.object_to_refusal(case_id=case.pk, objection="确有困难", by=walk.caseworker, at=NOON)
    matter = Matter.objects.get(pk=case.pk)
    assert (matter.closed_at, matter.next_due_on) == (None, date(2026, 11, 25))
    assert last_event(case).name == "aid_application.objected"
    reviews.uphold_refusal(case_id=case.pk, reason="复查无误", by=city_supervisor, at=NOON)
    event = last_event(case)
    assert (event.name, event.post) == ("aid_application.refusal_upheld", city_supervisor.post)


def test_the_union_above_may_grant_on_an_objection(walk, city_supervisor):
    case = walk.to(states.OBJECTED)
    reviews.grant(case_id=case.pk, reason="异议成立", by=city_supervisor, at=NOON)
    assert Matter.objects.get(pk=case.pk).status_id == states.GRANTED


def test_another_authority_and_a_withdrawal_end_the_application(walk):
    case = walk.apply()
    with pytest.raises(Invalid) as invalid:
        reviews.refer_elsewhere(case_id=case.pk, referred_to="", reason="", by=walk.supervisor, at=NOON)
    assert invalid.value.errors.keys() == {"referred_to", "reason"}
    reviews.refer_elsewhere(case_id=case.pk, referred_to="市法律援助处", reason="刑事", by=walk.supervisor, at=NOON)
    assert (last_event(case).name, walk.fresh(case).referred_to) == ("aid_application.referred", "市法律援助处")
    other = walk.apply(("李四",), employer=walk.make_employer("乙公司"))
    reviews.withdraw(case_id=other.pk, reason="已和解", by=walk.caseworker, at=NOON)
    assert (last_event(other).name, last_event(other).reason) == ("aid_case.withdrawn", "已和解")


def test_a_reason_longer_than_the_timeline_holds_is_told_not_cut(walk):
    with pytest.raises(Invalid) as invalid:
        reviews.refuse(case_id=walk.apply().pk, reason="长" * 1001, by=walk.supervisor, at=NOON)
    assert "1000" in invalid.value.message

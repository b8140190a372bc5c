"""Assigning a lawyer: the panel, the conflict check, the answer."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import states
from cases.models import Assignment
from cases.services import assignments, reviews
from cases.services.assignments import check_conflicts, eligible_lawyers
from tests.cast import NOON, appoint, found
from unionlaw.lib.errors import Invalid, Missing, Taken
from unionlaw.matters.models import Event, Matter, Party
from unionlaw.matters.services.facts import add_party
from unionlaw.network.roles import Role
from unionlaw.registers.models import EmployerRelation
from unionlaw.registers.services import save_contact

pytestmark = pytest.mark.django_db
ON = NOON.date()


def assign(walk, case, lawyer, **more):
    return assignments.assign(case_id=case.pk, lawyer_post_id=lawyer.post.pk, by=walk.supervisor, at=NOON, **more)


def kinds(case, lawyer):
    return [conflict.kind for conflict in check_conflicts(case, lawyer.post)]


@pytest.fixture
def granted(walk):
    return walk.to(states.GRANTED)


@pytest.fixture
def turned(walk, granted):
    """A case in which this case's employer is the one who claims, against 李四, with a lawyer of choice."""

    def make(lawyer, *, status=states.CONDUCTING, claimant=None, worker="李四"):
        other = walk.apply((worker,), employer=walk.make_employer("无关公司"))
        employer = claimant or granted.matter.dispute.parties.get(side="respondent").employer
        parties = other.matter.dispute.parties
        parties.filter(side="claimant").update(side="respondent")
        add_party(dispute=other.matter.dispute, side=Party.Side.CLAIMANT, employer=employer)
        walk.lawyer, usual = lawyer, walk.lawyer
        other = walk.to(status, other)
        walk.lawyer = usual
        return other

    return make


def test_the_panel_is_the_open_posts_of_firms_that_serve_the_holder(
    walk, granted, other_lawyer, firm, city, neighbour_district, district
):
    left = appoint("left", "离任", firm, Role.LAWYER, ends_on=ON - timedelta(days=1))
    last_day = appoint("last", "末日", firm, Role.LAWYER, ends_on=ON)
    far = appoint("far", "远律师", found("law_firm", "河南所", attached_to=neighbour_district), Role.LAWYER)
    closed = found("law_firm", "已撤所", attached_to=city, closed_on=date(2025, 1, 1))
    gone = appoint("gone", "已撤", closed, Role.LAWYER)
    near = appoint("near", "近律师", found("law_firm", "越山所", attached_to=district), Role.LAWYER)
    assign(walk, granted, walk.lawyer)
    panel = {post.pk: post.open_cases for post in eligible_lawyers(granted, on=ON)}
    assert panel == {walk.lawyer.post.pk: 1, other_lawyer.post.pk: 0, last_day.post.pk: 0, near.post.pk: 0}
    assert not panel.keys() & {left.post.pk, far.post.pk, gone.post.pk}
    assert list(panel)[-1] == walk.lawyer.post.pk, "the least loaded come first"
    reviews.withdraw(case_id=granted.pk, reason="已和解", by=walk.caseworker, at=NOON)
    for outsider in (left, far, walk.supervisor):
        fresh = walk.to(states.GRANTED, walk.apply(("王五",), employer=walk.make_employer("丁")))
        with pytest.raises(Invalid) as invalid:
            assign(walk, fresh, outsider)
        assert invalid.value.errors.keys() == {"lawyer_post_id"}


def test_the_lawyer_sees_the_case_from_the_assignment_on(walk, granted):
    assert not Matter.objects.visible_to(walk.lawyer).exists()
    assign(walk, granted, walk.lawyer)
    matter = Matter.objects.visible_to(walk.lawyer).get()
    assert (matter.status_id, matter.next_step, matter.next_due_on) == (
        states.ASSIGNED,
        "律师确认接受",
        ON + timedelta(days=2),
    )
    event = Event.objects.filter(matter=granted.pk).first()
    assert event.name == "aid_case.assigned"
    assert event.data == {
        "lawyer": "陆律师",
        "firm": "岭南律师事务所",
        "lawyer_post": walk.lawyer.post.pk,
        "conflict": "",
    }
    assignments.accept_assignment(case_id=granted.pk, by=walk.lawyer, at=NOON)
    event = Event.objects.filter(matter=granted.pk).first()
    assert (event.name, event.post, event.data) == ("aid_case.accepted", walk.lawyer.post, {"lawyer": "陆律师"})
    matter.refresh_from_db()
    assert (matter.next_step, matter.next_due_on) == ("首次会见当事人", ON + timedelta(days=5))
    assert Assignment.objects.get().answer == "accepted"


def test_a_lawyer_who_declines_gives_a_reason_and_sees_the_case_no_more(walk):
    case = walk.to(states.ASSIGNED)
    with pytest.raises(Invalid):
        assignments.decline_assignment(case_id=case.pk, reason="", by=walk.lawyer, at=NOON)
    assignments.decline_assignment(case_id=case.pk, reason="近亲属在该公司任职", by=walk.lawyer, at=NOON)
    event = Event.objects.filter(matter=case.pk).first()
    assert (event.name, event.reason, event.data) == (
        "aid_case.declined",
        "近亲属在该公司任职",
        {"lawyer": "陆律师"},
    )
    assert walk.fresh(case).lawyer is None
    assert not Matter.objects.visible_to(walk.lawyer).exists()
    with pytest.raises(Missing):
        assignments.accept_assignment(case_id=case.pk, by=walk.lawyer, at=NOON)
    assert kinds(walk.fresh(case), walk.lawyer) == ["declined"]


def test_another_lawyer_takes_over(walk, other_lawyer):
    case = walk.to(states.CONDUCTING)
    assignments.replace_lawyer(case_id=case.pk, reason="受援人申请更换", by=walk.supervisor, at=NOON)
    event = Event.objects.filter(matter=case.pk).first()
    assert (event.name, event.data) == ("aid_case.lawyer_replaced", {"lawyer": "陆律师"})
    assert not Matter.objects.visible_to(walk.lawyer).exists()
    assign(walk, case, other_lawyer)
    assert list(case.assignments.values_list("answer", flat=True)) == ["pending", "ended"]
    assert Matter.objects.visible_to(other_lawyer).exists()


def test_withdrawing_lets_the_lawyer_go(walk):
    case = walk.to(states.ASSIGNED)
    reviews.withdraw(case_id=case.pk, reason="已和解", by=walk.caseworker, at=NOON)
    assert not Matter.objects.visible_to(walk.lawyer).exists()
    assert case.assignments.get().answer == "ended"


def test_of_two_who_assign_the_second_is_told_who_was_first(walk, granted, other_lawyer, city_supervisor):
    assign(walk, granted, walk.lawyer)
    with pytest.raises(Taken) as taken:
        assignments.assign(case_id=granted.pk, lawyer_post_id=other_lawyer.post.pk, by=city_supervisor, at=NOON)
    assert taken.value.by == "沈主任"
    assert "陆律师" in taken.value.message


def test_who_acts_for_the_other_side_now_cannot_be_assigned(walk, granted, turned):
    turned(walk.lawyer)
    assert kinds(granted, walk.lawyer) == ["acts_for_opponent"]
    with pytest.raises(Invalid) as invalid:
        assign(walk, granted, walk.lawyer, conflict_reason="没关系")
    assert invalid.value.errors.keys() == {"lawyer_post_id"}


def test_who_acted_for_the_other_side_needs_a_reason(walk, granted, turned):
    earlier = turned(walk.lawyer, status=states.CLOSED)
    assert kinds(granted, walk.lawyer) == ["acted_for_opponent"]
    with pytest.raises(Invalid) as invalid:
        assign(walk, granted, walk.lawyer)
    assert invalid.value.errors.keys() == {"conflict_reason"}
    assert earlier.matter.number in invalid.value.message
    assignment = assign(walk, granted, walk.lawyer, conflict_reason="三年前的另案，双方同意")
    assert assignment.conflicts[0]["kind"] == "acted_for_opponent"
    event = Event.objects.filter(matter=granted.pk).first()
    assert event.reason == "三年前的另案，双方同意"
    assert "光影传媒" in event.data["conflict"]


def test_a_colleague_of_the_firm_is_a_softer_conflict(walk, granted, turned, firm):
    turned(appoint("tong", "同所律师", firm, Role.LAWYER))
    assert kinds(granted, walk.lawyer) == ["firm_acted_for_opponent"]
    assert assign(walk, granted, walk.lawyer, conflict_reason="已隔离").conflict_reason == "已隔离"


def test_the_employers_counsel_in_the_register_is_found(walk, granted, firm, other_lawyer):
    respondent = granted.matter.dispute.parties.get(side="respondent").employer
    parent = walk.make_employer("光影集团")
    EmployerRelation.objects.create(employer=respondent, other=parent, kind="subsidiary")
    for employer, name, position in (
        (respondent, "王人事", "人事经理"),
        (respondent, f"{walk.lawyer.user.display_name} ", "法律顾问"),
        (parent, "赵律师", f"代理律师，{firm.name}"),
    ):
        save_contact(employer_id=employer.pk, name=name, position=position, phone="", by=walk.caseworker, at=NOON)
    by_name, by_firm = check_conflicts(granted, walk.lawyer.post)
    assert "光影传媒" in by_name.text
    assert "法律顾问" in by_name.text
    assert "光影集团" in by_firm.text
    assert firm.name in by_firm.text
    assert kinds(granted, other_lawyer) == []
    with pytest.raises(Invalid) as invalid:
        assign(walk, granted, walk.lawyer)
    assert invalid.value.errors.keys() == {"conflict_reason"}
    assert assign(walk, granted, walk.lawyer, conflict_reason="三年前已解除顾问合同").conflicts == [
        by_name.as_data(),
        by_firm.as_data(),
    ]


def test_another_firm_has_no_conflict(walk, granted, turned, other_lawyer):
    turned(walk.lawyer)
    assert kinds(granted, other_lawyer) == []


def test_a_related_company_of_the_other_side_counts(walk, granted, turned):
    parent = walk.make_employer("光影集团")
    respondent = granted.matter.dispute.parties.get(side="respondent").employer
    EmployerRelation.objects.create(employer=respondent, other=parent, kind="subsidiary")
    turned(walk.lawyer, claimant=parent)
    assert kinds(granted, walk.lawyer) == ["related_employer"]


def test_who_acted_against_the_worker_is_found(walk, granted, turned):
    worker = granted.matter.dispute.parties.get(side="claimant").worker
    other = turned(walk.lawyer, claimant=walk.make_employer("旧东家"), worker="钱七")
    other.matter.dispute.parties.filter(side="respondent", worker__name="钱七").update(worker=worker)
    assert kinds(granted, walk.lawyer) == ["acted_against_client"]


def test_acting_for_workers_against_the_same_employer_is_no_conflict(walk, granted):
    respondent = granted.matter.dispute.parties.get(side="respondent").employer
    walk.to(states.CONDUCTING, walk.apply(("李四",), employer=respondent))
    assert kinds(granted, walk.lawyer) == []


def test_the_number_of_a_neighbours_case_is_not_told(walk, granted, neighbour_supervisor, neighbour, turned):
    other = turned(walk.lawyer)
    neighbour_organisation = neighbour.organisation
    Matter.objects.filter(pk=other.pk).update(organisation=neighbour_organisation, scope2=neighbour_organisation.pk)
    (conflict,) = check_conflicts(granted, walk.lawyer.post)
    assert conflict.matter_number == ""
    assert other.matter.number not in conflict.text


def test_the_conflict_check_costs_the_same_however_many_cases_there_are(walk, granted, turned):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            check_conflicts(granted, walk.lawyer.post)
        return len(captured)

    turned(walk.lawyer, status=states.ASSIGNED)
    one = cost()
    for worker in ("甲", "乙", "丙"):
        turned(walk.lawyer, status=states.ASSIGNED, worker=worker)
    assert cost() == one <= 5

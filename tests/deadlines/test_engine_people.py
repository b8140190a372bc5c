"""Who agrees, who is asked, who takes over: extensions, chasing, handing over, and who hears of it."""

from datetime import date, timedelta

import pytest

from cases import states
from tests.cast import NOON
from tests.deadlines.limits import changes, the
from unionlaw.deadlines.models import Deadline, Extension
from unionlaw.deadlines.services.changing import cancel
from unionlaw.deadlines.services.chasing import answer_chase, chase
from unionlaw.deadlines.services.extending import ask_extension, decide_extension
from unionlaw.deadlines.services.handing_over import hand_over_all, theirs
from unionlaw.deadlines.services.opening import open_by_hand
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.matters.models import Event, Matter
from unionlaw.network import tree
from unionlaw.network.actors import Actor
from unionlaw.notices.models import Notice
from unionlaw.notices.wording import words

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
DAY = timedelta(days=1)


@pytest.fixture
def case(walk):
    return walk.to(states.CONDUCTING)


def told(kind: str) -> list[str]:
    return list(Notice.objects.filter(kind=kind).order_by("pk").values_list("user__display_name", flat=True))


def test_a_superior_extends_an_own_standard_at_once(walk, case):
    contact = the(case, "first_contact")
    extension = ask_extension(
        deadline_id=contact.pk, length=3, reason="当事人住院", by=walk.supervisor, at=NOON, version=contact.version
    )
    contact.refresh_from_db()
    assert (extension.state, contact.due_on, contact.extended_by) == ("granted", TODAY + 8 * DAY, 3)
    assert changes(contact)[-1] == ("extended", TODAY + 5 * DAY, TODAY + 8 * DAY)
    event = Event.objects.filter(matter=case.pk).first()
    assert (event.name, event.reason) == ("deadline.extended", "当事人住院")
    assert Matter.objects.get(pk=case.pk).next_due_on == TODAY + 8 * DAY
    with pytest.raises(Invalid) as invalid:
        ask_extension(deadline_id=contact.pk, length=3, reason="再延", by=walk.supervisor, at=NOON)
    assert set(invalid.value.errors) == {"length"}, "five days in all"


def test_who_is_not_the_head_asks_and_somebody_else_decides(walk, case, supervisor, manager):
    contact = the(case, "first_contact")
    extension = ask_extension(deadline_id=contact.pk, length=2, reason="当事人住院", by=walk.lawyer, at=NOON)
    contact.refresh_from_db()
    assert (extension.state, contact.due_on) == ("asked", TODAY + 5 * DAY)
    assert told("deadline.extension_asked") == ["沈主任"]
    assert "首次会见当事人" in words(Notice.objects.get(kind="deadline.extension_asked")).title
    with pytest.raises(Conflict):
        ask_extension(deadline_id=contact.pk, length=1, reason="再问", by=walk.lawyer, at=NOON)
    with pytest.raises(Refused):
        decide_extension(extension_id=extension.pk, granted=True, by=walk.lawyer, at=NOON)
    decide_extension(extension_id=extension.pk, granted=True, decision="同意", by=supervisor, at=NOON)
    contact.refresh_from_db()
    assert contact.due_on == TODAY + 7 * DAY
    assert told("deadline.extension_decided") == ["陆律师"]
    with pytest.raises(Conflict):
        decide_extension(extension_id=extension.pk, granted=False, decision="否", by=manager, at=NOON)


def test_where_the_rule_wants_a_second_person_not_even_a_superior_decides_for_themselves(
    walk, case, supervisor, manager
):
    limit = open_by_hand(
        matter_id=case.pk, rule_key="sup_letter_reply", start_on=TODAY, label="", by=supervisor, at=NOON
    )
    extension = ask_extension(deadline_id=limit.pk, length=5, reason="公司要求", by=supervisor, at=NOON)
    assert extension.state == Extension.State.ASKED
    with pytest.raises(Refused, match="申请人以外的人"):
        decide_extension(extension_id=extension.pk, granted=True, by=supervisor, at=NOON)
    with pytest.raises(Invalid):
        decide_extension(extension_id=extension.pk, granted=False, decision=" ", by=manager, at=NOON)
    decide_extension(extension_id=extension.pk, granted=False, decision="理由不足", by=manager, at=NOON)
    extension.refresh_from_db()
    assert (extension.state, extension.decided_by) == ("refused", manager.post)
    assert the(case, "sup_letter_reply").extended_by == 0


def test_the_consent_of_the_parties_has_to_be_described(walk, case):
    limit = open_by_hand(
        matter_id=case.pk, rule_key="mediation_finish_statute", start_on=TODAY, label="", by=walk.caseworker, at=NOON
    )
    with pytest.raises(Invalid) as invalid:
        ask_extension(deadline_id=limit.pk, length=10, reason="接近达成", by=walk.caseworker, at=NOON)
    assert set(invalid.value.errors) == {"consent"}
    ask_extension(
        deadline_id=limit.pk,
        length=10,
        reason="接近达成",
        consent="双方11月20日在笔录上签字同意",
        by=walk.caseworker,
        at=NOON,
    )
    assert the(case, "mediation_finish_statute").extended_by == 10


def test_what_the_law_does_not_let_anybody_extend_stays(walk, supervisor):
    review = the(walk.apply(), "aid_review")
    with pytest.raises(Conflict, match="不能延长"):
        ask_extension(deadline_id=review.pk, length=1, reason="忙", by=supervisor, at=NOON)


def test_a_chase_is_a_limit_of_its_own_and_its_answer_meets_it(walk, case, supervisor):
    contact = the(case, "first_contact")
    row = chase(
        matter_id=case.pk,
        deadline_id=contact.pk,
        question="为何还没有会见？",
        asked_of=walk.lawyer.post,
        by=supervisor,
        at=NOON,
    )
    due = row.answer_deadline
    assert (due.responsible, due.due_on, due.named) == (walk.lawyer.post, date(2026, 11, 25), True)
    assert changes(contact)[-1][0] == "chased"
    assert told("deadline.chased") == ["陆律师"]
    assert Notice.objects.get(kind="deadline.chased").urgency == "urgent"
    with pytest.raises(Refused):
        answer_chase(chase_id=row.pk, answer="我替他答", by=walk.caseworker, at=NOON)
    answer_chase(chase_id=row.pk, answer="明天上午会见", by=walk.lawyer, at=NOON + DAY)
    due.refresh_from_db()
    assert (due.state, due.met_on) == ("met", TODAY + DAY)
    assert told("deadline.chase_answered") == ["沈主任"]
    with pytest.raises(Conflict):
        answer_chase(chase_id=row.pk, answer="再答", by=walk.lawyer, at=NOON + DAY)


def test_only_superiors_chase_and_only_who_can_answer_is_asked(walk, case, neighbour):
    call = {"matter_id": case.pk, "question": "进展？", "asked_of": walk.lawyer.post, "at": NOON}
    with pytest.raises(Refused):
        chase(**call, by=walk.caseworker)
    with pytest.raises(Missing):
        chase(**call, by=neighbour)
    with pytest.raises(Invalid) as invalid:
        chase(**{**call, "asked_of": neighbour.post}, due_on=TODAY - DAY, by=walk.supervisor)
    assert set(invalid.value.errors) == {"asked_of", "due_on"}


def test_all_that_is_theirs_goes_to_another_with_a_line_for_each(walk, second_caseworker, supervisor, caseworker):
    owned, other = walk.to(states.GRANTED), walk.apply()
    third = walk.apply()
    Matter.objects.filter(pk=other.pk).update(owner=supervisor.post)
    named = open_by_hand(
        matter_id=other.pk,
        rule_key="capacity_assess",
        start_on=TODAY,
        label="",
        responsible=caseworker.post,
        by=supervisor,
        at=NOON,
    )
    assert {matter.pk for matter in theirs(from_post=caseworker.post, by=supervisor)} == {owned.pk, other.pk, third.pk}
    call = {"from_post": caseworker.post, "reason": "调离", "at": NOON}
    with pytest.raises(Refused):
        hand_over_all(**call, to_post=second_caseworker.post, by=caseworker)
    rows = hand_over_all(**call, to_post=second_caseworker.post, matter_ids={owned.pk, other.pk}, by=supervisor)
    assert [(row.matter_id, row.refusal) for row in rows] == [(owned.pk, ""), (other.pk, "")]
    assert Matter.objects.get(pk=owned.pk).owner == second_caseworker.post
    assert the(owned, "aid_assign").responsible == second_caseworker.post
    named.refresh_from_db()
    assert named.responsible == second_caseworker.post
    assert Matter.objects.get(pk=third.pk).owner == caseworker.post
    rows = hand_over_all(**call, to_post=walk.lawyer.post, by=supervisor)
    assert [row.matter_id for row in rows if row.refusal] == [third.pk], "a lawyer owns no matter"


def test_a_post_that_another_takes_the_place_of_hands_on_its_limits(walk, case, firm, other_firm):
    from tests.cast import appoint
    from unionlaw.network.roles import Role

    new = appoint("lu", "陆律师", other_firm, Role.LAWYER)
    row = chase(matter_id=case.pk, question="进展？", asked_of=walk.lawyer.post, by=walk.supervisor, at=NOON)
    tree.posts_succeeded({walk.lawyer.post.pk: new.post.pk})
    assert not Deadline.objects.running().filter(responsible=walk.lawyer.post).exists()
    answer_chase(chase_id=row.pk, answer="在办", by=Actor(user=new.user, post=new.post), at=NOON)


def test_limits_follow_a_matter_that_moves_with_its_organisation(walk, district, neighbour_district, city):
    case = walk.apply()
    tree.set_lineage(district, neighbour_district)
    limit = the(case, "aid_review")
    assert (limit.scope1, limit.scope2, limit.scope3) == (city.pk, neighbour_district.pk, district.pk)
    tree.merged(neighbour_district.pk, district.pk)
    limit.refresh_from_db()
    assert (limit.organisation_id, limit.scope2) == (neighbour_district.pk, neighbour_district.pk)


def test_the_people_of_a_case_are_told_what_waits_for_them(walk, case, second_caseworker, supervisor):
    assert told("aid_case.assigned") == ["陆律师"]
    assert told("aid_case.accepted") == ["蔡小岚"]
    rows = hand_over_all(
        from_post=walk.caseworker.post, to_post=second_caseworker.post, reason="调离", by=supervisor, at=NOON
    )
    assert not rows[0].refusal
    assert told("matter.handed_over") == ["岑立"]
    assert case.matter.number in words(Notice.objects.get(kind="matter.handed_over")).title


def test_an_ended_limit_is_not_extended(walk, case, supervisor):
    contact = the(case, "first_contact")
    asked = ask_extension(deadline_id=contact.pk, length=2, reason="住院", by=walk.lawyer, at=NOON)
    cancel(deadline_id=contact.pk, reason="误设", by=supervisor, at=NOON)
    with pytest.raises(Conflict):
        decide_extension(extension_id=asked.pk, granted=True, by=supervisor, at=NOON)

"""Four eyes: nobody reviews or approves their own draft, nor takes two steps of one round; the ladder is data."""

import pytest

from monitoring_letters import states
from monitoring_letters.services import actions, ladders, reviewing
from tests.cast import NOON, appoint
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.matters.models import Matter
from unionlaw.network.roles import Role

pytestmark = pytest.mark.django_db


def who_sees(letter, actor):
    return Matter.objects.visible_to(actor).filter(pk=letter.pk).exists()


def test_the_named_reviewer_sees_the_letter_until_they_have_decided(walk):
    letter = walk.draft("opinion")
    assert not who_sees(letter, walk.lawyer)
    walk.do("submit_for_review", letter)
    assert who_sees(letter, walk.lawyer)
    walk.do("pass_review", letter)
    assert not who_sees(letter, walk.lawyer)


def test_someone_else_than_the_named_reviewer_is_refused(walk):
    letter = walk.to(states.REVIEW)
    with pytest.raises(Refused, match="陆律师"):
        walk.do("pass_review", letter, by=walk.supervisor)


def test_the_drafter_does_not_review_nor_approve_their_own_letter(walk, city_supervisor):
    letter = walk.draft("notice", by=walk.supervisor)
    walk.do("submit_for_review", letter, by=walk.supervisor, reviewer_post_id=None)
    with pytest.raises(Refused, match="自己起草"):
        walk.do("pass_review", letter, by=walk.supervisor)
    with pytest.raises(Invalid) as invalid:
        reviewing.submit_for_review(
            letter_id=walk.draft("notice", by=walk.supervisor).pk,
            reviewer_post_id=walk.supervisor.post.pk,
            by=walk.supervisor,
            at=NOON,
        )
    assert "reviewer_post_id" in invalid.value.errors
    walk.do("pass_review", letter, by=city_supervisor)


def test_whoever_amended_a_letter_is_one_of_its_authors(walk):
    letter = walk.draft("notice")
    walk.do("amend_letter", letter, by=walk.supervisor, facts="负责人改过。")
    walk.do("submit_for_review", letter, reviewer_post_id=None)
    with pytest.raises(Refused, match="修改过"):
        walk.do("pass_review", letter, by=walk.supervisor)


def test_a_step_waits_for_its_role_at_its_organisation(walk, city):
    letter = walk.to(states.APPROVAL)
    with pytest.raises(Refused, match="越山区总工会的负责人"):
        walk.do("approve", letter, by=walk.approver)
    other = appoint("shi2", "别处负责人", city, Role.SUPERVISOR)
    assert "越山区总工会" in actions.refusal(letter.matter, "approve", other)
    walk.do("approve", letter, by=walk.supervisor)
    assert walk.fresh(letter).matter.status_id == states.APPROVAL
    walk.do("approve", letter, by=walk.approver)
    assert walk.fresh(letter).matter.status_id == states.APPROVED


def test_nobody_takes_two_steps_of_one_round(walk, district):
    ladders.set_ladder(
        organisation=district, instrument="notice", reach="single", roles=["supervisor", "supervisor"],
        by=walk.supervisor, at=NOON,
    )  # fmt: skip
    letter = walk.to(states.APPROVAL, instrument="notice")
    walk.do("approve", letter, by=walk.supervisor)
    with pytest.raises(Refused, match="本轮"):
        walk.do("approve", letter, by=walk.supervisor)
    walk.do("approve", letter, by=appoint("fu", "副主任", district, Role.SUPERVISOR))
    assert walk.fresh(letter).matter.status_id == states.APPROVED


def test_who_reviewed_leaves_the_step_to_the_superior(walk, city_supervisor, city):
    letter = walk.draft("opinion")
    walk.do("submit_for_review", letter, reviewer_post_id=walk.supervisor.post.pk)
    walk.do("pass_review", letter, by=walk.supervisor)
    step = letter.approvals.get(position=1)
    assert (step.role, step.organisation) == ("supervisor", city)
    walk.do("approve", letter, by=city_supervisor)
    walk.do("approve", letter, by=walk.approver)


def test_a_return_begins_a_new_round_with_all_steps(walk):
    letter = walk.to(states.APPROVAL)
    walk.do("approve", letter)
    walk.do("return_for_changes", letter)
    again = walk.to(states.APPROVED, letter)
    assert again.round == 2
    said = list(again.approvals.values_list("round", "position", "decision"))
    assert said == [
        (1, 0, "approved"), (1, 1, "approved"), (1, 2, "returned"),
        (2, 0, "approved"), (2, 1, "approved"), (2, 2, "approved"),
    ]  # fmt: skip


def test_a_union_inherits_the_ladder_of_the_one_above_and_may_have_its_own(walk, city, district, town, city_supervisor):
    assert ladders.roles_for(town, "notice", "single") == ("letter_approver",)
    ladders.set_ladder(
        organisation=city, instrument="notice", reach="single", roles=["manager"], by=city_supervisor, at=NOON
    )
    assert ladders.roles_for(town, "notice", "single") == ("manager",)
    ladders.set_ladder(
        organisation=district, instrument="notice", reach="single", roles=["supervisor"], by=walk.supervisor, at=NOON
    )
    assert ladders.roles_for(town, "notice", "single") == ("supervisor",)
    ladders.set_ladder(
        organisation=district, instrument="notice", reach="single", roles=[], by=walk.supervisor, at=NOON
    )
    assert ladders.roles_for(town, "notice", "single") == ("manager",)


def test_a_ladder_is_set_by_those_above_and_only_of_roles_that_may_approve(walk, city, district):
    who = {"instrument": "notice", "reach": "single", "at": NOON}
    with pytest.raises(Refused):
        ladders.set_ladder(organisation=city, roles=["manager"], by=walk.supervisor, **who)
    with pytest.raises(Refused, match="岗位"):
        ladders.set_ladder(organisation=district, roles=["manager"], by=walk.caseworker, **who)
    with pytest.raises(Invalid):
        ladders.set_ladder(organisation=district, roles=["caseworker"], by=walk.supervisor, **who)


def test_without_anyone_in_the_role_the_review_says_so(walk, district):
    letter = walk.to(states.REVIEW, instrument="notice")
    walk.approver.post.ends_on = NOON.date().replace(day=1)
    walk.approver.post.save()
    with pytest.raises(Conflict, match="函书审批人"):
        walk.do("pass_review", letter)


def test_a_lawyer_who_was_not_asked_finds_nothing(walk, other_lawyer):
    letter = walk.to(states.REVIEW)
    with pytest.raises(Missing):
        walk.do("pass_review", letter, by=other_lawyer)

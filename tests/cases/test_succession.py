"""What becomes of a lawyer's cases when their firm merges into another."""

from cases import states
from cases.models import AidCase
from cases.services import assignments
from tests.cases.walk import Walk
from tests.cast import NOON
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.services import organisations


def test_a_lawyer_accepts_in_the_merged_firm_what_was_assigned_in_the_old_one(
    walk: Walk, lawyer: Actor, other_firm: Organisation, firm: Organisation, system_admin: Actor
) -> None:
    case = walk.to(states.ASSIGNED)
    organisations.merge_organisations(kept=other_firm, dropped=firm, reason="两所合并", by=system_admin, at=NOON)
    post = Post.objects.get(user=lawyer.user, organisation=other_firm)
    case = AidCase.objects.get(pk=case.pk)
    assert case.lawyer == post
    assignments.accept_assignment(case_id=case.pk, by=Actor(user=lawyer.user, post=post), at=NOON)
    case = AidCase.objects.select_related("matter").get(pk=case.pk)
    assert case.matter.status_id == states.CONDUCTING

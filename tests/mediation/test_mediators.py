"""Who mediates: assigned after the conflict check, objected to, recused."""

import pytest

from mediation.services import mediators
from tests.cast import NOON, appoint
from tests.mediation.opening import acting
from unionlaw.lib.errors import Invalid, Missing, Refused
from unionlaw.matters.models import Matter
from unionlaw.matters.services.grants import grant
from unionlaw.matters.services.opening import open_matter
from unionlaw.network.roles import Role
from unionlaw.notices.models import Notice


def test_the_first_mediator_leads_and_is_told(opening, mediator):
    mediation = opening.accepted()
    row = opening.assign(mediation)
    assert row.leads
    assert row.participation.leads
    assert Notice.objects.get(kind="mediation.mediator_assigned").post == mediator.post
    assert opening.fresh(mediation).matter.next_step == "安排调解会"


def test_an_invited_organs_mediator_serves_for_their_own_organ(opening, hr_bureau, hr_mediator):
    mediation = opening.accepted()
    with pytest.raises(Invalid, match="参与单位"):
        opening.assign(mediation, hr_mediator)
    part = opening.invite(mediation, hr_bureau)
    opening.assign(mediation)
    row = opening.assign(mediation, hr_mediator)
    assert row.participation == part
    assert not row.leads


def test_a_new_leader_takes_over(opening, hr_bureau, hr_mediator):
    mediation = opening.accepted()
    opening.invite(mediation, hr_bureau)
    opening.assign(mediation)
    assert opening.assign(mediation, hr_mediator, leads=True, chosen_by="parties").leads
    assert mediation.mediators.filter(leads=True, ended_on=None).count() == 1


def test_nobody_is_assigned_twice(opening):
    mediation = opening.accepted()
    opening.assign(mediation)
    with pytest.raises(Invalid, match="已经安排"):
        opening.assign(mediation)


def acting_lawyer(opening, mediation, lawyer, *, live=True):
    """A lawyer with an aid case of the same dispute."""
    case = open_matter(
        kind="aid_case", event="aid_application.received", title="", organisation=mediation.matter.organisation,
        channel="window", dispute=mediation.matter.dispute, by=opening.clerk, at=NOON,
    )  # fmt: skip
    given = grant(matter=case, viewer=lawyer.post, why="assigned_lawyer", by=opening.clerk, at=NOON)
    if not live:
        given.ended_at = NOON
        given.save()
    return case


def test_who_acts_for_a_side_now_cannot_mediate(opening, lawyer):
    mediation = opening.accepted()
    acting_lawyer(opening, mediation, lawyer)
    with pytest.raises(Invalid) as error:
        opening.assign(mediation, lawyer, conflict_note="不影响")
    assert "正在代理" in error.value.errors["mediator"][0]


def test_who_acted_before_can_with_a_reason(opening, lawyer):
    mediation = opening.accepted()
    acting_lawyer(opening, mediation, lawyer, live=False)
    with pytest.raises(Invalid) as error:
        opening.assign(mediation, lawyer)
    assert "conflict_note" in error.value.errors
    assert opening.assign(mediation, lawyer, conflict_note="双方知情并同意").conflict_note == "双方知情并同意"


def test_an_objection_upheld_ends_the_assignment_and_the_view(opening, lawyer):
    mediation = opening.accepted()
    row = opening.assign(mediation, lawyer)
    assert Matter.objects.visible_to(lawyer).filter(pk=mediation.pk).exists()
    mediators.object_to_mediator(assignment_id=row.pk, reason="与单位相识", **acting(mediation, opening.clerk))
    assert not Matter.objects.visible_to(lawyer).filter(pk=mediation.pk).exists()
    assert opening.fresh(mediation).matter.next_step == "安排调解员"
    with pytest.raises(Invalid) as error:
        opening.assign(mediation, lawyer)
    assert "conflict_note" in error.value.errors


def test_a_mediator_recuses_and_the_earliest_who_stays_leads(opening, mediator, lawyer):
    mediation = opening.accepted()
    opening.assign(mediation)
    second = opening.assign(mediation, lawyer)
    mediators.recuse(reason="与申请人同乡", **acting(mediation, mediator))
    second.refresh_from_db()
    assert second.leads
    assert Notice.objects.get(kind="mediation.mediator_ended").post == opening.clerk.post


def test_only_who_mediates_here_recuses(opening, district):
    mediation = opening.accepted()
    other = appoint("tiao2", "另一调解", district, Role.MEDIATOR)
    with pytest.raises(Refused):
        mediators.recuse(reason="无", **acting(mediation, other))
    with pytest.raises(Missing):
        mediators.object_to_mediator(assignment_id=1, reason="无", **acting(mediation, opening.clerk))


def test_who_can_be_assigned_is_listed_with_their_load(opening, mediator, lawyer):
    first, second = opening.accepted(), opening.accepted(("李四",))
    opening.assign(first)
    loads = {post.pk: post.load for post in mediators.free_mediators(second, NOON)}
    assert loads[mediator.post.pk] == 1
    assert loads[lawyer.post.pk] == 0

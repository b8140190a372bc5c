"""Merging organisations: matters, posts and grants go on in the one that is kept."""

from datetime import timedelta

import pytest

from tests.cast import NOON, Kind, appoint, found
from tests.network.organising import What, changes, consultation
from unionlaw.lib.errors import Invalid
from unionlaw.matters.models import Grant, Matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, PersonChange, Post
from unionlaw.network.roles import Role
from unionlaw.network.services import organisations


def test_a_merger_loses_nothing(
    town: Organisation, station: Organisation, district: Organisation, system_admin: Actor
) -> None:
    other = found(Kind.TOWN_UNION, "西桥街总工会", parent=district, number_prefix="西桥")
    worker = appoint("xi2", "西小桥", other, Role.CASEWORKER)
    helper = appoint("xi3", "西助理", other, Role.CASEWORKER)
    worker.post.deputy = helper.post
    worker.post.save()
    matter = consultation(other, worker, owner=worker.post)
    Grant.objects.create(
        matter=matter,
        viewer_key=f"organisation:{other.pk}",
        why=Grant.Why.REVIEWER,
        opened_at=matter.opened_at,
        granted_at=NOON,
    )
    child = found(Kind.STATION, "西桥街站点", parent=other)
    kept = organisations.merge_organisations(kept=town, dropped=other, reason="街道合并", by=system_admin, at=NOON)

    other.refresh_from_db()
    child.refresh_from_db()
    matter.refresh_from_db()
    assert (other.closed_on, other.merged_into) == (NOON.date(), town)
    assert child.lineage == [*town.lineage, child.pk]
    old, succeeding = Post.objects.get(pk=worker.post.pk), Post.objects.get(organisation=town, user=worker.user)
    assert (old.organisation, old.ends_on) == (other, NOON.date() - timedelta(days=1))
    assert (succeeding.starts_on, succeeding.ends_on, succeeding.role) == (NOON.date(), None, Role.CASEWORKER)
    assert succeeding.deputy.user == helper.user
    assert succeeding.deputy.organisation == town
    assert (matter.organisation, matter.owner, matter.scope3) == (town, succeeding, town.pk)
    assert matter.number_organisation == other
    assert Grant.objects.get(matter=matter).viewer_key == f"organisation:{town.pk}"
    assert changes(other) == [What.MERGED]
    assert changes(kept) == [What.MERGED]
    assert changes(child) == [What.MOVED]
    told = PersonChange.objects.filter(user=worker.user).order_by("pk").values_list("what", flat=True)
    assert list(told) == [PersonChange.What.APPOINTED, PersonChange.What.ENDED]


def test_a_person_with_the_same_post_on_both_sides_keeps_one(
    town: Organisation, district: Organisation, system_admin: Actor
) -> None:
    other = found(Kind.TOWN_UNION, "西桥街总工会", parent=district)
    there = appoint("shuang", "双岗", other, Role.CASEWORKER)
    here = appoint("shuang", "双岗", town, Role.CASEWORKER)
    organisations.merge_organisations(kept=town, dropped=other, reason="街道合并", by=system_admin, at=NOON)
    assert list(Post.objects.open(on=NOON.date()).filter(user=here.user)) == [here.post]
    there.post.refresh_from_db()
    assert there.post.ends_on == NOON.date() - timedelta(days=1)


def test_a_lawyer_of_a_merged_firm_still_sees_the_case(
    firm: Organisation, other_firm: Organisation, other_lawyer: Actor, caseworker: Actor, system_admin: Actor
) -> None:
    matter = consultation(caseworker.organisation, caseworker)
    Grant.objects.create(
        matter=matter,
        viewer_key=f"post:{other_lawyer.post.pk}",
        why=Grant.Why.ASSIGNED_LAWYER,
        opened_at=matter.opened_at,
        granted_at=NOON,
    )
    organisations.merge_organisations(kept=firm, dropped=other_firm, reason="两所合并", by=system_admin, at=NOON)
    post = Post.objects.get(user=other_lawyer.user, organisation=firm)
    assert Matter.objects.visible_to(Actor(user=other_lawyer.user, post=post)).filter(pk=matter.pk).exists()


@pytest.mark.parametrize(("kept", "dropped"), [("firm", "town"), ("station", "town"), ("town", "district")])
def test_what_does_not_fit_does_not_merge(
    kept: str, dropped: str, request: pytest.FixtureRequest, system_admin: Actor
) -> None:
    with pytest.raises(Invalid):
        organisations.merge_organisations(
            kept=request.getfixturevalue(kept),
            dropped=request.getfixturevalue(dropped),
            reason="试",
            by=system_admin,
            at=NOON,
        )

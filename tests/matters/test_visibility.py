"""Who sees a matter: the holder's tree upwards, those it was granted to, nobody else."""

from datetime import timedelta

import pytest

from tests.cast import NOON
from unionlaw.matters.models import Matter
from unionlaw.matters.services.grants import end_grant, grant
from unionlaw.network.services.organisations import move_organisation
from unionlaw.web.lists.keyset import Branch

pytestmark = pytest.mark.django_db


def sees(actor, matter) -> bool:
    by_wall = Matter.objects.visible_to(actor).filter(pk=matter.pk).exists()
    by_branches = any(
        branch.queryset.filter(**{branch.pk: matter.pk}).exists() for branch in Matter.objects.visible_branches(actor)
    )
    assert by_wall == by_branches, "lists and pages disagree"
    return by_wall


def test_a_station_matter_is_seen_up_the_tree_and_not_beside_it(
    station_caseworker, caseworker, supervisor, manager, neighbour, lawyer, partner, open_consultation
):
    matter = open_consultation(station_caseworker)
    assert all(sees(actor, matter) for actor in (station_caseworker, caseworker, supervisor, manager))
    assert not any(sees(actor, matter) for actor in (neighbour, lawyer, partner))


def test_a_district_matter_is_not_seen_by_the_station_below(caseworker, station_caseworker, open_consultation):
    assert not sees(station_caseworker, open_consultation(caseworker))


def test_administrators_see_no_matters(caseworker, system_admin, security_admin, audit_admin, open_consultation):
    matter = open_consultation(caseworker)
    assert not any(sees(actor, matter) for actor in (system_admin, security_admin, audit_admin))


def test_a_lawyer_sees_what_is_assigned_to_their_post_until_it_ends(
    caseworker, lawyer, other_lawyer, open_consultation
):
    matter = open_consultation(caseworker)
    grant(matter=matter, viewer=lawyer.post, why="assigned_lawyer", by=caseworker, at=NOON)
    assert sees(lawyer, matter)
    assert not sees(other_lawyer, matter)
    end_grant(matter=matter, viewer=lawyer.post, why="assigned_lawyer", at=NOON + timedelta(hours=1))
    assert not sees(lawyer, matter)


def test_a_partner_organ_sees_what_was_referred_to_it(caseworker, partner, hr_bureau, open_consultation):
    matter = open_consultation(caseworker)
    other = open_consultation(caseworker, worker="李四", employer="另一家公司")
    grant(matter=matter, viewer=hr_bureau, why="referred_organ", by=caseworker, at=NOON)
    assert sees(partner, matter)
    assert not sees(partner, other)


def test_a_matter_moves_with_its_town_to_another_district(
    station_caseworker, caseworker, neighbour, town, neighbour_district, system_admin, open_consultation
):
    matter = open_consultation(station_caseworker)
    move_organisation(
        organisation_id=town.pk, new_parent=neighbour_district, reason="区划调整", by=system_admin, at=NOON
    )
    station_caseworker.post.organisation.refresh_from_db()
    assert sees(neighbour, matter)
    assert sees(station_caseworker, matter)
    assert not sees(caseworker, matter)


def test_branches_are_the_kind_the_pager_takes(caseworker):
    assert all(isinstance(branch, Branch) for branch in Matter.objects.visible_branches(caseworker))

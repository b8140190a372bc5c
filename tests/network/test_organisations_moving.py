"""Moving organisations within the tree, with all that lies below."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.cast import NOON, Kind, found
from tests.network.organising import What, consultation, new, tried
from unionlaw.lib.errors import Conflict, DomainError, Invalid
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.services import organisations


def test_a_move_takes_the_subtree_and_its_matters_along(
    town: Organisation,
    station: Organisation,
    neighbour_district: Organisation,
    station_caseworker: Actor,
    caseworker: Actor,
    neighbour: Actor,
    system_admin: Actor,
) -> None:
    matter = consultation(station, station_caseworker)
    assert Matter.objects.visible_to(caseworker).filter(pk=matter.pk).exists()
    organisations.move_organisation(
        organisation_id=town.pk, new_parent=neighbour_district, reason="区划调整", by=system_admin, at=NOON
    )
    station.refresh_from_db()
    matter.refresh_from_db()
    assert station.lineage == [*neighbour_district.lineage, town.pk, station.pk]
    assert [getattr(matter, f"scope{n}") for n in range(1, 6)] == [*station.lineage, None]
    assert not Matter.objects.visible_to(caseworker).filter(pk=matter.pk).exists()
    assert Matter.objects.visible_to(neighbour).filter(pk=matter.pk).exists()
    change = town.changes.get()
    assert (change.what, change.reason) == (What.MOVED, "区划调整")
    assert change.data["before"] == {"parent": "越山区总工会"}
    assert change.data["after"] == {"parent": "河南区总工会"}


def test_nothing_moves_below_itself(town: Organisation, station: Organisation, system_admin: Actor) -> None:
    enterprise = found(Kind.ENTERPRISE_UNION, "电子厂工会", parent=town)
    for target in (town, station, enterprise):
        with pytest.raises(DomainError):
            organisations.move_organisation(
                organisation_id=town.pk, new_parent=target, reason="试", by=system_admin, at=NOON
            )


def test_the_tree_grows_no_deeper_than_five(city: Organisation, town: Organisation, system_admin: Actor) -> None:
    park = found(Kind.PARK_UNION, "科技园工会", parent=town)
    enterprise = found(Kind.ENTERPRISE_UNION, "芯片厂工会", parent=park)
    with pytest.raises(Invalid, match="最多5级"):
        new(kind=Kind.STATION, name="厂内站点", parent=enterprise, by=system_admin)
    outer = found(Kind.PARK_UNION, "临时园区", parent=city)
    works = found(Kind.ENTERPRISE_UNION, "玩具厂工会", parent=outer)
    found(Kind.STATION, "玩具厂站点", parent=works)
    with pytest.raises(Invalid, match="最多5级"):
        organisations.move_organisation(
            organisation_id=works.pk, new_parent=park, reason="试", by=system_admin, at=NOON
        )


def test_moving_twice_to_the_same_place_is_a_conflict(
    town: Organisation, district: Organisation, system_admin: Actor
) -> None:
    with pytest.raises(Conflict, match="已经隶属于"):
        organisations.move_organisation(
            organisation_id=town.pk, new_parent=district, reason="重复", by=system_admin, at=NOON
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_that_would_make_a_ring_one_is_refused(city: Organisation, system_admin: Actor) -> None:
    left = found(Kind.ENTERPRISE_UNION, "甲集团工会", parent=city)
    right = found(Kind.INDUSTRY_FEDERATION, "乙行业工联会", parent=city)
    park = found(Kind.PARK_UNION, "丙园区工会", parent=city)
    Organisation.objects.filter(pk=left.pk).update(kind=Kind.TOWN_UNION)
    pairs = [(park.pk, left), (left.pk, park)]

    def move(pk: int, parent: Organisation) -> str:
        return tried(
            lambda: organisations.move_organisation(
                organisation_id=pk, new_parent=parent, reason="同时调整", by=system_admin, at=NOON
            )
        )

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda pair: move(*pair), pairs))
    assert sorted(results) == ["Invalid", "done"]
    for organisation in Organisation.objects.filter(pk__in=[left.pk, park.pk, right.pk]):
        assert organisation.lineage[-1] == organisation.pk
        assert len(set(organisation.lineage)) == len(organisation.lineage)

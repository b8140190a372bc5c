"""Founding organisations: what stands where, whose name is free, and who may."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.cast import NOON, Kind, appoint
from tests.network.organising import What, new, tried
from unionlaw.lib.errors import Invalid, Refused
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role
from unionlaw.network.services import organisations


def test_founding_places_the_organisation_and_records_it(district: Organisation, system_admin: Actor) -> None:
    street = new(kind=Kind.TOWN_UNION, name=" 南桥街总工会 ", parent=district, by=system_admin)
    street.refresh_from_db()
    assert street.name == street.short_name == "南桥街总工会"
    assert street.lineage == [*district.lineage, street.pk]
    change = street.changes.get()
    assert (change.what, change.by_user, change.by_post) == (What.FOUNDED, system_admin.user, system_admin.post)
    assert change.data["after"]["parent"] == "越山区总工会"


@pytest.mark.parametrize(
    ("kind", "under"),
    [
        (Kind.TOWN_UNION, "town"),
        (Kind.DISTRICT_UNION, "district"),
        (Kind.STATION, "station"),
        (Kind.LAW_FIRM, "city"),
        (Kind.COURT, "city"),
        (Kind.CITY_UNION, "city"),
    ],
)
def test_a_kind_stands_only_where_it_fits(
    kind: str, under: str, request: pytest.FixtureRequest, system_admin: Actor, city: Organisation
) -> None:
    parent = request.getfixturevalue(under)
    outside = kind in {Kind.LAW_FIRM, Kind.COURT}
    with pytest.raises(Invalid) as error:
        new(kind=kind, name="放错地方", parent=parent, attached_to=city if outside else None, by=system_admin)
    assert error.value.field == "parent"


def test_a_law_firm_says_for_which_union_it_works(city: Organisation, system_admin: Actor) -> None:
    with pytest.raises(Invalid) as error:
        new(kind=Kind.LAW_FIRM, name="无主律师事务所", by=system_admin)
    assert error.value.field == "attached_to"
    assert new(kind=Kind.LAW_FIRM, name="有主律师事务所", attached_to=city, by=system_admin).depth is not None


def test_a_name_is_taken_only_once_among_the_open(
    district: Organisation, town: Organisation, system_admin: Actor
) -> None:
    with pytest.raises(Invalid) as error:
        new(kind=Kind.TOWN_UNION, name="北桥街总工会", parent=district, by=system_admin)
    assert error.value.errors == {"name": ["已有同名的组织。"]}


def test_only_a_system_administrator_changes_organisations(
    district: Organisation, supervisor: Actor, security_admin: Actor, audit_admin: Actor
) -> None:
    for actor in (supervisor, security_admin, audit_admin):
        with pytest.raises(Refused, match="系统管理员"):
            new(kind=Kind.TOWN_UNION, name="新街总工会", parent=district, by=actor)


def test_an_administrator_changes_nothing_outside_their_own_tree(
    district: Organisation, neighbour_district: Organisation, city: Organisation, hr_bureau: Organisation
) -> None:
    admin = appoint("quxi", "区系统", district, Role.SYSTEM_ADMIN)
    with pytest.raises(Refused, match="河南区总工会"):
        new(kind=Kind.TOWN_UNION, name="别区街道工会", parent=neighbour_district, by=admin)
    with pytest.raises(Refused):
        organisations.amend_organisation(organisation_id=city.pk, phone="1", by=admin, at=NOON)
    # An organ that works for the district's union is within reach, though outside the tree.
    organisations.amend_organisation(organisation_id=hr_bureau.pk, phone="020-12333", by=admin, at=NOON)
    with pytest.raises(Refused):
        new(kind=Kind.CITY_UNION, name="第二市总工会", by=admin)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_found_the_same_name_one_is_told(city: Organisation, system_admin: Actor) -> None:
    def one(_n: int) -> str:
        return tried(lambda: new(kind=Kind.DISTRICT_UNION, name="新区总工会", parent=city, by=system_admin))

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == ["Invalid", "done"]

"""Appointing: which role where, from when, and beside which other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection

from tests.cast import NOON, Kind, found
from tests.network.records import TODAY, What
from unionlaw.accounts.models import User
from unionlaw.lib.errors import Conflict, DomainError, Invalid
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, PersonChange, Post
from unionlaw.network.roles import Role
from unionlaw.network.services import people
from unionlaw.network.structure import PLACES

PLACE_OF = {
    "city": Kind.CITY_UNION,
    "station": Kind.STATION,
    "firm": Kind.LAW_FIRM,
    "hr_bureau": Kind.HR_BUREAU,
    "centre": Kind.MEDIATION_CENTRE,
}


@pytest.fixture
def centre(city: Organisation) -> Organisation:
    return found(Kind.MEDIATION_CENTRE, "市三方联调中心", parent=city)


@pytest.mark.parametrize("role", Role)
def test_a_role_is_held_only_where_it_belongs(
    role: Role, request: pytest.FixtureRequest, newcomer: User, hire: Callable[..., Post]
) -> None:
    for place, kind in PLACE_OF.items():
        organisation = request.getfixturevalue(place)
        if kind in PLACES[role]:
            assert hire(newcomer, organisation, role).role == role
        else:
            with pytest.raises(Invalid) as error:
                hire(newcomer, organisation, role)
            assert error.value.field == "role"


def test_the_table_of_places_says_what_the_field_says() -> None:
    assert PLACES[Role.LAWYER] == {Kind.LAW_FIRM}
    assert PLACES[Role.PARTNER].isdisjoint(Organisation.UNIONS)
    assert Kind.STATION in PLACES[Role.CASEWORKER]
    assert set(PLACES[Role.SYSTEM_ADMIN]) == set(Organisation.UNIONS)


def test_appointing_is_recorded_and_works_from_its_first_day(
    newcomer: User, district: Organisation, hire: Callable[..., Post], security_admin: Actor
) -> None:
    post = hire(newcomer, district, Role.CASEWORKER, ends_on=date(2027, 6, 30))
    change = PersonChange.objects.filter(user=newcomer).latest("pk")
    assert (change.what, change.by_user) == (What.APPOINTED, security_admin.user)
    assert change.data["after"] == {
        "organisation": "越山区总工会",
        "role": "caseworker",
        "starts_on": "2026-11-20",
        "ends_on": "2027-06-30",
        "licence_number": "",
    }
    held = [Post.objects.open(on=day).filter(pk=post.pk).exists() for day in (TODAY, date(2027, 6, 30))]
    assert held == [True, True]
    assert not Post.objects.open(on=TODAY - timedelta(days=1)).filter(pk=post.pk).exists()


@pytest.mark.parametrize("first", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
@pytest.mark.parametrize("second", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_the_three_administrators_exclude_one_another(
    first: Role, second: Role, newcomer: User, city: Organisation, district: Organisation, hire: Callable[..., Post]
) -> None:
    hire(newcomer, city, first, ends_on=date(2026, 12, 31))
    if first == second:
        hire(newcomer, district, second)
        return
    with pytest.raises(Invalid, match="三员分立"):
        hire(newcomer, district, second, starts_on=date(2026, 12, 31))
    hire(newcomer, district, second, starts_on=date(2027, 1, 1))


def test_the_same_post_twice_and_dates_the_wrong_way_round_are_refused(
    newcomer: User, district: Organisation, hire: Callable[..., Post]
) -> None:
    hire(newcomer, district, Role.CASEWORKER)
    with pytest.raises(Invalid, match="已有同样的岗位") as error:
        hire(newcomer, district, Role.CASEWORKER, starts_on=date(2027, 1, 1))
    assert error.value.field == "role"
    with pytest.raises(Invalid) as error:
        hire(newcomer, district, Role.SUPERVISOR, ends_on=date(2020, 1, 1))
    assert error.value.field == "ends_on"


def test_a_closed_account_and_a_closed_organisation_take_no_post(
    newcomer: User, station: Organisation, hire: Callable[..., Post]
) -> None:
    Organisation.objects.filter(pk=station.pk).update(closed_on=TODAY)
    with pytest.raises(Conflict, match="撤销"):
        hire(newcomer, station, Role.CASEWORKER)
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    with pytest.raises(Conflict, match="停用"):
        hire(newcomer, station.parent, Role.CASEWORKER)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_do_not_make_one_person_two_administrators(
    city: Organisation, security_admin: Actor
) -> None:
    user = User.objects.create(username="liang", display_name="两难")

    def one(role: str) -> str:
        try:
            people.appoint(user=user, organisation=city, role=role, starts_on=TODAY, by=security_admin, at=NOON)
        except DomainError as error:
            return type(error).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, [Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN])) == ["Invalid", "done"]

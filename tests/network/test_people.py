"""Accounts, posts, and what administrators may not do with them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.db import ProgrammingError, connection, transaction
from django.test import Client, RequestFactory

from tests.cast import CHINA, NOON, Kind, appoint, found
from unionlaw.accounts.models import User
from unionlaw.lib.errors import Conflict, DomainError, Invalid, Refused
from unionlaw.network.actors import Actor
from unionlaw.network.middleware import resolve_actor
from unionlaw.network.models import Organisation, PersonChange, Post
from unionlaw.network.roles import Role
from unionlaw.network.services import people, security
from unionlaw.network.structure import PLACES

What = PersonChange.What
TODAY = NOON.date()


@pytest.fixture
def newcomer(system_admin: Actor) -> User:
    return people.create_person(username="xin", display_name="辛来", by=system_admin, at=NOON).user


@pytest.fixture
def hire(security_admin: Actor) -> Callable[..., Post]:
    def appointed(user: User, organisation: Organisation, role: str, **fields: Any) -> Post:
        return people.appoint(
            **{
                "user": user,
                "organisation": organisation,
                "role": role,
                "starts_on": TODAY,
                "by": security_admin,
                "at": NOON,
                **fields,
            }
        )

    return appointed


def told(user: User) -> list[str]:
    return list(PersonChange.objects.filter(user=user).order_by("pk").values_list("what", flat=True))


# -- accounts --------------------------------------------------------------------------------------------------------


def test_a_new_account_opens_with_its_first_password_and_nothing_else(system_admin: Actor) -> None:
    made = people.create_person(
        username=" Chen.Yi ", display_name="陈  一", email="chen@example.org", by=system_admin, at=NOON
    )
    assert (made.user.username, made.user.display_name) == ("chen.yi", "陈 一")
    validate_password(made.password, made.user)
    assert made.user.check_password(made.password)
    assert resolve_actor(made.user, None)[0].post is None
    change = PersonChange.objects.get(user=made.user)
    assert (change.what, change.by_user) == (What.CREATED, system_admin.user)
    assert made.password not in str(change.data)


@pytest.mark.parametrize("username", ["", "ab", "陈一", "-chen", "chen yi", "x" * 31])
def test_a_user_name_that_cannot_be_typed_everywhere_is_refused(username: str, system_admin: Actor) -> None:
    with pytest.raises(Invalid) as error:
        people.create_person(username=username, display_name="陈一", by=system_admin, at=NOON)
    assert error.value.field == "username"


def test_names_and_addresses_are_taken_once(newcomer: User, system_admin: Actor) -> None:
    people.amend_person(user=newcomer, display_name="辛来", email="xin@example.org", by=system_admin, at=NOON)
    with pytest.raises(Invalid) as error:
        people.create_person(username="XIN", display_name="另一人", by=system_admin, at=NOON)
    assert error.value.field == "username"
    with pytest.raises(Invalid) as error:
        people.create_person(username="xin2", display_name="另一人", email="Xin@example.org", by=system_admin, at=NOON)
    assert error.value.field == "email"


def test_a_deactivated_person_is_out_at_once_and_loses_every_post(
    caseworker: Actor, system_admin: Actor, district: Organisation
) -> None:
    later = Post.objects.create(
        user=caseworker.user, organisation=district, role=Role.SUPERVISOR, starts_on=TODAY + timedelta(days=30)
    )
    client = Client()
    client.force_login(caseworker.user)
    people.deactivate_person(user=caseworker.user, reason="调离", by=system_admin, at=NOON)
    assert client.get("/network/").status_code == 302
    caseworker.post.refresh_from_db()
    assert caseworker.post.ends_on == TODAY
    assert not Post.objects.filter(pk=later.pk).exists()
    assert told(caseworker.user) == [What.ENDED, What.ENDED, What.DEACTIVATED]
    with pytest.raises(Conflict):
        people.deactivate_person(user=caseworker.user, reason="再次", by=system_admin, at=NOON)
    people.reactivate_person(user=caseworker.user, reason="返聘", by=system_admin, at=NOON)
    assert told(caseworker.user)[-1] == What.REACTIVATED


def test_the_last_security_administrator_stays(security_admin: Actor, system_admin: Actor, city: Organisation) -> None:
    with pytest.raises(Conflict, match="唯一的安全管理员"):
        people.deactivate_person(user=security_admin.user, reason="试", by=system_admin, at=NOON)
    appoint("an2", "安二", city, Role.SECURITY_ADMIN)
    people.deactivate_person(user=security_admin.user, reason="轮岗", by=system_admin, at=NOON)


def test_nobody_administers_themselves(system_admin: Actor, security_admin: Actor, district: Organisation) -> None:
    deeds = [
        lambda: people.deactivate_person(user=system_admin.user, reason="试", by=system_admin, at=NOON),
        lambda: people.appoint(
            user=security_admin.user,
            organisation=district,
            role=Role.CASEWORKER,
            starts_on=TODAY,
            by=security_admin,
            at=NOON,
        ),
        lambda: people.end_post(post_id=security_admin.post.pk, ends_on=TODAY, reason="试", by=security_admin, at=NOON),
        lambda: security.renew_password(user=security_admin.user, reason="试", by=security_admin, at=NOON),
    ]
    for deed in deeds:
        with pytest.raises(Refused):
            deed()


def test_each_office_keeps_to_its_own_work(
    newcomer: User, district: Organisation, system_admin: Actor, security_admin: Actor, audit_admin: Actor
) -> None:
    for actor in (system_admin, audit_admin):
        with pytest.raises(Refused, match="安全管理员"):
            people.appoint(
                user=newcomer, organisation=district, role=Role.CASEWORKER, starts_on=TODAY, by=actor, at=NOON
            )
        with pytest.raises(Refused):
            security.renew_password(user=newcomer, reason="试", by=actor, at=NOON)
    for actor in (security_admin, audit_admin):
        with pytest.raises(Refused, match="系统管理员"):
            people.create_person(username="other", display_name="旁人", by=actor, at=NOON)


def test_a_district_administrator_leaves_the_neighbours_people_alone(
    neighbour: Actor, neighbour_district: Organisation, district: Organisation, newcomer: User
) -> None:
    admin = appoint("quan", "区安全", district, Role.SECURITY_ADMIN)
    with pytest.raises(Refused, match="河南区总工会"):
        people.end_post(post_id=neighbour.post.pk, ends_on=TODAY, reason="试", by=admin, at=NOON)
    with pytest.raises(Refused, match="河南区总工会"):
        people.appoint(
            user=newcomer,
            organisation=neighbour_district,
            role=Role.CASEWORKER,
            starts_on=TODAY,
            by=admin,
            at=NOON,
        )
    with pytest.raises(Refused, match="河南区总工会"):
        security.sign_out(user=neighbour.user, reason="试", by=admin, at=NOON)


# -- posts -----------------------------------------------------------------------------------------------------------

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


@pytest.mark.django_db
def test_a_post_ended_yesterday_gives_no_right_on_the_next_request(
    caseworker: Actor, security_admin: Actor, time_machine: Any
) -> None:
    late = NOON.replace(hour=23, minute=50)
    time_machine.move_to(late, tick=False)
    client = Client()
    client.force_login(caseworker.user)
    assert client.get("/network/").status_code == 200
    people.end_post(post_id=caseworker.post.pk, ends_on=TODAY, reason="退休", by=security_admin, at=late)
    assert client.get("/network/").status_code == 200, "the last day is a day of work"
    time_machine.move_to(late + timedelta(minutes=15), tick=False)
    response = client.get("/network/")
    assert response.status_code == 403
    assert "岗位" in response.content.decode()
    assert told(caseworker.user) == [What.ENDED]


def test_whoever_is_left_without_a_post_is_signed_out(caseworker: Actor, security_admin: Actor) -> None:
    from allauth.usersessions.models import UserSession

    client = Client()
    client.force_login(caseworker.user)
    UserSession.objects.create(user=caseworker.user, session_key=client.session.session_key, ip="127.0.0.1")
    people.end_post(
        post_id=caseworker.post.pk, ends_on=TODAY - timedelta(days=1), reason="辞退", by=security_admin, at=NOON
    )
    assert client.get("/network/").status_code == 302
    assert not UserSession.objects.filter(user=caseworker.user).exists()


def test_a_post_that_never_began_is_withdrawn(
    newcomer: User, district: Organisation, hire: Callable[..., Post], security_admin: Actor
) -> None:
    post = hire(newcomer, district, Role.CASEWORKER, starts_on=TODAY + timedelta(days=7))
    people.end_post(post_id=post.pk, ends_on=TODAY, reason="录入有误", by=security_admin, at=NOON)
    assert not Post.objects.filter(pk=post.pk).exists()
    assert told(newcomer) == [What.CREATED, What.APPOINTED, What.ENDED]


def test_a_post_does_not_end_before_it_began_nor_twice(
    newcomer: User, district: Organisation, hire: Callable[..., Post], security_admin: Actor
) -> None:
    post = hire(newcomer, district, Role.CASEWORKER)
    with pytest.raises(Invalid, match="停用账号"):
        people.end_post(post_id=post.pk, ends_on=TODAY - timedelta(days=1), reason="试", by=security_admin, at=NOON)
    people.end_post(post_id=post.pk, ends_on=TODAY, reason="离任", by=security_admin, at=NOON)
    with pytest.raises(Conflict, match="2026-11-20离任"):
        people.end_post(post_id=post.pk, ends_on=TODAY, reason="离任", by=security_admin, at=NOON)


def test_a_deputy_comes_from_the_same_desk(
    caseworker: Actor, second_caseworker: Actor, supervisor: Actor, neighbour: Actor, security_admin: Actor
) -> None:
    for wrong in (supervisor, neighbour, caseworker):
        with pytest.raises(Invalid) as error:
            people.set_deputy(post_id=caseworker.post.pk, deputy=wrong.post, by=security_admin, at=NOON)
        assert error.value.field == "deputy"
    people.set_deputy(post_id=caseworker.post.pk, deputy=second_caseworker.post, by=security_admin, at=NOON)
    people.set_deputy(post_id=caseworker.post.pk, deputy=None, by=security_admin, at=NOON)
    changes = PersonChange.objects.filter(user=caseworker.user).order_by("pk")
    assert [c.data["after"]["deputy"] for c in changes] == ["岑立", ""]


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


# -- accounts in trouble ---------------------------------------------------------------------------------------------


def test_a_renewed_password_replaces_the_old_and_ends_sessions(caseworker: Actor, security_admin: Actor) -> None:
    client = Client()
    client.force_login(caseworker.user)
    password = security.renew_password(user=caseworker.user, reason="忘记密码", by=security_admin, at=NOON)
    caseworker.user.refresh_from_db()
    assert caseworker.user.check_password(password)
    assert client.get("/network/").status_code == 302
    assert told(caseworker.user) == [What.PASSWORD]


def test_unlocking_lets_a_person_try_again(caseworker: Actor, security_admin: Actor) -> None:
    from axes.models import AccessAttempt

    AccessAttempt.objects.create(username="cai", ip_address="10.0.0.7", failures_since_start=5, user_agent="x")
    assert security.unlock(account="cai", reason="本人来电核实", by=security_admin, at=NOON) == 1
    assert not AccessAttempt.objects.exists()
    assert told(caseworker.user) == [What.UNLOCKED]
    security.unlock(account="nobody", reason="清理", by=security_admin, at=NOON)
    assert PersonChange.objects.filter(user=None).get().data["after"]["account"] == "nobody"


def test_what_was_done_to_people_cannot_be_altered(newcomer: User) -> None:
    for deed in (
        lambda: PersonChange.objects.update(reason="改写"),
        lambda: PersonChange.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            deed()


def test_a_closed_account_does_not_sign_in(newcomer: User, system_admin: Actor) -> None:
    newcomer.set_password("Union-demo-1")
    newcomer.save()
    request = RequestFactory().post("/", REMOTE_ADDR="127.0.0.1")
    assert authenticate(request, username="xin", password="Union-demo-1") == newcomer
    people.deactivate_person(user=newcomer, reason="调离", by=system_admin, at=NOON.astimezone(CHINA))
    assert authenticate(request, username="xin", password="Union-demo-1") is None

"""Opening and closing accounts, and helping who cannot sign in."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.db import ProgrammingError, transaction
from django.test import Client, RequestFactory

from tests.cast import CHINA, NOON, appoint
from tests.network.records import TODAY, What, told
from unionlaw.accounts.models import User
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.network.actors import Actor
from unionlaw.network.middleware import resolve_actor
from unionlaw.network.models import Organisation, PersonChange, Post
from unionlaw.network.roles import Role
from unionlaw.network.services import people, security


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


def test_a_closed_account_does_not_sign_in(newcomer: User, system_admin: Actor) -> None:
    newcomer.set_password("Union-demo-1")
    newcomer.save()
    request = RequestFactory().post("/", REMOTE_ADDR="127.0.0.1")
    assert authenticate(request, username="xin", password="Union-demo-1") == newcomer
    people.deactivate_person(user=newcomer, reason="调离", by=system_admin, at=NOON.astimezone(CHINA))
    assert authenticate(request, username="xin", password="Union-demo-1") is None


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

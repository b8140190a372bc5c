"""A password that an administrator has seen is changed by its holder before anything else."""

import pytest
from django.test import Client

from tests.accounts.conftest import PASSWORD
from tests.cast import NOON
from unionlaw.network.actors import Actor
from unionlaw.network.services import people, security

CHANGE = "/accounts/password/change/"


@pytest.fixture
def given(client: Client, cai: Actor, security_admin: Actor) -> str:
    """The password given to the caseworker, who signed in with it."""
    password = security.renew_password(user=cai.user, reason="忘记密码", by=security_admin, at=NOON)
    client.post("/accounts/login/", {"login": "cai", "password": password})
    return password


def _change(client: Client, old: str, new: str):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new}, follow=True)


@pytest.mark.usefixtures("given")
def test_every_page_leads_to_the_change_until_it_is_made(client: Client):
    for path in ("/", "/account/", "/accounts/2fa/", "/api/v1/matters/"):
        assert client.get(path).url == CHANGE, path
    page = client.get(CHANGE).text
    assert "当前密码由管理员设置" in page
    assert "退出登录" in page
    assert "我的工作台" not in page


def test_the_same_password_again_is_no_change(client: Client, given: str, cai: Actor):
    assert "新密码与当前密码相同" in _change(client, given, given).text
    cai.user.refresh_from_db()
    assert cai.user.password_is_given


def test_once_changed_work_begins_at_the_desk(client: Client, given: str, cai: Actor):
    answer = _change(client, given, "Eigen-2026-wort")
    assert answer.redirect_chain == [("/", 302)]
    assert answer.status_code == 200
    cai.user.refresh_from_db()
    assert not cai.user.password_is_given
    assert client.get("/account/").status_code == 200


def test_the_second_factor_is_set_up_by_the_holder_alone(client: Client, given: str, settings):
    settings.SECOND_FACTOR_ROLES = None
    assert client.get("/account/second-factor/").url == CHANGE
    assert _change(client, given, "Eigen-2026-wort").redirect_chain[-1] == ("/account/second-factor/", 302)


def test_a_new_account_begins_with_a_given_password(system_admin: Actor):
    made = people.create_person(username="xin", display_name="辛来", by=system_admin, at=NOON)
    made.user.refresh_from_db()
    assert made.user.password_is_given


@pytest.mark.usefixtures("given")
def test_a_mailed_link_sets_a_password_of_ones_own(client: Client, cai: Actor):
    from django.core import mail

    stranger = Client()
    stranger.post("/accounts/password/reset/", {"email": "cai@example.org"})
    link = next(word for word in mail.outbox[-1].body.split() if "/reset/key/" in word)
    form = stranger.get(link, follow=True).redirect_chain[-1][0]
    stranger.post(form, {"password1": "Eigen-2026-wort", "password2": "Eigen-2026-wort"})
    cai.user.refresh_from_db()
    assert not cai.user.password_is_given


def test_ones_own_password_is_left_alone(client: Client, cai: Actor):
    client.post("/accounts/login/", {"login": "cai", "password": PASSWORD})
    assert client.get("/account/").status_code == 200

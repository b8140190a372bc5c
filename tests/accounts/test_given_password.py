"""A password that an administrator has seen is changed by its holder before anything else."""

import pytest
from django.core import mail
from django.test import Client

from tests.accounts.conftest import PASSWORD
from tests.cast import NOON
from unionlaw.accounts.models import User
from unionlaw.accounts.services import users
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


def _by_mail(browser: Client, password: str):
    """Asks for a link, follows it and sets the password."""
    browser.post("/accounts/password/reset/", {"email": "cai@example.org"})
    link = next(word for word in mail.outbox[-1].body.split() if "/reset/key/" in word)
    form = browser.get(link, follow=True).redirect_chain[-1][0]
    return browser.post(form, {"password1": password, "password2": password})


@pytest.mark.usefixtures("given")
@pytest.mark.parametrize("signed_in", [False, True], ids=["elsewhere", "in the browser that stands at the change"])
def test_a_mailed_link_sets_a_password_of_ones_own(client: Client, cai: Actor, signed_in: bool):
    _by_mail(client if signed_in else Client(), "Eigen-2026-wort")
    cai.user.refresh_from_db()
    assert cai.user.check_password("Eigen-2026-wort")
    assert not cai.user.password_is_given


def test_a_mailed_link_does_not_make_the_given_password_ones_own(given: str, cai: Actor):
    _by_mail(Client(), given)
    cai.user.refresh_from_db()
    assert cai.user.password_is_given


@pytest.mark.usefixtures("given")
def test_a_part_of_a_page_is_not_replaced_by_the_change(client: Client):
    answer = client.get("/notices/count/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == CHANGE


def test_ones_own_password_is_left_alone(client: Client, cai: Actor):
    client.post("/accounts/login/", {"login": "cai", "password": PASSWORD})
    assert client.get("/account/").status_code == 200


def _meanwhile(monkeypatch: pytest.MonkeyPatch, change) -> None:
    """Has `change` done by somebody else after the old password was found right and before the new one is saved."""
    choose = users.choose_password

    def later(**given):
        change()
        choose(**given)

    monkeypatch.setattr(users, "choose_password", later)


def test_a_password_renewed_meanwhile_stays_the_administrators(
    signed_in: Client, cai: Actor, security_admin: Actor, monkeypatch: pytest.MonkeyPatch
):
    given = []

    def renew():
        person = User.objects.get(pk=cai.user.pk)
        given.append(security.renew_password(user=person, reason="账号被盗", by=security_admin, at=NOON))

    _meanwhile(monkeypatch, renew)
    # Not 409: the session that the answer would be kept in has ended too.
    assert _change(signed_in, PASSWORD, "Eigen-2026-wort").status_code == 400
    cai.user.refresh_from_db()
    assert cai.user.check_password(given[0])
    assert cai.user.password_is_given
    assert signed_in.get("/account/").url.startswith("/accounts/login/")


def test_whoever_follows_a_mailed_link_is_told_that_the_password_was_renewed_meanwhile(
    cai: Actor, monkeypatch: pytest.MonkeyPatch
):
    def renew():
        person = User.objects.get(pk=cai.user.pk)
        users.give_password(person, "Given-2026-wort")
        person.save(update_fields=["password", "password_is_given"])

    _meanwhile(monkeypatch, renew)
    answer = _by_mail(Client(), "Eigen-2026-wort")
    assert answer.status_code == 409
    assert "请用最新的密码重新登录" in answer.text
    cai.user.refresh_from_db()
    assert cai.user.check_password("Given-2026-wort")


def test_what_an_administrator_changes_meanwhile_is_not_written_over(
    signed_in: Client, cai: Actor, monkeypatch: pytest.MonkeyPatch
):
    _meanwhile(monkeypatch, lambda: User.objects.filter(pk=cai.user.pk).update(is_active=False, display_name="蔡岚"))
    _change(signed_in, PASSWORD, "Eigen-2026-wort")
    cai.user.refresh_from_db()
    assert cai.user.check_password("Eigen-2026-wort")
    assert (cai.user.is_active, cai.user.display_name) == (False, "蔡岚")

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from tests.accounts.conftest import PASSWORD
from unionlaw.accounts.models import User
from unionlaw.accounts.services import users
from unionlaw.accounts.templatetags.accounts import browser_name
from unionlaw.lib.errors import Invalid
from unionlaw.network.actors import Actor


def test_the_overview_shows_who_one_is_and_where_one_serves(signed_in: Client):
    page = signed_in.get("/account/").text
    for word in ("蔡小岚", "cai@example.org", "越山区总工会", "经办人", "两步验证"):
        assert word in page


@pytest.mark.parametrize("password", ["short-1", "onlyletters", "12345678901", "password123", "caseworker-cai"])
def test_weak_passwords_are_refused(password: str):
    user = User(username="caseworker-cai", display_name="蔡小岚")
    with pytest.raises(ValidationError):
        validate_password(password, user)


def test_a_short_password_is_refused_in_the_language_of_the_page(signed_in: Client):
    form = {"oldpassword": PASSWORD, "password1": "a-1", "password2": "a-1"}
    page = signed_in.post("/accounts/password/change/", form).text
    assert "密码至少要有8位。" in page
    assert "too short" not in page


def test_the_demo_password_passes_the_rules():
    validate_password(PASSWORD)


def test_the_password_is_changed_with_the_old_one_and_one_stays_signed_in(signed_in: Client):
    form = {"oldpassword": "wrong-1234", "password1": "new-pass-2026", "password2": "new-pass-2026"}
    page = signed_in.post("/accounts/password/change/", form).text
    assert "当前密码：当前密码不正确，请重新输入。" in " ".join(re.sub("<[^>]+>", "", page).split())
    form["oldpassword"] = PASSWORD
    answer = signed_in.post("/accounts/password/change/", form, follow=True)
    assert answer.redirect_chain == [("/account/", 302)]
    assert "密码已修改。" in answer.text


def test_two_spellings_of_the_new_password_are_named_as_the_page_names_the_field(signed_in: Client):
    form = {"oldpassword": PASSWORD, "password1": "new-pass-2026", "password2": "new-pass-2027"}
    page = " ".join(re.sub("<[^>]+>", "", signed_in.post("/accounts/password/change/", form).text).split())
    assert "再输一次新密码：两次输入的密码不一致。" in page


def test_the_mail_address_is_changed_with_the_password(signed_in: Client, cai: Actor):
    wrong = signed_in.post("/account/email/", {"email": "new@example.org", "password": "nope"})
    assert wrong.status_code == 422
    assert "当前密码不正确" in wrong.text
    assert 'value="new@example.org"' in wrong.text
    right = signed_in.post("/account/email/", {"email": "new@example.org", "password": PASSWORD}, follow=True)
    assert "电子邮箱已修改。" in right.text
    cai.user.refresh_from_db()
    assert cai.user.email == "new@example.org"


def test_two_accounts_do_not_share_a_mail_address(cai: Actor, supervisor: Actor):
    supervisor.user.set_password(PASSWORD)
    supervisor.user.save()
    with pytest.raises(Invalid) as refused:
        users.set_email(by=supervisor, email="CAI@example.org", password=PASSWORD)
    assert refused.value.field == "email"


def test_the_language_is_switched_kept_and_brought_to_the_next_browser(signed_in: Client, cai: Actor):
    answer = signed_in.post("/account/language/", {"language": "en", "next": "/account/"})
    assert answer.url == "/account/"
    assert '<html lang="en">' in signed_in.get("/account/").text
    cai.user.refresh_from_db()
    assert cai.user.language == "en"
    elsewhere = Client()
    elsewhere.post("/accounts/login/", {"login": "cai", "password": PASSWORD})
    assert '<html lang="en">' in elsewhere.get("/account/").text


def test_strangers_switch_the_language_of_the_sign_in_page(client: Client, db: None):
    client.post("/account/language/", {"language": "en", "next": "/accounts/login/"})
    assert '<html lang="en">' in client.get("/accounts/login/").text


def test_unknown_languages_and_foreign_targets_lead_nowhere(client: Client, signed_in: Client):
    assert Client().post("/account/language/", {"language": "xx", "next": "//evil.example"}).url == "/"
    assert signed_in.post("/account/language/", {"language": "xx"}).status_code == 400


def test_own_sessions_are_listed_and_the_others_ended(signed_in: Client, cai: Actor):
    elsewhere = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120 Edg/120"})
    elsewhere.post("/accounts/login/", {"login": "cai", "password": PASSWORD})
    page = signed_in.get("/accounts/sessions/").text
    assert "Edge · Windows" in page
    assert page.count("本机") == 1
    answer = signed_in.post("/accounts/sessions/", follow=True)
    assert "已退出其他设备。" in answer.text
    assert elsewhere.get("/account/").status_code == 302
    assert signed_in.get("/account/").status_code == 200


def test_all_sessions_of_a_person_can_be_ended_at_once(signed_in: Client, cai: Actor):
    assert users.end_sessions(user=cai.user) == 1
    assert signed_in.get("/account/").status_code == 302


def test_browsers_are_named_as_people_know_them():
    assert browser_name("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) MicroMessenger/8.0") == "微信 · iPhone"
    assert browser_name("Mozilla/5.0 (X11; Linux x86_64) Firefox/130") == "Firefox · Linux"
    assert browser_name("curl/8") == "其他浏览器"

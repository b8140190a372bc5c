import re

import pytest
import time_machine
from django.contrib.auth.hashers import identify_hasher
from django.core import mail
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests.accounts.conftest import PASSWORD
from unionlaw.accounts.models import User
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post

WRONG = "not-my-password-1"


def sign_in(client: Client, login: str, password: str, **extra: object):
    return client.post("/accounts/login/", {"login": login, "password": password}, **extra)


def test_one_signs_in_with_name_and_password_and_lands_where_one_wanted(client: Client, cai: Actor):
    answer = client.post("/accounts/login/?next=/account/", {"login": "cai", "password": PASSWORD, "next": "/account/"})
    assert (answer.status_code, answer.url) == (302, "/account/")
    assert "蔡小岚" in client.get("/account/").text


def test_a_wrong_password_is_explained_without_saying_whether_the_account_exists(client: Client, cai: Actor):
    known, unknown = sign_in(client, "cai", WRONG), sign_in(client, "nobody", WRONG)
    for answer in (known, unknown):
        assert "用户名或密码不正确" in answer.text
        assert "error-summary" in answer.text


def test_missing_fields_are_named(client: Client, db: None):
    page = sign_in(client, "", "").text
    assert "请输入用户名。" in page
    assert "请输入密码。" in page


def test_passwords_are_kept_with_argon2(db: None):
    hashers = [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    from unionlaw.settings import auth

    assert hashers == auth.PASSWORD_HASHERS
    with override_settings(PASSWORD_HASHERS=hashers):
        user = User.objects.create_user("li", password=PASSWORD)
        assert identify_hasher(user.password).algorithm == "argon2"


def test_nobody_signs_up_and_unused_routes_are_closed(client: Client, db: None):
    for path in ("signup/", "email/", "login/code/", "password/set/", "2fa/trust/", "confirm-email/"):
        assert client.get(f"/accounts/{path}").status_code == 404, path


def test_five_wrong_passwords_lock_the_account_for_half_an_hour(client: Client, cai: Actor):
    with time_machine.travel("2026-11-20 12:00+08:00", tick=False) as clock:
        for _ in range(4):
            assert sign_in(client, "cai", WRONG).status_code == 200
        locked = sign_in(client, "cai", WRONG)
        assert locked.status_code == 429
        assert "请在30分钟后再试" in locked.text
        # Not even the right password helps, nor another address.
        assert sign_in(client, "cai", PASSWORD).status_code == 429
        assert sign_in(client, "cai", PASSWORD, REMOTE_ADDR="10.0.0.9").status_code == 429
        clock.shift(31 * 60)
        assert sign_in(client, "cai", PASSWORD).status_code == 302


def test_another_spelling_of_the_name_does_not_get_five_more_tries(client: Client, cai: Actor):
    for name in ("cai", "CAI", "Cai", " cai", "cAi"):
        answer = sign_in(client, name, WRONG)
    assert answer.status_code == 429


def test_trying_during_the_lockout_does_not_prolong_it(client: Client, cai: Actor):
    with time_machine.travel("2026-11-20 12:00+08:00", tick=False) as clock:
        for _ in range(5):
            sign_in(client, "cai", WRONG)
        clock.shift(20 * 60)
        assert sign_in(client, "cai", PASSWORD).status_code == 429
        clock.shift(11 * 60)
        assert sign_in(client, "cai", PASSWORD).status_code == 302


def test_a_success_forgets_earlier_failures(client: Client, cai: Actor):
    for _ in range(4):
        sign_in(client, "cai", WRONG)
    assert sign_in(client, "cai", PASSWORD).status_code == 302
    client.logout()
    for _ in range(4):
        assert sign_in(client, "cai", WRONG).status_code == 200


def test_a_colleague_at_the_same_address_is_not_locked_out_by_one_forgetful_person(client: Client, cai: Actor):
    for _ in range(5):
        sign_in(client, "forgetful", WRONG)
    assert sign_in(client, "cai", PASSWORD).status_code == 302


def test_a_colleague_signing_in_at_the_same_address_lifts_nobody_elses_lockout(client: Client, cai: Actor):
    for _ in range(5):
        sign_in(client, "guessed", WRONG)
    assert sign_in(client, "cai", PASSWORD).status_code == 302
    client.logout()
    assert sign_in(client, "guessed", WRONG).status_code == 429


def test_signing_in_oneself_in_between_does_not_clear_the_count_of_the_address(client: Client, cai: Actor):
    for n in range(19):
        sign_in(client, f"guess{n}", WRONG)
    assert sign_in(client, "cai", PASSWORD).status_code == 302
    client.logout()
    assert sign_in(client, "guess19", WRONG).status_code == 429


def test_twenty_wrong_passwords_from_one_address_lock_the_address(client: Client, cai: Actor):
    for n in range(20):
        answer = sign_in(client, f"guess{n}", WRONG)
    assert answer.status_code == 429
    assert sign_in(client, "cai", PASSWORD).status_code == 429
    assert sign_in(client, "cai", PASSWORD, REMOTE_ADDR="10.0.0.9").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.2.3.4", "10.0.0.1"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "1.2.3.4, 10.0.0.7", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.1"),
        (1, "nonsense", "0.0.0.0"),
    ],
)
def test_forwarded_addresses_are_believed_only_as_far_as_proxies_are_trusted(rf, settings, proxies, forwarded, address):
    from unionlaw.accounts.lockout import client_address

    settings.TRUSTED_PROXIES = proxies
    assert client_address(rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)) == address


def test_a_disabled_account_does_not_get_in(client: Client, cai: Actor):
    cai.user.is_active = False
    cai.user.save()
    sign_in(client, "cai", PASSWORD)
    assert client.get("/account/").status_code == 302


def test_signing_out_ends_the_session_and_says_so(signed_in: Client):
    assert "退出登录？" in signed_in.get("/accounts/logout/").text
    answer = signed_in.post("/accounts/logout/", follow=True)
    assert "您已退出登录。" in answer.text
    assert signed_in.get("/account/").status_code == 302


def test_whoever_lost_the_last_post_can_only_sign_out(signed_in: Client, cai: Actor):
    Post.objects.filter(user=cai.user).delete()
    for path in ("/account/", "/accounts/password/change/", "/"):
        answer = signed_in.get(path)
        assert answer.status_code == 403
        assert "您目前没有在任岗位" in answer.text
    assert signed_in.post("/accounts/logout/").status_code == 302


def test_half_an_hour_without_a_click_ends_the_session(client: Client, cai: Actor):
    with time_machine.travel("2026-11-20 12:00+08:00", tick=False) as clock:
        sign_in(client, "cai", PASSWORD)
        assert client.get("/account/").status_code == 200
        clock.shift(29 * 60)
        assert client.get("/account/").status_code == 200
        clock.shift(29 * 60)
        assert client.get("/account/").status_code == 200
        clock.shift(31 * 60)
        answer = client.get("/account/", follow=True)
        assert answer.redirect_chain == [("/accounts/login/?next=/account/", 302)]
        assert "您已超过30分钟未操作" in answer.text


def test_clicking_on_does_not_write_the_session_each_time(signed_in: Client):
    signed_in.get("/account/")
    with CaptureQueriesContext(connection) as queries:
        signed_in.get("/account/")
    assert not [q for q in queries.captured_queries if q["sql"].startswith(("UPDATE", "INSERT"))]


def test_a_forgotten_password_is_reset_by_mail_once(client: Client, cai: Actor):
    page = client.post("/accounts/password/reset/", {"email": "cai@example.org"}, follow=True)
    assert "请查收邮件" in page.text
    message = mail.outbox[0]
    assert message.to == ["cai@example.org"]
    assert "重置密码" in message.subject
    assert "您的用户名是 cai" in message.body
    link = re.search(r"https?://testserver(\S+)", message.body).group(1)
    form = client.get(link, follow=True)
    target = form.redirect_chain[-1][0]
    weak = client.post(target, {"password1": "12345678", "password2": "12345678"})
    assert "密码要同时包含字母和数字" in weak.text
    done = client.post(target, {"password1": "new-pass-2026", "password2": "new-pass-2026"}, follow=True)
    assert "密码已修改" in done.text
    assert sign_in(Client(), "cai", "new-pass-2026").status_code == 302
    assert "链接已失效" in Client().get(link, follow=True).text


def test_a_mail_server_that_is_away_shows_nothing_and_breaks_nothing(client: Client, cai: Actor, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    page = client.post("/accounts/password/reset/", {"email": "cai@example.org"}, follow=True)
    assert "请查收邮件" in page.text
    assert "could not be sent" in caplog.text


def test_a_reset_for_an_unknown_address_looks_the_same_and_mails_nobody(client: Client, cai: Actor):
    page = client.post("/accounts/password/reset/", {"email": "who@example.org"}, follow=True)
    assert "请查收邮件" in page.text
    assert mail.outbox == []


def test_every_sign_in_page_renders_for_a_stranger(client: Client, db: None):
    for path in ("login/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "inactive/"):
        answer = client.get(f"/accounts/{path}")
        assert answer.status_code == 200, path
        assert "工会法律服务平台" in answer.text

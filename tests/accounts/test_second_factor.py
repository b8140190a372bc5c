import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from tests.accounts.conftest import PASSWORD
from unionlaw.network.actors import Actor

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def with_totp(cai: Actor) -> Actor:
    TOTP.activate(cai.user, SECRET)
    return cai


def test_nothing_is_demanded_unless_the_site_says_so(signed_in: Client):
    assert signed_in.get("/account/").status_code == 200


@pytest.mark.parametrize("roles", [None, ["caseworker"]])
def test_a_role_that_needs_one_sets_it_up_before_anything_else(signed_in: Client, settings, roles):
    settings.SECOND_FACTOR_ROLES = roles
    answer = signed_in.get("/account/", follow=True)
    assert answer.redirect_chain == [("/account/second-factor/", 302)]
    assert "您的岗位要求两步验证" in answer.text
    # Own fields outside the setting-up stay shut; signing out stays open.
    assert signed_in.post("/account/email/", {}).status_code == 302
    assert signed_in.get("/accounts/2fa/totp/activate/").status_code == 200


def test_other_roles_are_left_alone(signed_in: Client, settings):
    settings.SECOND_FACTOR_ROLES = ["lawyer"]
    assert signed_in.get("/account/").status_code == 200


def test_a_totp_app_is_activated_with_its_first_code_and_mailed_about(
    transactional_db: None, signed_in: Client, cai: Actor, settings
):
    settings.SECOND_FACTOR_ROLES = ["caseworker"]
    page = signed_in.get("/accounts/2fa/totp/activate/")
    secret = signed_in.session["mfa.totp.secret"]
    assert secret in page.text
    assert "data:image/svg" in page.text
    wrong = signed_in.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert "验证码不正确" in wrong.text
    answer = signed_in.post("/accounts/2fa/totp/activate/", {"code": code(secret)}, follow=True)
    assert "恢复码" in answer.text
    assert signed_in.get("/account/").status_code == 200
    assert ["验证器应用已启用" in m.subject for m in mail.outbox].count(True) == 1


def test_secrets_are_sealed_in_the_database(with_totp: Actor):
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert SECRET not in stored
    assert get_adapter().decrypt(stored) == SECRET


def test_setting_up_later_asks_for_the_password_again(client: Client, cai: Actor):
    with time_machine.travel("2026-11-20 12:00+08:00", tick=False) as clock:
        client.post("/accounts/login/", {"login": "cai", "password": PASSWORD})
        assert client.get("/accounts/2fa/totp/activate/").status_code == 200
        clock.shift(6 * 60)
        answer = client.get("/accounts/2fa/totp/activate/", follow=True)
        assert "请再次验证身份" in answer.text
        answer = client.post(answer.redirect_chain[-1][0], {"password": PASSWORD})
        assert answer.url == "/accounts/2fa/totp/activate/"
        assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_signing_in_then_asks_for_the_code(client: Client, with_totp: Actor):
    answer = client.post("/accounts/login/", {"login": "cai", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/2fa/authenticate/"
    assert client.get("/account/").status_code == 302
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"}).text
    assert "验证码：验证码不正确" in wrong  # called so in the summary of errors too
    assert client.post("/accounts/2fa/authenticate/", {"code": code()}).status_code == 302
    assert client.get("/account/").status_code == 200


def test_whoever_has_no_passkey_is_not_asked_for_one(client: Client, with_totp: Actor):
    client.post("/accounts/login/", {"login": "cai", "password": PASSWORD})
    assert "用通行密钥验证" not in client.get("/accounts/2fa/authenticate/").text


def test_a_recovery_code_works_once(client: Client, with_totp: Actor):
    spare = RecoveryCodes.activate(with_totp.user).get_unused_codes()[0]
    for browser, expected in ((client, 302), (Client(), 200)):
        browser.post("/accounts/login/", {"login": "cai", "password": PASSWORD})
        assert browser.post("/accounts/2fa/authenticate/", {"code": spare}).status_code == expected
    assert "剩9个" in client.get("/accounts/2fa/").content.decode()


def test_the_last_factor_stays_where_the_role_needs_one(client: Client, with_totp: Actor, settings):
    settings.SECOND_FACTOR_ROLES = ["caseworker"]
    client.post("/accounts/login/", {"login": "cai", "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    answer = client.post("/accounts/2fa/totp/deactivate/")
    assert "不能停用最后一种验证方式" in answer.text
    assert Authenticator.objects.filter(type="totp").exists()


def test_where_no_role_needs_it_it_can_be_switched_off(client: Client, with_totp: Actor):
    client.post("/accounts/login/", {"login": "cai", "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    assert client.post("/accounts/2fa/totp/deactivate/", follow=True).status_code == 200
    assert not Authenticator.objects.filter(type="totp").exists()


def test_every_page_of_the_second_factor_renders(client: Client, with_totp: Actor):
    RecoveryCodes.activate(with_totp.user)
    client.post("/accounts/login/", {"login": "cai", "password": PASSWORD})
    assert "两步验证" in client.get("/accounts/2fa/authenticate/").text
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    for path, word in {
        "": "通行密钥",
        "totp/deactivate/": "停用验证器应用？",
        "recovery-codes/": "每个只能用一次",
        "recovery-codes/generate/": "原来的恢复码会立即作废",
        "webauthn/": "还没有通行密钥",
        "webauthn/add/": "添加通行密钥",
        "reauthenticate/": "请再次验证身份",
    }.items():
        answer = client.get(f"/accounts/2fa/{path}", follow=True)
        assert answer.status_code == 200, path
        assert word in answer.text, path
    assert client.get("/accounts/2fa/recovery-codes/download/").status_code == 200
    assert "请再次验证身份" in client.get("/accounts/reauthenticate/").text


def test_the_passkey_sign_in_offers_a_challenge(client: Client, db: None):
    answer = client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"})
    assert answer.json()["request_options"]["publicKey"]["challenge"]

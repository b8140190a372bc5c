import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, as_user, assert_clean, wrong_on_any_screen
from unionlaw.network.actors import Actor


@pytest.fixture
def cai(transactional_db: None, caseworker: Actor) -> Actor:
    caseworker.user.set_password(PASSWORD)
    caseworker.user.email = "cai@example.org"
    caseworker.user.save()
    return caseworker


STRANGER_PAGES = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/nowhere/"]
NARROW_TOO = {"/accounts/login/", "/account/"}
OWN_PAGES = [
    "/account/",
    "/account/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
    "/accounts/reauthenticate/",
    "/nowhere/",
]


def test_account_pages_are_accessible_and_fit_every_screen(page: Page, cai: Actor):
    problems = []
    for path in STRANGER_PAGES:
        page.goto(path)
        problems += wrong_on_any_screen(page, path, narrowest=path in NARROW_TOO)
    as_user(page, "cai", PASSWORD)
    for path in OWN_PAGES:
        page.goto(path)
        problems += wrong_on_any_screen(page, path, narrowest=path in NARROW_TOO)
    assert problems == []


def test_a_wrong_password_puts_the_focus_on_what_went_wrong(page: Page, cai: Actor):
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill("cai")
    page.get_by_label("密码").fill("wrong-1234")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("用户名")).to_have_value("cai")
    assert_clean(page)


def test_sign_in_works_by_keyboard_alone(page: Page, cai: Actor):
    page.goto("/accounts/login/")
    page.get_by_label("用户名").focus()
    page.keyboard.type("cai")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^(?!.*login)"))
    page.goto("/account/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_everything_of_the_shell_works_without_javascript(page_without_js: Page, cai: Actor):
    page = as_user(page_without_js, "cai", PASSWORD)
    page.goto("/account/")
    page.get_by_text("蔡小岚").first.click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("您已退出登录。")).to_be_visible()


def test_the_navigation_opens_on_a_phone_and_closes_again(phone: Page, cai: Actor):
    as_user(phone, "cai", PASSWORD)
    phone.goto("/account/")
    navigation = phone.get_by_role("navigation", name="主导航")
    expect(navigation).to_be_hidden()
    phone.locator("#nav-toggle").check(force=True)
    expect(navigation).to_be_visible()
    assert_clean(phone)
    phone.keyboard.press("Escape")
    expect(navigation).to_be_hidden()


def test_the_collapsed_navigation_stays_collapsed(page: Page, cai: Actor):
    as_user(page, "cai", PASSWORD)
    page.goto("/account/")
    width = page.locator(".shell-nav").bounding_box()["width"]
    page.locator("#nav-toggle").check(force=True)
    page.reload()
    assert page.locator(".shell-nav").bounding_box()["width"] < width / 2
    assert_clean(page)


def test_the_language_is_switched_in_place(page: Page, cai: Actor):
    as_user(page, "cai", PASSWORD)
    page.goto("/account/email/")
    page.get_by_role("button", name="EN", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/account/email/")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="修改电子邮箱")).to_be_visible()


def test_a_passkey_is_added_and_signs_in_without_a_password(page: Page, cai: Actor):
    # Browsers allow passkeys on localhost, not on a bare address.
    home = page.context.new_cdp_session(page)
    home.send("WebAuthn.enable")
    home.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    as_user(page, "cai", PASSWORD)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("名称").fill("办公室电脑")
    page.get_by_label("可以直接用它登录").check()
    page.get_by_role("button", name="添加").click()
    page.wait_for_url(re.compile("recovery-codes"))
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("办公室电脑")).to_be_visible()
    expect(page.get_by_text("可直接登录")).to_be_visible()
    assert_clean(page)
    page.context.clear_cookies()
    as_user(page, "cai", PASSWORD)
    page.get_by_role("button", name="用通行密钥验证").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto("/account/")
    expect(page.get_by_text("cai@example.org")).to_be_visible()
    assert page.complaints == []


def test_passkeys_are_not_offered_at_a_bare_address_where_no_browser_allows_them(page: Page, cai: Actor, live_server):
    bare = live_server.url.replace("localhost", "127.0.0.1")
    page.goto(f"{bare}/accounts/login/")
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="用通行密钥登录")).to_be_hidden()
    page.get_by_label("用户名").fill("cai")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto(f"{bare}/accounts/2fa/webauthn/add/")
    expect(page.get_by_text("不支持通行密钥")).to_be_visible()


def code_of(secret: str) -> str:
    """The six digits an authenticator shows for the secret that a page spells out."""
    return format_hotp_value(hotp_value(secret.replace(" ", ""), next(yield_hotp_counters_from_time())))


def test_an_authenticator_is_set_up_asked_for_and_replaced_by_a_recovery_code(page: Page, cai: Actor):
    as_user(page, "cai", PASSWORD)
    page.goto("/accounts/2fa/totp/activate/")
    secret = re.search(r"[A-Z2-7][A-Z2-7 ]{25,}", page.inner_text("main"))
    assert secret is not None
    page.locator("input[name=code]").fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator("input[name=code]").fill(code_of(secret.group()))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("recovery-codes"))
    codes = re.findall(r"\b\d{8}\b", page.inner_text("main"))
    assert len(codes) == 10
    page.context.clear_cookies()
    as_user(page, "cai", PASSWORD)
    expect(page).to_have_url(re.compile("2fa/authenticate"))
    assert_clean(page)
    page.locator("input[name=code]").fill(codes[0])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.context.clear_cookies()
    as_user(page, "cai", PASSWORD)
    page.locator("input[name=code]").fill(codes[0])
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()

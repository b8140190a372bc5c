"""Organisations and people in Chromium, with and without scripts; that pages are accessible is seen to by the walk."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PASSWORD, as_user
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation

pytestmark = pytest.mark.browser


@pytest.fixture
def office(transactional_db: None, system_admin: Actor, security_admin: Actor, audit_admin: Actor) -> dict[str, str]:
    """User names of the three administrators, who can sign in."""
    for actor in (system_admin, security_admin, audit_admin):
        actor.user.set_password(PASSWORD)
        actor.user.save()
    return {
        "system_admin": system_admin.user.username,
        "security_admin": security_admin.user.username,
        "audit_admin": audit_admin.user.username,
    }


def test_the_tree_unfolds_in_place_with_scripts_and_by_page_without(
    page: Page, page_without_js: Page, office: dict[str, str], town: Organisation, station: Organisation
) -> None:
    for browser in (page, page_without_js):
        as_user(browser, office["system_admin"])
        browser.goto(reverse("network:organisations"))
        browser.get_by_role("link", name="展开越山区总工会").click()
        browser.get_by_role("link", name="展开北桥街总工会").click()
        expect(browser.get_by_role("link", name="北桥街法律服务站", exact=True)).to_be_visible()
        browser.get_by_role("link", name="收起北桥街总工会").click()
        expect(browser.get_by_role("link", name="北桥街法律服务站", exact=True)).to_be_hidden()
    assert page.url.endswith(reverse("network:organisations"))


def test_a_new_colleague_goes_from_account_to_first_sign_in(
    new_context: Callable[..., BrowserContext], office: dict[str, str], district: Organisation
) -> None:
    system = as_user(new_context().new_page(), office["system_admin"])
    system.goto(reverse("network:administration"))
    system.get_by_role("link", name="新增人员").click()
    system.get_by_label("姓名").fill("辛来")
    system.get_by_label("用户名").fill("xinlai")
    system.get_by_role("button", name="建立账号").click()
    password = system.locator(".password-once").inner_text()

    newcomer = as_user(new_context().new_page(), "xinlai", password)
    # Others have seen the given password: nothing opens before it is changed.
    expect(newcomer.get_by_role("heading", name="修改密码")).to_be_visible()
    newcomer.get_by_label("当前密码").fill(password)
    newcomer.get_by_label("新密码", exact=True).fill("xin-lai-2026-yue")
    newcomer.get_by_label("再输一次新密码").fill("xin-lai-2026-yue")
    newcomer.get_by_role("button", name="修改密码").click()
    expect(newcomer.get_by_role("heading", name="您目前没有在任岗位")).to_be_visible()

    security = as_user(new_context().new_page(), office["security_admin"])
    security.goto(reverse("network:administration"))
    security.get_by_role("link", name="等待任命的人员").click()
    security.get_by_role("link", name="辛来").click()
    security.get_by_role("link", name="任命岗位").click()
    security.get_by_label("组织").select_option(str(district.pk))
    security.get_by_label("岗位").select_option("caseworker")
    security.get_by_role("button", name="任命").click()
    expect(security.get_by_text("已任命。")).to_be_visible()

    newcomer.goto(reverse("network:organisations"))
    expect(newcomer.get_by_text("越山区总工会").first).to_be_visible()

"""Keys of the shell: they go where the page leads anyway, and keep quiet while one types."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, as_user, assert_clean
from unionlaw.network.actors import Actor


@pytest.fixture
def desk(page: Page, transactional_db: None, caseworker: Actor) -> Page:
    caseworker.user.set_password(PASSWORD)
    caseworker.user.save()
    return as_user(page, "cai")


def test_keys_go_to_places_and_the_help_says_which(desk: Page):
    desk.goto("/")
    for letter, path in (("m", "/matters/"), ("t", "/deadlines/"), ("c", "/aid-cases/"), ("l", "/letters/")):
        desk.locator("body").press("g")
        desk.keyboard.press(letter)
        expect(desk).to_have_url(re.compile(re.escape(path) + r"(\?.*)?$"))
    desk.locator("body").press("g")
    desk.keyboard.press("d")
    expect(desk).to_have_url(re.compile(r":\d+/$"))

    help_sheet = desk.get_by_role("dialog", name="键盘操作")
    expect(help_sheet).to_be_hidden()
    desk.locator("body").press("?")
    expect(help_sheet).to_be_visible()
    assert_clean(desk)
    for _n in range(4):
        desk.keyboard.press("Tab")
        inside = desk.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
        assert inside, "the focus stays in the sheet"
    desk.keyboard.press("g")
    desk.keyboard.press("m")
    desk.keyboard.press("/")
    expect(desk).to_have_url(re.compile(r":\d+/$"))
    desk.keyboard.press("Escape")
    expect(help_sheet).to_be_hidden()
    desk.locator("summary", has_text="蔡小岚").click()
    desk.get_by_role("button", name="键盘操作").click()
    expect(help_sheet).to_be_visible()
    desk.get_by_role("button", name="关闭").click()
    expect(help_sheet).to_be_hidden()


def test_keys_keep_quiet_while_one_types(desk: Page):
    desk.goto("/")
    desk.locator("body").press("/")
    search = desk.locator("#site-search")
    expect(search).to_be_focused()
    desk.keyboard.type("gm/?")
    expect(search).to_have_value("gm/?")
    expect(desk.get_by_role("dialog", name="键盘操作")).to_be_hidden()
    expect(desk).to_have_url(re.compile(r":\d+/$"))
    # A letter of an input method is no key, wherever the focus is.
    desk.evaluate("document.activeElement.blur()")
    desk.evaluate(
        """for (const key of ['g', 'm'])
             document.body.dispatchEvent(new KeyboardEvent('keydown', {key, isComposing: true, bubbles: true}))"""
    )
    # Nor is one with a modifier, nor a letter that comes much later.
    desk.keyboard.press("Control+g")
    desk.keyboard.press("m")
    desk.keyboard.press("g")
    desk.wait_for_timeout(1700)
    desk.keyboard.press("m")
    expect(desk).to_have_url(re.compile(r":\d+/$"))

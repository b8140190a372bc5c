"""The page of the API, with its entries open and without JavaScript."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import wrong_on_any_screen

OPENED = ("aid_cases_list", "aid_cases_create", "aid_cases_grant", "shape-AidCaseFull", "shape-ChannelEnum")


def test_open_entries_are_accessible_and_fit(page: Page, db: None):
    page.goto("/api/v1/docs/")
    for anchor in OPENED:
        page.evaluate("id => document.getElementById(id).closest('details').open = true", anchor)
    assert wrong_on_any_screen(page, "api-docs") == []


def test_all_entries_fit_a_phone(phone: Page, db: None):
    phone.goto("/api/v1/docs/")
    phone.evaluate("document.querySelectorAll('details').forEach(entry => { entry.open = true })")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert phone.evaluate(wide) <= 0


def test_a_link_opens_its_entry_without_javascript(page_without_js: Page, db: None):
    page = page_without_js
    page.goto("/api/v1/docs/")
    page.get_by_text("/api/v1/aid-cases/{id}/grant/", exact=True).click()
    page.locator("#aid_cases_grant").get_by_role("link", name="AidCaseFull").click()
    expect(page.locator("#shape-AidCaseFull")).to_be_in_viewport()

"""A manager opens the report, clicks a number and meets the matters it is made of; charts have tables behind them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PASSWORD, PHONE, as_user, assert_clean, screenshot, watched
from tests.cases.conftest import wage_cause, walk  # noqa: F401  fixtures
from tests.cases.walk import Walk
from tests.matters.conftest import make_employer, make_worker  # noqa: F401  fixtures
from unionlaw.lib import clock
from unionlaw.network.actors import Actor
from unionlaw.reports import layouts
from unionlaw.reports.services.layouts import copy_layout, load_shipped

pytestmark = pytest.mark.django_db(transaction=True)

DESK = {"width": 1280, "height": 900}


@pytest.fixture
def office(transactional_db: None, walk: Walk, manager: Actor) -> Walk:  # noqa: F811
    """Three applications of this month in the district, the standard layout and the city's own."""
    manager.user.set_password(PASSWORD)
    manager.user.save()
    now = clock.now()
    load_shipped(at=now)
    copy_layout(layout_id=layouts.standard().pk, name="市级月报", by=manager, at=now)
    for worker in ("张三", "李四", "王五"):
        walk.apply(workers=(worker,), at=now)
    return walk


def this_month() -> str:
    return f"{clock.today():%Y-%m}"


def test_a_number_of_the_report_opens_as_many_matters(office: Walk, page: Page, manager: Actor):
    as_user(page, manager.user.username)
    page.get_by_role("navigation").get_by_role("link", name="报表").click()
    page.get_by_label("截至月份").select_option(this_month())
    page.get_by_role("button", name="查看").click()
    row = page.locator("#part-1 tr", has_text="援助申请").first
    expect(row.locator("a.figure").first).to_have_text("3")
    row.locator("a.figure").first.click()
    expect(page.locator("[data-figure]")).to_have_text("3件")
    expect(page.locator(".fact-table tbody tr")).to_have_count(3)
    assert_clean(page)
    page.locator(".fact-table a.list-open").first.click()
    expect(page.locator("h1")).to_contain_text("光影传媒有限公司")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_pages_of_reports_are_accessible_and_fit(
    office: Walk, new_context: Callable[..., BrowserContext], manager: Actor, size: str
):
    page = watched(new_context(viewport=PHONE if size == "phone" else DESK).new_page())
    as_user(page, manager.user.username)
    own = layouts.Layout.objects.get(name="市级月报").pk
    month, problems = this_month(), []
    for name, url in {
        "report": f"/reports/?month={month}",
        "report-facts": "/reports/facts/",
        "report-indicators": "/reports/indicators/",
        "report-pivot": f"/reports/pivot/?month={month}&columns=month&rows=kind",
        "report-layouts": "/reports/layouts/",
        "report-layout": f"/reports/layouts/{own}/",
        "report-part": f"/reports/layouts/{own}/charts/0/",
    }.items():
        page.goto(url)
        screenshot(page, f"{name}-{size}")
        try:
            assert_clean(page)
        except AssertionError as error:
            problems.append(f"{name}: {error}")
    assert problems == []


def test_every_drawn_chart_has_its_table(office: Walk, page: Page, manager: Actor):
    as_user(page, manager.user.username)
    page.goto(f"/reports/?month={this_month()}")
    canvases = page.locator(".chart-canvas")
    assert canvases.count() >= 2
    for n in range(canvases.count()):
        expect(canvases.nth(n).locator("canvas")).to_have_count(1)
        table = page.locator(f"#{canvases.nth(n).get_attribute('aria-describedby')}")
        table.locator("summary").click()
        expect(table.locator("tbody tr").first).to_be_visible()
    assert_clean(page)


def test_the_pivot_works_without_javascript(office: Walk, page_without_js: Page, manager: Actor):
    page = as_user(page_without_js, manager.user.username)
    page.goto("/reports/pivot/")
    page.get_by_label("指标").select_option("aid_applications")
    page.get_by_label("行", exact=True).select_option("station")
    page.get_by_label("列", exact=True).select_option("")
    page.get_by_label("截至月份").select_option(this_month())
    page.get_by_role("button", name="查看").click()
    page.locator(".pivot-table .report-total a.figure").click()
    expect(page.locator(".fact-table tbody tr")).to_have_count(3)


def test_an_indicator_is_found_and_added_to_a_layout(office: Walk, page: Page, manager: Actor):
    as_user(page, manager.user.username)
    page.goto("/reports/layouts/")
    page.get_by_role("link", name="市级月报", exact=True).click()
    page.get_by_role("link", name="修改按案由").click()
    page.get_by_label("查找指标").fill("绿色通道占比")
    page.get_by_role("checkbox", name="绿色通道占比").check()
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".layout-parts li", has_text="按案由").first).to_contain_text("绿色通道占比")

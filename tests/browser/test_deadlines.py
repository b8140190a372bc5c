"""A supervisor opens an overdue case, sees why the date is so, extends it, and sees the reminders that went out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PASSWORD, as_user, assert_clean, screenshot, watched
from tests.deadlines.conftest import make_employer, make_worker, open_consultation  # noqa: F401  fixtures
from unionlaw.deadlines.models import Deadline
from unionlaw.deadlines.services.opening import open_by_hand
from unionlaw.deadlines.services.sweeping import sweep
from unionlaw.lib import clock
from unionlaw.network.actors import Actor
from unionlaw.notices.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def overdue(open_consultation, caseworker: Actor, supervisor: Actor, transactional_db: None) -> Deadline:  # noqa: F811
    """Thirty days ago an answer was asked for within five; every reminder has gone out since."""
    for actor in (caseworker, supervisor):
        actor.user.set_password(PASSWORD)
        actor.user.save()
    now = clock.now()
    begun = now - timedelta(days=30)
    matter = open_consultation(caseworker, at=begun)
    limit = open_by_hand(
        matter_id=matter.pk, rule_key="negotiation_reply", start_on=clock.today() - timedelta(days=30), by=caseworker,
        at=begun,
    )  # fmt: skip
    for days in range(30, -1, -1):
        sweep(at=now - timedelta(days=days))
    limit.refresh_from_db()
    assert Notice.objects.filter(about=f"deadline:{limit.pk}").count() >= 4
    return limit


def test_a_supervisor_sees_why_a_case_is_overdue_extends_it_and_sees_who_was_reminded(
    overdue: Deadline, page: Page, supervisor: Actor
):
    as_user(page, supervisor.user.username)
    page.get_by_role("navigation").get_by_role("link", name="期限").click()
    page.get_by_role("link", name="已逾期").click()
    page.get_by_role("link", name="答复协商要求").click()

    expect(page.get_by_text("为何是这一天")).to_be_visible()
    expect(page.locator(".limit-steps")).to_contain_text("起算日")
    expect(page.locator(".limit-steps")).to_contain_text("企业劳动争议协商调解规定第10条")
    expect(page.get_by_text("来源未核实").first).to_be_visible()
    told = page.locator("#told")
    expect(told).to_contain_text("蔡小岚")
    expect(told).to_contain_text("沈主任")
    expect(told).to_contain_text("未读")
    assert_clean(page)
    screenshot(page, "deadline")

    page.get_by_text("更多操作").click()
    page.get_by_role("link", name="延长", exact=True).click()
    page.get_by_label("延长多少").fill("40")
    page.get_by_label("理由").fill("双方继续协商")
    page.get_by_label("同意情况").fill("双方当面同意")
    page.get_by_role("button", name="先看算出的日期").click()
    expect(page.locator(".limit-preview")).to_contain_text("到期日将由")
    assert_clean(page)
    page.get_by_role("button", name="延长", exact=True).click()

    expect(page.get_by_text("已延长。")).to_be_visible()
    expect(page.locator(".limit-due")).to_contain_text("剩")
    expect(page.locator(".limit-steps")).to_contain_text("已延长40日")
    overdue.refresh_from_db()
    assert overdue.extended_by == 40
    assert overdue.due_on > clock.today()


def test_limits_are_read_on_a_phone(
    overdue: Deadline, phone: Page, supervisor: Actor, new_context: Callable[..., BrowserContext]
):
    as_user(phone, supervisor.user.username)
    month = f"{overdue.due_on:%Y-%m}"
    for address, name in (
        ("/deadlines/", "deadlines-phone"),
        (f"/deadlines/calendar/?month={month}", "deadlines-month-phone"),
        (f"/deadlines/{overdue.pk}/", "deadline-phone"),
        ("/deadlines/rules/", "deadline-rules-phone"),
    ):
        phone.goto(address)
        assert_clean(phone)
        screenshot(phone, name)
    phone.goto(f"/deadlines/calendar/?month={month}")
    expect(phone.locator(".month-days").get_by_role("link", name="答复协商要求")).to_be_visible()
    plain = watched(new_context(java_script_enabled=False).new_page())
    as_user(plain, supervisor.user.username)
    plain.goto("/deadlines/?due=overdue")
    expect(plain.get_by_role("link", name="答复协商要求")).to_be_visible()

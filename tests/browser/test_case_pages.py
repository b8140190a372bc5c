"""Every page of legal-aid work is accessible, fits, breaks no content policy, and works without scripts."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from cases import states
from cases.models import AidCase
from cases.services import consultations
from tests.browser.conftest import PASSWORD, as_user, watched, wrong_on_any_screen
from tests.cases.conftest import wage_cause, walk  # noqa: F401  fixtures
from tests.cases.walk import Walk
from tests.cast import NOON
from tests.matters.conftest import make_employer, make_worker  # noqa: F401  fixtures
from unionlaw.matters.models import Matter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cases(transactional_db: None, walk: Walk) -> Walk:  # noqa: F811
    for actor in (walk.caseworker, walk.supervisor, walk.lawyer):
        actor.user.set_password(PASSWORD)
        actor.user.save()
    return walk


def test_pages_about_several_workers_are_accessible_and_fit(
    cases: Walk, new_context: Callable[..., BrowserContext]
) -> None:
    """Each page by itself is visited by the walk of `test_accessibility`; here they are full."""
    asked = consultations.record_consultation(question="六个月没发工资", channel="window", by=cases.caseworker, at=NOON)
    running = cases.to(states.CONDUCTING, cases.apply(workers=("王五", "赵六", "孙七")))
    visits = {
        "caseworker": [("consultation", [asked.pk]), ("apply_from", [asked.pk])],
        "supervisor": [("aid_case", [running.pk]), ("close_case", [running.pk])],
        "lawyer": [("aid_case", [running.pk]), ("record_outcomes", [running.pk])],
    }
    problems = []
    for who, pages in visits.items():
        page = watched(new_context().new_page())
        as_user(page, getattr(cases, who).user.username)
        for name, args in pages:
            page.goto(reverse(f"cases:{name}", args=args))
            problems += wrong_on_any_screen(page, f"case-{name}")
    assert problems == []


def test_an_application_is_taken_in_without_javascript(cases: Walk, page_without_js: Page) -> None:
    page = as_user(page_without_js, cases.caseworker.user.username)
    cases.make_worker("张三")
    page.goto(reverse("cases:apply"))
    page.locator("[name=w0-worker-q]").fill("张三")
    page.get_by_role("button", name="查找").first.click()
    page.locator("#worker-rows .lookup-option").first.click()
    page.get_by_label("请求项目").select_option("wages")
    page.get_by_label("金额").fill("3万")
    page.get_by_role("button", name="再加一项请求").click()
    expect(page.locator(".claim-row")).to_have_count(2)
    page.locator(".claim-row").nth(1).get_by_label("请求项目").select_option("severance")
    page.locator(".claim-row").nth(1).get_by_label("金额").fill("8000")
    employer = page.locator("#employer-rows .person")
    employer.get_by_text("登记新单位").click()
    employer.get_by_label("单位名称").fill("光影传媒有限公司")
    page.get_by_label("案由").select_option(label="追索劳动报酬纠纷")
    page.get_by_label("事实与理由").fill("被拖欠六个月工资。")
    page.get_by_role("radio", name="有证据证明权益受到严重侵害").check()
    page.get_by_role("button", name="受理", exact=True).last.click()
    expect(page.locator(".matter-head")).to_contain_text("待审查")
    assert AidCase.objects.count() == 1


def test_what_was_typed_comes_back_after_the_window_was_closed(cases: Walk, page: Page) -> None:
    as_user(page, cases.caseworker.user.username)
    page.goto(reverse("cases:record_consultation"))
    page.get_by_label("咨询的问题").fill("公司搬到佛山，不去就算自动离职，合法吗？")
    page.get_by_label("咨询的问题").blur()
    expect(page.locator("[data-draft-state]")).to_contain_text("自动保存")
    page.goto(reverse("cases:consultations"))
    page.goto(reverse("cases:record_consultation"))
    expect(page.get_by_label("咨询的问题")).to_have_value("公司搬到佛山，不去就算自动离职，合法吗？")
    page.get_by_role("button", name="登记", exact=True).last.click()
    expect(page.locator(".matter-head")).to_contain_text("待答复")
    assert Matter.objects.count() == 1


def test_a_day_that_does_not_exist_is_not_sent_as_no_day(cases: Walk, page: Page) -> None:
    as_user(page, cases.caseworker.user.username)
    page.goto(reverse("cases:apply"))
    ended = page.get_by_label("劳动关系终止日期")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    ended.click()
    ended.press_sequentially(two_numbers(page, 30, 2) + "2026")
    page.get_by_label("事实与理由").click()
    complaint = page.get_by_text("没有这一天，或者没有填完，请核对。")
    expect(complaint).to_be_visible()
    since = page.locator(".claim-row").get_by_label("起")
    since.click()
    since.press_sequentially("02")
    for button in ("再加一名申请人", "受理"):
        page.get_by_role("button", name=button, exact=True).last.click()
        expect(since).to_be_focused()
    expect(complaint).to_have_count(2)
    since.fill("2026-02-01")
    page.get_by_role("button", name="受理", exact=True).last.click()
    expect(ended).to_be_focused()
    assert [url for url in sent if "/drafts/" not in url] == []
    assert wrong_on_any_screen(page, "no-such-day") == []
    ended.fill("2026-02-28")
    expect(complaint).to_have_count(0)
    page.get_by_role("button", name="再加一名申请人").click()
    expect(page.locator("#worker-rows .person")).to_have_count(2)
    expect(ended).to_have_value("2026-02-28")
    page.get_by_role("button", name="受理", exact=True).last.click()
    expect(page.get_by_role("link", name="第2人 职工")).to_have_count(0)
    expect(page.get_by_role("link", name="第1人 职工")).to_be_visible()


def two_numbers(page: Page, day: int, month: int) -> str:
    """Day and month in the order in which this browser's date field takes them."""
    date = page.evaluate("new Intl.DateTimeFormat(navigator.language).format(new Date(2026, 11, 31))")
    return f"{day:02}{month:02}" if date.startswith("31") else f"{month:02}{day:02}"

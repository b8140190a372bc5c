"""The portal's main job, done by three people in a browser: three video editors get CNY 130,000 back."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from cases import states
from cases.models import AidCase
from tests.browser.conftest import PASSWORD, as_user, assert_clean, screenshot, watched
from tests.registers.people import citizen
from unionlaw.matters.models import Matter, Payment
from unionlaw.matters.services.outcomes import recovered_amount
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Cause, Worker

pytestmark = pytest.mark.django_db(transaction=True)

EDITORS = (("张晓帆", citizen(sequence=201)), ("李佳怡", citizen(sequence=202)), ("欧阳子墨", citizen(sequence=203)))
EMPLOYER = "广州星河映画文化传媒有限公司"
RECOVERED = 13_000_000


@pytest.fixture
def team(caseworker: Actor, supervisor: Actor, lawyer: Actor, transactional_db: None) -> dict[str, Actor]:
    Cause.objects.get_or_create(
        list_version="2026",
        number="205(5)",
        defaults={"name": "追索劳动报酬纠纷", "position": 5, "valid_from": date(2026, 1, 1)},
    )
    team = {"caseworker": caseworker, "supervisor": supervisor, "lawyer": lawyer}
    for actor in team.values():
        actor.user.set_password(PASSWORD)
        actor.user.save()
    return team


@pytest.fixture
def desk(team: dict[str, Actor], new_context: Callable[..., BrowserContext]) -> Callable[[str], Page]:
    """Signs one of the team in, each in a browser of their own."""

    def sign_in(who: str) -> Page:
        page = watched(new_context().new_page())
        return as_user(page, team[who].user.username)

    return sign_in


def take_in(page: Page) -> None:
    """At the window: three people who are not registered yet, and their employer, on one screen."""
    page.goto("/consultations/")
    page.get_by_role("link", name="登记咨询").first.click()
    for index, (name, number) in enumerate(EDITORS):
        if index:
            page.get_by_role("button", name="再加一人").click()
        row = page.locator("#worker-rows .person").nth(index)
        row.get_by_text("登记新职工").click()
        row.get_by_label("姓名").fill(name)
        row.get_by_label("证件号码").fill(number)
        row.get_by_label("新就业形态劳动者").check()
    employer = page.locator("#employer-rows .person").first
    employer.get_by_text("登记新单位").click()
    employer.get_by_label("单位名称").fill(EMPLOYER)
    page.get_by_label("咨询的问题").fill("三个人做视频剪辑，六个月没发工资，怎么办？")
    assert_clean(page)
    page.get_by_role("button", name="登记并申请援助").click()


def apply_for_aid(page: Page) -> None:
    """The application goes on where the consultation ended; the first one's claims are copied to the others."""
    expect(page.get_by_role("heading", name="受理援助申请")).to_be_visible()
    first = page.locator("#worker-rows .person").first
    expect(first).to_contain_text("张晓帆")
    first.get_by_role("button", name="再加一项请求").click()
    claims = page.locator("#worker-rows .person").first.locator(".claim-row")
    expect(claims).to_have_count(2)
    for row, head, amount in ((claims.nth(0), "wages", "36,000"), (claims.nth(1), "severance", "7000")):
        row.get_by_label("请求项目").select_option(head)
        row.get_by_label("金额").fill(amount)
    expect(claims.nth(0)).to_contain_text("叁万陆仟元整")
    page.get_by_role("button", name="其他人照此填写").click()
    third = page.locator("#worker-rows .person").nth(2).locator(".claim-row")
    expect(third).to_have_count(2)
    third.nth(1).get_by_label("金额").fill("8000")
    page.get_by_label("案由").select_option(label="追索劳动报酬纠纷")
    page.get_by_label("劳动关系终止日期").fill("2026-10-31")
    page.get_by_label("劳动关系终止日期").blur()
    expect(page.locator("#limitation")).to_contain_text("2027-10-31")
    page.get_by_role("radio", name="新就业形态劳动者").check()
    assert_clean(page)
    screenshot(page, "application")
    page.get_by_role("button", name="受理", exact=True).last.click()
    expect(page.locator(".matter-head")).to_contain_text("待审查")


def receive_materials(page: Page, heading: str) -> None:
    """One click for each line of the checklist under `heading`."""
    waiting = page.locator(f"h3:text-is('{heading}') + ul.checklist li.is-missing")
    while left := waiting.count():
        waiting.first.get_by_role("button", name="收到").click()
        expect(waiting).to_have_count(left - 1)


def act(page: Page, label: str, submit: str | None = None) -> None:
    """The case's primary action, and its submit button."""
    page.locator(".matter-actions > .btn-primary", has_text=label).click()
    page.get_by_role("button", name=submit or label, exact=True).click()


def test_three_people_bring_three_editors_their_money(desk: Callable[[str], Page], team: dict[str, Actor]) -> None:
    window = desk("caseworker")
    take_in(window)
    apply_for_aid(window)
    receive_materials(window, "审查前必交")
    case_url = window.url.partition("#")[0]

    deciding = desk("supervisor")
    deciding.goto("/aid-cases/")
    deciding.get_by_role("link", name="张晓帆").click()
    act(deciding, "决定援助")
    deciding.locator(".matter-actions > .btn-primary", has_text="指派律师").click()
    deciding.get_by_text("陆律师").click()
    expect(deciding.locator("#conflicts")).to_contain_text("没有查到")
    assert_clean(deciding)
    deciding.get_by_role("button", name="指派律师", exact=True).click()
    expect(deciding.locator(".matter-head")).to_contain_text("待律师接受")

    acting = desk("lawyer")
    acting.goto("/aid-cases/")
    acting.get_by_role("link", name="张晓帆").click()
    act(acting, "接受指派")
    expect(acting.locator(".matter-head")).to_contain_text("办理中")
    conduct(acting)
    acting.goto(case_url)
    acting.locator(".matter-actions > .btn-primary", has_text="登记结果").click()
    acting.get_by_label("依据的文书").select_option("arbitral_mediation")
    acting.get_by_label("全部记为").select_option("settled")
    acting.get_by_label("全额到账日期").fill(date.today().isoformat())
    acting.get_by_role("button", name="套用到全部").click()
    assert_clean(acting)
    acting.get_by_role("button", name="登记结果", exact=True).click()
    expect(acting.locator(".sums-main")).to_contain_text("130,000.00元")
    receive_materials(acting, "结案前必交")

    deciding.goto(case_url)
    deciding.locator(".matter-actions > .btn-primary", has_text="结案").click()
    deciding.get_by_label("和解或调解结案").check()
    deciding.get_by_label("结案小结").fill("仲裁调解，三人工资和经济补偿当日全部到账。")
    assert_clean(deciding)
    deciding.get_by_role("button", name="结案", exact=True).click()
    expect(deciding.locator(".matter-head")).to_contain_text("已结案")
    expect(deciding.locator(".sums-main")).to_contain_text("130,000.00元")
    assert_clean(deciding)
    screenshot(deciding, "closed-case")

    agree_with_database_and_api(deciding, team, int(case_url.rstrip("/").rpartition("/")[2]))


def conduct(page: Page) -> None:
    """A hearing is fixed and held, a filing and some work are written down."""
    page.get_by_role("link", name="安排开庭或会议").last.click()
    page.get_by_label("仲裁庭审").check()
    page.get_by_label("时间").fill(f"{date.today():%Y}-01-15T09:30")
    page.get_by_label("地点").fill("越山区仲裁院第三庭")
    page.get_by_role("button", name="安排开庭或会议").click()
    page.get_by_role("link", name="登记文书").click()
    page.get_by_label("文书", exact=True).select_option("arbitration")
    page.get_by_label("提交单位").fill("越山区劳动人事争议仲裁院")
    page.get_by_role("button", name="登记提交文书").click()
    page.get_by_role("link", name="记日志").click()
    page.get_by_label("用时（分钟）").fill("90")
    page.get_by_label("工作内容").fill("会见三名当事人，核对转账记录")
    page.get_by_role("button", name="记工作日志").click()
    page.locator("#conduct").get_by_role("link", name="记录结果").click()
    page.get_by_label("如期举行").check()
    page.get_by_label("结果", exact=True).fill("当庭达成调解，三人的请求全部支持。")
    page.get_by_role("button", name="记录开庭或会议").click()
    assert_clean(page)


def agree_with_database_and_api(page: Page, team: dict[str, Actor], pk: int) -> None:
    matter = Matter.objects.get(pk=pk)
    case = AidCase.objects.get(pk=pk)
    assert matter.status_id == states.CLOSED
    assert case.lawyer == team["lawyer"].post
    assert recovered_amount(matter) == RECOVERED
    assert sum(Payment.objects.values_list("amount", flat=True)) == RECOVERED
    assert Worker.objects.count() == len(EDITORS)
    acted = {event.name: event.user for event in matter.events.select_related("user")}
    assert acted["aid_application.received"] == team["caseworker"].user
    assert acted["aid_application.granted"] == acted["aid_case.closed"] == team["supervisor"].user
    assert acted["aid_case.outcome_recorded"] == team["lawyer"].user
    told = page.request.get(f"/api/v1/aid-cases/{pk}/").json()
    assert told["status"] == states.CLOSED
    assert told["recovered"] == RECOVERED

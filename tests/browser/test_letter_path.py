"""One function, two books, done by four people in a browser: a notice ignored, an opinion half obeyed, the bureau told.

A wage lead from an aid case becomes a 提示函 that nobody answers, then an 意见书 with five demands, three met, two
refused, then a 建议书 to the bureau. What was paid stands on the employer's page and in the workers' case.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from monitoring_letters import states
from monitoring_letters.models import SupervisionLetter
from tests.browser.conftest import PASSWORD, as_user, assert_clean, screenshot, watched
from tests.cases.conftest import wage_cause  # noqa: F401  fixture
from tests.cases.walk import Walk as CaseWalk
from tests.documents.conftest import PDF
from tests.documents.papers import SYSTEM
from tests.matters.conftest import make_employer, make_worker  # noqa: F401  fixtures
from unionlaw.deadlines.models import Deadline
from unionlaw.documents.services.templates import load_shipped
from unionlaw.lib import clock
from unionlaw.matters.models import Payment
from unionlaw.matters.services.outcomes import recovered_amount
from unionlaw.network.actors import Actor

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = ("张晓帆", "李佳怡")
SCAN = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": PDF}
FIVE = (
    ("支付张晓帆工资", "张晓帆", ""),
    ("支付李佳怡工资", "李佳怡", "50000"),
    ("建立工资台账", "", ""),
    ("按月书面发放工资清单", "", ""),
    ("补缴社会保险费", "", ""),
)
DONE, REFUSED = FIVE[:3], FIVE[3:]
RECOVERED = 10_000_000


@pytest.fixture
def team(transactional_db, caseworker, supervisor, approver, lawyer, hr_bureau) -> dict[str, Actor]:
    """The supervisor approves the first step of an opinion, and looks on the spot afterwards."""
    load_shipped(by=SYSTEM, at=clock.now())
    team = {"caseworker": caseworker, "reinspector": supervisor, "approver": approver, "lawyer": lawyer}
    for actor in team.values():
        actor.user.set_password(PASSWORD)
        actor.user.save()
    return team


@pytest.fixture
def case(team, wage_cause, make_worker, make_employer):  # noqa: F811
    """An aid case of two editors against their employer, 50,000 yuan each."""
    walk = CaseWalk(
        caseworker=team["caseworker"], supervisor=team["reinspector"], lawyer=team["lawyer"], cause=wage_cause,
        make_worker=make_worker, make_employer=make_employer,
    )  # fmt: skip
    return walk.apply(workers=WORKERS)


@pytest.fixture
def desk(team: dict[str, Actor], new_context: Callable[..., BrowserContext]) -> Callable[[str], Page]:
    """Each of the team in a browser of their own, signed in once."""
    pages: dict[str, Page] = {}

    def sit(who: str) -> Page:
        if who not in pages:
            pages[who] = as_user(watched(new_context().new_page()), team[who].user.username)
        return pages[who]

    return sit


def go_on(page: Page, label: str) -> None:
    """The primary action of the page."""
    page.locator(".matter-actions > .btn-primary", has_text=label).click()


def submit(page: Page, label: str) -> None:
    page.locator(".form-actions").get_by_role("button", name=label, exact=True).click()


def take_lead(page: Page, case_id: int) -> None:
    """From the case to an assessed lead to the draft of a notice: employer, workers and facts come along."""
    page.goto(f"/matters/{case_id}/leads/new/")
    page.get_by_label("线索来源").select_option("consultation")
    page.get_by_label("事项类别").select_option("pay")
    page.get_by_label("线索内容").fill("两名剪辑师六个月没有发工资。")
    submit(page, "登记线索")
    go_on(page, "研判线索")
    page.get_by_label("发提示函").check()
    page.get_by_label("研判意见").fill("属实，先提示。")
    submit(page, "研判线索")
    go_on(page, "起草函书")
    submit(page, "起草")
    expect(page.locator(".matter-head")).to_contain_text("起草中")


def fill_demands(page: Page, url: str, demands: tuple[tuple[str, str, str], ...]) -> None:
    page.goto(f"{url}demands/")
    rows = page.locator("fieldset.person")
    for index, (text, worker, amount) in enumerate(demands):
        if index >= rows.count():
            page.get_by_role("button", name="再加一项要求").click()
            expect(rows).to_have_count(index + 1)
        row = rows.nth(index)
        row.get_by_label("整改要求", exact=True).fill(text)
        if worker:
            claim = row.get_by_label("对应的职工请求")
            claim.select_option(claim.locator("option", has_text=worker).get_attribute("value"))
        if amount:
            row.get_by_label("要求金额").fill(amount)
    submit(page, "保存")


def through_approval(desk: Callable[[str], Page], url: str, *approvers: str) -> str:
    """Law, approval, number, service: each by the one whose step it is. Returns the letter's number."""
    window = desk("caseworker")
    window.goto(url)
    go_on(window, "提交法律审核")
    reviewer = window.get_by_label("请谁审核")
    reviewer.select_option(reviewer.locator("option", has_text="陆律师").get_attribute("value"))
    submit(window, "提交法律审核")
    for who, verb in (("lawyer", "审核通过"), *((who, "审批同意") for who in approvers), ("approver", "编号制发")):
        page = desk(who)
        page.goto(url)
        go_on(page, verb)
        submit(page, verb)
    window.goto(url)
    go_on(window, "发送")
    window.get_by_label("邮件号").fill("EMS202611200001")
    window.get_by_label("送达地址或收件人").fill("越山区工业大道1号")
    submit(window, "发送")
    window.goto(url)
    go_on(window, "登记送达")
    window.get_by_label("送达凭证").fill("送达回证，行政主管签收")
    window.get_by_label("扫描件").set_input_files(SCAN)
    submit(window, "登记送达")
    expect(window.locator(".matter-head")).to_contain_text("待答复")
    expect(window.locator("#service")).to_contain_text("送达回证，行政主管签收")
    return str(SupervisionLetter.objects.latest("pk").document_number)


def inquire(page: Page, url: str) -> None:
    """What an opinion needs besides: two supervisors inquired, facts with evidence, the law."""
    page.goto(f"{url}inquiries/new/")
    for index, name in enumerate(("蔡小岚", "岑立")):
        page.get_by_label("监督员", exact=True).nth(index).fill(name)
        page.get_by_label("监督员证号").nth(index).fill(f"粤监00{index + 1}")
    page.get_by_label("听取对象").fill("经理、职工代表")
    page.get_by_label("笔录", exact=True).fill("查看工资表和银行流水。")
    submit(page, "登记调查")
    page.goto(f"{url}findings/")
    page.get_by_label("查明事实", exact=True).first.fill("拖欠两名职工六个月工资")
    page.get_by_label("证据").first.fill("工资表、银行流水")
    submit(page, "保存")
    page.goto(f"{url}text/")
    page.get_by_label("法律依据").fill("《中华人民共和国劳动法》第五十条。")
    submit(page, "保存")


def row_of(page: Page, text: str) -> object:
    return page.locator("fieldset.person", has=page.locator("legend", has_text=text))


def answer(page: Page, url: str) -> None:
    """The reply on paper: three demands met, two refused; the money of two workers arrives."""
    page.goto(url)
    go_on(page, "登记答复")
    page.get_by_label("答复要点").fill("工资已付清，台账已建；其余不同意。")
    page.get_by_label("答复的扫描件").set_input_files(SCAN)
    for demands, stance in ((DONE, "done"), (REFUSED, "refuses")):
        for text, _worker, _amount in demands:
            row_of(page, text).get_by_role("combobox").select_option(stance)
    assert_clean(page)
    submit(page, "登记答复")
    expect(page.locator("#demands")).to_contain_text("答复：拒绝")
    for text, worker, _amount in FIVE[:2]:
        page.locator("#money .plain-rows > li", has_text=text).get_by_role("link", name="到账").click()
        expect(page.get_by_label(re.compile(text))).to_be_checked()
        expect(page.get_by_label("到账金额")).to_have_value("50,000.00")
        page.get_by_label("凭证").fill(f"银行回单，{worker}")
        submit(page, "登记到账")
    expect(page.locator("#money .sums-main")).to_contain_text("100,000.00元")
    screenshot(page, "letter-answered")


def reinspect(page: Page, url: str) -> None:
    page.goto(f"{url}reinspection/")
    page.get_by_label("地点").fill("公司财务室")
    page.get_by_label("复查笔录").fill("核对银行回单和台账；工资清单、社保仍未办理。")
    for demands, judgement in ((DONE, "corrected"), (REFUSED, "refused")):
        for text, _worker, _amount in demands:
            row_of(page, text).get_by_role("combobox").select_option(judgement)
    assert_clean(page)
    submit(page, "登记复查")
    expect(page.locator("#reinspection")).to_contain_text("公司财务室")
    expect(page.locator(".matter-next")).to_contain_text("起草下一文书或移送")


def next_instrument(page: Page, url: str, heading: str, *, bureau: str = "") -> str:
    page.goto(url)
    go_on(page, "起草下一文书")
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    if bureau:
        page.get_by_label("主送部门").select_option(label=bureau)
    submit(page, "起草下一文书")
    expect(page.locator(".matter-head")).to_contain_text("起草中")
    return page.url.partition("#")[0]


def test_a_wage_lead_walks_through_all_three_instruments(desk, team, case, hr_bureau) -> None:
    window = desk("caseworker")
    take_lead(window, case.pk)
    notice = window.url.partition("#")[0]
    fill_demands(window, notice, FIVE[:1])
    window.goto(f"{notice}text/")
    window.get_by_label("要求答复日期").fill((clock.today() + timedelta(days=20)).isoformat())
    submit(window, "保存")
    assert "监提〔" in through_approval(desk, notice, "approver")

    Deadline.objects.filter(matter=SupervisionLetter.objects.get().pk, state="open").update(
        start_on=clock.today() - timedelta(days=40), due_on=clock.today() - timedelta(days=1)
    )
    window.goto(notice)
    go_on(window, "认定逾期未答复")
    submit(window, "认定逾期未答复")
    expect(window.locator(".matter-head")).to_contain_text("逾期未答复")

    opinion = next_instrument(window, notice, "起草意见书")
    inquire(window, opinion)
    fill_demands(window, opinion, FIVE)
    assert "监意〔" in through_approval(desk, opinion, "reinspector", "approver")
    answer(window, opinion)
    reinspect(desk("reinspector"), opinion)

    recommendation = next_instrument(window, opinion, "起草建议书", bureau=hr_bureau.name)
    assert "监建〔" in through_approval(desk, recommendation, "reinspector", "approver")
    assert_clean(window)
    screenshot(window, "recommendation-served")

    letters = list(SupervisionLetter.objects.order_by("pk").select_related("matter"))
    assert [letter.instrument for letter in letters] == ["notice", "opinion", "recommendation"]
    assert [letter.matter.status_id for letter in letters] == [states.ESCALATED, states.ESCALATED, states.SERVED]
    assert list(letters[2].demands.values_list("text", flat=True)) == [text for text, _who, _amount in REFUSED]
    assert {letter.matter.dispute_id for letter in letters} == {case.matter.dispute_id}
    assert recovered_amount(letters[1].matter) == sum(Payment.objects.values_list("amount", flat=True)) == RECOVERED

    window.goto(f"/aid-cases/{case.pk}/")
    for worker in WORKERS:
        expect(window.locator("#parties tbody", has_text=worker)).to_contain_text("另经其他程序 50,000.00元")
    window.goto(f"/employers/{letters[0].employer_id}/")
    expect(window.locator("main")).to_contain_text("100,000.00")
    assert_clean(window)
    screenshot(window, "employer-recovered")

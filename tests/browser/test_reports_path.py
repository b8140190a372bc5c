"""November's report, done by four people in a browser: computed, checked, signed by station, district and city, frozen;
a lawyer logs an outcome late; the frozen report stands, its restatement names the case, and next November is compared
with the right figure. One figure is the same on the page, in XLSX, PDF and CSV, and over the API."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pypdf
import pytest
import time_machine
from knox.models import AuthToken
from playwright.sync_api import BrowserContext, Page, expect

from cases import states
from cases.models import AidCase
from cases.services import outcomes
from tests.browser.conftest import PASSWORD, PHONE, as_user, assert_clean, screenshot, watched
from tests.cases.conftest import wage_cause, walk  # noqa: F401  fixtures
from tests.cases.walk import Walk
from tests.cast import CHINA, appoint
from tests.matters.conftest import make_employer, make_worker  # noqa: F401  fixtures
from unionlaw.lib import clock
from unionlaw.matters.models import Claim
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role
from unionlaw.reports.models import Report
from unionlaw.reports.services import computing_line, computing_rounds, making, rounds
from unionlaw.reports.services.layouts import load_shipped

pytestmark = pytest.mark.django_db(transaction=True)

IN_DECEMBER = datetime(2026, 12, 1, 9, 0, tzinfo=CHINA)
A_YEAR_LATER = datetime(2027, 12, 1, 9, 0, tzinfo=CHINA)
RECOVERED = "挽回金额"


@pytest.fixture
def station_head(station: Organisation) -> Actor:
    return appoint("zhanzhang", "詹章", station, Role.SUPERVISOR)


@pytest.fixture
def late_case(
    transactional_db: None,
    walk: Walk,  # noqa: F811
    manager: Actor,
    station_head: Actor,
) -> AidCase:
    """Two cases of November: one settled and paid in time, one that is still being worked on."""
    for actor in (manager, station_head, walk.supervisor, walk.lawyer):
        actor.user.set_password(PASSWORD)
        actor.user.save()
    load_shipped(at=clock.now())
    paid = walk.to(states.CONDUCTING)
    claim = outcomes.OutcomeInput(walk.claims(paid)[0].pk, "settled", 1_000_000, 1_000_000)
    outcomes.record_outcomes(
        case_id=paid.pk,
        outcomes=[claim],
        decided_on=date(2026, 11, 20),
        instrument="agreement",
        by=walk.lawyer,
        at=datetime(2026, 11, 20, 15, tzinfo=CHINA),
    )
    return walk.to(states.CONDUCTING, walk.apply(workers=("李四",)))


def tell(page: Page, words: str) -> None:
    expect(page.locator(".notice", has_text=words).first).to_be_visible()


def sign_from_the_desk(page: Page, below: str) -> None:
    """The desk counts the report; it is opened, read and signed.

    Args:
        below: how many below have signed; "" for a station, which has nobody below and nothing odd to read.
    """
    page.locator("[data-tile='reports-to-sign']").click()
    page.locator("a.list-open").click()
    if below:
        expect(page.get_by_role("link", name=f"已签报 {below}")).to_be_visible()
    page.get_by_role("link", name="签报", exact=True).first.click()
    if below:
        expect(page.get_by_role("heading", name="请先核对")).to_be_visible()
    assert_clean(page)
    page.get_by_role("button", name="签报").click()
    tell(page, "已签报。")


def figure(page: Page) -> str:
    row = page.locator(".report-part").first.locator(
        "tr", has=page.get_by_role("rowheader", name=RECOVERED, exact=True)
    )
    return row.locator("a.figure").first.inner_text()


def export(page: Page, form: str, folder: Path) -> bytes:
    """One click, a worker makes it, the file is taken away."""
    address = page.url
    page.locator(".output-menu summary").click()
    page.get_by_role("button", name=form).click()
    assert making.work_off(now=clock.now)
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载").click()
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    page.goto(address)
    return path.read_bytes()


def in_files(page: Page, folder: Path) -> list[float]:
    """The figure as XLSX, CSV and PDF give it, in yuan."""
    sheet = openpyxl.load_workbook(io.BytesIO(export(page, "XLSX", folder)), data_only=True).worksheets[0]
    in_sheet = next(float(row[2]) for row in sheet.iter_rows(values_only=True) if row[0] == RECOVERED)
    lines = csv.reader(io.StringIO(export(page, "CSV", folder).decode("utf-8-sig")))
    in_lines = next(float(row[2]) for row in lines if row[:1] == [RECOVERED])
    paper = pypdf.PdfReader(io.BytesIO(export(page, "PDF", folder)))
    text = "".join(one.extract_text() for one in paper.pages)
    said = text[text.index(RECOVERED) :].split()
    in_paper = next(float(word.replace(",", "")) for word in said if word.replace(",", "").replace(".", "").isdigit())
    return [in_sheet, in_lines, in_paper]


def over_the_api(page: Page, report: Report, by: Actor) -> float:
    token = AuthToken.objects.create(by.user)[1]
    answer = page.request.get(
        f"/api/v1/reports/?report={report.pk}", headers={"Authorization": f"Token {token}"}
    ).json()
    cells = [cell for block in answer["blocks"] if not block["by"] for row in block["rows"] for cell in row["cells"]]
    fen = next(cell["value"] for cell in cells if (cell["indicator"], cell["span"]) == ("recovered", "now"))
    return fen / 100


def log_late(page: Page, case: AidCase) -> None:
    """On the phone: what was settled in the month that is frozen by now."""
    claim = Claim.objects.get(party__dispute=case.matter.dispute_id)
    page.goto(f"/aid-cases/{case.pk}/outcomes/")
    page.locator("[name=decided_on]").fill("2026-11-27")
    page.locator("[name=instrument]").select_option("agreement")
    page.locator(f"[name=claim-{claim.pk}-code]").select_option("settled")
    page.locator(f"[name=claim-{claim.pk}-amount]").fill("20000")
    page.locator(f"[name=claim-{claim.pk}-received]").fill("20000")
    page.locator(f"[name=claim-{claim.pk}-received_on]").fill("2026-11-30")
    page.locator("form.form button.btn-primary").last.click()
    page.wait_for_url(lambda url: "outcomes/" not in url)


def test_a_month_is_signed_by_three_people_frozen_and_restated(
    late_case: AidCase,
    new_context: Callable[..., BrowserContext],
    manager: Actor,
    station_head: Actor,
    walk: Walk,  # noqa: F811
    tmp_path: Path,
):
    def sit_down(actor: Actor, **screen: object) -> Page:
        return as_user(watched(new_context(**screen).new_page()), actor.user.username)

    with time_machine.travel(IN_DECEMBER):
        city = sit_down(manager)
        city.get_by_role("navigation").get_by_role("link", name="报表").click()
        city.get_by_role("link", name="逐级签报").click()
        city.get_by_role("link", name="开始一期").first.click()
        expect(city.get_by_label("截至月份")).to_have_value("2026-11")
        city.get_by_role("button", name="建立并统计").click()
        expect(city.locator("#computing-title")).to_be_visible()
        assert computing_line.work_off(now=clock.now)
        expect(city.locator("#warnings")).to_contain_text("没有所在地")
        top = Report.objects.get(above=None)
        city.get_by_role("link", name="填写", exact=True).click()
        city.get_by_label("说明").fill("本月欠薪集中在影视行业。")
        city.get_by_role("button", name="保存说明").click()
        tell(city, "已保存说明")

        sign_from_the_desk(sit_down(station_head, viewport=PHONE), "")
        sign_from_the_desk(sit_down(walk.supervisor), "1 / 1")
        city.goto(f"/reports/{top.pk}/")
        city.get_by_role("link", name="签报并冻结本期").first.click()
        city.get_by_role("button", name="签报并冻结本期").click()
        tell(city, "冻结，数字不再改变")
        assert figure(city) == "1.00万"
        assert in_files(city, tmp_path) == [10_000.0] * 3
        assert over_the_api(city, top, manager) == 10_000.0

        log_late(sit_down(walk.lawyer, viewport=PHONE), late_case)
        city.locator("summary", has_text="更多操作").click()
        city.get_by_role("link", name="更正", exact=True).last.click()
        city.get_by_label("理由").fill("律师补录上月的和解结果。")
        city.get_by_role("button", name="更正").click()
        assert computing_line.work_off(now=clock.now)
        changed = city.locator("#restatements tr", has=city.get_by_role("rowheader", name=RECOVERED)).first
        expect(changed).to_contain_text("10,000.00元")
        expect(changed).to_contain_text("30,000.00元")
        expect(changed.get_by_role("link", name=late_case.matter.number)).to_be_visible()
        assert figure(city) == "1.00万", "the frozen report stands"
        screenshot(city, "report-restated")
        assert_clean(city)

    with time_machine.travel(A_YEAR_LATER):
        # A session of the year before is long over.
        opened = rounds.open_round(
            organisation=top.organisation, layout=top.round.layout, length="month",
            last_month=date(2027, 11, 30), by=manager, at=clock.now(),
        )  # fmt: skip
        computing_rounds.compute_round(report_id=opened.reports.get(above=None).pk, by=manager, at=clock.now())
        later = sit_down(manager)
        later.goto(f"/reports/{opened.reports.get(above=None).pk}/")
        row = later.locator(".report-part tr", has=later.get_by_role("rowheader", name=RECOVERED, exact=True)).first
        expect(row).to_contain_text("3.00万")
        expect(later.locator("body")).to_contain_text("2026年11月的数字取自2026年12月1日冻结的报表")
        expect(later.locator("body")).to_contain_text("此处用第1次更正后的数字：")

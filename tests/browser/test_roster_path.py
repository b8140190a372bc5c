"""A caseworker imports a group of 38 with three wrong rows, corrects them, settles them in bulk; then on a phone."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mediation.models import Mediation
from tests.browser.conftest import PASSWORD, PHONE, as_user, assert_clean, screenshot, watched
from tests.matters.conftest import make_employer, make_worker  # noqa: F401  fixtures
from tests.mediation.stage import Stage
from tests.rosters import sheets
from unionlaw.lib import clock
from unionlaw.matters.models import Party
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mediation(
    transactional_db: None,
    caseworker: Actor,
    mediator: Actor,
    district: Organisation,
    make_worker: Callable[[str], object],  # noqa: F811
    make_employer: Callable[[str], object],  # noqa: F811
) -> Mediation:
    stage = Stage(caseworker, mediator, district, make_worker, make_employer)
    now = clock.now()
    found = stage.mediation(("张晓帆",), at=now - timedelta(days=1))
    caseworker.user.set_password(PASSWORD)
    caseworker.user.save()
    return found


def upload(page: Page, rows: list[list[str]], folder: Path, name: str) -> None:
    file = folder / f"{name}.xlsx"
    file.write_bytes(sheets.xlsx(rows, title="光影传媒有限公司欠薪人员名册"))
    page.get_by_label("表格").set_input_files(file)
    page.get_by_role("button", name="上传").click()


def test_a_group_comes_by_sheet_and_settles_in_bulk(
    page: Page, new_context: Callable[..., BrowserContext], mediation: Mediation, tmp_path: Path, caseworker: Actor
) -> None:
    as_user(page, caseworker.user.username)
    page.goto(f"/mediations/{mediation.pk}/")
    page.locator("#roster").get_by_role("link", name="导入名册").click()
    assert_clean(page)
    screenshot(page, "roster-1-upload")
    rows = sheets.group_of_38()
    upload(page, rows, tmp_path, "名册")
    expect(page.get_by_label("证件号码")).to_have_value("2")
    assert_clean(page)
    screenshot(page, "roster-2-columns")
    page.get_by_role("button", name="核对表格").click()
    expect(page.get_by_text("3 行有错误")).to_be_visible()
    assert_clean(page)
    screenshot(page, "roster-3-checked")
    with page.expect_download() as copy:
        page.get_by_role("link", name="下载标明错误的表格").click()
    assert copy.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("link", name="上传改正后的表格").click()
    rows[4][2], rows[17][1], rows[30] = sheets.person(5)[2], sheets.person(18)[1], sheets.person(31)
    upload(page, rows, tmp_path, "名册改")
    page.get_by_role("button", name="核对表格").click()
    page.get_by_role("button", name="导入 38 行").click()
    expect(page.get_by_text("已导入")).to_be_visible()
    page.get_by_role("link", name="查看").click()
    assert Party.objects.filter(dispute=mediation.matter.dispute, side="claimant").count() == 39
    assert_clean(page)
    screenshot(page, "roster-4-roster")

    for position in (0, 1, 2):
        page.get_by_role("checkbox").nth(position + 1).check()
    page.get_by_role("button", name="推举为代表").click()
    page.get_by_role("button", name="推举为代表").click()
    expect(page.locator(".roster").get_by_text("代表", exact=True)).to_have_count(3)

    page.get_by_role("link", name="登记全部未定结果").click()
    assert_clean(page)
    screenshot(page, "roster-5-bulk")
    page.get_by_role("radio", name="达成协议", exact=True).check()
    page.get_by_role("radio", name="按请求金额的比例").check()
    page.get_by_label("比例（%）").fill("80")
    page.get_by_label("分几期").fill("3")
    page.get_by_label("首期付款日期").fill((clock.today() + timedelta(days=20)).isoformat())
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("100.0%")).to_be_visible()
    assert_clean(page)
    screenshot(page, "roster-6-settled")

    phone = watched(new_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page())
    as_user(phone, caseworker.user.username)
    for name, path in (
        ("roster", f"/rosters/{mediation.pk}/"),
        ("import", f"/rosters/{mediation.pk}/import/"),
        ("outcomes", f"/rosters/{mediation.pk}/outcomes/"),
        ("payments", f"/rosters/{mediation.pk}/payments/"),
    ):
        phone.goto(path)
        assert_clean(phone)
        screenshot(phone, f"roster-phone-{name}")

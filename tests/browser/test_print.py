"""What comes out of the printer: A4, no buttons, nothing left over on a first page, heads of tables on every page."""

import io
import unicodedata

import pypdf
import pytest
from django.urls import reverse
from playwright.sync_api import Page

from cases.services import consultations
from tests.browser.conftest import PASSWORD, as_user
from tests.cases.conftest import wage_cause, walk  # noqa: F401  fixtures
from tests.cases.walk import Walk
from tests.cast import NOON
from tests.matters.conftest import make_employer, make_worker  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db(transaction=True)
A4 = (595, 842)
ROWS = 40


def printed(page: Page, address: str) -> list[str]:
    """The text of each page that the printer gives, without blanks; fonts name some characters by their radicals."""
    page.goto(address)
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert {(round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) for sheet in sheets} == {A4}
    return ["".join(unicodedata.normalize("NFKC", sheet.extract_text()).split()) for sheet in sheets]


def test_a_list_and_a_case_are_printed_to_be_filed(page: Page, transactional_db: None, walk: Walk) -> None:  # noqa: F811
    actor = walk.caseworker
    actor.user.set_password(PASSWORD)
    actor.user.save()
    case = walk.apply()
    for n in range(ROWS):
        consultations.record_consultation(question=f"第{n}次问欠薪", channel="window", by=actor, at=NOON)
    as_user(page, actor.user.username)

    sheets = printed(page, reverse("cases:consultations"))
    assert len(sheets) >= 2
    assert all("编号" in sheet and "承办单位" in sheet for sheet in sheets)
    assert "越工咨" in sheets[0]
    assert f"1/{len(sheets)}" in sheets[0]
    assert not any(word in "".join(sheets) for word in ("筛选", "导出", "我的工作台"))

    sheets = printed(page, reverse("cases:aid_case", args=[case.pk]))
    assert "当事人与请求" in sheets[0]
    assert len(sheets) <= 3
    assert not any(word in "".join(sheets) for word in ("更多操作", "添加备注", "我的工作台"))

"""Exporting a list: with a reason, on record, what is on screen and nothing more."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from tests.web.lists.conftest import MakeOrganisations
from unionlaw.network.models import Organisation, ReadLog
from unionlaw.web.lists import export
from unionlaw.web.lists.columns import Column

pytestmark = pytest.mark.urls("tests.web.lists.site")
URL = "/test-list/"


def rows(content: bytes) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def ask(client: Client, query: str = "", reason: str = "上报季度汇总") -> Any:
    return client.post(f"{URL}?{query}", {"action": "export", "reason": reason})


def test_the_workbook_holds_the_filtered_rows_in_order(manager: Client, make_organisations: MakeOrganisations) -> None:
    make_organisations(30)
    make_organisations(2, first=80, kind="station", opened_on=dt.date(2024, 5, 6), phone="440106199001011234")
    answer = ask(manager, "kind=station&sort=-name")
    assert answer.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    found = rows(answer.getvalue())
    assert found[0] == ("名称", "类型", "上级", "成立日期", "电话")
    assert found[1] == ("区总工会0081", "法律服务站点", "市总", dt.datetime(2024, 5, 6), "440106199001011234")
    assert [row[0] for row in found[1:]] == ["区总工会0081", "区总工会0080"]


def test_every_page_of_the_list_is_in_it_once(
    manager: Client, make_organisations: MakeOrganisations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unionlaw.web.lists.listing.EXPORT_CHUNK", 7)
    make_organisations(40)
    found = [row[0] for row in rows(ask(manager).getvalue())[1:]]
    assert len(found) == len(set(found)) == 41
    assert found == sorted(found)


def test_it_is_recorded_with_reason_and_filters(manager: Client, city: Organisation) -> None:
    ask(manager, "kind=station", "  上报\n季度汇总 ")
    log = ReadLog.objects.get(action=ReadLog.Action.EXPORT)
    assert (log.subject, log.reason, log.user) == ("list:test-organisations", "上报 季度汇总", manager.user)  # type: ignore[attr-defined]
    assert log.data["query"] == "kind=station"


def test_without_a_reason_there_is_no_file_and_no_record(manager: Client, city: Organisation) -> None:
    page = ask(manager, "kind=station", "报")
    assert page.status_code == 422
    assert "请写明导出的用途" in page.content.decode()
    assert ">报</textarea>" in page.content.decode()
    assert not ReadLog.objects.exists()


def test_without_the_right_the_button_says_why_and_the_post_is_refused(caseworker: Client) -> None:
    page = caseworker.get(URL).content.decode()
    assert "panel=export" not in page
    assert "需要管理者岗位" in page
    assert ask(caseworker).status_code == 403
    assert not ReadLog.objects.exists()


def test_the_sheet_tells_what_will_happen(
    manager: Client, make_organisations: MakeOrganisations, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_organisations(12)
    page = manager.get(URL, {"panel": "export"}).content.decode()
    assert "一次最多 50,000 行" in page
    assert "会记入查阅日志" in page
    monkeypatch.setattr("unionlaw.web.lists.listing.MOST_ROWS", 10)
    monkeypatch.setattr("unionlaw.web.lists.export.MOST_ROWS", 10)
    assert "符合条件的超过 10 行" in manager.get(URL, {"panel": "export"}).content.decode()
    found = rows(ask(manager).getvalue())
    assert len(found) == 12
    assert "只导出前10行" in str(found[-1][0])


class Row:
    pk = 1
    formula = '=HYPERLINK("http://example.test")'
    number = 440106199001011234
    amount = 13_000_000
    flag = True
    nothing = None
    long = "字" * 40_000
    control = "a\x01b"


def test_cells_stay_what_they_are() -> None:
    names = ["formula", "number", "amount", "flag", "nothing", "long", "control"]
    file = export.workbook("a/b:c*d" * 9, [Column(name, name, name) for name in names], [Row()])
    workbook = openpyxl.load_workbook(file)
    sheet = workbook.active
    assert sheet is not None
    cells = dict(zip(names, next(sheet.iter_rows(min_row=2)), strict=True))
    assert cells["formula"].data_type == "s"
    assert cells["formula"].value == Row.formula
    assert cells["number"].value == "440106199001011234"
    assert cells["amount"].value == 13_000_000
    assert cells["nothing"].value is None
    assert len(cells["long"].value) == 32_767
    assert sheet.freeze_panes == "A2"

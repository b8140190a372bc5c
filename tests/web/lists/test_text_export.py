"""CSV and JSON lines: the workbook's rows in text, the same whether the database or Python writes them."""

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.test import Client

from tests.web.lists.conftest import MakeOrganisations
from unionlaw.network.models import Organisation, ReadLog
from unionlaw.web.lists import text_export

pytestmark = pytest.mark.urls("tests.web.lists.site")
URL = "/test-list/"


@pytest.fixture
def odd(make_organisations: MakeOrganisations) -> None:
    make_organisations(3)
    for n, name in enumerate(
        ['=HYPERLINK("x")', "-1", "@总", "＝1", '有"引号"，和,逗号', "两\n行", "440106199001011234", "12号"]
    ):
        make_organisations(1, first=50 + n, name=name, phone="440106199001011234", opened_on=dt.date(2024, 5, n + 1))


def ask(client: Client, form: str, query: str = "", reason: str = "上报季度汇总") -> Any:
    return client.post(f"{URL}?{query}", {"action": "export", "reason": reason, "format": form})


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_csv_opens_in_a_spreadsheet_and_runs_nothing(manager: Client, odd: None) -> None:
    answer = ask(manager, "csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert ".csv" in answer.headers["Content-Disposition"]
    content = answer.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    found = lines(content)
    assert found[0] == ["名称", "类型", "上级", "成立日期", "电话"]
    names = {row[0]: row for row in found[1:]}
    assert {
        '\'=HYPERLINK("x")',
        "'-1",
        "'@总",
        "'＝1",
        '有"引号"，和,逗号',
        "两\n行",
        "\t440106199001011234",
        "12号",
    } <= set(names)
    assert names["12号"][1:] == ["区总工会", "市总", "2024-05-08", "\t440106199001011234"]


def test_json_lines_keep_texts_as_they_are(manager: Client, odd: None) -> None:
    answer = ask(manager, "jsonl", "sort=-opened")
    found = [json.loads(line) for line in answer.getvalue().decode().splitlines()]
    assert found[0] == {
        "name": "12号", "kind": "区总工会", "parent": "市总", "opened": "2024-05-08", "phone": "440106199001011234",
    }  # fmt: skip
    assert {'=HYPERLINK("x")', "两\n行"} <= {row["name"] for row in found}
    assert found[-1]["opened"] is None


@pytest.mark.parametrize("url", ["/test-list/", "/test-branched/"])
@pytest.mark.parametrize("query", ["", "sort=-name", "sort=opened", "sort=-opened", "sort=-opened&kind=district_union"])
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_database_and_python_write_the_same(
    manager: Client, odd: None, monkeypatch: pytest.MonkeyPatch, url: str, query: str, form: str
) -> None:
    if url == "/test-branched/" and "opened" in query:
        return
    asked = {"action": "export", "reason": "上报季度汇总", "format": form}
    with monkeypatch.context() as patched:
        patched.setattr(text_export, "_rows", None)
        by_database = manager.post(f"{url}?{query}", asked).getvalue().decode()
    monkeypatch.setattr(text_export, "_select", lambda *_args, **_named: None)
    by_python = manager.post(f"{url}?{query}", asked).getvalue().decode()
    if form == "jsonl":
        assert [json.loads(line) for line in by_database.splitlines()] == list(map(json.loads, by_python.splitlines()))
    else:
        assert by_database == by_python


def test_they_are_recorded_and_refused_as_the_workbook_is(
    manager: Client, caseworker: Client, city: Organisation
) -> None:
    ask(manager, "csv", "kind=station")
    assert ReadLog.objects.get(action=ReadLog.Action.EXPORT).data["query"] == "kind=station"
    assert ask(caseworker, "jsonl").status_code == 403
    page = ask(manager, "jsonl", reason="报")
    assert page.status_code == 422
    assert 'value="jsonl" checked' in page.content.decode()


def test_the_limit_holds_for_text_too(manager: Client, odd: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_export, "MOST_ROWS", 4)
    assert len(lines(ask(manager, "csv").getvalue())) == 5


def test_an_empty_list_gives_its_heading(manager: Client, city: Organisation) -> None:
    assert len(lines(ask(manager, "csv", "q=没有这样的").getvalue())) == 1
    assert ask(manager, "jsonl", "q=没有这样的").getvalue() == b""

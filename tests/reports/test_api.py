"""Reports over the API: the same figures as everywhere, the same rights."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from knox.models import AuthToken

from tests.cast import NOON
from tests.reports.rounds import FIRST, Month, layout
from unionlaw.network.models import Post, ReadLog
from unionlaw.reports import layouts
from unionlaw.reports.indicators import all_indicators
from unionlaw.reports.models import Layout
from unionlaw.reports.services import making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def small(db: None) -> Layout:
    return layout()


@pytest.fixture
def month(city, manager, make_worker, make_employer, small) -> Month:
    return Month(city, small, manager, make_worker, make_employer)


@pytest.fixture
def get(client: Any):
    def ask(by: Any, path: str, **query: Any) -> Any:
        token = AuthToken.objects.create(by.user)[1]
        return client.get(f"/api/v1/{path}", query, headers={"Authorization": f"Token {token}"})

    return ask


@pytest.fixture
def post(client: Any):
    def ask(by: Any, path: str, body: dict[str, Any]) -> Any:
        token = AuthToken.objects.create(by.user)[1]
        return client.post(
            f"/api/v1/{path}", body, content_type="application/json", headers={"Authorization": f"Token {token}"}
        )

    return ask


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def test_a_report_is_the_table_of_the_page(get, district, supervisor, caseworker, month, small):
    for _one in range(7):
        month.matter(caseworker, NOON)
    found = get(supervisor, "reports/", organisation=district.pk, layout="small", month="2026-11").json()
    table = layouts.live(district, small, "month", date(2026, 11, 1))
    values = [cell["value"] for block in found["blocks"] for row in block["rows"] for cell in row["cells"]]
    assert values == [None if cell.value is None else float(cell.value) for cell in table.cells()]
    assert found["blocks"][0]["rows"][0]["cells"][0]["value"] == 7
    assert found["organisation"]["name"] == "越山区总工会"


@pytest.mark.parametrize("asked", [{"length": "decade"}, {"month": "2026-13"}, {"month": "november"}])
def test_a_span_that_does_not_exist_is_no_other_span(get, district, supervisor, small, asked):
    found = get(supervisor, "reports/", organisation=district.pk, layout="small", **asked)
    assert found.status_code == 400
    assert list(found.json()["errors"]) == list(asked)


def test_outside_small_figures_are_not_given(get, post, district, supervisor, caseworker, month):
    month.matter(caseworker, NOON)
    refused = get(supervisor, "reports/", organisation=district.pk, layout="small", month="2026-11", outside="true")
    assert refused.status_code in (400, 422)
    assert "report-files" in refused.content.decode()
    body = {
        "organisation": district.pk, "layout": "small", "month": "2026-11", "outside": True, "reason": "送市人社局",
    }  # fmt: skip
    with time_machine.travel(FIRST, tick=False):
        asked, again = post(supervisor, "report-files/", body), post(supervisor, "report-files/", body)
        assert (asked.status_code, asked["Location"]) == (202, asked.json()["url"])
        assert again.json()["id"] == asked.json()["id"], "what is in line is not put there again"
        path = asked["Location"].removeprefix("/api/v1/")
        assert get(supervisor, path).json() | {"report": None} == asked.json()
        assert get(caseworker, path).status_code == 404
        assert making.work_off(now=lambda: FIRST)
        found = get(supervisor, path).json()
    assert (found["state"], found["progress"]) == ("done", 100)
    cell = found["report"]["blocks"][0]["rows"][0]["cells"][0]
    assert (cell["value"], cell["hidden"]) == (None, "<5")
    assert ReadLog.objects.filter(subject=f"report_output:{found['id']}", reason="送市人社局").count() == 1


def test_why_a_file_was_not_made_is_said_over_the_api(get, post, district, supervisor, month):
    body = {"organisation": district.pk, "layout": "small", "month": "2026-11", "outside": True, "reason": "送市人社局"}
    assert "还没有结束" in post(supervisor, "report-files/", body).content.decode(), "it is still November"
    with time_machine.travel(FIRST, tick=False):
        assert post(supervisor, "report-files/", {**body, "reason": ""}).status_code in (400, 422)
        asked = post(supervisor, "report-files/", body)
        Post.objects.filter(pk=supervisor.post.pk).update(ends_on=date(2026, 11, 30))
        making.work_off(now=lambda: FIRST)
        Post.objects.filter(pk=supervisor.post.pk).update(ends_on=None)
        found = get(supervisor, asked["Location"].removeprefix("/api/v1/")).json()
    assert (found["state"], "离任" in found["error"], found["report"]) == ("failed", True, None)


def test_a_computed_report_is_given_as_it_was_stored(get, manager, caseworker, month):
    month.matter(caseworker, NOON)
    opened = month.open()
    month.compute(opened)
    month.matter(caseworker, NOON)
    report = opened.reports.get(organisation=manager.organisation)
    with time_machine.travel(FIRST, tick=False):
        found = get(manager, "reports/", report=report.pk).json()
        assert get(manager, "reports/", report=0).status_code == 404
    assert found["blocks"][0]["rows"][0]["cells"][0]["value"] == 1


def test_the_list_of_a_cell_comes_to_its_figure_page_by_page(get, district, supervisor, caseworker, month, monkeypatch):
    matters = [month.matter(caseworker, NOON) for _one in range(5)]
    monkeypatch.setattr("unionlaw.reports.api.views.PAGE", 2)
    asked = {"indicator": "matters_opened", "organisation": district.pk, "start": "2026-11-01", "end": "2026-11-30",
             "channel": "window"}  # fmt: skip
    seen, after = [], ""
    for size in (2, 2, 1):
        page = get(supervisor, "reports/facts/", **asked, **({"after": after} if after else {})).json()
        assert (page["figure"], page["count"], len(page["results"])) == (5, 5, size)
        seen += [row["number"] for row in page["results"]]
        after = page["next"]
    assert after is None
    assert sorted(seen) == sorted(matter.number for matter in matters)


@pytest.fixture
def frozen(month, caseworker, neighbour, neighbour_district) -> Any:
    """November, frozen with three matters; one came in late."""
    paid = month.matter(caseworker, NOON)
    month.pay(paid, 300, date(2026, 11, 20))
    month.matter(caseworker, NOON)
    month.matter(neighbour, NOON)
    opened = month.frozen()
    month.matter(caseworker, NOON)
    return opened


def own_cells(found: dict[str, Any]) -> list[dict[str, Any]]:
    cells = [cell for block in found["blocks"] for row in block["rows"] for cell in row["cells"]]
    return [cell for cell in cells if cell["span"] == "now" and cell["unit"] != "percent"]


@pytest.mark.parametrize("level", ["city", "district"])
def test_the_kept_list_of_every_cell_of_a_frozen_report_comes_to_it(get, frozen, city, district, manager, level):
    organisation = {"city": city, "district": district}[level]
    report = frozen.reports.get(organisation=organisation)
    with time_machine.travel(FIRST, tick=False):
        found = get(manager, "reports/", report=report.pk).json()
        assert found["round"] == frozen.pk
        cells = own_cells(found)
        assert sum(bool(cell["value"]) for cell in cells) > 3
        for cell in cells:
            asked = {"indicator": cell["indicator"], "organisation": organisation.pk, "round": frozen.pk}
            kept = get(manager, "reports/facts/", **asked, **cell["members"]).json()
            assert (kept["figure"], kept["round"], kept["frozen"]) == (cell["value"], frozen.pk, True)


def test_the_kept_list_is_that_of_the_page_and_not_that_of_now(get, client, frozen, district, supervisor):
    asked = {"indicator": "matters_opened", "organisation": district.pk, "start": "2026-11-01", "end": "2026-11-30"}
    with time_machine.travel(FIRST, tick=False):
        kept = get(supervisor, "reports/facts/", round=frozen.pk, **asked).json()
        assert get(supervisor, "reports/facts/", **asked).json()["count"] == 3
        client.force_login(supervisor.user)
        page = client.get("/reports/facts/", {**asked, "round": frozen.pk})
    assert kept["count"] == page.context["count"] == 2
    assert {row["number"] for row in kept["results"]} == {line.matter.number for line in page.context["lines"]}


def test_a_kept_list_is_read_by_the_readers_of_its_page_alone(
    get,
    client,
    frozen,
    month,
    city,
    district,
    neighbour_district,
    station,
    supervisor,
    caseworker,
    neighbour_supervisor,
):
    readers = [(supervisor, district, 200), (supervisor, neighbour_district, 404), (supervisor, city, 404),
               (neighbour_supervisor, district, 404), (caseworker, station, 403)]  # fmt: skip
    asked = {"indicator": "matters_opened", "start": "2026-11-01", "end": "2026-11-30", "round": frozen.pk}
    with time_machine.travel(FIRST, tick=False):
        for by, organisation, code in readers:
            assert get(by, "reports/facts/", organisation=organisation.pk, **asked).status_code == code
            client.force_login(by.user)
            assert client.get("/reports/facts/", {**asked, "organisation": organisation.pk}).status_code == code
            client.logout()
        own = {**asked, "organisation": district.pk}
        for wrong in ({"round": frozen.pk + 1}, {"round": "x"}, {"start": "2026-10-01"}):
            assert get(supervisor, "reports/facts/", **own | wrong).status_code == 404
        opened = month.open(date(2026, 10, 31))
        assert get(supervisor, "reports/facts/", **own | {"round": opened.pk}).status_code == 404


def test_every_indicator_is_defined(get, supervisor):
    found = get(supervisor, "indicators/").json()
    assert [one["key"] for one in found] == [one.key for one in all_indicators()]
    assert all(one["definition"] and one["version"] for one in found)
    assert {one["unit"] for one in found} >= {"fen", "matters", "percent"}


@pytest.mark.parametrize("path", ["reports/", "reports/facts/"])
def test_who_may_not_read_is_told_nothing_or_why(
    get, path, city, district, station, neighbour, caseworker, lawyer, small
):
    asked = {"layout": "small", "indicator": "matters_opened", "start": "2026-11-01", "end": "2026-11-30"}
    assert get(neighbour, path, organisation=district.pk, **asked).status_code == 404
    assert get(caseworker, path, organisation=city.pk, **asked).status_code == 404
    assert get(caseworker, path, organisation=station.pk, **asked).status_code == 403
    assert get(lawyer, path, organisation=district.pk, **asked).status_code == 403


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"indicator": "on_time_share"}, 400),
        ({"indicator": "nothing"}, 404),
        ({"start": "yesterday"}, 404),
        ({"after": "x"}, 400),
    ],
)
def test_what_makes_no_sense_is_a_problem(get, supervisor, changes, code):
    asked = {"indicator": "matters_opened", "start": "2026-11-01", "end": "2026-11-30", **changes}
    assert get(supervisor, "reports/facts/", **asked).status_code == code


def test_without_an_indicator_it_is_said_that_one_is_needed(get, supervisor):
    assert "indicator" in get(supervisor, "reports/facts/").json()["errors"]

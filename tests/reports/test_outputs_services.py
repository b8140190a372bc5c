"""Files of reports: in line, made by a worker that may die, cancelled, taken away with a trace, thrown away."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest

from tests.cast import CHINA, NOON
from tests.reports.filing import NOVEMBER, ask, clock, content, made
from tests.reports.rounds import FIRST, Month, layout
from unionlaw.documents.models import StoredFile
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.network.models import ReadLog
from unionlaw.reports.models import Layout, Output
from unionlaw.reports.services import making, outputs

pytestmark = pytest.mark.django_db
State = Output.State


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def small(db: None) -> Layout:
    return layout()


def test_a_report_asked_for_is_made_and_kept_under_its_hash(district, supervisor, small):
    output = made(ask(district, supervisor, small))
    assert (output.state, output.progress, output.error) == (State.DONE, 100, "")
    sheet = openpyxl.load_workbook(io.BytesIO(content(output))).worksheets[0]
    assert sheet["A2"].value == "越山区总工会　2026年11月"


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_each_form_is_what_it_says(district, supervisor, small, form, begins):
    assert content(made(ask(district, supervisor, small, form=form))).startswith(begins)


def test_charts_of_the_layout_stand_in_the_paper_but_not_in_one_for_others(
    district, supervisor, small, month, caseworker
):
    small.charts = [{"kind": "trend", "title": "十二个月走势", "indicators": ["matters_opened"], "by": ""}]
    small.save()
    month.matter(caseworker, NOON)
    inside = made(ask(district, supervisor, small, form="pdf"))
    outside = made(ask(district, supervisor, small, form="pdf", outside=True, reason="送市人社局", at=FIRST))
    texts = [
        "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content(one))).pages)
        for one in (inside, outside)
    ]
    assert ["十二个月走势" in text for text in texts] == [True, False]


@pytest.fixture
def month(city, manager, make_worker, make_employer, small) -> Month:
    return Month(city, small, manager, make_worker, make_employer)


def test_what_is_handed_outside_hides_small_figures(district, supervisor, small, month, caseworker):
    month.matter(caseworker, NOON)
    output = made(ask(district, supervisor, small, outside=True, reason="送市人社局", at=FIRST))
    sheet = openpyxl.load_workbook(io.BytesIO(content(output))).worksheets[0]
    assert sheet["C5"].value == "<5"
    with pytest.raises(Invalid) as caught:
        ask(district, supervisor, small, outside=True, at=FIRST)
    assert set(caught.value.errors) == {"reason"}


def test_a_computed_report_is_made_from_what_was_stored(month, caseworker, manager):
    month.matter(caseworker, NOON)
    opened = month.open()
    month.compute(opened)
    month.matter(caseworker, NOON)
    report = opened.reports.get(organisation=manager.organisation)
    output = outputs.ask_output(
        organisation=manager.organisation, report=report, length="month", last_month=NOVEMBER.start, form="xlsx",
        by=manager, at=FIRST,
    )  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO(content(made(output)))).worksheets[0]
    assert sheet["C5"].value == 1


def test_nobody_exports_what_they_may_not_read(district, city, neighbour_supervisor, caseworker, lawyer, small):
    with pytest.raises(Missing):
        ask(district, neighbour_supervisor, small)
    with pytest.raises(Missing):
        ask(city, caseworker, small)
    with pytest.raises((Refused, Missing)):
        ask(district, lawyer, small)


def test_a_caseworker_exports_their_own_organisation_only(district, station, caseworker, small):
    assert ask(district, caseworker, small).pk
    with pytest.raises(Refused):
        ask(station, caseworker, small)


@pytest.mark.parametrize("changes", [{"form": "exe"}, {"length": "week"}])
def test_what_there_is_not_is_refused(district, supervisor, small, changes):
    with pytest.raises(Invalid):
        ask(district, supervisor, small, **changes)


def test_a_line_is_not_endless(district, supervisor, small):
    for _one in range(outputs.MOST_IN_LINE):
        ask(district, supervisor, small)
    with pytest.raises(Conflict):
        ask(district, supervisor, small)


def facts(organisation: Any, by: Any, **changes: Any) -> Output:
    given = {"organisation": organisation, "indicator": "matters_opened", "span": NOVEMBER, "members": {},
             "form": "xlsx", "reason": "核对十一月受理情况", "by": by, "at": NOON, **changes}  # fmt: skip
    return outputs.ask_facts(**given)


def test_the_list_behind_a_figure_names_matters_and_people(district, supervisor, caseworker, month, make_worker):
    matter = month.matter(caseworker, NOON, worker=make_worker("欧阳霁月"))
    rows = list(openpyxl.load_workbook(io.BytesIO(content(made(facts(district, supervisor))))).worksheets[0].values)
    assert rows[0] == ("日期", "编号", "事项", "申请人", "承办单位")
    assert rows[1][1:] == (matter.number, "咨询", "欧阳霁月", "越山区总工会")


def test_the_list_as_csv_comes_to_the_figure(district, supervisor, caseworker, month):
    matter = month.matter(caseworker, NOON)
    month.pay(matter, 123_456, date(2026, 11, 20))
    output = made(facts(district, supervisor, indicator="recovered", form="csv"))
    rows = list(csv.reader(io.StringIO(content(output).decode("utf-8-sig"))))
    assert rows[2] == ["数字", "1234.56", "元"]
    assert rows[-1][-1] == "1234.56"


def test_the_list_of_a_member_is_that_of_its_cell(city, manager, caseworker, neighbour, month):
    month.matter(caseworker, NOON)
    other = month.matter(neighbour, NOON)
    members = {"union": str(neighbour.organisation.pk)}
    rows = list(
        openpyxl.load_workbook(io.BytesIO(content(made(facts(city, manager, members=members))))).worksheets[0].values
    )
    assert [row[1] for row in rows[1:]] == [other.number]


@pytest.mark.parametrize("reason", ["", "  ", "看"])
def test_a_list_with_names_needs_a_reason(district, supervisor, reason):
    with pytest.raises(Invalid) as caught:
        facts(district, supervisor, reason=reason)
    assert set(caught.value.errors) == {"reason"}


def test_a_rate_has_no_list_and_a_list_no_paper(district, supervisor):
    with pytest.raises(Invalid):
        facts(district, supervisor, indicator="on_time_share")
    with pytest.raises(Invalid):
        facts(district, supervisor, form="pdf")


def test_taking_a_file_away_is_written_down_with_its_purpose(district, supervisor, small):
    output = made(ask(district, supervisor, small, outside=True, reason="送市人社局", at=FIRST))
    outputs.open_output(output_id=output.pk, by=supervisor, at=NOON)
    log = ReadLog.objects.get(subject=f"report_output:{output.pk}")
    assert (log.action, log.reason, log.post) == ("export", "送市人社局", supervisor.post)
    assert (log.data["outside"], log.data["end"]) == (True, "2026-11-30")


def test_nobody_else_takes_it_nor_before_it_is_made(district, supervisor, manager, small):
    output = ask(district, supervisor, small)
    with pytest.raises(Missing):
        outputs.open_output(output_id=output.pk, by=supervisor, at=NOON)
    made(output)
    with pytest.raises(Missing):
        outputs.open_output(output_id=output.pk, by=manager, at=NOON)
    assert not ReadLog.objects.exists()


def test_a_file_is_thrown_away_after_ninety_days_and_leaves_a_trace(district, supervisor, small):
    output = made(ask(district, supervisor, small))
    assert outputs.forget_old(at=output.done_at + timedelta(days=90)) == 0
    assert outputs.forget_old(at=output.done_at + timedelta(days=90, seconds=1)) == 1
    output.refresh_from_db()
    assert (output.state, output.file) == (State.GONE, None)
    assert not StoredFile.objects.exists()
    with pytest.raises(Missing):
        outputs.open_output(output_id=output.pk, by=supervisor, at=NOON)


def test_content_that_is_kept_elsewhere_too_stays(district, supervisor, small):
    first = made(ask(district, supervisor, small, form="csv"))
    second = ask(district, supervisor, small, form="csv")
    Output.objects.filter(pk=second.pk).update(state=State.DONE, file=first.file, done_at=NOON + timedelta(days=80))
    outputs.forget_old(at=first.done_at + timedelta(days=91))
    second.refresh_from_db()
    assert second.file == first.file


def test_a_files_time_zone_is_the_offices(district, supervisor, small):
    at = datetime(2026, 11, 20, 23, 30, tzinfo=CHINA)
    output = ask(district, supervisor, small, form="csv")
    making.work_off(now=clock(start=at))
    output.refresh_from_db()
    assert "2026-11-20 23:30" in content(output).decode("utf-8-sig")


def test_a_layout_of_another_union_is_none(district, neighbour_district, supervisor, small):
    small.organisation = neighbour_district
    small.save()
    with pytest.raises(Missing):
        ask(district, supervisor, small)

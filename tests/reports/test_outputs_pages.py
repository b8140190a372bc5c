"""The pages of files: asked for with one click, watched, taken away; deliveries set up and ended."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.cases.pages import said
from tests.cast import NOON
from tests.reports.rounds import Month, layout
from unionlaw.network.models import ReadLog
from unionlaw.reports import layouts, wording
from unionlaw.reports import outputs as outputs_of
from unionlaw.reports.models import Delivery, Layout, Output
from unionlaw.reports.outputs.wording import plain
from unionlaw.reports.services import making, outputs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen(settings: Any, tmp_path: Path) -> Any:
    settings.FILES_DIR = tmp_path / "files"
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def small(db: None) -> Layout:
    return layout()


@pytest.fixture
def month(city, manager, make_worker, make_employer, small) -> Month:
    return Month(city, small, manager, make_worker, make_employer)


@pytest.fixture
def client(client: Any, supervisor: Any) -> Any:
    client.force_login(supervisor.user)
    return client


def asked(district: Any) -> str:
    return f"/reports/outputs/new/?organisation={district.pk}&layout=small&length=month&month=2026-11"


def line_up(district: Any, small: Layout, by: Any) -> Output:
    return outputs.ask_output(
        organisation=district, layout=small, length="month", last_month=NOON.date(), form="csv", by=by, at=NOON
    )


def test_one_click_puts_a_file_in_line_and_leads_to_it(client, district, small):
    response = client.post(asked(district), {"form": "pdf"})
    output = Output.objects.get()
    assert response.url == f"/reports/outputs/{output.pk}/"
    assert (output.form, output.organisation, output.end_on.isoformat()) == ("pdf", district, "2026-11-30")


def test_the_page_of_a_live_report_offers_the_export(client, district, small):
    page = client.get(f"/reports/?organisation={district.pk}&layout=small&month=2026-11").content.decode()
    assert (
        f"/reports/outputs/new/?organisation={district.pk}&amp;layout=small&amp;length=month&amp;month=2026-11" in page
    )


def test_the_purpose_is_called_optional_only_for_use_inside(client, district, small):
    inside, outside = client.get(asked(district)), client.get(f"{asked(district)}&outside=1")
    assert not inside.context["form"].fields["reason"].required
    assert outside.context["form"].fields["reason"].required


def test_what_goes_outside_asks_for_its_purpose_and_loses_nothing_typed(client, district, small):
    response = client.post(asked(district), {"form": "csv", "outside": "on", "reason": "送"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "请写明导出的用途" in page
    assert "送</textarea>" in page
    assert not Output.objects.exists()


def test_the_page_of_a_file_asks_again_until_it_is_made(client, district, small, supervisor):
    output = line_up(district, small, supervisor)
    url = f"/reports/outputs/{output.pk}/"
    page = client.get(url).content.decode()
    assert "every 2s" in page
    assert "取消导出" in page
    making.work_off(now=lambda: NOON)
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "every 2s" not in part
    assert f"{url}download/" in part


def test_the_list_shows_what_is_under_way_and_is_drawn_anew_when_that_is_done(client, district, small, supervisor):
    output = line_up(district, small, supervisor)
    page = client.get("/reports/outputs/").content.decode()
    assert "正在生成" in page
    assert client.get("/reports/outputs/running/").status_code == 302
    poll = client.get("/reports/outputs/running/", headers={"HX-Request": "true"})
    assert "HX-Refresh" not in poll
    making.work_off(now=lambda: NOON)
    done = client.get("/reports/outputs/running/", headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"
    assert f"/reports/outputs/{output.pk}/" in client.get("/reports/outputs/").content.decode()


def test_the_file_is_an_attachment_that_no_browser_runs_and_is_logged(client, district, small, supervisor):
    output = line_up(district, small, supervisor)
    assert client.get(f"/reports/outputs/{output.pk}/download/").status_code == 404
    making.work_off(now=lambda: NOON)
    response = client.get(f"/reports/outputs/{output.pk}/download/")
    assert b"".join(response.streaming_content).startswith(b"\xef\xbb\xbf")
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    assert ReadLog.objects.filter(subject=f"report_output:{output.pk}", user=supervisor.user).count() == 1


def test_somebody_elses_file_is_not_there(client, district, city, small, manager):
    output = line_up(district, small, manager)
    for end in ("", "download/", "cancel/"):
        assert client.get(f"/reports/outputs/{output.pk}/{end}").status_code == 404


def test_cancelling_leads_back_to_the_list(client, district, small, supervisor):
    output = line_up(district, small, supervisor)
    assert client.post(f"/reports/outputs/{output.pk}/cancel/").url == "/reports/outputs/"
    assert "已取消" in client.get(f"/reports/outputs/{output.pk}/").content.decode()


def facts_url(district: Any, end: str = "export/") -> str:
    query = f"indicator=matters_opened&organisation={district.pk}&start=2026-11-01&end=2026-11-30&channel=window"
    return f"/reports/facts/{end}?{query}"


def test_a_list_is_exported_with_the_same_address_and_a_reason(client, district):
    assert client.post(facts_url(district), {"form": "xlsx", "reason": ""}).status_code == 422
    client.post(facts_url(district), {"form": "xlsx", "reason": "核对窗口受理情况"})
    output = Output.objects.get()
    assert output.facts == {"indicator": "matters_opened", "members": {"channel": "window"}, "round": None}
    assert (output.start_on.isoformat(), output.reason) == ("2026-11-01", "核对窗口受理情况")


def test_of_a_rate_the_chosen_side_is_exported(client, district):
    url = facts_url(district).replace("matters_opened", "on_time_share") + "&side=whole"
    client.post(url, {"form": "csv", "reason": "核对到期期限"})
    assert Output.objects.get().facts["indicator"] == "limits_due"


def test_without_a_figure_there_is_no_list_to_export(client, district):
    assert client.get("/reports/facts/export/").url == "/reports/facts/"


def test_a_delivery_is_set_up_listed_and_ended(client, district, small, supervisor):
    url = f"/reports/deliveries/new/?organisation={district.pk}"
    assert "沈主任" in client.get(url).content.decode()
    typed = {"layout": small.pk, "length": "month", "form": "xlsx", "day": "5", "to_post": supervisor.post.pk}
    assert client.post(url, typed).url == "/reports/deliveries/"
    delivery = Delivery.objects.get()
    assert "小报表" in client.get("/reports/deliveries/").content.decode()
    assert "沈主任" in said(client.get(f"/reports/deliveries/{delivery.pk}/end/"))
    client.post(f"/reports/deliveries/{delivery.pk}/end/")
    assert "已结束" in client.get("/reports/deliveries/").content.decode()


def test_a_wrong_day_is_said_beside_it(client, district, small, supervisor):
    typed = {"layout": small.pk, "length": "month", "form": "xlsx", "day": "31", "to_post": supervisor.post.pk}
    response = client.post(f"/reports/deliveries/new/?organisation={district.pk}", typed)
    assert response.status_code == 422
    assert 'value="31"' in response.content.decode()


def test_the_page_shows_the_figures_that_the_files_have(client, district, small, supervisor, caseworker, month):
    for n in range(7):
        month.pay(month.matter(caseworker, NOON), 1_234 + n, NOON.date())
    page = client.get(f"/reports/?organisation={district.pk}&layout=small&month=2026-11").content.decode()
    words, at = re.sub(r"<[^>]*>", " ", page).split(), 0
    table = layouts.live(district, small, "month", NOON.date())
    sheet = csv.reader(io.StringIO(outputs_of.csv(table).decode("utf-8-sig"), newline=""))
    in_file = [cell for line in sheet for cell in line]
    for cell in table.cells():
        at = words.index(wording.brief(cell.value, cell.indicator.unit), at) + 1
        assert plain(cell) in in_file

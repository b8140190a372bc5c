"""The pages of reports that are handed in."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.cases.pages import said
from tests.cast import CHINA
from tests.reports.rounds import FIRST
from unionlaw.lib.errors import Conflict
from unionlaw.matters.models import Matter
from unionlaw.reports import states
from unionlaw.reports.models import Computation, Round
from unionlaw.reports.services.computations import cancel_computation

pytestmark = pytest.mark.django_db

MID = datetime(2026, 11, 10, 10, 0, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel(FIRST, tick=False):
        yield


@pytest.fixture
def november(month, caseworker, neighbour, neighbour_district):
    month.late = month.matter(caseworker, MID)
    month.pay(month.matter(neighbour, MID), 300, date(2026, 11, 20))
    return month


def page(name: str, report) -> str:
    return reverse(f"reports:{name}", args=[report.pk])


def test_a_manager_opens_a_round_and_sees_who_has_not_signed(november, sign_in, manager):
    client = sign_in(manager)
    assert "开始一期" in said(client.get(reverse("reports:rounds")))
    shown = said(client.get(reverse("reports:open_round")))
    assert re.search(r'<option value="2026-11"( selected)?>2026年11月', shown)
    answer = client.post(
        reverse("reports:open_round"), {"length": "month", "month": "2026-11", "layout": november.layout.pk}
    )
    assert answer.status_code == 302
    assert "正在统计3份报表" in said(client.get(answer.url))
    november.work_off()
    shown = said(client.get(answer.url))
    assert "羊城市总工会2026年11月月报" in shown
    assert "已签报 0 / 2" in shown
    assert "本期受理的事项有2件没有案由。" in shown
    assert november.late.number in shown, "the matters behind a warning are named"
    again = client.post(
        reverse("reports:open_round"), {"length": "month", "month": "2026-11", "layout": november.layout.pk}
    )
    assert (again.status_code, again.url) == (302, answer.url), "it is there already"
    listed = said(client.get(reverse("reports:rounds")))
    assert "越山区总工会2026年11月月报" in listed


def test_it_is_remarked_signed_returned_and_frozen_on_screen(
    november, sign_in, manager, supervisor, neighbour_supervisor, district, neighbour_district
):
    opened = november.computed()
    report = november.of(opened, district)
    boss = sign_in(supervisor)
    assert (
        boss.post(page("remark", report), {"remarks": "含一起群体争议", "version": report.matter.version}).status_code
        == 302
    )
    shown = said(boss.get(page("report", report)))
    assert "含一起群体争议" in shown
    report = november.of(opened, district)
    assert boss.post(page("sign", report), {"version": report.matter.version}).status_code == 302
    report = november.of(opened, district)
    head = sign_in(manager)
    returned = head.post(page("return_report", report), {"reason": "漏报", "version": report.matter.version})
    assert returned.status_code == 302
    assert november.of(opened, district).matter.status_id == states.COMPUTED
    assert "退回：漏报" in said(boss.get(page("report", report))), "why it came back stands on top"

    top = november.top(opened)
    shown = said(head.get(page("freeze", top)))
    assert "不等待下级签报的原因" in shown
    assert "还有 2 个下级单位没有签报" in shown
    assert "本期受理的事项有2件没有案由。" in shown, "what is odd is read before it is signed"
    refused = head.post(page("freeze", top), {"version": top.matter.version})
    assert refused.status_code == 422
    assert "越山区总工会、河南区总工会尚未签报" in said(refused)
    november.sign_all(opened)
    assert head.post(page("freeze", top), {"version": top.matter.version}).status_code == 302
    shown = said(head.get(page("report", top)))
    assert "本期已于2026年12月1日冻结" in shown
    assert f"round={opened.pk}" in shown, "figures lead to the frozen facts"
    assert "已签报 2 / 2" in shown


def test_an_empty_list_says_on_which_day_reports_are_opened(november, sign_in, manager, settings):
    settings.REPORTS_WORKING_DAY = 3
    assert "每月第3个工作日" in said(sign_in(manager).get(reverse("reports:rounds")))


def test_signing_for_who_has_not_asks_for_the_reason(november, sign_in, manager):
    opened = november.computed()
    client, top = sign_in(manager), november.top(opened)
    asked = client.get(page("freeze", top)).context["form"].fields["reason"]
    assert asked.required
    november.sign_all(opened)
    assert "reason" not in client.get(page("freeze", top)).context["form"].fields


def test_a_restatement_without_changes_leads_back_to_the_report(november, sign_in, manager):
    top = november.top(november.frozen())
    client = sign_in(manager)
    told = client.post(page("restate", top), {"reason": "核对", "version": top.matter.version})
    assert told.status_code == 302
    assert "正在核对更正" in said(client.get(told.url))
    assert "本期正在核对更正" in said(client.get(page("restate", top)))
    november.work_off()
    assert "没有登记更正：冻结以来数字没有变化" in said(client.get(told.url))
    assert not november.top(Round.objects.get()).round.restatements.exists()


def test_what_is_being_saved_is_not_cancelled_any_more(november):
    opened = november.computed()
    top = november.top(opened)
    ask = Computation.objects.create(
        round=opened, asked_at=FIRST, state=Computation.State.WORKING, progress=Computation.SAVING,
        locked_until=FIRST + timedelta(minutes=5),
    )  # fmt: skip
    with pytest.raises(Conflict, match="刚刚完成"):
        cancel_computation(report_id=top.pk, by=november.manager, at=FIRST)
    cancel_computation(report_id=top.pk, by=november.manager, at=FIRST + timedelta(minutes=6))
    ask.refresh_from_db()
    assert ask.state == Computation.State.CANCELLED


def test_a_restatement_shows_the_figures_and_links_the_matters(november, sign_in, manager):
    frozen = november.frozen()
    november.pay(november.late, 700, date(2026, 11, 28))
    top = november.top(frozen)
    client = sign_in(manager)
    assert client.post(page("restate", top), {"reason": "补录", "version": top.matter.version}).status_code == 302
    november.work_off()
    shown = said(client.get(page("report", top)))
    assert "第 1 次更正" in shown
    assert "3.00元" in shown
    assert "10.00元" in shown
    assert november.late.number in shown


def test_a_neighbour_finds_nothing_and_a_caseworker_above_is_told_why(
    november, sign_in, neighbour_supervisor, caseworker, station, district
):
    opened = november.computed()
    assert sign_in(neighbour_supervisor).get(page("report", november.of(opened, district))).status_code == 404
    client = sign_in(caseworker)
    assert client.get(page("report", november.of(opened, district))).status_code == 200
    told = client.get(page("report", november.of(opened, station)))
    assert told.status_code == 403
    assert "经办人只能查看本单位的报表" in said(told)
    assert "北桥街法律服务站2026年11月" not in said(client.get(reverse("reports:rounds")))


def test_what_cannot_be_done_says_why(november, sign_in, supervisor, district):
    opened = november.open()
    told = sign_in(supervisor).get(page("sign", november.of(opened, district)))
    assert told.status_code == 409
    assert "只有“待签报”时才能“签报”" in said(told)


def test_a_report_that_is_not_computed_yet_has_a_page(november, sign_in, supervisor, district):
    assert "本期还没有统计" in said(sign_in(supervisor).get(page("report", november.of(november.open(), district))))


def test_the_page_of_a_frozen_report_costs_a_fixed_number_of_queries(
    november, sign_in, manager, django_assert_max_num_queries
):
    top = november.top(november.frozen())
    client = sign_in(manager)
    client.get(page("report", top))
    with django_assert_max_num_queries(40):
        client.get(page("report", top))


def test_reports_are_found_by_number_like_other_matters(november, sign_in, manager):
    opened = november.open()
    number = Matter.objects.get(report=november.top(opened)).number
    assert Round.objects.count() == 1
    assert number in said(sign_in(manager).get(reverse("reports:rounds"), {"q": number}))

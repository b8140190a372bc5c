"""Reports that are sent: on their day or the next that is worked, once for each span, caught up, ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.cast import CHINA, NOON
from tests.reports.rounds import layout
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.network.models import Post
from unionlaw.notices import wording
from unionlaw.notices.models import Notice
from unionlaw.reports.models import Delivery, Layout, Output
from unionlaw.reports.services import deliveries, making

pytestmark = pytest.mark.django_db


def at(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, 9, 23, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def small(db: None) -> Layout:
    return layout()


def set_up(organisation: Any, small: Layout, by: Any, **changes: Any) -> Delivery:
    given = {"organisation_id": organisation.pk, "layout_id": small.pk, "length": "month", "form": "csv", "day": 5,
             "to_post_id": by.post.pk, "by": by, "at": NOON, **changes}  # fmt: skip
    return deliveries.set_up_delivery(**given)


def ends() -> list[date]:
    return list(Output.objects.order_by("end_on").values_list("end_on", flat=True))


def test_what_is_due_already_is_not_sent_when_it_is_set_up(district, small, supervisor):
    """On 20 November the report of October, due on the 5th, is a thing of the past."""
    delivery = set_up(district, small, supervisor)
    assert delivery.sent_for == date(2026, 10, 31)
    assert deliveries.send_due(at=NOON) == 0


def test_a_day_that_is_not_worked_makes_it_the_next_one(district, small, supervisor):
    """5 December 2026 is a Saturday."""
    set_up(district, small, supervisor)
    assert [deliveries.send_due(at=at(12, day)) for day in (4, 5, 6, 7)] == [0, 0, 0, 1]
    assert ends() == [date(2026, 11, 30)]


def test_each_span_is_sent_once(district, small, supervisor):
    set_up(district, small, supervisor)
    assert [deliveries.send_due(at=at(12, day)) for day in (7, 7, 8, 31)] == [1, 0, 0, 0]


def test_months_without_anybody_there_are_caught_up(district, small, supervisor):
    set_up(district, small, supervisor)
    assert deliveries.send_due(at=at(2, 20, 2027)) == 3
    assert ends() == [date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31)]


@pytest.mark.parametrize(
    ("length", "day", "on", "following"),
    [
        ("month", 5, date(2026, 11, 20), date(2026, 12, 7)),
        ("month", 28, date(2026, 11, 20), date(2026, 11, 30)),
        ("month", 5, date(2026, 12, 6), date(2026, 12, 7)),
        ("year_to_date", 5, date(2026, 11, 20), date(2026, 12, 7)),
        ("quarter", 8, date(2026, 11, 20), date(2027, 1, 8)),
    ],
)
def test_the_day_on_which_it_is_sent_next_is_known(length, day, on, following, district, small, supervisor):
    """5 December 2026 is a Saturday, 28 November too."""
    delivery = set_up(district, small, supervisor, length=length, day=day)
    assert deliveries.next_sendings([delivery], on) == {delivery.pk: following}


def test_what_is_due_and_was_not_sent_is_sent_today(district, small, supervisor):
    delivery = set_up(district, small, supervisor)
    late = date(2026, 12, 9)
    assert deliveries.next_sendings([delivery], late) == {delivery.pk: late}
    deliveries.send_due(at=at(12, 9))
    delivery.refresh_from_db()
    assert deliveries.next_sendings([delivery], late) == {delivery.pk: date(2027, 1, 5)}


def test_the_list_says_when_each_is_sent_next(district, small, supervisor, sign_in):
    set_up(district, small, supervisor)
    ended = set_up(district, small, supervisor, form="pdf", day=6)
    deliveries.end_delivery(delivery_id=ended.pk, by=supervisor, at=NOON)
    with time_machine.travel(NOON, tick=False):
        page = sign_in(supervisor).get("/reports/deliveries/").text
    assert page.count("2026-12-07") == 1


def test_a_quarter_is_sent_in_the_month_after_it(district, small, supervisor):
    set_up(district, small, supervisor, length="quarter")
    assert deliveries.send_due(at=at(12, 31)) == 0
    assert deliveries.send_due(at=at(1, 8, 2027)) == 1
    output = Output.objects.get()
    assert (output.start_on, output.end_on) == (date(2026, 10, 1), date(2026, 12, 31))


def test_the_year_so_far_is_sent_every_month(district, small, supervisor):
    set_up(district, small, supervisor, length="year_to_date")
    deliveries.send_due(at=at(12, 7))
    output = Output.objects.get()
    assert (output.start_on, output.end_on) == (date(2026, 1, 1), date(2026, 11, 30))


def test_the_receiver_is_told_once_it_is_made_and_gets_a_link_not_the_file(city, district, small, supervisor, manager):
    set_up(district, small, supervisor, to_post_id=manager.post.pk)
    deliveries.send_due(at=at(12, 7))
    assert not Notice.objects.exists()
    making.work_off(now=lambda: at(12, 7))
    output, notice = Output.objects.get(), Notice.objects.get()
    assert (output.state, output.asked_by) == ("done", manager.post)
    assert (notice.kind, notice.post) == ("report.delivered", manager.post)
    assert wording.url(notice) == f"/reports/outputs/{output.pk}/"
    said = wording.words(notice)
    assert said.title == "越山区总工会 小报表（2026年11月）已生成"
    assert "90天" in said.body


def test_one_that_cannot_be_made_is_told_too(district, small, supervisor, monkeypatch):
    def fail(*_args: Any) -> bytes:
        raise Invalid("没有数据")

    monkeypatch.setattr(making.files, "report_file", fail)
    set_up(district, small, supervisor)
    deliveries.send_due(at=at(12, 7))
    making.work_off(now=lambda: at(12, 7))
    notice = Notice.objects.get()
    assert (notice.kind, Output.objects.get().error) == ("report.not_delivered", "没有数据")
    assert "没有生成" in wording.words(notice).title


def test_it_ends_when_its_receiver_has_left(district, small, supervisor):
    delivery = set_up(district, small, supervisor)
    Post.objects.filter(pk=supervisor.post.pk).update(ends_on=date(2026, 11, 30))
    assert deliveries.send_due(at=at(12, 7)) == 0
    delivery.refresh_from_db()
    assert (delivery.ended_at, delivery.ended_reason) == (at(12, 7), "接收人已离任")


def test_it_ends_when_its_receiver_may_not_read_the_report_any_more(district, small, supervisor):
    delivery = set_up(district, small, supervisor)
    Post.objects.filter(pk=supervisor.post.pk).update(role="mediator")
    deliveries.send_due(at=at(12, 7))
    delivery.refresh_from_db()
    assert "不再能查看" in delivery.ended_reason
    assert not Output.objects.exists()


def test_one_that_was_ended_sends_nothing(district, small, supervisor):
    delivery = set_up(district, small, supervisor)
    deliveries.end_delivery(delivery_id=delivery.pk, by=supervisor, at=NOON)
    assert deliveries.send_due(at=at(12, 7)) == 0
    with pytest.raises(Conflict):
        deliveries.end_delivery(delivery_id=delivery.pk, by=supervisor, at=NOON)


def test_it_goes_to_nobody_who_may_not_read_it(
    district, city, small, manager, supervisor, lawyer, neighbour, caseworker
):
    for stranger in (lawyer, neighbour):
        with pytest.raises(Invalid) as caught:
            set_up(district, small, supervisor, to_post_id=stranger.post.pk)
        assert set(caught.value.errors) == {"to_post"}
    with pytest.raises(Invalid):
        set_up(city, small, manager, to_post_id=supervisor.post.pk)


@pytest.mark.parametrize(
    ("changes", "field"), [({"day": 29}, "day"), ({"day": 0}, "day"), ({"form": "exe"}, "form"),
                           ({"length": "week"}, "length"), ({"layout_id": 0}, "layout")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_beside_its_field(district, small, supervisor, changes, field):
    with pytest.raises(Invalid) as caught:
        set_up(district, small, supervisor, **changes)
    assert set(caught.value.errors) == {field}


def test_the_same_is_set_up_once(district, small, supervisor):
    set_up(district, small, supervisor)
    with pytest.raises(Conflict):
        set_up(district, small, supervisor, day=9)


def test_nobody_sets_up_or_ends_what_is_not_theirs_to_read(
    district, small, supervisor, neighbour_supervisor, caseworker
):
    with pytest.raises(Missing):
        set_up(district, small, neighbour_supervisor)
    delivery = set_up(district, small, supervisor)
    with pytest.raises(Missing):
        deliveries.end_delivery(delivery_id=delivery.pk, by=neighbour_supervisor, at=NOON)
    with pytest.raises(Refused):
        deliveries.end_delivery(delivery_id=delivery.pk, by=caseworker, at=NOON)


def test_a_caseworker_ends_what_they_receive(district, small, supervisor, caseworker):
    delivery = set_up(district, small, supervisor, to_post_id=caseworker.post.pk)
    deliveries.end_delivery(delivery_id=delivery.pk, by=caseworker, at=NOON + timedelta(days=1))
    assert not Delivery.objects.running().exists()


def test_those_offered_as_receivers_are_those_who_may_be(district, city, supervisor, manager, caseworker, lawyer):
    names = {post.user.display_name for post in deliveries.readers_of(district, NOON.date())}
    assert names == {"沈主任", "关部长", "蔡小岚"}


def test_who_set_it_up_is_told_why_it_ended(city, district, small, supervisor, manager):
    """The manager has the report sent to the head of the district, who leaves."""
    delivery = set_up(district, small, manager, to_post_id=supervisor.post.pk)
    Post.objects.filter(pk=supervisor.post.pk).update(ends_on=date(2026, 11, 30))
    assert deliveries.send_due(at=at(12, 1)) == 0
    notice = Notice.objects.get()
    assert (notice.kind, notice.post) == ("report.delivery_ended", manager.post)
    said = wording.words(notice)
    assert said.title == "越山区总工会 小报表的定期发送已自动结束"
    assert "接收人已离任" in said.body
    assert wording.url(notice) == "/reports/deliveries/"
    assert delivery in Delivery.objects.visible_to(manager)


def test_when_they_have_left_too_who_answers_for_the_reports_is_told(district, small, supervisor, manager):
    set_up(district, small, supervisor)
    Post.objects.filter(pk=supervisor.post.pk).update(ends_on=date(2026, 11, 30))
    deliveries.send_due(at=at(12, 1))
    assert Notice.objects.get().post == manager.post


def test_one_whose_layout_is_not_used_any_more_ends_with_that_reason(district, small, supervisor):
    delivery = set_up(district, small, supervisor)
    Layout.objects.filter(pk=small.pk).update(retired_on=date(2026, 11, 25))
    assert deliveries.send_due(at=at(12, 7)) == 0
    delivery.refresh_from_db()
    assert delivery.ended_reason == "版式已停用"

"""Rounds in line to be computed: asked for once, with progress, cancelled, and whatever becomes of the worker."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from tests.cases.pages import said
from tests.cast import CHINA, appoint
from tests.reports.filing import clock
from tests.reports.rounds import FIRST, figures
from unionlaw.lib.errors import Conflict, Missing, Refused
from unionlaw.network.models import Post
from unionlaw.network.roles import Role
from unionlaw.notices.models import Notice
from unionlaw.reports import layouts
from unionlaw.reports.models import Computation, Figure, Layout, Round
from unionlaw.reports.services import computations, computing_line, computing_rounds, line, monthly, signing

MID = datetime(2026, 11, 10, 10, 0, tzinfo=CHINA)
State = Computation.State


class Killed(BaseException):
    """The worker is gone: nothing is caught, nothing cleaned up."""


def same() -> Any:
    return nullcontext(connection)


@pytest.fixture
def one_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that is rolled back has one session of the database: progress is written there."""
    monkeypatch.setattr(computing_line, "beside", same)


@pytest.fixture
def november(db, month, caseworker):
    month.late = month.matter(caseworker, MID)
    return month


def ask(month: Any, opened: Round, by: Any = None) -> Computation:
    return computations.ask_computation(report_id=month.top(opened).pk, by=by or month.manager, at=FIRST)


def worked(found: Computation, now: Callable[[], datetime] | None = None) -> Computation:
    assert computing_line.work_off(now=now or clock(start=FIRST))
    found.refresh_from_db()
    return found


@pytest.mark.usefixtures("one_session")
class TestALine:
    def test_a_worker_computes_what_was_asked_for(self, november, city):
        opened = november.open()
        found = worked(ask(november, opened))
        assert (found.state, found.progress, found.attempts) == (State.DONE, 100, 1)
        assert figures(opened, city)["matters_opened"] == 1
        event = november.top(opened).matter.events.get(name="report.computed")
        assert event.post == november.manager.post
        assert not computing_line.work_off(now=clock())

    def test_a_second_click_does_not_start_a_second_one(self, november):
        opened = november.open()
        ask(november, opened)
        with pytest.raises(Conflict, match="正在统计"):
            ask(november, opened)
        assert Computation.objects.count() == 1

    def test_nobody_signs_or_remarks_while_it_is_in_line(self, november, district, supervisor):
        opened = november.computed()
        ask(november, opened)
        report = november.of(opened, district)
        with pytest.raises(Conflict, match="正在统计"):
            signing.sign(report_id=report.pk, by=supervisor, at=FIRST)
        worked(Computation.objects.get())
        signing.sign(report_id=report.pk, by=supervisor, at=FIRST)

    def test_progress_grows_while_it_is_computed(self, november, monkeypatch):
        seen, compute = [], computing_rounds.compute_round

        def watched(*, told: Callable[[int], None], **more: Any) -> Round:
            def note(percent: int) -> None:
                told(percent)
                seen.append(Computation.objects.get().progress)

            return compute(told=note, **more)

        monkeypatch.setattr(computing_line, "compute_round", watched)
        worked(ask(november, november.open()))
        assert len(seen) > 3
        assert seen == sorted(seen)
        assert 0 < seen[0] < 50 < seen[-1] < 100

    def test_one_that_is_cancelled_keeps_nothing(self, november, city, caseworker, monkeypatch):
        opened = november.computed()
        november.matter(caseworker, MID)
        found, compute = ask(november, opened), computing_rounds.compute_round

        def cancelled(*, told: Callable[[int], None], **more: Any) -> Round:
            computations.cancel_computation(report_id=november.top(opened).pk, by=november.manager, at=FIRST)
            return compute(told=told, **more)

        monkeypatch.setattr(computing_line, "compute_round", cancelled)
        assert worked(found).state == State.CANCELLED
        assert figures(opened, city)["matters_opened"] == 1
        assert not computing_line.work_off(now=clock())
        with pytest.raises(Conflict, match="没有正在进行"):
            computations.cancel_computation(report_id=november.top(opened).pk, by=november.manager, at=FIRST)
        monkeypatch.undo()
        monkeypatch.setattr(computing_line, "beside", same)
        worked(ask(november, opened))
        assert figures(opened, city)["matters_opened"] == 2

    def test_a_killed_workers_round_is_computed_by_another_once_its_lease_is_over(self, november, monkeypatch):
        def die(**_more: Any) -> Round:
            raise Killed

        found = ask(november, november.open())
        with monkeypatch.context() as patched:
            patched.setattr(computing_line, "compute_round", die)
            with pytest.raises(Killed):
                computing_line.work_off(now=clock(start=FIRST))
        assert not computing_line.work_off(now=clock(start=FIRST + computing_line.LEASE - timedelta(seconds=1)))
        late = clock(start=FIRST + computing_line.LEASE + timedelta(seconds=5))
        assert (worked(found, late).state, found.attempts) == (State.DONE, 2)

    def test_a_fault_is_tried_again_and_then_told_to_who_asked(self, november, monkeypatch):
        monkeypatch.setattr(computing_rounds.checks, "check", lambda *_args: 1 / 0)
        found = ask(november, november.open())
        assert worked(found).state == State.WAITING
        # What is down for a moment does not use up all attempts at once.
        assert not computing_line.work_off(now=clock(start=FIRST + line.PAUSE))
        later = [clock(start=FIRST + n * (line.PAUSE + timedelta(minutes=1))) for n in (1, 2)]
        assert [worked(found, now).state for now in later] == [State.WAITING, State.FAILED]
        assert "系统错误" in found.error
        assert not Figure.objects.exists()
        notice = Notice.objects.get()
        assert (notice.kind, notice.post) == ("report.not_computed", november.manager.post)

    def test_nothing_is_computed_for_somebody_who_has_left(self, november):
        found = ask(november, november.open())
        Post.objects.filter(pk=november.manager.post.pk).update(ends_on=date(2026, 11, 30))
        assert (worked(found).state, "离任" in found.error) == (State.FAILED, True)

    def test_who_may_not_compute_neither_asks_nor_cancels(self, november, supervisor, district, neighbour_supervisor):
        opened = november.open()
        with pytest.raises(Refused):
            ask(november, opened, appoint("city head", "市负责人", november.root, Role.SUPERVISOR))
        ask(november, opened)
        for by, error in ((supervisor, Missing), (neighbour_supervisor, Missing)):
            with pytest.raises(error):
                computations.cancel_computation(report_id=november.top(opened).pk, by=by, at=FIRST)
        with pytest.raises(Refused):
            computations.cancel_computation(report_id=november.of(opened, district).pk, by=supervisor, at=FIRST)

    def test_on_its_day_the_month_is_opened_and_put_in_line_once(self, november):
        Layout.objects.update_or_create(
            key=layouts.STANDARD, defaults={"name": "月报", "blocks": november.layout.blocks}
        )
        [made] = monthly.make_month(at=FIRST)
        assert monthly.make_month(at=FIRST) == []
        assert worked(Computation.objects.get()).state == State.DONE
        assert Round.objects.get(pk=made.pk).computed_at is not None
        assert monthly.make_month(at=FIRST) == []


@pytest.mark.usefixtures("one_session")
class TestThePage:
    @pytest.fixture(autouse=True)
    def in_december(self):
        with time_machine.travel(FIRST, tick=False):
            yield

    @pytest.fixture
    def opened(self, november):
        return november.open()

    def url(self, november: Any, opened: Round, name: str = "report") -> str:
        return reverse(f"reports:{name}", args=[november.top(opened).pk])

    def test_a_click_queues_it_and_the_page_shows_how_far_it_is(self, november, opened, sign_in, manager):
        client, top = sign_in(manager), november.top(opened)
        answer = client.post(self.url(november, opened, "compute"), {"version": top.matter.version})
        assert answer.status_code == 302
        page = said(client.get(answer.url))
        assert "正在统计2份报表" in page
        assert "every 2s" in page
        assert "刷新" in page
        assert "取消统计" in page
        again = client.post(self.url(november, opened, "compute"), {"version": top.matter.version})
        assert again.status_code == 409
        assert "正在统计" in said(again)
        part = client.get(self.url(november, opened, "computing"), headers={"HX-Request": "true"})
        assert "<html" not in said(part)
        assert "HX-Refresh" not in part
        worked(Computation.objects.get())
        part = client.get(self.url(november, opened, "computing"), headers={"HX-Request": "true"})
        assert part["HX-Refresh"] == "true"
        assert client.get(self.url(november, opened, "computing")).status_code == 302
        assert "正在统计" not in said(client.get(answer.url))

    def test_it_is_cancelled_on_screen_and_a_district_sees_it_without_the_button(
        self, november, opened, sign_in, manager, supervisor, district
    ):
        ask(november, opened)
        below = said(sign_in(supervisor).get(reverse("reports:report", args=[november.of(opened, district).pk])))
        assert "正在统计2份报表" in below
        assert "取消统计" not in below
        client = sign_in(manager)
        assert "原有的数字和签报不变" in said(client.get(self.url(november, opened, "cancel_computing")))
        assert client.post(self.url(november, opened, "cancel_computing")).status_code == 302
        assert Computation.objects.get().state == State.CANCELLED
        assert "的统计已取消" in said(client.get(self.url(november, opened)))

    def test_why_it_failed_is_told_to_who_can_have_it_done_again(
        self, november, opened, sign_in, manager, supervisor, district
    ):
        found = ask(november, opened)
        Computation.objects.filter(pk=found.pk).update(state=State.FAILED, error="系统错误", done_at=FIRST)
        assert "的统计没有完成：系统错误" in said(sign_in(manager).get(self.url(november, opened)))
        own = reverse("reports:report", args=[november.of(opened, district).pk])
        assert "系统错误" not in said(sign_in(supervisor).get(own))


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_by_others_while_the_transaction_runs(month, caseworker, monkeypatch):
    """The worker's transaction is open; a second session of the database reads how far it is."""
    month.matter(caseworker, MID)
    found, seen = ask(month, month.open()), []
    check, other = computing_rounds.checks.check, connection.copy()

    def watched(*args: Any) -> Any:
        with other.cursor() as cursor:
            cursor.execute("SELECT state, progress FROM reports_computation")
            seen.append(cursor.fetchone())
        return check(*args)

    monkeypatch.setattr(computing_rounds.checks, "check", watched)
    assert worked(found).state == State.DONE
    other.close()
    [(state, progress)] = seen
    assert state == "working"
    assert progress > 50

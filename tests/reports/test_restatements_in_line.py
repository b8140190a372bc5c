"""Restating and opening in the background: asked for once, done by a worker, whatever becomes of it or of who asked."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.cast import CHINA
from tests.reports.filing import clock
from tests.reports.rounds import FIRST, NOVEMBER, figures
from unionlaw.lib.errors import Conflict, Invalid, Refused
from unionlaw.network.models import Post
from unionlaw.network.roles import Role
from unionlaw.notices.models import Notice
from unionlaw.reports.models import Computation, Figure, Report, Restatement
from unionlaw.reports.services import computations, computing_line, computing_rounds, line, restating, rounds

pytestmark = pytest.mark.django_db
MID = datetime(2026, 11, 10, 10, 0, tzinfo=CHINA)
State = Computation.State


class Killed(BaseException):
    """The worker is gone: nothing is caught, nothing cleaned up."""


def die(*_args: Any, **_more: Any) -> Any:
    raise Killed


@pytest.fixture(autouse=True)
def _one_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that is rolled back has one session of the database: progress is written there."""
    monkeypatch.setattr(computing_line, "beside", lambda: nullcontext(connection))


@pytest.fixture
def late(month, caseworker):
    """November, frozen; then 700 fen were entered."""
    matter = month.matter(caseworker, MID)
    month.frozen_round = month.frozen()
    month.pay(matter, 700, date(2026, 11, 28))
    return month


def ask(month: Any, **more: Any) -> Computation:
    top = month.top(month.frozen_round)
    given = {"reason": "补录", "by": month.manager, "at": FIRST, **more}
    return computations.ask_restatement(report_id=top.pk, **given)


def worked(found: Computation, at: datetime = FIRST) -> Computation:
    assert computing_line.work_off(now=clock(start=at))
    found.refresh_from_db()
    return found


def test_a_worker_restates_with_the_reason_in_the_name_of_who_asked(late):
    found = worked(ask(late))
    assert (found.state, found.progress) == (State.DONE, 100)
    made = Restatement.objects.get()
    assert (made.reason, made.made_by) == ("补录", late.manager.post)
    assert made.figures.filter(indicator="recovered", dimension="").first().after == 700


def test_it_is_asked_for_once_with_a_reason_by_who_may(late, supervisor):
    with pytest.raises(Invalid):
        ask(late, reason=" ")
    ask(late)
    with pytest.raises(Conflict, match="正在核对更正"):
        ask(late)
    top = late.top(late.frozen_round)
    computations.cancel_computation(report_id=top.pk, by=late.manager, at=FIRST)
    assert not computing_line.work_off(now=clock(start=FIRST))
    assert not Restatement.objects.exists()


def test_who_lost_the_right_meanwhile_is_refused_by_the_worker_and_told(late):
    found = ask(late)
    Post.objects.filter(pk=late.manager.post.pk).update(role=Role.CASEWORKER)
    assert worked(found).state == State.FAILED
    assert found.error
    assert Notice.objects.filter(kind="report.not_restated", post=late.manager.post).count() == 1
    assert not Restatement.objects.exists()


def test_a_worker_killed_while_it_restates_leaves_nothing_and_the_next_one_finishes(late, monkeypatch):
    found = ask(late)
    with monkeypatch.context() as patched:
        patched.setattr(restating, "_matters_of", die)
        with pytest.raises(Killed):
            computing_line.work_off(now=clock(start=FIRST))
    assert not Restatement.objects.exists()
    assert not computing_line.work_off(now=clock(start=FIRST + line.LEASE - timedelta(seconds=2)))
    # Without a second session its renewals were rolled back with the rest; the first lease stands.
    assert (worked(found, FIRST + line.LEASE + timedelta(seconds=9)).state, found.attempts) == (State.DONE, 2)
    assert Restatement.objects.count() == 1


def test_a_worker_killed_while_it_computes_leaves_the_old_figures(month, caseworker, city, monkeypatch):
    month.matter(caseworker, MID)
    opened = month.computed()
    month.matter(caseworker, MID)
    found = computations.ask_computation(report_id=month.top(opened).pk, by=month.manager, at=FIRST)
    with monkeypatch.context() as patched:
        patched.setattr(computing_rounds.checks, "check", die)
        with pytest.raises(Killed):
            computing_line.work_off(now=clock(start=FIRST))
    assert figures(opened, city)["matters_opened"] == 1
    assert worked(found, FIRST + timedelta(minutes=6)).state == State.DONE
    assert figures(opened, city)["matters_opened"] == 2


def top_only(month: Any) -> Report:
    opened = rounds.open_top(
        organisation=month.root, layout=month.layout, length="month", last_month=NOVEMBER, by=month.manager, at=FIRST
    )
    top: Report = opened.reports.get()
    computations.ask_computation(report_id=top.pk, by=month.manager, at=FIRST)
    return top


def test_the_worker_opens_the_reports_below_once_though_it_dies_in_between(month, caseworker, district, monkeypatch):
    month.matter(caseworker, MID)
    top = top_only(month)
    with monkeypatch.context() as patched:
        patched.setattr(computing_line, "compute_round", die)
        with pytest.raises(Killed):
            computing_line.work_off(now=clock(start=FIRST))
    below = list(Report.objects.filter(above=top).values_list("organisation", flat=True))
    assert district.pk in below
    assert worked(Computation.objects.get(), FIRST + timedelta(minutes=6)).state == State.DONE
    assert list(Report.objects.filter(above=top).values_list("organisation", flat=True)) == below
    assert Figure.objects.filter(organisation=district).exists()
    newest = Report.objects.order_by("-matter__opened_at", "-pk").first()
    assert newest == top, "lists begin with the whole"


def test_a_round_is_opened_by_who_may_when_it_is_asked_for_and_when_it_is_done(month, caseworker):
    with pytest.raises(Refused):
        rounds.open_top(
            organisation=caseworker.organisation, layout=month.layout, length="month", last_month=NOVEMBER,
            by=caseworker, at=FIRST,
        )  # fmt: skip
    top = top_only(month)
    Post.objects.filter(pk=month.manager.post.pk).update(role=Role.CASEWORKER)
    found = worked(Computation.objects.get())
    assert found.state == State.FAILED
    assert found.error
    assert not Report.objects.exclude(pk=top.pk).exists()

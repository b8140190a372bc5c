"""What a worker does with files in line: in order, with progress, and whatever becomes of the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cast import NOON
from tests.reports.filing import ask, clock, made
from tests.reports.rounds import layout
from unionlaw.lib.errors import Conflict, Missing
from unionlaw.network.models import Post
from unionlaw.reports.models import Layout, Output
from unionlaw.reports.services import line, making, outputs

pytestmark = pytest.mark.django_db
State = Output.State


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def small(db: None) -> Layout:
    return layout()


def test_what_waits_longest_is_made_first(district, supervisor, small):
    later = ask(district, supervisor, small, at=NOON + timedelta(minutes=1))
    first = ask(district, supervisor, small)
    made(first)
    later.refresh_from_db()
    assert (first.state, later.state) == (State.DONE, State.WAITING)


def test_nothing_in_line_is_nothing_to_do(db):
    assert not making.work_off(now=clock())


class Killed(BaseException):
    """The worker is gone: nothing is caught, nothing cleaned up."""


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    def die(*_args: Any) -> bytes:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(making.files, "report_file", die)
        yield patched


def test_a_killed_workers_file_is_made_by_another_once_its_lease_is_over(district, supervisor, small, dying):
    output = ask(district, supervisor, small)
    with pytest.raises(Killed):
        making.work_off(now=clock())
    dying.undo()
    assert not making.work_off(now=clock(start=NOON + making.LEASE - timedelta(seconds=1)))
    assert making.work_off(now=clock(start=NOON + making.LEASE + timedelta(seconds=5)))
    output.refresh_from_db()
    assert (output.state, output.attempts) == (State.DONE, 2)


def test_what_kills_every_worker_is_given_up(district, supervisor, small, dying):
    output = ask(district, supervisor, small)
    for n in range(making.MOST_ATTEMPTS):
        with pytest.raises(Killed):
            making.work_off(now=clock(start=NOON + n * timedelta(hours=1)))
    assert not making.work_off(now=clock(start=NOON + timedelta(hours=9)))
    output.refresh_from_db()
    assert output.state == State.FAILED
    assert "系统错误" in output.error


def test_a_fault_is_tried_again_and_then_told(district, supervisor, small, monkeypatch):
    def fail(*_args: Any) -> bytes:
        raise RuntimeError

    monkeypatch.setattr(making.files, "report_file", fail)
    output = ask(district, supervisor, small)
    states = []
    for n in range(making.MOST_ATTEMPTS):
        making.work_off(now=clock(start=NOON + n * (line.PAUSE + timedelta(minutes=1))))
        output.refresh_from_db()
        states.append(output.state)
    assert states == [State.WAITING, State.WAITING, State.FAILED]


def test_progress_is_written_while_it_is_made(district, supervisor, small, monkeypatch):
    seen, report_file = [], making.files.report_file

    def watched(output: Output, at: datetime, done: Callable[[int], None]) -> bytes:
        def note(percent: int) -> None:
            done(percent)
            seen.append(Output.objects.values_list("progress", "state").get(pk=output.pk))

        return report_file(output, at, note)

    monkeypatch.setattr(making.files, "report_file", watched)
    made(ask(district, supervisor, small))
    assert seen == [(5, "working"), (50, "working")]


def test_a_lease_is_renewed_with_each_part(district, supervisor, small):
    """Parts of four minutes each: the whole takes longer than the lease."""
    output = ask(district, supervisor, small)
    assert making.work_off(now=clock(step=timedelta(minutes=4)))
    output.refresh_from_db()
    assert output.state == State.DONE


def test_one_that_was_cancelled_is_not_kept(district, supervisor, small, monkeypatch):
    output = ask(district, supervisor, small)

    def cancelled(taken: Output, at: datetime, done: Callable[[int], None]) -> bytes:
        outputs.cancel_output(output_id=taken.pk, by=supervisor, at=NOON)
        done(50)
        raise AssertionError

    monkeypatch.setattr(making.files, "report_file", cancelled)
    assert made(output).state == State.CANCELLED
    assert output.file is None
    assert not making.work_off(now=clock())


def test_one_that_waits_can_be_cancelled_by_who_asked_and_once(district, supervisor, manager, small):
    output = ask(district, supervisor, small)
    with pytest.raises(Missing):
        outputs.cancel_output(output_id=output.pk, by=manager, at=NOON)
    outputs.cancel_output(output_id=output.pk, by=supervisor, at=NOON)
    with pytest.raises(Conflict):
        outputs.cancel_output(output_id=output.pk, by=supervisor, at=NOON)


def test_nothing_is_made_for_somebody_who_has_left(district, supervisor, small):
    output = ask(district, supervisor, small)
    Post.objects.filter(pk=supervisor.post.pk).update(ends_on=NOON.date() - timedelta(days=1))
    assert (made(output).state, "离任" in output.error) == (State.FAILED, True)

"""The line that files and computations share: two workers, dead workers, no broker."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from tests.cast import NOON
from tests.reports.filing import ask, clock
from tests.reports.rounds import layout
from unionlaw.reports import tasks_outputs, tasks_rounds
from unionlaw.reports.models import Output
from unionlaw.reports.services import line, making
from unionlaw.reports.waking import wake

State = Output.State


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_each_row_once(district, supervisor, monkeypatch):
    small, made, both = layout(), [], threading.Barrier(2, timeout=20)
    rows = [ask(district, supervisor, small, at=NOON + timedelta(seconds=n)) for n in range(2)]

    def meeting(output: Output, *_more: Any) -> bytes:
        made.append(output.pk)
        both.wait()
        return b"x"

    monkeypatch.setattr(making.files, "report_file", meeting)

    def work() -> None:
        try:
            making.work_off(now=lambda: NOON)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _one in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(made) == [row.pk for row in rows]
    assert set(Output.objects.values_list("state", "attempts")) == {(State.DONE, 1)}
    assert not making.work_off(now=lambda: NOON)


@pytest.mark.django_db
def test_a_worker_that_was_taken_for_dead_keeps_nothing(district, supervisor, monkeypatch):
    """It went on after its lease was over; meanwhile another one began, and finishes."""
    output = ask(district, supervisor, layout())

    def slow(taken: Output, _at: Any, done: Any) -> bytes:
        if taken.attempts == 1:
            assert making.work_off(now=clock(start=NOON + line.LEASE + timedelta(minutes=1)))
            done(50)
            raise AssertionError("it is not ours any more")
        return b"x"

    monkeypatch.setattr(making.files, "report_file", slow)
    assert making.work_off(now=clock())
    output.refresh_from_db()
    assert (output.state, output.attempts) == (State.DONE, 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("task", [tasks_outputs.make_outputs, tasks_rounds.compute_rounds])
def test_without_the_broker_the_row_waits_for_beat(district, supervisor, monkeypatch, task):
    def away(*_args: Any, **_more: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(task, "apply_async", away)
    with transaction.atomic():
        output = ask(district, supervisor, layout())
        wake(task)
    assert Output.objects.get().state == State.WAITING
    if task is tasks_outputs.make_outputs:
        task()
        output.refresh_from_db()
        assert output.state == State.DONE

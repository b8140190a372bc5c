"""The dead-man rows: what the recurring jobs write, what the deep health check answers, and the banner."""

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client

from tests.cast import NOON
from unionlaw.celery import app
from unionlaw.notices import tasks
from unionlaw.notices.models import Heartbeat
from unionlaw.notices.services import heartbeats, waking

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(heartbeats, "started_at", NOON - timedelta(days=1))
    heartbeats.still.forget()
    with time_machine.travel(NOON, tick=False):
        yield
    heartbeats.still.forget()


def alive(at=NOON):
    for name in heartbeats.JOBS:
        heartbeats.beat(name=name, rows=0, at=at)


def deep():
    response = Client().get("/healthz/deep")
    return response.status_code, response.json()


def test_all_is_well_while_every_job_beats():
    alive(NOON - MINUTE)
    status, body = deep()
    assert (status, body["status"]) == (200, "ok")
    assert body["heartbeats"]["send"] == {"age": 60, "ok": True}
    assert (body["oldest_waiting"], body["dead"]) == (0, 0)


@pytest.mark.parametrize("name", list(heartbeats.JOBS))
def test_one_job_that_stands_still_is_enough(name):
    alive()
    Heartbeat.objects.filter(name=name).update(finished_at=NOON - 4 * MINUTE)
    status, body = deep()
    assert (status, body["status"]) == (503, "unavailable")
    assert [job for job, about in body["heartbeats"].items() if not about["ok"]] == [name]


def test_a_job_that_never_ran_is_given_time_since_the_start(monkeypatch):
    monkeypatch.setattr(heartbeats, "started_at", NOON - MINUTE)
    assert deep()[0] == 200
    monkeypatch.setattr(heartbeats, "started_at", NOON - 4 * MINUTE)
    status, body = deep()
    assert (status, body["heartbeats"]["send"]["age"]) == (503, None)


def test_a_database_that_is_away_is_an_answer_too(monkeypatch):
    def away(**_):
        raise OperationalError

    monkeypatch.setattr(heartbeats, "pulses", away)
    assert deep() == (503, {"status": "unavailable"})


def test_it_tells_what_waits_and_what_is_dead(due, caseworker):
    due(caseworker, at=NOON - 2 * MINUTE)
    assert deep()[1]["oldest_waiting"] == 120


@pytest.mark.parametrize("task", [tasks.spread, tasks.send, tasks.digest])
def test_every_run_of_a_task_beats_even_an_empty_one(task, monkeypatch):
    monkeypatch.setattr(waking.current_app, "send_task", lambda *_, **__: None)
    task()
    assert list(Heartbeat.objects.values_list("name", "finished_at", "rows")) == [(task.name.split(".")[-1], NOON, 0)]


def test_beat_wakes_each_task_and_its_wake_up_expires_before_the_next():
    entries = [entry for entry in app.conf.beat_schedule.values() if entry["task"].startswith("unionlaw.notices")]
    assert {entry["task"] for entry in entries} == {tasks.spread.name, tasks.send.name, tasks.digest.name}
    for entry in entries:
        assert entry["options"]["expires"] <= entry["schedule"] <= 60


def test_administrators_see_a_banner_on_every_page(system_admin, caseworker):
    alive(NOON - 4 * MINUTE)
    for actor, shown in ((system_admin, True), (caseworker, False)):
        client = Client()
        client.force_login(actor.user)
        assert ("后台任务已超过三分钟没有运行" in client.get("/account/").content.decode()) is shown


def test_the_banner_goes_when_the_jobs_run_again(system_admin):
    alive(NOON - 4 * MINUTE)
    client = Client()
    client.force_login(system_admin.user)
    assert "期限提醒、通知分发" in client.get("/account/").content.decode()
    alive()
    with time_machine.travel(NOON + timedelta(seconds=31), tick=False):
        assert "后台任务已" not in client.get("/account/").content.decode()


def test_the_banner_asks_the_database_twice_a_minute_at_most(django_assert_num_queries):
    with django_assert_num_queries(1):
        heartbeats.still(NOON)
        heartbeats.still(NOON + timedelta(seconds=29))
    with django_assert_num_queries(1):
        heartbeats.still(NOON + timedelta(seconds=30))

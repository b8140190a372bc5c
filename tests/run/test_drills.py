"""kill -9 of web, worker, beat, broker or database: the portal comes back and nothing acknowledged is lost."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from tests.run.processes import ROOT, children, command_line, free_port, running_in, until
from unionlaw.run import places

pytestmark = pytest.mark.drill

PARTS = {
    "web": "granian",
    "worker": "unionlaw worker",
    "beat": "unionlaw beat",
    "broker": "valkey-server",
    "database": "postgres -D",
}


class Portal:
    """A portal of its own: `make run` without demo data over an empty folder."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.log = data_dir / "run.log"
        kept = {n: v for n, v in os.environ.items() if n not in {"DATABASE_URL", "REDIS_URL"}}
        self.environment = {
            **kept,
            "DATA_DIR": str(data_dir),
            "PORT": str(self.port),
            "WEB_WORKERS": "1",
            "WORKER_CONCURRENCY": "1",
            "DJANGO_SETTINGS_MODULE": "unionlaw.settings",
            "UNIONLAW_ENV": "test",  # static files from where they lie: collecting them is no part of the drill
        }

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "unionlaw.run", "--empty"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        assert until(self.ready, 120), self.log.read_text()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as response:
                return json.load(response)["status"] == "ok"
        except OSError:
            return False

    def pid(self, part: str) -> int:
        """Return the process of a part: the supervisor's own child."""
        found = [pid for pid in children(self.process.pid) if PARTS[part] in command_line(pid)]
        return found[0] if found else 0

    def kill(self, part: str) -> None:
        """kill -9 the part, and wait until another process has taken its place and the portal is ready."""
        assert until(lambda: self.pid(part))
        old = self.pid(part)
        os.kill(old, signal.SIGKILL)
        assert until(lambda: self.pid(part) not in {0, old}, 40), f"{part} did not come back:\n{self.log.read_text()}"
        assert until(self.ready, 40), f"not ready after {part} was killed:\n{self.log.read_text()}"

    def database(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(places.socket_dir(self.data_dir)), user="unionlaw", dbname="unionlaw", autocommit=True
        )

    def ask_worker(self, task: str) -> None:
        """Send a task as the web process would."""
        code = f"from unionlaw.celery import app; app.send_task({task!r})"
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=self.environment, check=True, capture_output=True)

    def broker(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(places.socket_dir(self.data_dir) / "valkey.sock"))

    def drop_waiting_clients(self) -> None:
        """Cut the connections on which a worker waits for its next task: a frozen one would take it and not answer."""
        with self.broker() as broker:
            for client in broker.client_list():
                if "b" in client["flags"]:
                    broker.client_kill_filter(_id=client["id"])

    def tasks_queued(self) -> int:
        with self.broker() as broker:
            return int(str(broker.llen("default")))

    def expired_sessions(self) -> int:
        with self.database() as connection:
            row = connection.execute("select count(*) from django_session").fetchone()
        assert row is not None
        return int(str(row[0]))

    def add_expired_session(self, key: str) -> None:
        with self.database() as connection:
            connection.execute("insert into django_session values (%s, '', now() - interval '1 day')", [key])


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(tmp_path)
    try:
        portal.start()
        yield portal
    finally:
        if portal.process.poll() is None:
            portal.stop()
    assert until(lambda: not running_in(tmp_path)), f"left running: {running_in(tmp_path)}"


def test_every_part_comes_back_and_what_was_acknowledged_is_still_there(portal: Portal) -> None:
    for number, part in enumerate(("database", "broker", "web", "beat")):
        portal.add_expired_session(f"acknowledged-{number}")
        portal.kill(part)
        assert portal.expired_sessions() == number + 1, f"a row was lost when {part} was killed"

    # A task that lies in the queue while worker and broker die is still done. (One that was just being handed over
    # may be lost with them: that is why work is found in rows, and a message only wakes the finder.)
    worker = portal.pid("worker")
    os.kill(worker, signal.SIGSTOP)
    portal.drop_waiting_clients()
    portal.ask_worker("unionlaw.accounts.tasks.clear_expired")
    assert portal.tasks_queued() == 1
    portal.kill("broker")
    os.kill(worker, signal.SIGKILL)
    assert until(lambda: portal.expired_sessions() == 0, 40), portal.log.read_text()

    # A manage.py command joins the running servers and leaves them running.
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--check"],
        cwd=ROOT,
        env=portal.environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert portal.ready()

    # A second one over the same data is refused, in words.
    second = subprocess.run(
        [sys.executable, "-m", "unionlaw.run"],
        cwd=ROOT,
        env={**portal.environment, "PORT": str(free_port())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert "already runs" in second.stderr

    # It ends cleanly and starts again with its data.
    portal.add_expired_session("kept")
    portal.stop()
    assert until(lambda: not running_in(portal.data_dir)), running_in(portal.data_dir)
    portal.start()
    assert portal.expired_sessions() == 1

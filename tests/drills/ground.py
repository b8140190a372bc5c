"""The ground drills stand on: a database server and a broker of their own, sweepers as processes, and the count."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from tests.run.processes import ROOT, until
from unionlaw.run import places, programs
from unionlaw.run.servers import Postgres, Valkey

RECOVERY_SECONDS = 60
SWEEPERS = "import django; django.setup(); from tests.drills import sweeper; sweeper.main()"

# Every limit of a drill has three steps; the default ladder tells the owner, then the deputy too, then the supervisor.
COUNT = """
    WITH expected AS (
        SELECT d.id, step, w.username
        FROM deadlines_deadline d,
            (VALUES (0, 'drill.caseworker'), (1, 'drill.caseworker'), (1, 'drill.deputy'), (2, 'drill.caseworker'),
                    (2, 'drill.supervisor')) w(step, username)
        WHERE d.put_aside_at IS NULL
    ), told AS (
        SELECT split_part(n.about, ':', 2)::bigint AS id, (n.data ->> 'step')::int AS step, u.username,
               count(*) AS times
        FROM notices_notice n JOIN accounts_user u ON u.id = n.user_id
        WHERE n.kind = 'deadline.step' GROUP BY 1, 2, 3
    )
    SELECT (SELECT count(*) FROM expected e LEFT JOIN told t USING (id, step, username) WHERE t.id IS NULL)
             + (SELECT count(*) FROM deadlines_deadline WHERE step_no <> 3 AND put_aside_at IS NULL),
           (SELECT coalesce(sum(times - 1), 0) FROM told)
             + (SELECT count(*) FROM told t LEFT JOIN expected e USING (id, step, username) WHERE e.id IS NULL),
           (SELECT count(*) FROM deadlines_deadlinechange WHERE what = 'put_aside'),
           (SELECT count(*) FROM told)
"""


@dataclass(frozen=True)
class Count:
    """What became of the reminders that were due."""

    lost: int
    duplicate: int
    put_aside: int
    told: int


class Ground:
    """Servers over a folder of their own, with the tables of the test database and nothing in them."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        self.environment = {**kept, "DATA_DIR": str(data_dir), "UNIONLAW_ENV": "test"}
        self.environment["DJANGO_SETTINGS_MODULE"] = "unionlaw.settings"
        with self.home():
            self.postgres, self.valkey = Postgres(), Valkey()
            places.socket_dir().mkdir(mode=0o700, exist_ok=True)
            self.postgres.start()
        self._copy_tables()

    @contextmanager
    def home(self) -> Iterator[None]:
        """The data folder is this one while the block runs."""
        former = os.environ["DATA_DIR"]
        os.environ["DATA_DIR"] = str(self.data_dir)
        try:
            yield
        finally:
            os.environ["DATA_DIR"] = former

    def _copy_tables(self) -> None:
        given = connection.get_connection_params()
        source = {
            f"PG{name.upper()}": str(given[name]) for name in ("host", "port", "user", "password") if name in given
        }
        source["PGDATABASE"] = given["dbname"]
        own = {"PGHOST": str(self.sockets), "PGUSER": "unionlaw", "PGDATABASE": "unionlaw"}
        tables = _run("pg_dump", ["--schema-only", "--no-owner"], source)
        _run("psql", ["-q", "-v", "ON_ERROR_STOP=1"], own, tables)

    @property
    def sockets(self) -> Path:
        return places.socket_dir(self.data_dir)

    def database(self) -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(self.sockets), user="unionlaw", dbname="unionlaw", autocommit=True)

    def one(self, query: str) -> Any:
        with self.database() as database:
            row = database.execute(query).fetchone()
        assert row is not None
        return row[0]

    def clear(self) -> None:
        """Start a drill with no limits and no notices."""
        with self.database() as database:
            database.execute(
                "TRUNCATE notices_notice, deadlines_deadline, deadlines_deadlinechange, notices_heartbeat CASCADE"
            )

    def due(self) -> int:
        return int(self.one("SELECT count(*) FROM deadlines_deadline WHERE next_step_at <= now()"))

    def crash_database(self, hard: bool) -> None:
        """End the database server in crash mode, killed or told to stop at once, and start it again."""
        assert self.postgres.child
        self.postgres.child.send_signal(signal.SIGKILL if hard else signal.SIGQUIT)
        self.postgres.child.wait(20)
        with self.home():
            self.postgres.start()

    def count(self) -> Count:
        """Compare what was told with what was due; every limit has gone all its steps."""
        with self.database() as database:
            row = database.execute(COUNT).fetchone()
        assert row is not None
        return Count(*(int(value) for value in row))

    def settled(self) -> float:
        """Wait until nothing is due; how many seconds that took."""
        began = time.monotonic()
        assert until(lambda: not self.due(), RECOVERY_SECONDS), f"{self.due()} steps were still due after a minute"
        return time.monotonic() - began

    def stop(self) -> None:
        with self.home():
            self.valkey.stop()
            self.postgres.stop()


class Sweepers:
    """Sweeper processes that are killed and replaced."""

    def __init__(self, ground: Ground, mail_port: int) -> None:
        self.running: list[int] = []
        mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mail_port), "EMAIL_USE_TLS": "false"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", SWEEPERS],
            cwd=ROOT,
            env={**ground.environment, **mail},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._answer() == "ready"

    def _answer(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the sweepers ended"
        return json.loads(line)

    def ask(self, *command: Any) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def start(self, number: int, batch: int, pause: float = 0.0) -> None:
        self.running += [self.ask("start", batch, pause) for _ in range(number)]

    def kill_one(self, rng: random.Random) -> None:
        """kill -9 one of them."""
        os.kill(self.running.pop(rng.randrange(len(self.running))), signal.SIGKILL)

    def kill_all(self) -> None:
        while self.running:
            with suppress(ProcessLookupError):
                os.kill(self.running.pop(), signal.SIGKILL)

    def stop(self) -> None:
        self.kill_all()
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(10)


def _run(tool: str, words: list[str], environment: dict[str, str], given: bytes | None = None) -> bytes:
    command = [programs.postgres_tool(tool), *words]
    done = subprocess.run(command, env={**os.environ, **environment}, input=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout

"""What wakes the sweep in a running portal, to be disturbed: a worker, several beats and the broker between them."""

import os
import signal
import subprocess
import sys
from contextlib import suppress

import redis

from tests.drills.ground import Ground
from tests.run.processes import ROOT


class Clockwork:
    """A worker and several beats of Celery, and the broker between them."""

    def __init__(self, ground: Ground, beats: int) -> None:
        self.ground = ground
        self.log = ground.data_dir / "celery.log"
        self.parts: dict[str, subprocess.Popen[bytes]] = {}
        self.start_broker()
        self.start_worker()
        for number in range(beats):
            schedule = str(ground.data_dir / f"beat{number}")
            self._start(f"beat{number}", "beat", "--schedule", schedule, "--pidfile=", "--loglevel", "ERROR")

    def start_broker(self) -> None:
        with self.ground.home():
            self.ground.valkey.start()

    def kill_broker(self) -> None:
        child = self.ground.valkey.child
        assert child
        child.kill()
        child.wait(10)

    def flush_broker(self) -> None:
        with redis.Redis(unix_socket_path=str(self.ground.sockets / "valkey.sock")) as broker:
            broker.flushall()

    def start_worker(self) -> None:
        options = ["--queues", "default", "--concurrency", "2", "--loglevel", "ERROR"]
        self._start("worker", "worker", *options, "--without-gossip", "--without-mingle")

    def kill_worker(self) -> None:
        """kill -9 the worker and those it forked."""
        self._kill("worker")

    def _start(self, name: str, *words: str) -> None:
        # Each beat is a process of its own, as if three machines ran one by mistake.
        with self.log.open("ab") as log:
            self.parts[name] = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "--app", "tests.drills.quick", *words],
                cwd=ROOT,
                env=self.ground.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _kill(self, name: str) -> None:
        process = self.parts.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def stop(self) -> None:
        for name in list(self.parts):
            self._kill(name)
        with self.ground.home():
            self.ground.valkey.stop()

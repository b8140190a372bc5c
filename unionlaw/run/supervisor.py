"""Keeps the portal's processes alive: web, worker, beat and the embedded servers; stops them together.

A process that dies is started again, at once the first time and then after growing pauses. Each child leads its own
process group, so that nothing of it is left behind when it is killed, and the kernel ends it should the supervisor die.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field

from unionlaw.run import places
from unionlaw.run.programs import ServerError
from unionlaw.run.servers import Server

TICK_SECONDS = 0.25
SERVER_CHECK_SECONDS = 1.0
STEADY_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 10.0
MOST_FAILURES = 5
HEAD_START_SECONDS = 60.0
"""So long the others wait for the web, which people wait for, to answer: they would take the machine from it."""
STOP_SECONDS = 10.0
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process to keep alive or, when it has an end, to bring to it."""

    name: str
    command: list[str]
    ends: bool = False
    done: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    not_before: float = field(default=0.0)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=places.ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )

    def note_end(self) -> None:
        """Reap what is left of the process and decide whether and when to start it again."""
        assert self.process is not None
        self.kill_group()
        if self.ends and (self.process.returncode == 0 or self.failures == MOST_FAILURES):
            if self.process.returncode:
                _say(f"{self.name} failed {self.failures + 1} times; the next make run goes on with it")
            self.done, self.process = True, None
            return
        if time.monotonic() - self.started > STEADY_SECONDS:
            self.failures = 0
        pause = min(LONGEST_PAUSE_SECONDS, 0.0 if not self.failures else 0.5 * 2**self.failures)
        self.failures += 1
        self.not_before = time.monotonic() + pause
        _say(f"{self.name} ended ({self.process.returncode}); starting it again")
        self.process = None

    def signal(self, sig: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(sig)

    def kill_group(self) -> None:
        if self.process:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                return


class Supervisor:
    """Runs the portal on host:port until SIGINT or SIGTERM."""

    def __init__(self, host: str, port: int, demo: bool = True) -> None:
        self.demo = demo
        self.address = f"http://{host}:{port}"
        self.stopping = False
        self.children = [Child("web", web_command(host, port))]
        self.followers = [Child("worker", worker_command()), Child("beat", beat_command())]
        if demo:
            self.followers.append(Child("demo's matters", _ready_command("matters"), ends=True))

    def catch_signals(self) -> None:
        for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sig, self._told_to_stop)

    def run(self, servers: list[Server]) -> int:
        """Make the database ready, start everything, keep it alive; returns the exit status."""
        if not self._ready():
            return 0 if self.stopping else 1
        announced = False
        started = checked = time.monotonic()
        while not self.stopping:
            for child in self.children:
                self._keep(child)
            if time.monotonic() - checked > SERVER_CHECK_SECONDS:
                self._keep_servers(servers)
                checked = time.monotonic()
            if not announced and answers(f"{self.address}/healthz", seconds=1):
                announced = True
                print(WELCOME.format(address=self.address, accounts=DEMO_ACCOUNTS if self.demo else ""), flush=True)
            if announced or time.monotonic() - started > HEAD_START_SECONDS:
                self.children += self.followers
                self.followers = []
            time.sleep(TICK_SECONDS)
        _say("stopping")
        self._end(self.children)
        return 0

    def _ready(self) -> bool:
        """Bring database and static files up to the code, side by side; whether both went well."""
        children = [
            Child("database", _ready_command("database", *(["demo"] if self.demo else []))),
            Child("static files", _ready_command("static")),
        ]
        for child in children:
            child.start()
        while not self.stopping and any(child.process and child.process.poll() is None for child in children):
            time.sleep(TICK_SECONDS / 5)
        if self.stopping:
            self._end(children)
            return False
        return all(child.process and child.process.returncode == 0 for child in children)

    def _keep(self, child: Child) -> None:
        if child.process is not None and child.process.poll() is not None:
            child.note_end()
        if child.process is None and not child.done and time.monotonic() >= child.not_before:
            child.start()

    def _keep_servers(self, servers: list[Server]) -> None:
        for server in servers:
            if self.stopping or (server.child and server.child.poll() is None) or server.answers():
                continue
            _say(f"{server.name} ended; starting it again")
            try:
                server.start()
            except ServerError as error:
                _say(str(error))

    def _end(self, children: list[Child]) -> None:
        for child in children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and any(c.process and c.process.poll() is None for c in children):
            time.sleep(0.05)
        for child in children:
            child.kill_group()
            if child.process:
                child.process.wait()

    def _told_to_stop(self, number: int, frame: object) -> None:
        if self.stopping and number == signal.SIGINT:
            for child in self.children:
                child.kill_group()
        self.stopping = True


def web_command(host: str, port: int) -> list[str]:
    """Return granian over the WSGI application; it replaces its own workers when one dies."""
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": os.environ.get("WEB_WORKERS") or "2",
        "--backpressure": "64",
        "--blocking-threads": "4",
        "--workers-kill-timeout": "8",
        "--log-level": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    return [sys.executable, "-m", "granian", *words, "--respawn-failed-workers", "unionlaw.wsgi:application"]


def worker_command() -> list[str]:
    """Return a Celery worker over both queues."""
    concurrency = os.environ.get("WORKER_CONCURRENCY") or "3"
    options = ["--queues", "default,slow", "--concurrency", concurrency, "--loglevel", "WARNING"]
    return [*_celery(), "worker", *options, "--without-gossip", "--without-mingle"]


def beat_command() -> list[str]:
    """Return Celery beat; its own record of the last runs lies in the data folder."""
    schedule = str(places.data_dir() / "beat-schedule")
    return [*_celery(), "beat", "--schedule", schedule, "--pidfile=", "--loglevel", "WARNING"]


def _ready_command(*words: str) -> list[str]:
    return [sys.executable, "-m", "unionlaw.run.ready", *words]


def _celery() -> list[str]:
    # The warning left out is the one about running as root, which a newcomer's container does.
    silent = ["-W", "ignore::UserWarning:celery.platforms"]
    return [sys.executable, *silent, "-m", "celery", "--quiet", "--app", "unionlaw"]


DEMO_ACCOUNTS = """
  Demo accounts, password union-demo-2026:
    demo.caseworker  demo.supervisor   demo.lawyer       demo.mediator
    demo.approver    demo.hr_mediator  demo.court_clerk  demo.neighbour
    demo.manager     demo.sysadmin     demo.secadmin     demo.auditor
"""
WELCOME = """
  工会法律服务平台 · the portal is ready: {address}
{accounts}
  Ctrl-C stops everything; the data stays.
"""


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def answers(url: str, host: str = "", seconds: float = 5) -> bool:
    """Whether a GET of the http address answers 200; ``host`` is the name to ask by."""
    request = urllib.request.Request(url, headers={"Host": host} if host else {})  # noqa: S310  # http, written here
    try:
        with urllib.request.urlopen(request, timeout=seconds) as response:  # noqa: S310
            return response.status == 200
    except OSError:
        return False


def _say(text: str) -> None:
    print(f"· {text}", flush=True)

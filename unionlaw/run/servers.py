"""The embedded PostgreSQL and the embedded Redis-compatible broker: set up, start, watch, stop."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from unionlaw.run import places, programs

START_SECONDS = 30.0
STOP_SECONDS = 20.0


class Server:
    """One server process over one data folder, started by this process or found running."""

    name = ""

    def __init__(self) -> None:
        self.child: subprocess.Popen[bytes] | None = None
        self.log = places.data_dir() / "log" / f"{self.name}.log"

    def prepare(self) -> None:
        """Create the data folder when it is new."""
        raise NotImplementedError  # PostgreSQL and Valkey each prepare their own

    def command(self) -> list[str]:
        """Return the command that runs the server in the foreground."""
        raise NotImplementedError  # PostgreSQL and Valkey each have their own program

    def ping(self) -> None:
        """Talk to the server once; raises when it does not answer."""
        raise NotImplementedError  # PostgreSQL and Valkey each speak their own protocol

    def pid(self) -> int | None:
        """Return the process id the server wrote down, if any."""
        raise NotImplementedError  # PostgreSQL and Valkey each have a file of their own for it

    def popen_options(self) -> dict[str, object]:
        return {}

    def answers(self) -> bool:
        """Whether the server serves requests now."""
        try:
            self.ping()
        except (psycopg.Error, redis.RedisError, OSError):
            return False
        return True

    def start(self) -> None:
        """Start the server and return once it answers.

        It runs in its own session, so a Ctrl-C at the terminal does not reach it. Retries for a while, because
        a server that was killed may hold its data folder for a few seconds more.

        Raises:
            programs.ServerError: it does not answer within START_SECONDS.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.prepare()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with self.log.open("ab") as log:
                self.child = subprocess.Popen(  # type: ignore[call-overload]
                    self.command(),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    **self.popen_options(),
                )
            while self.child.poll() is None and time.monotonic() < deadline:
                if self.answers():
                    return
                time.sleep(0.05)
            time.sleep(0.5)
        raise programs.ServerError(f"{self.name} does not start; its log is {self.log}:\n{_tail(self.log)}")

    def stop(self, sig: signal.Signals) -> None:
        """Stop the server, whoever started it, and wait for its end."""
        pid = self.child.pid if self.child and self.child.poll() is None else self.pid()
        if pid is None or not _signal(pid, sig):
            return
        _until(lambda: self._gone(pid), STOP_SECONDS)
        if not self._gone(pid):
            _signal(pid, signal.SIGKILL)
            _until(lambda: self._gone(pid), 5)
        self.child = None

    def _gone(self, pid: int) -> bool:
        if self.child and self.child.pid == pid:
            return self.child.poll() is not None
        return not _running(pid)


class Postgres(Server):
    """PostgreSQL on a Unix socket, user and database ``unionlaw``."""

    name = "postgres"
    SETTINGS = {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": "256MB",
        "effective_cache_size": "2GB",
        "work_mem": "16MB",
        "maintenance_work_mem": "256MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "UTC",
        "log_min_duration_statement": "2000",
    }

    def __init__(self) -> None:
        super().__init__()
        self.folder = places.data_dir() / "postgres"

    def prepare(self) -> None:
        if (self.folder / "PG_VERSION").exists():
            return
        fresh = self.folder.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True, mode=0o700)
        options = programs.as_ordinary_user(fresh)
        locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
        if programs.postgres_version() >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        done = subprocess.run(
            [
                *programs.unshared(),
                programs.postgres_tool("initdb"),
                "-D",
                str(fresh),
                "-U",
                "unionlaw",
                "-A",
                "trust",
                *locale,
            ],
            capture_output=True,
            text=True,
            check=False,
            **options,  # type: ignore[call-overload]
        )
        if done.returncode:
            raise programs.ServerError(f"initdb failed:\n{done.stdout}{done.stderr}")
        fresh.rename(self.folder)

    def command(self) -> list[str]:
        settings = [f"--{name}={value}" for name, value in self.SETTINGS.items()]
        run = [programs.postgres_tool("postgres"), "-D", str(self.folder), "-k", str(places.socket_dir()), *settings]
        return [*programs.unshared(), *run]

    def popen_options(self) -> dict[str, object]:
        return programs.as_ordinary_user(self.folder, places.socket_dir())

    def start(self) -> None:
        super().start()
        with self._connect("postgres") as connection:
            if not connection.execute("select 1 from pg_database where datname = 'unionlaw'").fetchone():
                connection.execute("create database unionlaw")
            # Under locale C neither trigrams nor \w know a Chinese character.
            if not connection.execute("select '工会' ~ '^\\w+$'").fetchone()[0]:  # type: ignore[index]
                raise programs.ServerError("the database has locale C and cannot search Chinese: start anew")

    def ping(self) -> None:
        self._connect("postgres").close()

    def pid(self) -> int | None:
        try:
            return int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def stop(self, sig: signal.Signals = signal.SIGINT) -> None:
        """Fast shutdown: roll back what is open, write a checkpoint, end."""
        super().stop(sig)

    def _connect(self, dbname: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(places.socket_dir()), user="unionlaw", dbname=dbname, autocommit=True, connect_timeout=5
        )


class Valkey(Server):
    """A Redis-compatible broker on a Unix socket, with its append-only file."""

    name = "valkey"

    def __init__(self) -> None:
        super().__init__()
        self.folder = places.data_dir() / "valkey"
        self.socket = places.socket_dir() / "valkey.sock"

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "pidfile": str(self.folder / "valkey.pid"),
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        return [programs.valkey_binary(), *(part for name, value in options.items() for part in (f"--{name}", value))]

    def ping(self) -> None:
        # Once: who asks asks again, and the client's own retries would sleep for seconds before the server is up.
        never = Retry(NoBackoff(), 0)
        with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5, retry=never) as client:
            client.ping()

    def pid(self) -> int | None:
        try:
            with socket.socket(socket.AF_UNIX) as peer:
                peer.settimeout(2)
                peer.connect(str(self.socket))
                credentials = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        except OSError:
            return None
        return int.from_bytes(credentials[:4], "little")

    def stop(self, sig: signal.Signals = signal.SIGTERM) -> None:
        """Write everything down and end."""
        super().stop(sig)


def _signal(pid: int, sig: signal.Signals) -> bool:
    try:
        os.kill(pid, sig)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _running(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return Path("/proc").exists() is False and _signal(pid, signal.Signals(0))
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


def _until(done: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(0.05)


def _tail(path: Path, lines: int = 15) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])

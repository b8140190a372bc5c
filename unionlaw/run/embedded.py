"""Join the embedded servers, or start them for as long as somebody uses them.

Every user of the servers (a manage.py command, a test run, the supervisor) holds a shared lock on one file for its
life. Whoever leaves last, which is who can lock that file exclusively, stops the servers. The lock of a user that was
killed is dropped by the kernel, so a crash never leaves a wrong count. A second file makes coming and going take turns.
"""

import atexit
import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from unionlaw.run import places
from unionlaw.run.programs import ServerError
from unionlaw.run.servers import Postgres, Server, Valkey

_held: IO[bytes] | None = None


def wanted() -> list[Server]:
    """Return the servers nothing else is configured for: none when DATABASE_URL and REDIS_URL are both set."""
    servers: list[Server] = []
    if not places.configured("DATABASE_URL"):
        servers.append(Postgres())
    if not places.configured("REDIS_URL"):
        servers.append(Valkey())
    return servers


def join() -> list[Server]:
    """Make sure the embedded servers run until this process ends; returns them. Calling again changes nothing.

    Raises:
        ServerError: one does not start.
    """
    global _held
    servers = wanted()
    if not servers:
        return []
    folder = places.data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    with _turn():
        _own_socket_dir()
        if _held is None:
            _held = (folder / "users.lock").open("ab")
            fcntl.flock(_held, fcntl.LOCK_SH)
            atexit.register(leave, os.getpid())
        for server in servers:
            if not server.answers():
                server.start()
    return servers


def leave(pid: int) -> None:
    """Stop using the servers, and stop them when nobody else does. A forked child (another pid) does nothing."""
    global _held
    if _held is None or os.getpid() != pid:
        return
    with _turn():
        _held.close()
        _held = None
        with (places.data_dir() / "users.lock").open("ab") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            for server in (Valkey(), Postgres()):
                if type(server) in {type(other) for other in wanted()}:
                    server.stop()
            with suppress(OSError):
                places.socket_dir().rmdir()


def kept() -> bool:
    """Whether an embedded database has been made here, or another one is configured."""
    return bool(places.configured("DATABASE_URL")) or (places.data_dir() / "postgres" / "PG_VERSION").exists()


def join_for_command() -> None:
    """What manage.py does first: join, end with a plain message when that fails, and leave on SIGTERM too."""
    try:
        if join():
            signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    except ServerError as error:
        sys.exit(str(error))


@contextmanager
def _turn() -> Iterator[None]:
    with (places.data_dir() / "turn.lock").open("ab") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _own_socket_dir() -> None:
    """Create the socket folder, and refuse one that somebody else put there."""
    folder = places.socket_dir()
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if folder.is_symlink() or status.st_uid not in {os.getuid(), 65534 if os.getuid() == 0 else os.getuid()}:
        raise ServerError(f"{folder} belongs to somebody else; remove it or set DATA_DIR to another folder")

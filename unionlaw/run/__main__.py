"""``make run``: the whole portal in the foreground until Ctrl-C or SIGTERM.

``python -m unionlaw.run --empty`` leaves the demo data out.
"""

import fcntl
import os
import socket
import sys
import time
from typing import IO

from unionlaw.run import embedded, places
from unionlaw.run.programs import ServerError
from unionlaw.run.supervisor import Supervisor

HOST = os.environ.get("WEB_HOST") or "127.0.0.1"


def main() -> int:
    """Run until told to stop; returns the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionlaw.settings")
    port = _port()
    lock = _only_one()
    _port_is_free(port)
    supervisor = Supervisor(HOST, port, demo="--empty" not in sys.argv[1:])
    supervisor.catch_signals()
    try:
        servers = embedded.join()
    except ServerError as error:
        return _complain(str(error))
    status = supervisor.run(servers)
    lock.close()
    return status


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        sys.exit(_complain(f"PORT={text} is not a port number"))
    return int(text)


def _only_one() -> IO[str]:
    """Hold the lock that says who runs over this data folder; ends the program when somebody else does."""
    places.data_dir().mkdir(parents=True, exist_ok=True)
    lock = (places.data_dir() / "run.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        other = lock.read().strip()
        sys.exit(_complain(f"the portal already runs over {places.data_dir()} ({other}); stop it or set DATA_DIR"))
    lock.truncate(0)
    lock.write(f"process {os.getpid()}")
    lock.flush()
    return lock


def _port_is_free(port: int) -> None:
    """End the program when the port is taken. Waits two seconds, for a predecessor that is just ending."""
    for attempt in range(5):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
                return
            except OSError as error:
                reason = error.strerror
        if attempt < 4:
            time.sleep(0.5)
    sys.exit(_complain(f"port {port} on {HOST} is taken ({reason}); choose another one: make run PORT={port + 1}"))


def _complain(text: str) -> int:
    print(f"make run: {text}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

"""One process of the portal in a container: ``python -m unionlaw.run.role web`` (worker, beat), or its health check.

The commands are the supervisor's, so a checkout and a container run the same thing.
"""

import os
import sys
import time

from unionlaw.run import places
from unionlaw.run.supervisor import answers, beat_command, web_command, worker_command

BEAT_SILENCE_SECONDS = 600


def main(words: list[str]) -> int:
    """Become the process that ``words`` names, or check it: ``health web``. Returns the exit status."""
    host, port = os.environ.get("WEB_HOST") or "127.0.0.1", int(os.environ.get("PORT") or 8000)
    match words:
        case ["web"]:
            command = web_command(host, port)
        case ["worker"]:
            command = worker_command()
        case ["beat"]:
            command = beat_command()
        case ["health", "web"]:
            return 0 if _web_answers(port) else 1
        case ["health", "worker"]:
            node = f"celery@{os.uname().nodename}"
            command = [sys.executable, "-m", "celery", "-A", "unionlaw", "inspect", "ping", "-d", node]
        case ["health", "beat"]:
            return 0 if _beat_writes() else 1
        case _:
            print("usage: python -m unionlaw.run.role web|worker|beat|health web|worker|beat", file=sys.stderr)
            return 2
    return os.execv(command[0], command)  # noqa: S606  # our own commands; a shell would only get in the way


def _web_answers(port: int) -> bool:
    """Ask by the name the site is served under: any other is refused."""
    name = places.configured("ALLOWED_HOSTS").split(",")[0].strip().lstrip(".") or "localhost"
    return answers(f"http://127.0.0.1:{port}/healthz", host=name)


def _beat_writes() -> bool:
    """Beat writes its schedule down every three minutes."""
    files = list(places.data_dir().glob("beat-schedule*"))
    return any(time.time() - path.stat().st_mtime < BEAT_SILENCE_SECONDS for path in files)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

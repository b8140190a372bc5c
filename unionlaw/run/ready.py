"""Bring database or static files up to the code: what ``make run`` does between the servers and the web.

``python -m unionlaw.run.ready database [demo]`` or ``… static``; beside the web ``… matters`` tells the demo.
"""

import hashlib
import os
import sys
from pathlib import Path

from unionlaw.run import places

POLITE = 10


def main() -> None:
    """Do what the arguments say."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionlaw.settings")
    import django

    django.setup()
    if "static" in sys.argv[1:]:
        static_files()
    elif "matters" in sys.argv[1:]:
        matters()
    else:
        database(demo="demo" in sys.argv[1:])


def database(demo: bool) -> None:
    """Migrate, load reference data and, when asked, the demo's city with its accounts."""
    from django.core.management import call_command

    _say("migrating")
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    _say("reference data")
    call_command("load_reference", verbosity=0)
    call_command("load_deadline_rules", verbosity=0)
    call_command("load_papers", verbosity=0)
    call_command("load_report_layouts", verbosity=0)
    if demo:
        _say("demo city")
        call_command("seed_demo", city=True, verbosity=0)


def matters() -> None:
    """Tell what is left of the demo's matters, giving way to whoever works in the portal meanwhile."""
    from django.core.management import call_command

    os.nice(POLITE)
    call_command("seed_demo", verbosity=1)


def static_files() -> None:
    """Collect static files when one of them changed; where they are served from where they lie, do nothing."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = places.data_dir() / "static.stamp"
    wanted = _fingerprint()
    if settings.WHITENOISE_USE_FINDERS or (stamp.exists() and stamp.read_text() == wanted):
        return
    _say("static files")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(wanted)


def _fingerprint() -> str:
    """Return a digest over every static file's place, size and time."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _say(text: str) -> None:
    print(f"· {text}", flush=True)


if __name__ == "__main__":
    main()

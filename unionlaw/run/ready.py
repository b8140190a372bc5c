"""Bring database and static files up to the code: what ``make run`` does between the servers and the web."""

import hashlib
import os
import sys
from pathlib import Path

from unionlaw.run import places


def main() -> None:
    """Migrate, load reference data (with the argument ``demo`` demo data too), collect changed static files."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionlaw.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    _say("migrating")
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    _say("reference data")
    call_command("load_reference", verbosity=0)
    if "demo" in sys.argv[1:]:
        _say("demo data")
        call_command("seed_demo", verbosity=0)
    if settings.WHITENOISE_USE_FINDERS:
        return
    stamp = places.data_dir() / "static.stamp"
    wanted = _fingerprint()
    if not stamp.exists() or stamp.read_text() != wanted:
        _say("static files")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(wanted)


def _fingerprint() -> str:
    """Return a digest over every static file's place, size and time, and over the packages that bring some."""
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

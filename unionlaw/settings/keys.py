"""Secrets: given ones in production; in development made once and kept in DATA_DIR."""

import base64
import fcntl
import json
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from unionlaw.settings.env import read

KEY_BYTES = 32


def load(production: bool, data_dir: Path) -> dict[str, str]:
    """Return SECRET_KEY, SEALED_KEYS and BLIND_INDEX_KEY as text.

    Raises:
        ImproperlyConfigured: one is missing in production.
    """
    given = {name: read(name) for name in ("SECRET_KEY", "SEALED_KEYS", "BLIND_INDEX_KEY")}
    missing = [name for name, value in given.items() if not value]
    if not missing:
        return given
    if production:
        raise ImproperlyConfigured(f"production needs {', '.join(missing)} (or …_FILE): see docs/how-to/configure.md")
    made = _development_keys(data_dir / "development-keys.json")
    return {name: value or made[name] for name, value in given.items()}


def sealed_keys(text: str) -> dict[int, bytes]:
    """Read ``1:base64,2:base64`` into key id → key; the first is the current one.

    Raises:
        ImproperlyConfigured: an id is not 1–255 or appears twice, or a key has not 32 bytes.
    """
    keys: dict[int, bytes] = {}
    for entry in text.split(","):
        number, _, key = entry.strip().partition(":")
        if not number.isdigit() or not 1 <= int(number) <= 255 or int(number) in keys:
            raise ImproperlyConfigured("SEALED_KEYS: key ids are numbers from 1 to 255, each once")
        keys[int(number)] = key_bytes(key, "SEALED_KEYS")
    return keys


def key_bytes(text: str, name: str) -> bytes:
    """Decode one base64 key of 32 bytes.

    Raises:
        ImproperlyConfigured: it is no base64 or has another length.
    """
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: not base64") from error
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{name}: a key has {KEY_BYTES} bytes, this one {len(key)}")
    return key


def _development_keys(path: Path) -> dict[str, str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        path.chmod(0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        text = file.read()
        if text:
            return dict(json.loads(text))
        made = {
            "SECRET_KEY": secrets.token_urlsafe(64),
            "SEALED_KEYS": f"1:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}",
            "BLIND_INDEX_KEY": base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
        }
        json.dump(made, file)
        return made

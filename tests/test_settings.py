"""What production refuses to start with, and what it starts with."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from unionlaw.settings import keys
from unionlaw.settings.env import read

ROOT = Path(__file__).resolve().parents[1]
KEY = base64.b64encode(bytes(range(32))).decode()
PRODUCTION = {
    "UNIONLAW_ENV": "production",
    "SECRET_KEY": "k3J-9xQ_wB7vN2mZ5tR8yU1iO4pA6sD0fG-hL_cVeXjWqTzYnMbK",
    "SEALED_KEYS": f"1:{KEY}",
    "BLIND_INDEX_KEY": KEY,
    "ALLOWED_HOSTS": "portal.example.org",
    "DATABASE_URL": "postgres://unionlaw@127.0.0.1:1/unionlaw",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def manage(*words: str, tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with these variables alone; an empty one is left out."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **PRODUCTION, **variables}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_deploy_has_no_warning(tmp_path: Path) -> None:
    done = manage("check", "--deploy", "--fail-level", "DEBUG", tmp_path=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert "WARNINGS" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "", "production needs SECRET_KEY"),
        ("SECRET_KEY", "secret", "too weak"),
        ("SECRET_KEY", "django-insecure-" + "k3J-9xQ_wB7vN2mZ5tR8yU1iO4pA6sD0fG", "too weak"),
        ("SEALED_KEYS", "", "production needs SEALED_KEYS"),
        ("BLIND_INDEX_KEY", "", "production needs BLIND_INDEX_KEY"),
        ("ALLOWED_HOSTS", "", "production needs ALLOWED_HOSTS"),
        ("DEBUG", "true", "does not run with DEBUG"),
        ("UNIONLAW_ENV", "prod", "development, test or production"),
        ("UPLOAD_MAX_MB", "much", "UPLOAD_MAX_MB"),
    ],
)
def test_production_refuses_to_start(name: str, value: str, words: str, tmp_path: Path) -> None:
    done = manage("check", tmp_path=tmp_path, **{name: value})
    assert done.returncode != 0
    assert words in done.stderr


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret_key"
    secret.write_text(PRODUCTION["SECRET_KEY"] + "\n")
    done = manage("check", tmp_path=tmp_path, SECRET_KEY="", SECRET_KEY_FILE=str(secret))
    assert done.returncode == 0, done.stderr


def test_a_variable_that_is_not_declared_cannot_be_read() -> None:
    with pytest.raises(KeyError):
        read("SOMETHING_ELSE")


def test_lists_are_split_and_trimmed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example.org, b.example.org,")
    assert read("ALLOWED_HOSTS") == ["a.example.org", "b.example.org"]


def test_the_first_field_key_is_the_current_one() -> None:
    other = base64.b64encode(bytes(32)).decode()
    assert list(keys.sealed_keys(f"2:{other}, 1:{KEY}").items()) == [(2, bytes(32)), (1, bytes(range(32)))]


@pytest.mark.parametrize("text", ["", "x:" + KEY, "0:" + KEY, "256:" + KEY, f"1:{KEY},1:{KEY}", "1:AAAA", "1:§"])
def test_bad_field_keys_are_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        keys.sealed_keys(text)


def test_development_keys_are_made_once_and_kept_from_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "SEALED_KEYS", "BLIND_INDEX_KEY"):
        monkeypatch.delenv(name, raising=False)
    first = keys.load(False, tmp_path)
    assert keys.load(False, tmp_path) == first
    assert (tmp_path / "development-keys.json").stat().st_mode & 0o077 == 0

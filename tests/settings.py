"""Settings of the test run: the product's own, with quick password hashing."""

import os
from pathlib import Path

os.environ["UNIONLAW_ENV"] = "test"
# Servers of its own: a portal running from the same checkout must not see the tests' messages.
os.environ.setdefault("DATA_DIR", str(Path(__file__).resolve().parents[1] / ".data" / "test"))

from unionlaw.settings import *  # noqa: F403  # only now: the environment must be set first

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
# Tests side by side have cache keys of their own, as they have a database each.
CACHES["default"]["KEY_PREFIX"] = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"  # noqa: F405

"""Settings of the test run: the product's own, with quick password hashing."""

import os

os.environ["UNIONLAW_ENV"] = "test"

from unionlaw.settings import *  # noqa: F403  # only now: the environment must be set first

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]

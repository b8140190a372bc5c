"""Tests run on the embedded PostgreSQL and broker, or on DATABASE_URL and REDIS_URL."""

import pytest

from unionlaw.run import embedded
from unionlaw.run.programs import ServerError

pytest_plugins = ["tests.cast"]

try:
    embedded.join()
except ServerError as error:
    pytest.exit(str(error), returncode=3)

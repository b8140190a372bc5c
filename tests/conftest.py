"""Tests run on the embedded PostgreSQL and broker, or on DATABASE_URL and REDIS_URL."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from unionlaw.run import embedded
from unionlaw.run.programs import ServerError

pytest_plugins = ["tests.cast"]


@pytest.fixture(autouse=True)
def _speak_chinese() -> Iterator[None]:
    """A page opened in English by one test must not make the next one speak English."""
    with translation.override("zh-hans"):
        yield


try:
    embedded.join()
except ServerError as error:
    pytest.exit(str(error), returncode=3)

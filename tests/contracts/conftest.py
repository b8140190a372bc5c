"""The world, once per module, an hour after noon."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import override_settings
from rest_framework.throttling import SimpleRateThrottle

from tests.contracts.walls import error_pages_drawn_once, posts_looked_up_once
from tests.contracts.world import LATER, World, build
from tests.worlds import committed, emptied_after


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        pytest.MonkeyPatch.context() as patch,
        override_settings(FILES_DIR=tmp_path_factory.mktemp("files")),
        # The session that a test opens is not written again by whatever request comes an hour later.
        time_machine.travel(LATER, tick=False),
        error_pages_drawn_once(),
        emptied_after(),
    ):
        # Thousands of requests within one minute of the frozen clock.
        patch.setattr(SimpleRateThrottle, "allow_request", lambda *_args: True)
        with committed():
            made = build()
        yield made


@pytest.fixture(scope="module")
def posts_known() -> Iterator[None]:
    """For tests that make very many requests and do not count queries."""
    with posts_looked_up_once():
        yield

"""Tests run on the embedded PostgreSQL and broker, or on DATABASE_URL and REDIS_URL."""

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db.models.signals import post_migrate
from django.utils import translation
from whitenoise.middleware import WhiteNoiseMiddleware

from tests import emptying
from unionlaw.run import embedded
from unionlaw.run.programs import ServerError

pytest_plugins = ["tests.cast"]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_looked_for_once() -> Iterator[None]:
    """Every test client has middleware of its own, and each would look for all static files again."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def look_once(self: WhiteNoiseMiddleware) -> None:
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield


@pytest.fixture(autouse=True)
def _speak_chinese() -> Iterator[None]:
    """A page opened in English by one test must not make the next one speak English."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The portal's own rules of time limits and its working calendar are there, as they are after an installation.

    A test that commits empties the tables afterwards; then they are loaded again if they are not as they were.
    """
    from unionlaw.deadlines.services.loading import load_all

    def load(**kwargs: Any) -> None:
        if not emptying.is_as_installed():
            load_all(at=datetime(2024, 1, 1, tzinfo=UTC))

    with django_db_blocker.unblock():
        load()
        emptying.begin()
    post_migrate.connect(load, sender=apps.get_app_config("deadlines"), weak=False)


@pytest.fixture
def without_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """No event opens a time limit by itself."""
    from unionlaw.deadlines import engine
    from unionlaw.deadlines.services.rules import RuleTable

    monkeypatch.setattr(engine, "rules_in_force", lambda on: RuleTable([], {}, frozenset()))


try:
    embedded.join()
except ServerError as error:
    pytest.exit(str(error), returncode=3)

"""What tests of figures start from: a small city, written down once for each module and rolled back after it."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection, transaction

from tests.cases.pages import sign_in  # noqa: F401  fixture
from tests.matters.conftest import make_employer, make_worker  # noqa: F401  fixtures
from tests.reports.rounds import month  # noqa: F401  fixture
from tests.reports.world import build
from tests.reports.writing import no_rules

FIRST_OF_DECEMBER = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The hand-counted city (world.py), looked at on 1 December 2026."""
    with django_db_blocker.unblock(), time_machine.travel(FIRST_OF_DECEMBER, tick=False), no_rules():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield build()
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
            connection.close()

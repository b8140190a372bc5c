"""Worlds that a module builds once: committed, so that the database reads them as quickly as a portal's own rows.

Rows of a transaction that is still open, and of its thousand savepoints, are read slowly: the server looks up who wrote
each one, and does not know how many there are.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests import emptying


@contextmanager
def emptied_after() -> Iterator[None]:
    """What is committed meanwhile is taken away at the end (see tests.emptying)."""
    try:
        yield
    finally:
        call_command("flush", interactive=False, verbosity=0)
        if not emptying.is_as_installed():
            emptying.begin()  # what was loaded anew is what is installed from now on
        connection.close()


@contextmanager
def committed() -> Iterator[None]:
    """Everything made meanwhile is committed at once, and counted by the planner."""
    with nobody_woken(), transaction.atomic():
        yield
    look_at_rows()


@contextmanager
def nobody_woken() -> Iterator[None]:
    """What is committed meanwhile sends nothing to workers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "on_commit", lambda *_args, **_kwargs: None)
        yield


def look_at_rows() -> None:
    """The planner learns what the tables hold now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

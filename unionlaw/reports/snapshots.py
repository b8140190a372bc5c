"""One view of the database for all statements of a computation, and a second session beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict

SERIALIZATION_FAILURE = "40001"


@contextmanager
def snapshot() -> Iterator[None]:
    """A transaction that sees everything as of its beginning, so that parts and whole agree.

    Inside another transaction it is that one's savepoint; the caller then sees to it.

    Raises Conflict when somebody else changed the same reports meanwhile; nothing is kept then.
    """
    outermost = not connection.in_atomic_block
    try:
        with transaction.atomic():
            if outermost:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != SERIALIZATION_FAILURE:
            raise
        raise Conflict(_("同时有人在办理本期报表。请刷新后重试。")) from error


@contextmanager
def beside() -> Iterator[BaseDatabaseWrapper]:
    """A second session of the database: what is written there is seen by others while a long transaction runs."""
    side = connection.copy()
    try:
        yield side
    finally:
        side.close()


def interrupted(error: BaseException) -> bool:
    """Whether a Conflict that `snapshot` raised came from somebody else's work, so that trying again helps."""
    return isinstance(error.__cause__, OperationalError)

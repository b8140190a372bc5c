"""Work that only one process does at a time, wherever it runs."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_SPACE = 7_264  # apart from other advisory locks of the portal


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Say whether this process may do the work called `name` now; until the block ends no other one may.

    The lock belongs to the database session: when its process is killed, it is free again.
    """
    key = zlib.crc32(name.encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_SPACE, key])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_SPACE, key])

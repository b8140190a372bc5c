"""Rows in line for a worker. The row is the queue: who works at one holds a lease; one that is not renewed is free
again. Celery only wakes who works (waking.py)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.functional import Promise

from unionlaw.lib.errors import DomainError
from unionlaw.lib.wording import STORED_IN, stored
from unionlaw.network.models import Post
from unionlaw.reports.models import Computation, Output
from unionlaw.reports.snapshots import interrupted

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
"""Longer than the longest part of any work: one statement over all facts of a source, or setting a paper."""
MOST_ATTEMPTS = 3
PAUSE = timedelta(minutes=5)
"""Until a row is tried again after a fault: what is down for a moment must not use up all attempts."""
Row = TypeVar("Row", Computation, Output)
Now = Callable[[], datetime]
"""The time; asked between parts, since a lease must outlive the one that is being done."""


class Stopped(Exception):
    """It was cancelled, or another worker took it over."""


@dataclass(frozen=True)
class Line(Generic[Row]):
    """How rows of one table are worked off.

    Args:
        rows: all rows, with what the work reads loaded.
        work: does a row, calls `renew` after each part and ends with `finished`; what it raises as a DomainError is
            written down as the reason why it was not done.
        failed: called in the transaction in which a row is given up, to tell whom that concerns.
        gave_up: what is said of a row that failed or killed its worker as often as it may.
        hopeless: what is said of a fault that trying again does not mend; None for every other.
    """

    rows: Callable[[], QuerySet[Row]]
    work: Callable[[Row, Now], None]
    failed: Callable[[Row, datetime], None]
    gave_up: Promise
    hopeless: Callable[[Exception], str | None] = lambda _error: None

    def work_off(self, *, now: Now) -> bool:
        """Do the next row in line. Returns whether there was one."""
        row = self._take(now())
        if row is None:
            return False
        try:
            with translation.override(STORED_IN):
                self.work(row, now)
        except Stopped:
            pass
        except DomainError as error:
            if interrupted(error):
                self._again(row, error.message, now(), pause=timedelta())
            else:
                self.give_up(row, error.message, now())
        except Exception as error:
            if why := self.hopeless(error):
                self.give_up(row, why, now())
            else:
                log.exception("%s %s could not be done", row._meta.model_name, row.pk)
                self._again(row, stored(self.gave_up), now(), pause=PAUSE)
        return True

    @transaction.atomic
    def _take(self, at: datetime) -> Row | None:
        """The oldest that waits and whose pause is over, or whose worker is gone; now ours until the lease ends."""
        free = Q(state="waiting", locked_until=None) | Q(state__in=("waiting", "working"), locked_until__lt=at)
        rows = self.rows().filter(free).select_for_update(skip_locked=True, of=("self",)).order_by("asked_at", "pk")
        found: Row | None = rows.first()
        if found is None:
            return None
        if found.attempts >= MOST_ATTEMPTS:
            # Each time its worker died: it would take the next one along, too.
            self.give_up(found, stored(self.gave_up), at)
            return self._take(at)
        found.state, found.attempts, found.progress = "working", found.attempts + 1, 0
        found.locked_until = at + LEASE
        found.save(update_fields=["state", "attempts", "progress", "locked_until"])
        return found

    def _mine(self, row: Row) -> QuerySet[Row]:
        """The row, as long as nobody cancelled it or took it over: each who takes it counts one attempt more."""
        return self.rows().filter(pk=row.pk, state="working", attempts=row.attempts)

    def _again(self, row: Row, why: str, at: datetime, *, pause: timedelta) -> None:
        """Back into the line, unless it was tried often enough."""
        if row.attempts >= MOST_ATTEMPTS:
            self.give_up(row, why, at)
        else:
            self._mine(row).update(state="waiting", locked_until=at + pause if pause else None, progress=0)

    @transaction.atomic
    def give_up(self, row: Row, why: str, at: datetime) -> None:
        """Write down why it was not done, and tell whom that concerns."""
        if self._mine(row).update(state="failed", error=why[:300], locked_until=None):
            self.failed(row, at)

    def finished(self, row: Row, at: datetime, **columns: object) -> None:
        """It is done. Raises Stopped when it is not ours any more."""
        done = {"state": "done", "progress": 100, "done_at": at, "locked_until": None, "error": "", **columns}
        if not self._mine(row).update(**done):
            raise Stopped


def renew(row: Computation | Output, percent: int, at: datetime, side: BaseDatabaseWrapper | None = None) -> None:
    """Say how much is done and hold the lease on. Raises Stopped when the row is not ours any more.

    Args:
        side: the session to write in, so that others see it while the worker's own transaction runs.
    """
    with (side or connection).cursor() as cursor:
        cursor.execute(
            f"UPDATE {row._meta.db_table} SET progress = %s, locked_until = %s"  # noqa: S608  declared in code
            " WHERE id = %s AND state = 'working' AND attempts = %s",
            (percent, at + LEASE, row.pk, row.attempts),
        )
        if not cursor.rowcount:
            raise Stopped


def serves(post: Post, at: datetime) -> bool:
    """Whether somebody still serves in a post."""
    return (post.ends_on is None or post.ends_on >= timezone.localdate(at)) and post.user.is_active

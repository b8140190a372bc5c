"""The sweep: reminder steps whose moment has come are told, in batches of one statement each.

Whoever wakes it, however often and in how many processes, each step of each limit is told once: rows are claimed with
SKIP LOCKED, a step moves in the statement that writes its notices, and a notice's key is unique. A sweep that dies
leaves nothing behind but rows that are still due (docs/adr/0006-deadlines.md).
"""

import json
import logging
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from unionlaw.deadlines.ladders import default_steps
from unionlaw.deadlines.models import Deadline
from unionlaw.deadlines.recipients import BATCH_STATEMENT, ROW_STATEMENT
from unionlaw.deadlines.schedule import CHINA
from unionlaw.deadlines.services.setting_aside import put_aside
from unionlaw.network.actors import Actor
from unionlaw.notices.services.heartbeats import beat

log = logging.getLogger(__name__)

SWEEPER = Actor.system("sweep")
ASK_AGAIN = timedelta(minutes=15)
"""After this time a step is tried again for which there was nobody at all to tell, not even an administrator."""


def sweep(*, at: datetime, batch: int = 500, seconds: float = 15.0) -> int:
    """Tell every reminder step that is due at `at`, and leave a heartbeat.

    Args:
        at: now.
        batch: limits per statement and transaction.
        seconds: after this time it stops between two batches; the next sweep goes on.

    Returns how many steps it took; several missed steps of one limit are told one after the other, in order.
    Raises OperationalError or InterfaceError when the database goes away: what was not committed is still due.
    """
    until = time.monotonic() + seconds
    swept = 0
    while taken := _batch(at, batch):
        swept += taken
        if time.monotonic() > until:
            break
    beat(name="deadlines", rows=swept, at=at)
    return swept


def _batch(at: datetime, batch: int) -> int:
    try:
        return _tell(BATCH_STATEMENT, at, batch=batch)
    except (OperationalError, InterfaceError):
        raise
    except DatabaseError as error:
        log.warning("a batch of reminders failed, going row by row: %s", error)
    return _one_by_one(at, batch)


def _tell(statement: str, at: datetime, **which: int) -> int:
    """Run the statement in a transaction of its own; returns how many limits it took."""
    values: dict[str, Any] = {
        "at": at,
        "on": at.astimezone(CHINA).date(),
        "steps": json.dumps(default_steps()),
        **which,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        # Of two that wait for each other, the sweep gives way: it comes again, people do not.
        cursor.execute("SET LOCAL lock_timeout = '500ms'")
        cursor.execute(statement, values)
        taken, nobody = cursor.fetchone()
        if nobody:
            log.error("nobody to remind, not even a system administrator, of time limits %s", nobody)
            Deadline.objects.filter(pk__in=nobody).update(step_no=F("step_no") - 1, next_step_at=at + ASK_AGAIN)
    return int(taken)


def _one_by_one(at: datetime, batch: int) -> int:
    """Tell what can be told of the next batch, and put aside what the database refuses."""
    due = Deadline.objects.filter(next_step_at__lte=at).order_by("next_step_at", "pk").values_list("pk", flat=True)
    taken = 0
    for pk in list(due[:batch]):
        try:
            taken += _tell(ROW_STATEMENT, at, id=pk)
        except (OperationalError, InterfaceError):
            raise
        except DatabaseError as error:
            taken += put_aside(deadline_id=pk, why=str(error).strip(), by=SWEEPER, at=at)
    return taken

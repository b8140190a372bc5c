"""Waking a worker. The row is the queue: a wake-up that is lost costs seconds until the next beat, nothing else."""

import logging
from functools import partial

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
EXPIRES = 60
"""Seconds after which beat has woken the task anyway."""


def after_commit(task: str) -> None:
    """Wake the task named `task` once the transaction is committed, once for all that asked in it."""
    waiting = (entry[1] for entry in connection.run_on_commit)
    if not any(isinstance(call, partial) and call.func is wake and call.args == (task,) for call in waiting):
        transaction.on_commit(partial(wake, task))


def wake(task: str) -> None:
    """Send the task named `task` to a worker; a broker that is away is logged, not raised."""
    try:
        current_app.send_task(task, expires=EXPIRES)
    except OperationalError as error:
        log.warning("the broker is away, beat will wake %s: %s", task, error)

"""Waking a worker for heavy work. The row is the queue: a wake-up that is lost is made up for by beat."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

EXPIRES = 3600
"""Seconds after which beat has woken the task anyway."""


def wake(task: Any) -> None:
    """Send a task to the queue for heavy work once the transaction is committed."""

    def send() -> None:
        with suppress(OperationalError):
            task.apply_async(queue="slow", expires=EXPIRES)

    transaction.on_commit(send)

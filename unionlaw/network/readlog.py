"""Writing down that something sensitive was read."""

from datetime import datetime
from typing import Any

from unionlaw.network.actors import Actor
from unionlaw.network.models import ReadLog


def log_read(
    *, by: Actor, at: datetime, action: str, subject: str, reason: str = "", data: dict[str, Any] | None = None
) -> ReadLog:
    """Record that `by` read `subject`.

    Args:
        action: one of ReadLog.Action: "open", "reveal", "lookup", "export".
        subject: what was read, "kind:id", for instance "worker:12" or "list:matters".
        reason: why, in the reader's words.
        data: which fields, which filter, how many rows; never the sensitive values themselves.
    """
    return ReadLog.objects.create(
        at=at,
        action=action,
        subject=subject,
        reason=reason,
        data=data or {},
        user=by.user,
        post=by.post,
        job=by.job,
    )

"""What notices put into the frame of every page; worked out only when the template asks for it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from unionlaw.lib import clock
from unionlaw.lib.wording import listed
from unionlaw.network.roles import ADMINISTRATORS
from unionlaw.notices.services import heartbeats, reading


def frame(request: HttpRequest) -> dict[str, Any]:
    """`bell`: how many notices are unread, empty without an inbox; `alarm`: which jobs stand still, in words."""
    actor = getattr(request, "actor", None)
    return {"bell": SimpleLazyObject(lambda: bell(actor)), "alarm": SimpleLazyObject(lambda: alarm(actor))}


def bell(actor: Any) -> dict[str, Any]:
    """What the bell shows."""
    if not getattr(actor, "post", None):
        return {}
    count = reading.unread_count(by=actor)
    most = reading.MOST_COUNTED
    return {"count": count, "text": f"{most - 1}+" if count >= most else str(count)}


def alarm(actor: Any) -> str:
    """For administrators: which of the recurring jobs have not finished for minutes; "" when all is well."""
    if not getattr(actor, "post", None) or actor.role not in ADMINISTRATORS:
        return ""
    names = heartbeats.still(clock.now())
    return listed(_label(name) for name in names) if names else ""


def _label(name: str) -> str:
    return str(heartbeats.JOBS.get(name, name))

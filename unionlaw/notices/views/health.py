"""Whether the recurring jobs run (/healthz/deep): for the watch that wakes somebody at night."""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from unionlaw.lib import clock
from unionlaw.notices.services import heartbeats, sending
from unionlaw.web import policy

log = logging.getLogger(__name__)


@policy.public("health check of the recurring jobs; tells ages and counts only")
@never_cache
@require_safe
def deep(request: HttpRequest) -> JsonResponse:
    """Answer 200 when every job finished within three minutes, else 503. Seconds throughout."""
    at = clock.now()
    try:
        pulses = heartbeats.pulses(at=at)
        queue = sending.backlog(at=at)
    except DatabaseError as error:
        log.warning("healthz/deep: %s", error)
        return JsonResponse({"status": "unavailable"}, status=503)
    well = not any(pulse.old for pulse in pulses)
    jobs: dict[str, Any] = {
        pulse.name: {
            "age": None if pulse.finished_at is None else max(round((at - pulse.finished_at).total_seconds()), 0),
            "ok": not pulse.old,
        }
        for pulse in pulses
    }
    body = {"status": "ok" if well else "unavailable", "heartbeats": jobs, **queue}
    return JsonResponse(body, status=200 if well else 503)

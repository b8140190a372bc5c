"""Start-up checks: the vocabulary of events and the tables of statuses agree with one another."""

from typing import Any

from django.core.checks import CheckMessage, Error

from unionlaw.matters import statuses, vocabulary
from unionlaw.matters.models.matter import LIVE_PHASES, Kind, Phase


def vocabulary_is_sound(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Every status has a known kind and phase; every event leads to a declared status; closing events say how."""
    found: list[CheckMessage] = []
    known = {status.code: status for status in statuses.all_statuses()}
    for status in known.values():
        if status.kind not in Kind.values or status.phase not in Phase.values:
            found.append(Error(f"Status {status.code} has an unknown kind or phase.", id="matters.E001"))
    for event_type in vocabulary.all_types():
        if not event_type.leads_to:
            continue
        found_status = known.get(event_type.leads_to)
        if found_status is None:
            found.append(
                Error(f"Event {event_type.name} leads to unknown status {event_type.leads_to}.", id="matters.E002")
            )
        elif (found_status.phase not in LIVE_PHASES) != bool(event_type.ends_as):
            found.append(
                Error(f"Event {event_type.name}: ends_as is for events that close, and only those.", id="matters.E003")
            )
    return found

"""Which events close matters and which take them up again, read from the declared vocabulary at first use."""

from __future__ import annotations

from functools import cache

from unionlaw.matters import statuses, vocabulary
from unionlaw.matters.models.matter import LIVE_PHASES


@cache
def closing() -> tuple[str, ...]:
    """Events that lead to a status in which a matter is over."""
    return tuple(name for name, target in _leading().items() if not _is_live(target))


@cache
def reviving() -> tuple[str, ...]:
    """Events that lead to a status in which a matter is under way: opening and reopening it among them."""
    return tuple(name for name, target in _leading().items() if _is_live(target))


@cache
def closing_again() -> tuple[str, ...]:
    """Closing events that can befall a matter that is closed already (answered, then applied for aid)."""
    return tuple(name for name in closing() if vocabulary.get(name).leads_to in _from_closed())


@cache
def reopening() -> tuple[str, ...]:
    """Reviving events that can befall a matter that is closed: without one of them, closed stays closed."""
    return tuple(name for name in reviving() if vocabulary.get(name).leads_to in _from_closed())


def parameters() -> dict[str, object]:
    """All of them as parameters of SQL."""
    return {
        "closing": list(closing()),
        "reviving": list(reviving()),
        "closing_again": list(closing_again()),
        "reopening": list(reopening()),
    }


def _from_closed() -> set[str]:
    """The statuses that a closed matter can get to."""
    return {
        step.target
        for kind in {status.kind for status in statuses.all_statuses()}
        for step in statuses.workflow_of(kind).transitions
        if step.target and any(not _is_live(source) for source in step.sources)
    }


def _leading() -> dict[str, str]:
    """Event → the status it leads to."""
    return {event.name: event.leads_to for event in vocabulary.all_types() if event.leads_to}


def _is_live(status: str) -> bool:
    return statuses.status_def(status).phase in LIVE_PHASES

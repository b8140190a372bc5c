"""`record`: the one door through which a matter changes (spine.md, "A write, from click to consequence")."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from unionlaw.lib.wording import stored
from unionlaw.matters import statuses, vocabulary
from unionlaw.matters.models import Event, Matter
from unionlaw.matters.models.matter import LIVE_PHASES
from unionlaw.network.actors import Actor

Subscriber = Callable[[Matter, Event, vocabulary.EventType, Actor], None]
_subscribers: list[Subscriber] = []


def subscribe(subscriber: Subscriber) -> None:
    """Call `subscriber(matter, event, event_type, actor)` in the transaction of every recorded event.

    The floors above (deadlines, notices) join here at start-up; this floor does not import them. They are called in the
    order in which they joined, after the event is written and before the matter is saved: what they set on it (the next
    due day) is saved with it, in one row of its history.
    """
    if subscriber not in _subscribers:
        _subscribers.append(subscriber)


def record(
    matter: Matter,
    name: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Record that `name` happened to `matter`, and carry out what its declaration says.

    The caller holds the matter's row lock (`lock_matter`), is in a transaction, and may have changed columns of the
    matter that are not yet saved; they are saved here together with status, phase, closing, next step and version.

    Args:
        name: a declared event name, "aid_application.granted".
        at: aware time at which it happened.
        reason: why, in the actor's words.
        data: what the declaration allows, JSON values.

    Returns the event. Raises LookupError for an undeclared name, TypeError for undeclared data.
    """
    event_type = vocabulary.get(name)
    event = _happen(matter, event_type, by=by, at=at, reason=reason, data=data or {})
    event.save(force_insert=True)
    for subscriber in _subscribers:
        subscriber(matter, event, event_type, by)
    matter.save()
    return event


# What an event changes on its matter, the subscribers' part included.
_CHANGED = ("status_id", "phase", "next_step", "closed_at", "closed_reason", "next_due_on", "watched_until")


def record_many(
    happened: Sequence[tuple[Matter, dict[str, Any]]], name: str, *, by: Actor, at: datetime, reason: str = ""
) -> list[Event]:
    """Record the same event for many matters, each once, in a number of statements that does not grow with them.

    As `record`, with one difference: of what the caller changed on the matters nothing is saved.

    Args:
        happened: each matter with the data of its event.
    """
    event_type = vocabulary.get(name)
    before = [tuple(getattr(matter, column) for column in _CHANGED) for matter, _data in happened]
    events = Event.objects.bulk_create(
        _happen(matter, event_type, by=by, at=at, reason=reason, data=data) for matter, data in happened
    )
    for (matter, _data), event in zip(happened, events, strict=True):
        for subscriber in _subscribers:
            subscriber(matter, event, event_type, by)
    # Matters that changed alike are written together; most often these are all.
    alike: dict[tuple[Any, ...], list[int]] = {}
    for (matter, _data), old in zip(happened, before, strict=True):
        new = tuple(getattr(matter, column) for column in _CHANGED)
        alike.setdefault(new if new != old else (), []).append(matter.pk)
    for values, pks in alike.items():
        Matter.objects.filter(pk__in=pks).update(
            last_event=F("last_event") + 1, version=F("version") + 1, updated_at=at,
            **dict(zip(_CHANGED, values, strict=True) if values else ()),
        )  # fmt: skip
    return events


def _happen(
    matter: Matter, event_type: vocabulary.EventType, *, by: Actor, at: datetime, reason: str, data: dict[str, Any]
) -> Event:
    """Change the matter as the declaration says; returns the event. Neither is saved."""
    vocabulary.check_data(event_type, data)
    if event_type.leads_to:
        _enter(matter, event_type, at)
    if event_type.next_step:
        matter.next_step = stored(event_type.next_step)
    if matter.phase not in LIVE_PHASES:
        matter.next_step = ""
    matter.last_event += 1
    matter.version += 1
    matter.updated_at = at
    return Event(
        matter=matter,
        sequence=matter.last_event,
        name=event_type.name,
        happened_at=at,
        user=by.user,
        post=by.post,
        job=by.job,
        reason=reason,
        data=data,
        audience=event_type.audience,
    )


def _enter(matter: Matter, event_type: vocabulary.EventType, at: datetime) -> None:
    status = statuses.status_def(event_type.leads_to)
    matter.status_id, matter.phase = status.code, status.phase
    matter.next_step = ""
    if status.phase in LIVE_PHASES:
        matter.closed_at, matter.closed_reason = None, ""
    else:
        # Closed in another way than before (answered, then applied for aid): the first day stays, the way changes.
        matter.closed_at, matter.closed_reason = matter.closed_at or at, event_type.ends_as

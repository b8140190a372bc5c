"""The declared vocabulary of events: what can happen, who hears of it, what status it leads to, what comes next.

An event is the only trigger. A name that is not declared here is an error at start-up or at once, not at night.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Label = str | Promise


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event.

    Args:
        name: "noun.happened", for instance "aid_application.granted".
        label: the short wording on the timeline, in the reader's language.
        sentence: a longer wording with %(key)s for values of `data`, or "".
        data: key → type of each value that the event carries (str, int, bool, list, dict); all may be left out.
        audience: "staff", "organs" or "parties": the widest circle that may read it.
        leads_to: the status it sets, or "" when the status stays.
        next_step: what is to be done next, for lists ("" clears it when leads_to is set).
        ends_as: for events that close the matter, how it ended, for closed_reason.
        drops_deadlines: for events that close the matter because its purpose is gone (withdrawn, refused): what time
            limits still run are cancelled; every other closing is refused while one runs.
        hands_over: "owner" or "lawyer" when with this event another person answers for the matter in that part; the
            time limits that were theirs follow.

    What is due because of an event is no part of its declaration: rules of time limits name events
    (docs/adr/0006-deadlines.md).
    """

    name: str
    label: Label
    sentence: Label = ""
    data: dict[str, type] = field(default_factory=dict)
    audience: str = "staff"
    leads_to: str = ""
    next_step: Label = ""
    ends_as: str = ""
    drops_deadlines: bool = False
    hands_over: str = ""


_types: dict[str, EventType] = {}


def declare(*types: EventType) -> None:
    """Add event types. Raises ValueError when a name is declared twice."""
    for event_type in types:
        if _types.setdefault(event_type.name, event_type) is not event_type:
            raise ValueError(f"Event {event_type.name} is declared twice.")


def get(name: str) -> EventType:
    """The declared type. Raises LookupError for a name nobody declared."""
    try:
        return _types[name]
    except KeyError:
        raise LookupError(f"No event {name!r} is declared.") from None


def all_types() -> Iterable[EventType]:
    return _types.values()


def check_data(event_type: EventType, data: dict[str, Any]) -> None:
    """Raises TypeError when `data` holds a key the type does not declare, or a value of another type."""
    for key, value in data.items():
        if key not in event_type.data:
            raise TypeError(f"{event_type.name} carries no {key!r}.")
        if value is not None and not isinstance(value, event_type.data[key]):
            raise TypeError(f"{event_type.name}: {key} should be {event_type.data[key].__name__}.")

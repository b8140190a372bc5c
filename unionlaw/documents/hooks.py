"""Where the workflow apps join: what follows from a new paper, and which checklist lines a paper can be."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unionlaw.documents.models import Document
    from unionlaw.matters.models import Matter
    from unionlaw.network.actors import Actor

Added = Callable[["Document", "Actor", datetime], None]
Choices = Callable[["Matter"], list[tuple[str, str]]]

_added: list[Added] = []
_choices: dict[str, Choices] = {}


def on_added(subscriber: Added) -> None:
    """Call `subscriber(document, by, at)` in the transaction that adds a document."""
    if subscriber not in _added:
        _added.append(subscriber)


def added(document: "Document", by: "Actor", at: datetime) -> None:
    for subscriber in _added:
        subscriber(document, by, at)


def offer_materials(kind: str, choices: Choices) -> None:
    """Let a paper of a matter of `kind` be one of `choices(matter)`: (key, label) of each line of its checklist."""
    _choices[kind] = choices


def materials_of(matter: "Matter") -> list[tuple[str, str]]:
    """The checklist lines a paper of this matter can be; empty for kinds without a checklist."""
    choices = _choices.get(matter.kind)
    return choices(matter) if choices else []

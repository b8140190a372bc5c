"""Where the workflow apps join: what follows from a new paper, and which checklist lines a paper can be."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from unionlaw.documents.models import Document, Paper
    from unionlaw.matters.models import Matter
    from unionlaw.network.actors import Actor

Added = Callable[["Document", "Actor", datetime], None]
Choices = Callable[["Matter"], list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Link:
    """A page that the verification of a paper leads to."""

    label: str | Promise
    url: str


Answerable = Callable[["Paper"], Link | None]

_added: list[Added] = []
_choices: dict[str, Choices] = {}
_answers: dict[str, Answerable] = {}


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


def offer_answer(kind: str, answerable: Answerable) -> None:
    """Let the verification page of a paper about a matter of `kind` lead to where its addressee can answer it."""
    _answers[kind] = answerable


def answer_link(paper: "Paper") -> Link | None:
    """Where the addressee of the paper can answer, if its app offers that and the paper can be answered now."""
    answerable = _answers.get(paper.document.matter.kind)
    return answerable(paper) if answerable else None

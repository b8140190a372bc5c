"""What the panels of a mediation's page show: each part of the app says what its own panel needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mediation.models import Mediation
from unionlaw.network.actors import Actor

Source = Callable[[Mediation, Actor], dict[str, Any]]

_sources: list[Source] = []


def register(source: Source) -> Source:
    """Ask `source(mediation, actor)` for context whenever the page is shown; registering it again changes nothing.

    Raises nothing; two sources that name the same key are found by `context_of`.
    """
    if source not in _sources:
        _sources.append(source)
    return source


def context_of(mediation: Mediation, actor: Actor) -> dict[str, Any]:
    """The context of all panels. Raises ValueError when two panels use one name."""
    found: dict[str, Any] = {}
    for source in _sources:
        given = source(mediation, actor)
        if clash := _clash(found, given):
            raise ValueError(f"Two panels of a mediation give {clash}.")
        found |= given
    return found


def _clash(found: dict[str, Any], given: Iterable[str]) -> str:
    return ", ".join(sorted(set(given) & set(found)))

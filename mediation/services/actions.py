"""Whether something can be done with a mediation now, and if not, why: every action on a page shows its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mediation.models import Mediation
from mediation.services import persons
from unionlaw.matters import statuses
from unionlaw.matters.models import Matter
from unionlaw.matters.services.locking import status_refusal
from unionlaw.network.actors import Actor

CONDITIONS: dict[str, Callable[[Mediation], str]] = {}
"""Verb → why it cannot be done now, or "". The services that carry the verbs out put theirs here when imported
(mediation/apps.py) and hold to the same conditions themselves."""


def refusal(matter: Matter, verb: str, actor: Actor) -> str:
    """Why `actor` cannot do `verb` with a mediation now, or "" when they can.

    Raises KeyError for a verb that is not in the workflow.
    """
    return refusals(matter, [verb], actor)[verb]


def refusals(matter: Matter, verbs: Iterable[str], actor: Actor) -> dict[str, str]:
    """The reason against each verb, "" where there is none; who serves here is read once for all of them."""
    by_verb = statuses.workflow_of(matter.kind).by_verb
    mediation: Mediation = matter.mediation
    found: dict[str, str] = {}
    said: dict[object, str] = {}
    for verb in verbs:
        transition = by_verb[verb]
        reason = actor.refusal(transition.right) or status_refusal(matter, transition)
        if not reason:
            group = next((group for group in persons.GROUPS if verb in group), None)
            if group not in said:
                said[group] = persons.person_refusal(mediation, verb, actor)
            reason = said[group]
        if not reason and (condition := CONDITIONS.get(verb)):
            reason = condition(mediation)
        found[verb] = reason
    return found

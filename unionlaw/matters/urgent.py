"""What an actor must do first: what is theirs or waits for their decision, the earliest time limit first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q

from unionlaw.matters.models import Grant, Matter
from unionlaw.matters.models.matter import LIVE_PHASES
from unionlaw.network.actors import Actor
from unionlaw.network.roles import STAFF, Role
from unionlaw.web.lists.keyset import Branch, Sort, walk

BY_LIMIT = Sort("", "next_due_on", nullable=True)
LOOKED_AT = 2
"""So many times as many are read as are shown: of those due on the same day, the pressing ones go first."""


def most_urgent(actor: Actor, *, deciding: Collection[str], turns: Iterable[Q], most: int) -> list[Matter]:
    """The first `most` matters that the acting post answers for or has to decide.

    For the union's own people a closed matter with a limit that still runs (a follow-up) is among them.

    Args:
        deciding: statuses that wait for a decision of the actor's role.
        turns: conditions on matters that wait for this very actor.

    Each way to them is walked by itself, so that nobody's desk looks through all matters of the union (one condition
    with OR would). Every way stays behind the wall: what is due elsewhere must not crowd out what is due here.
    """
    if actor.post is None:
        return []
    running = Q(phase__in=LIVE_PHASES)
    if actor.role in STAFF:
        running |= Q(next_due_on__isnull=False)
    seen = Matter.objects.visible_to(actor)
    branches = [*_own(actor, running), *(Branch(seen.filter(running).filter(turn)) for turn in turns)]
    if actor.reads_tree:
        branches += [Branch(Matter.objects.in_tree_of(actor).filter(running, status=code)) for code in deciding]
    if not branches:
        return []
    ids = walk(branches, BY_LIMIT, descending=False, limit=most * LOOKED_AT).ids
    found = seen.filter(pk__in=ids).select_related("organisation", "owner__user")
    return sorted(found, key=lambda m: (m.next_due_on or date.max, -m.priority, m.pk))[:most]


def _own(actor: Actor, running: Q) -> list[Branch]:
    """What is theirs (filters.mine); a mediator's are those they mediate in too, although they read the whole tree."""
    assert actor.post is not None
    owned = Matter.objects.visible_to(actor).filter(running, owner=actor.post)
    branches = [Branch(owned)] if actor.reads_tree else []
    if actor.reads_tree and actor.role != Role.MEDIATOR:
        return branches
    granted = Grant.objects.filter(running, viewer_key=f"post:{actor.post.pk}", ended_at=None)
    if actor.reads_tree:
        granted = granted.filter(why=Grant.Why.MEDIATOR)
    return [*branches, Branch(granted, pk="matter_id", repeats=len(Grant.Why))]

"""Nothing forgotten: live matters that no time limit watches from today on."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.web.lists.keyset import Branch


def unwatched(today: date) -> Q:
    """Matters without a limit that ends on `today` or later."""
    return Q(watched_until__isnull=True) | Q(watched_until__lt=today)


def branches(actor: Actor, today: date) -> list[Branch]:
    """The live ones of the actor's tree, as the two ranges of one index: all limits past, and none ever."""
    rows = Matter.objects.in_tree_of(actor).live()
    return [Branch(rows.filter(watched_until__lt=today)), Branch(rows.filter(watched_until__isnull=True))]

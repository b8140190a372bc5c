"""Nothing forgotten: live matters that no time limit watches from today on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionlaw.lib import clock
from unionlaw.matters.desk import Tile
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.web.lists.keyset import Branch, capped_count

COUNTED_TO = 200
TILE = Tile("forgotten", _("无人看管"), "danger", "", Q(), frozenset({Role.SUPERVISOR}))


def unwatched(today: date) -> Q:
    """Matters without a limit that ends on `today` or later."""
    return Q(watched_until__isnull=True) | Q(watched_until__lt=today)


def branches(actor: Actor, today: date) -> list[Branch]:
    """The live ones of the actor's tree, as the two ranges of one index: all limits past, and none ever."""
    rows = Matter.objects.in_tree_of(actor).live()
    return [Branch(rows.filter(watched_until__lt=today)), Branch(rows.filter(watched_until__isnull=True))]


def desk_tiles(actor: Actor) -> list[dict[str, Any]]:
    """The tile on a supervisor's desk; one query, counted no further than COUNTED_TO."""
    if actor.role not in (TILE.roles or ()):
        return []
    count = capped_count(branches(actor, clock.today()), COUNTED_TO)
    shown = f"{COUNTED_TO}+" if count > COUNTED_TO else count
    return [{"tile": TILE, "count": shown, "url": reverse("deadlines:forgotten")}]

"""Who sees which matter: the one wall that every list, page, count, export and API answer stands behind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from unionlaw.registers.querysets import SearchQuerySet
from unionlaw.web.lists.keyset import Branch

if TYPE_CHECKING:
    from unionlaw.matters.models import Matter  # noqa: F401  named in quotes below
    from unionlaw.network.actors import Actor

# Filters of lists that compare only what a grant has a copy of, and so are applied to grants as they are.
COPIED_FILTERS = frozenset(
    {"kind", "status", "phase", "due", "channel", "cause", "mine", "unowned", "green_channel", "group", "opened"}
)


class MatterQuerySet(SearchQuerySet["Matter"]):
    def in_tree_of(self, actor: Actor) -> MatterQuerySet:
        """Matters held by the actor's organisation or one below it: one equality on one scope column."""
        organisation = actor.organisation
        if organisation is None or not actor.reads_tree:
            return self.none()
        return self.filter(**{f"scope{len(organisation.lineage)}": organisation.pk})

    def visible_to(self, actor: Actor) -> MatterQuerySet:
        """Matters this actor may know of: their tree's, and those granted to them."""
        if actor.is_system:
            return self.all()
        if actor.post is None:
            return self.none()
        granted = _open_grants().filter(matter=OuterRef("pk"), viewer_key__in=actor.viewer_keys)
        if actor.reads_tree:
            organisation = actor.post.organisation
            return self.filter(Q(**{f"scope{len(organisation.lineage)}": organisation.pk}) | Exists(granted))
        return self.filter(Exists(granted))

    def visible_branches(self, actor: Actor) -> list[Branch]:
        """The same matters as `visible_to`, as parts that can each be walked in order along one index.

        The pager of lists merges them (docs/adr/0002-visibility.md).
        """
        if actor.is_system:
            return [Branch(self.all())]
        branches = []
        if actor.reads_tree and actor.organisation is not None:
            place = {f"scope{len(actor.organisation.lineage)}": actor.organisation.pk}
            branches.append(Branch(self.filter(**place), place=place))
        reasons = len(apps.get_model("matters", "Grant").Why)
        for key in actor.viewer_keys:
            branches.append(
                Branch(
                    # Grants themselves, so that walking and counting stay inside their index.
                    _open_grants().filter(viewer_key=key),
                    pk="matter_id",
                    answers=COPIED_FILTERS,
                    # One viewer can hold an open grant for each reason, and the matter must still show once.
                    repeats=reasons,
                )
            )
        return branches

    def forgotten(self, today: date) -> MatterQuerySet:
        """Live matters that no open time limit watches from `today` on."""
        return self.live().filter(Q(watched_until__isnull=True) | Q(watched_until__lt=today))

    def forgotten_branches(self, actor: Actor, today: date) -> list[Branch]:
        """What is `forgotten` in the actor's tree, as parts that each are one range of an index.

        To be sorted by `watched_until` (nullable). Matters granted from elsewhere are watched where they are held.
        """
        held = (self if actor.is_system else self.in_tree_of(actor)).live()
        return [Branch(held.filter(watched_until__isnull=True)), Branch(held.filter(watched_until__lt=today))]

    def live(self) -> MatterQuerySet:
        from unionlaw.matters.models.matter import LIVE_PHASES

        return self.filter(phase__in=LIVE_PHASES)


def _open_grants() -> models.QuerySet:
    return apps.get_model("matters", "Grant").objects.filter(ended_at__isnull=True)

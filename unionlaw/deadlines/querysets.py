"""Who sees which time limit: whoever sees its matter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q

from unionlaw.web.lists.keyset import Branch

if TYPE_CHECKING:
    from unionlaw.deadlines.models import Deadline  # noqa: F401  named in quotes below
    from unionlaw.network.actors import Actor


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def visible_to(self, actor: Actor) -> DeadlineQuerySet:
        """Limits of the matters this actor may know of (see MatterQuerySet.visible_to)."""
        if actor.is_system:
            return self.all()
        if actor.post is None:
            return self.none()
        granted = Q(Exists(_grants(actor).filter(matter=OuterRef("matter_id"))))
        if actor.reads_tree:
            organisation = actor.post.organisation
            return self.filter(Q(**{f"scope{len(organisation.lineage)}": organisation.pk}) | granted)
        return self.filter(granted)

    def in_tree_of(self, actor: Actor) -> DeadlineQuerySet:
        """Limits of matters held by the actor's organisation or one below it: one equality on one scope column."""
        organisation = actor.organisation
        if organisation is None or not actor.reads_tree:
            return self.none()
        return self.filter(**{f"scope{len(organisation.lineage)}": organisation.pk})

    def granted_to(self, actor: Actor) -> DeadlineQuerySet:
        """Limits of matters granted to the actor, wherever they are held; looked up by matter."""
        return self.filter(_of_granted(actor))

    def visible_branches(self, actor: Actor, states: Iterable[str]) -> list[Branch]:
        """The limits of `visible_to` in these states, as parts that are each read along one index.

        The tree's are walked by (scope, due_on) of open ones, (scope, state, due_on) of others. A reader's granted ones
        are looked up by matter and sorted: they are as many as the reader has matters, not as many as there are.
        """
        states = list(states)
        if actor.is_system:
            return [Branch(self.filter(state=state)) for state in states]
        if actor.post is None:
            return []
        granted = self.granted_to(actor).filter(state__in=states)
        if not actor.reads_tree:
            return [Branch(granted)]
        organisation = actor.post.organisation
        own = {f"scope{len(organisation.lineage)}": organisation.pk}
        # No row is in two branches, so that counts of branches add up.
        return [*(Branch(self.filter(state=state, **own)) for state in states), Branch(granted.exclude(**own))]

    def running(self) -> DeadlineQuerySet:
        """Open or suspended."""
        return self.filter(state__in=("open", "suspended"))

    def put_aside(self) -> DeadlineQuerySet:
        """Those whose reminders stand still because one could not be written; the longest first."""
        stuck = self.filter(put_aside_at__isnull=False, next_step_at__isnull=True, state="open")
        return stuck.order_by("put_aside_at", "pk")


def _of_granted(actor: Actor) -> models.Func:
    """Limits of matters granted to the actor.

    As an array, so that these few are looked up by matter and never met on a walk through everybody's limits.
    """
    granted = ArraySubquery(_grants(actor).values("matter"))
    return models.Func(
        models.F("matter_id"),
        granted,
        template="(%(expressions)s))",
        arg_joiner=" = ANY (",
        output_field=models.BooleanField(),
    )


def _grants(actor: Actor) -> models.QuerySet:
    return apps.get_model("matters", "Grant").objects.filter(viewer_key__in=actor.viewer_keys, ended_at__isnull=True)

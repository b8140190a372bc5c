"""Reads of rows that stand beside a matter, or belong to one that does, go through the matter's wall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor


class OfMatterQuerySet(models.QuerySet[Any]):
    """For models that lead to a matter; `way` is the lookup that does, for instance "session__mediation__matter"."""

    way: ClassVar[str] = "matter"

    def visible_to(self, actor: Actor) -> Self:
        """Rows whose matter `actor` may know of."""
        return self.filter(**{f"{self.way}__in": apps.get_model("matters", "Matter").objects.visible_to(actor)})


class BesideMatterQuerySet(OfMatterQuerySet):
    """For models whose `matter` is the primary key."""

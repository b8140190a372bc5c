"""Reads of rows that stand beside a matter go through the matter's wall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor


class BesideMatterQuerySet(models.QuerySet[Any]):
    """For models whose `matter` is the primary key."""

    def visible_to(self, actor: Actor) -> BesideMatterQuerySet:
        """Rows whose matter `actor` may know of."""
        return self.filter(matter__in=apps.get_model("matters", "Matter").objects.visible_to(actor))


class OfLetterQuerySet(models.QuerySet[Any]):
    """For models that belong to a letter (`letter`)."""

    def visible_to(self, actor: Actor) -> OfLetterQuerySet:
        """Rows whose letter `actor` may know of."""
        return self.filter(letter__matter__in=apps.get_model("matters", "Matter").objects.visible_to(actor))

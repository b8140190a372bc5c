"""Reads of a mediation's rows go through the matter's wall; what is said in private has a narrower one of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from unionlaw.matters.beside import BesideMatterQuerySet, OfMatterQuerySet

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor

__all__ = [
    "BesideMatterQuerySet",
    "CaucusNoteQuerySet",
    "OfAgreementQuerySet",
    "OfMediationQuerySet",
    "OfSessionQuerySet",
]


class OfMediationQuerySet(OfMatterQuerySet):
    """For models that belong to a mediation (`mediation`)."""

    way = "mediation__matter"


class OfSessionQuerySet(OfMatterQuerySet):
    """For models that belong to a session (`session`)."""

    way = "session__mediation__matter"


class OfAgreementQuerySet(OfMatterQuerySet):
    """For models that belong to an agreement (`agreement`)."""

    way = "agreement__mediation__matter"


class CaucusNoteQuerySet(OfMediationQuerySet):
    """Private talk: for who wrote it, and the mediators of the same organ who are assigned to this mediation."""

    def visible_to(self, actor: Actor) -> Self:
        """Notes this actor wrote, or a colleague from the same organ with whom they mediate now.

        Superiors, the clerk, other organs and those who act for a side are not among them (特邀调解规定 art. 20: what a
        party says in private is not passed on without consent).
        """
        if actor.post is None:
            return self.none()
        serving = apps.get_model("mediation", "MediatorAssignment").objects.serving()
        mine = serving.filter(mediation=OuterRef("mediation"), post=actor.post, participation=OuterRef("participation"))
        return super().visible_to(actor).filter(Q(written_by=actor.post) | Exists(mine))

"""Which centres take in what an organ passes on, and which organs can take part."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation

Kind = Organisation.Kind


def centres_serving(organ: Organisation) -> QuerySet[Organisation]:
    """Mediation centres of the union that the organ works with, those below it and those of its superiors.

    Where there is none, that union itself.
    """
    union = organ.attached_to
    if union is None:
        return Organisation.objects.none()
    centres = Organisation.objects.open().filter(
        Q(lineage__contains=[union.pk]) | Q(parent__in=union.lineage), kind=Kind.MEDIATION_CENTRE
    )
    return centres if centres.exists() else Organisation.objects.open().filter(pk=union.pk)


def holders_below(actor: Actor) -> QuerySet[Organisation]:
    """The unions and centres under which `actor` may register a mediation, centres first."""
    own = actor.organisation
    if own is None:
        return Organisation.objects.none()
    kinds = [*Organisation.UNIONS, *Organisation.SERVICE_PLACES]
    return Organisation.objects.open().below(own).filter(kind__in=kinds).order_by("depth", "name")


def organs_beside(matter: Matter) -> QuerySet[Organisation]:
    """Partner organs that work with the holder or a union above it, and centres of the same city."""
    lineage = matter.organisation.lineage
    partners = Q(kind__in=Organisation.PARTNERS, attached_to__in=lineage)
    centres = Q(kind=Kind.MEDIATION_CENTRE, lineage__contains=lineage[:1])
    return Organisation.objects.open().filter(partners | centres).exclude(pk=matter.organisation_id)

"""Which rooms can be used for a mediation, and which of them are free."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from mediation.models import Booking, Mediation, Participation, Room
from unionlaw.matters.models import Matter
from unionlaw.network.models import Organisation


def rooms_for(mediation: Mediation) -> QuerySet[Room]:
    """Open rooms of the holder, of unions above it and centres below, and of organs that take part or serve it."""
    matter: Matter = mediation.matter
    holder = matter.organisation
    organs = Participation.objects.filter(mediation=mediation, left_on=None).values("organisation")
    near = Organisation.objects.filter(
        Q(pk__in=holder.lineage)
        | Q(lineage__contains=[holder.pk])
        | Q(parent__in=holder.lineage, kind=Organisation.Kind.MEDIATION_CENTRE)
        | Q(attached_to__in=holder.lineage)
        | Q(pk__in=organs)
    )
    return Room.objects.filter(organisation__in=near, closed_on=None).select_related("organisation")


def busy_rooms(room_ids: Iterable[int], first: datetime, last: datetime) -> dict[int, list[tuple[datetime, datetime]]]:
    """When each room is taken between two moments."""
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    rows = Booking.objects.filter(room__in=list(room_ids), released=False, during__overlap=(first, last))
    for room_id, during in rows.values_list("room", "during"):
        found.setdefault(room_id, []).append((during.lower, during.upper))
    return found

"""Which matters a person opened last."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from unionlaw.matters.models import Event, Matter, Visit
from unionlaw.network.actors import Actor

RECENT = 8


def note_visit(*, matter: Matter, by: Actor, at: datetime) -> None:
    """Remember that `by` opened the page of `matter`, which they may see; one statement."""
    if by.user is None:
        return
    Visit.objects.bulk_create(
        [Visit(user=by.user, matter=matter, at=at)],
        update_conflicts=True,
        unique_fields=["user", "matter"],
        update_fields=["at"],
    )


def recent(actor: Actor, most: int = RECENT) -> QuerySet[Matter]:
    """The matters `actor` opened last, as far as they may still see them; the latest first."""
    return (
        Matter.objects.visible_to(actor)
        .filter(visits__user=actor.user)
        .only("kind", "number", "title", "status", "phase")
        .order_by("-visits__at", "-pk")[:most]
    )


def unseen(actor: Actor, matter: str = "pk") -> Q:
    """Matters that `actor` has neither opened nor done anything with.

    Args:
        matter: path to the matter's key, for a query of grants.
    """
    visits = Visit.objects.filter(user=actor.user, matter=OuterRef(matter))
    return ~Q(Exists(visits)) & ~Q(Exists(Event.objects.filter(user=actor.user, matter=OuterRef(matter))))


def seen_keys(actor: Actor, most: int) -> list[int] | None:
    """The keys of the others while they are at most `most`, else None."""
    found: set[int] = set()
    for rows in (Visit.objects.filter(user=actor.user), Event.objects.filter(user=actor.user)):
        found.update(rows.order_by().values_list("matter_id", flat=True).distinct()[: most + 1])
        if len(found) > most:
            return None
    return sorted(found)

"""What is said of a session: where it is, who is invited, what its events carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from mediation.models import Mediation, Session
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Party

MOST_INVITED = 50
"""Claimants invited one by one when no representatives are named."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session is held: a room of a centre, a place in words, or a link."""

    room_id: int | None = None
    place: str = ""
    online: bool = False
    link: str = ""


def session_data(session: Session) -> dict[str, Any]:
    """What events say of a session."""
    begins = timezone.localtime(session.starts_at)
    return {
        "number": session.number,
        "when": f"{begins:%Y-%m-%d %H:%M}",
        "place": place_of(session) or stored(gettext_lazy("地点待定")),
        "session": session.pk,
        "day": begins.date().isoformat(),
    }


def place_of(session: Session) -> str:
    """Where it is held, in words as they are stored."""
    if session.room is not None:
        return f"{session.room.organisation.short_name} {session.room.name}"
    return session.place or (stored(gettext_lazy("线上")) if session.online else "")


def parties_to_invite(mediation: Mediation) -> list[Party]:
    """Every opponent and third party; of the claimants the representatives, without these at most fifty."""
    found = Party.objects.filter(dispute=mediation.matter.dispute_id).order_by("pk")
    found = found.select_related("worker", "employer", "organisation")
    claimants = found.filter(side=Party.Side.CLAIMANT)
    chosen = list(claimants.filter(representative=True)) or list(claimants[:MOST_INVITED])
    return chosen + list(found.exclude(side=Party.Side.CLAIMANT))

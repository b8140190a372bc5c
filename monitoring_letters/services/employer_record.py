"""All that letters, leads and money say of one employer, as one reader may see it. Reads only."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from monitoring_letters.models import (
    Demand,
    Inquiry,
    Lead,
    LinkedInstrument,
    Rating,
    Reply,
    SupervisionLetter,
)
from monitoring_letters.services.rating import ids_of, letters_of
from unionlaw.matters.models import Matter, Party, Payment
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Employer

MOST = 200
LETTERS = (Kind.LEAD, Kind.SUPERVISION_LETTER)


@dataclass(frozen=True, slots=True)
class Record:
    """One employer's record; newest first, at most MOST of each."""

    letters: list[SupervisionLetter]
    replies: list[Reply]
    demands: list[Demand]
    leads: list[Lead]
    inspections: list[Inquiry]
    linked: list[LinkedInstrument]
    disputes: list[Matter]
    recovered: int
    ratings: list[Rating]


def recovered_from(employer: Employer, by: Actor) -> int:
    """Fen that arrived through matters the actor may see in which the employer is a party."""
    parties = Party.objects.filter(employer__in=ids_of(employer)).values("dispute")
    matters = Matter.objects.visible_to(by).filter(dispute__in=parties)
    paid = Payment.objects.filter(matter__in=matters, cancelled_reason="").aggregate(sum=Sum("amount"))
    return paid["sum"] or 0


def record_of(employer: Employer, by: Actor) -> Record:
    """The record of the employer and of registrations merged into it, as far as the actor may see each part.

    `recovered` is in fen: what arrived through any matter in which the employer is a party.
    """
    ids = ids_of(employer)
    letters = letters_of(employer, by).order_by("-matter__opened_at", "-pk")
    of_letters: dict[str, Any] = {"letter__in": letters.values("pk")}
    parties = Party.objects.filter(employer__in=ids).values("dispute")
    matters = Matter.objects.visible_to(by).filter(dispute__in=parties)
    ratings = Rating.objects.visible_to(by).filter(employer__in=ids)
    return Record(
        letters=list(letters.select_related("matter__organisation")[:MOST]),
        replies=list(
            Reply.objects.filter(**of_letters).select_related("letter", "online").order_by("-received_on", "-pk")[:MOST]
        ),
        demands=list(
            Demand.objects.filter(**of_letters, judged_on__isnull=False)
            .select_related("letter")
            .order_by("-judged_on", "-pk")[:MOST]
        ),
        leads=list(
            Lead.objects.visible_to(by)
            .filter(employer__in=ids)
            .select_related("matter")
            .order_by("-reported_on", "-pk")[:MOST]
        ),
        inspections=list(
            Inquiry.objects.filter(**of_letters).select_related("letter").order_by("-held_on", "-pk")[:MOST]
        ),
        linked=list(
            LinkedInstrument.objects.filter(**of_letters).select_related("letter").order_by("-sent_on", "-pk")[:MOST]
        ),
        disputes=list(matters.exclude(kind__in=LETTERS).order_by("-opened_at", "-pk")[:MOST]),
        recovered=recovered_from(employer, by),
        ratings=list(
            ratings.select_related("organisation", "made_by__user").prefetch_related(
                "objections__recorded_by__user", "objections__decided_by__user"
            )[:MOST]
        ),
    )

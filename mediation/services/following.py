"""Planned sessions follow what happens to their mediation: who mediates, and whether it goes on at all."""

from __future__ import annotations

from mediation import states
from mediation.models import Attendance, Mediation, Session, TimeSlot
from mediation.services import bookings, inviting
from mediation.services.sessions import call_off
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Event, Matter
from unionlaw.matters.models.matter import LIVE_PHASES, Kind
from unionlaw.matters.vocabulary import EventType
from unionlaw.network.actors import Actor

MEDIATORS_CHANGED = frozenset({"mediation.mediator_assigned", "mediation.mediator_ended"})


def on_event(matter: Matter, event: Event, event_type: EventType, actor: Actor) -> None:
    """Joins `matters.record`.

    A mediator who comes or goes is booked for, or freed from, the sessions still to come (raises Taken when they sit
    elsewhere then). When talks are concluded or the mediation ends, sessions still to come are called off.
    """
    if matter.kind != Kind.MEDIATION:
        return
    if event.name == "mediation.times_proposed":
        _tell_of_proposals(matter, event, actor)
    if event.name in MEDIATORS_CHANGED:
        for session in _to_come(matter, event):
            _follow_mediators(session, actor)
    ends = bool(event_type.leads_to) and (matter.phase not in LIVE_PHASES or event_type.leads_to == states.SETTLING)
    if ends:
        for session in _to_come(matter, event):
            call_off(session, stored(event_type.label))
            inviting.invite(session, "cancelled", by=actor, at=event.happened_at)
        slots = TimeSlot.objects.filter(mediation=matter.pk, state=TimeSlot.State.PROPOSED)
        slots.update(state=TimeSlot.State.DROPPED)


def _to_come(matter: Matter, event: Event) -> list[Session]:
    rows = Session.objects.filter(
        mediation=matter.pk, state=Session.State.PLANNED, starts_at__gt=event.happened_at
    ).select_related("room__organisation")
    found = list(rows)
    if found:
        mediation = Mediation.objects.get(pk=matter.pk)
        mediation.matter = matter
        for session in found:
            session.mediation = mediation
    return found


def _follow_mediators(session: Session, actor: Actor) -> None:
    posts = bookings.posts_of(session.mediation)
    bookings.book(session, posts=posts, room=session.room, by=actor)
    session.attendances.filter(mediator__isnull=False).exclude(mediator__in=posts).delete()
    known = set(session.attendances.filter(mediator__isnull=False).values_list("mediator", flat=True))
    Attendance.objects.bulk_create(Attendance(session=session, mediator=post) for post in posts if post.pk not in known)


def _tell_of_proposals(matter: Matter, event: Event, actor: Actor) -> None:
    mediation = Mediation.objects.get(pk=matter.pk)
    mediation.matter = matter
    inviting.tell_of_proposals(mediation, event.data.get("count", 0), by=actor, at=event.happened_at)

"""Mediators and rooms taken for sessions. The database refuses two bookings at once; here it is said who and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from mediation.models import Booking, Mediation, MediatorAssignment, Room, Session
from unionlaw.lib.errors import Invalid, Taken
from unionlaw.lib.wording import listed
from unionlaw.matters.models import Matter
from unionlaw.network.absences import away
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post

CONSTRAINTS = frozenset({"booking_mediator_once", "booking_room_once"})


def posts_of(mediation: Mediation) -> list[Post]:
    """Who mediates now, the leading one first."""
    serving = MediatorAssignment.objects.serving().filter(mediation=mediation)
    return [one.post for one in serving.select_related("post__user", "post__organisation")]


def book(session: Session, *, posts: Iterable[Post], room: Room | None, by: Actor) -> None:
    """Take `posts` and `room` for the time of the session; what it had taken before is given back first.

    Raises:
        Taken: one of them is taken at that time; says who, from when to when, and by which mediation where the actor
            may know of it.
    """
    release(session)
    during = DateTimeTZRange(session.starts_at, session.ends_at)
    # Everybody inserts in the same order, so that two who book at once never wait for each other.
    rows = [
        Booking(session=session, post=post, during=during)
        for post in sorted({post.pk: post for post in posts}.values(), key=lambda post: post.pk)
    ]
    if room is not None:
        rows.append(Booking(session=session, room=room, during=during))
    if not rows:
        return
    refuse_taken(rows, by)
    try:
        with transaction.atomic():
            Booking.objects.bulk_create(rows)
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if name not in CONSTRAINTS:
            raise
        # Somebody else booked between the look and the insert; by now it can be seen.
        refuse_taken(rows, by)
        raise Taken(_("这一时间刚被占用，请另选时间。")) from error


def release(session: Session) -> None:
    """Give back what the session had taken; the rows stay as a record."""
    session.bookings.filter(released=False).update(released=True)


def taken(rows: Iterable[Booking]) -> list[Booking]:
    """Standing bookings of other sessions that overlap one of `rows` (unsaved)."""
    condition = Q(pk__in=[])
    sessions = set()
    for row in rows:
        sessions.add(row.session_id)
        whom = {"post": row.post_id} if row.post_id else {"room": row.room_id}
        condition |= Q(during__overlap=row.during, **whom)
    found = Booking.objects.filter(condition, released=False).exclude(session__in=sessions)
    return list(
        found.select_related(
            "post__user", "room__organisation", "session__mediation__matter", "session__mediation__matter__organisation"
        ).order_by("during")
    )


def refuse_taken(rows: Iterable[Booking], by: Actor) -> None:
    """Raises Taken when somebody or some room of `rows` is booked already."""
    found = taken(rows)
    if found:
        known = known_matters(by, (booking.session.mediation_id for booking in found))
        lines = list(dict.fromkeys(worded(booking, known) for booking in found))
        raise Taken(
            _("%(taken)s。请另选时间、调解员或者调解室。") % {"taken": listed(lines)},
            by=str(found[0].post.user if found[0].post else found[0].room),
        )


def worded(booking: Booking, known: dict[int, str]) -> str:
    """Who or which room is taken, when, and by what: "条调解 11月25日9:30—11:30已有安排（…号）"."""
    begins, ends = timezone.localtime(booking.session.starts_at), timezone.localtime(booking.session.ends_at)
    room = f"{booking.room.organisation.short_name}{booking.room}" if booking.room else ""
    return _("%(who)s在%(from)s—%(to)s已有安排（%(what)s）") % {
        "who": booking.post.user if booking.post else room,
        "from": f"{begins:%m-%d %H:%M}",
        "to": f"{ends:%H:%M}" if begins.date() == ends.date() else f"{ends:%m-%d %H:%M}",
        "what": known.get(booking.session.mediation_id) or _("其他调解"),
    }


def known_matters(actor: Actor, mediation_ids: Iterable[int]) -> dict[int, str]:
    """Numbers of those mediations the actor may know of."""
    return dict(Matter.objects.visible_to(actor).filter(pk__in=set(mediation_ids)).values_list("pk", "number"))


def refuse_away(posts: Iterable[Post], starts_at: datetime) -> None:
    """Raises Invalid under "starts_at" when somebody is on leave on the day of a session."""
    by_id = {post.pk: post for post in posts}
    gone = away(by_id, timezone.localdate(starts_at))
    if gone:
        words = {
            "who": listed(str(by_id[pk].user) for pk in sorted(gone)),
            "on": timezone.localdate(starts_at).isoformat(),
        }
        raise Invalid({"starts_at": _("%(who)s在%(on)s休假，请另选日期。") % words})


def end_early(session: Session, at: datetime) -> None:
    """Give back the rest of the time of a session that is adjourned before its end."""
    if session.starts_at < at < session.ends_at:
        during = DateTimeTZRange(session.starts_at, at)
        session.bookings.filter(released=False).update(during=during)

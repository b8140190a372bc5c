"""Sessions: scheduling from a proposed time or directly, another time, cancelling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from mediation.models import Attendance, Mediation, Room, Session, TimeSlot
from mediation.services import bookings, inviting
from mediation.services.rooms import rooms_for
from mediation.services.session_facts import Place, parties_to_invite, session_data
from mediation.services.steps import begin, record
from unionlaw.lib.errors import Conflict, Missing
from unionlaw.matters.services.checking import check_columns, need_reason, refuse_if
from unionlaw.network.actors import Actor

LONGEST = timedelta(hours=12)


@transaction.atomic
def schedule_session(
    *,
    mediation_id: int,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    room_id: int | None = None,
    place: str = "",
    online: bool = False,
    link: str = "",
    slot_id: int | None = None,
    emails: Mapping[int, str] | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Session:
    """Fix a session: mediators and room are booked, everybody is invited. One that is over may be entered late.

    Args:
        slot_id: a proposed time that is chosen; starts_at, ends_at and room_id then come from it where not given.
        online, link: for sessions held by video; a room that is an online room brings its link.
        emails: addresses of parties by party id, for those who want the invitation by mail as well.

    Raises:
        Invalid: per field.
        Missing: the proposed time is not one of this mediation.
        Taken: a mediator or the room is booked at that time (says who and when).
        Conflict: nobody mediates here yet, or a mediator is on leave that day.
    """
    mediation = begin(mediation_id=mediation_id, verb="schedule_session", by=by, version=version)
    slot = _slot(mediation, slot_id)
    if slot is not None:
        starts_at, ends_at = starts_at or slot.starts_at, ends_at or slot.ends_at
        room_id = room_id or (None if place or link else slot.room_id)
    session = _make(mediation, starts_at, ends_at, Place(room_id, place, online, link), by=by, at=at)
    mediation.time_slots.filter(state=TimeSlot.State.PROPOSED).exclude(pk=slot_id).update(state=TimeSlot.State.DROPPED)
    if slot is not None:
        TimeSlot.objects.filter(pk=slot.pk).update(state=TimeSlot.State.CHOSEN)
    record(mediation, "mediation.session_scheduled", by=by, at=at, data=session_data(session))
    inviting.invite(session, "scheduled", by=by, at=at, emails=emails or {})
    return session


@transaction.atomic
def reschedule_session(
    *,
    mediation_id: int,
    session_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    room_id: int | None = None,
    place: str = "",
    online: bool = False,
    link: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Session:
    """Give a planned session another time or place; who was invited is told. Raises as `schedule_session`, and Invalid
    without a reason, Conflict when the session is over or cancelled."""
    mediation = begin(mediation_id=mediation_id, verb="reschedule_session", by=by, version=version)
    session = planned(mediation, session_id)
    reason = need_reason(reason, _("请写明改期原因。"), longest=300)
    _set(session, mediation, starts_at, ends_at, Place(room_id, place, online, link), by=by, at=at)
    session.save()
    bookings.book(session, posts=bookings.posts_of(mediation), room=session.room, by=by)
    data = session_data(session)
    record(mediation, "mediation.session_rescheduled", by=by, at=at, reason=reason, data=data)
    inviting.invite(session, "rescheduled", by=by, at=at)
    return session


@transaction.atomic
def cancel_session(
    *, mediation_id: int, session_id: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Session:
    """Call a planned session off and give back what was booked; who was invited is told.

    Raises Missing, Conflict when it is over or cancelled already, Invalid without a reason.
    """
    mediation = begin(mediation_id=mediation_id, verb="cancel_session", by=by, version=version)
    session = planned(mediation, session_id)
    call_off(session, need_reason(reason, _("请写明取消原因。"), longest=300))
    record(
        mediation,
        "mediation.session_cancelled",
        by=by,
        at=at,
        reason=session.cancelled_reason,
        data={key: value for key, value in session_data(session).items() if key in ("number", "when", "session")},
    )
    inviting.invite(session, "cancelled", by=by, at=at)
    return session


def call_off(session: Session, reason: str) -> None:
    """Mark a session as cancelled and give back what it had booked; the caller records it and tells people."""
    session.state, session.cancelled_reason = Session.State.CANCELLED, reason
    session.save(update_fields=["state", "cancelled_reason"])
    bookings.release(session)


def planned(mediation: Mediation, session_id: int) -> Session:
    """The session, still to come or to be recorded. Raises Missing or Conflict."""
    session = find(mediation, session_id)
    if session.state != Session.State.PLANNED:
        raise Conflict(_("这次调解会已经是“%(state)s”。") % {"state": session.get_state_display()})
    return session


def find(mediation: Mediation, session_id: int) -> Session:
    """The session of this mediation. Raises Missing."""
    session = mediation.sessions.select_related("room__organisation").filter(pk=session_id).first()
    if session is None:
        raise Missing(_("本次调解没有这次会议。"))
    session.mediation = mediation
    return session


def follow_up(
    mediation: Mediation, starts_at: datetime, ends_at: datetime | None, place: Place, *, by: Actor, at: datetime
) -> Session:
    """The next session of one that is adjourned, in the caller's transaction. Raises as `schedule_session`."""
    session = _make(mediation, starts_at, ends_at, place, by=by, at=at)
    record(mediation, "mediation.session_scheduled", by=by, at=at, data=session_data(session))
    inviting.invite(session, "scheduled", by=by, at=at)
    return session


def _slot(mediation: Mediation, slot_id: int | None) -> TimeSlot | None:
    if slot_id is None:
        return None
    slot = mediation.time_slots.filter(pk=slot_id, state=TimeSlot.State.PROPOSED).first()
    if slot is None:
        raise Missing(_("没有正在征求的这个时间。"))
    return slot


def _make(
    mediation: Mediation, starts_at: datetime | None, ends_at: datetime | None, place: Place, *, by: Actor, at: datetime
) -> Session:
    """A new session with its bookings and those who are to come."""
    last = mediation.sessions.aggregate(last=Max("number"))["last"] or 0
    session = Session(mediation=mediation, number=last + 1)
    _set(session, mediation, starts_at, ends_at, place, by=by, at=at)
    session.save()
    posts = bookings.posts_of(mediation)
    bookings.book(session, posts=posts, room=session.room, by=by)
    Attendance.objects.bulk_create(
        [Attendance(session=session, mediator=post) for post in posts]
        + [Attendance(session=session, party=party) for party in parties_to_invite(mediation)]
    )
    return session


def _set(
    session: Session,
    mediation: Mediation,
    starts_at: datetime | None,
    ends_at: datetime | None,
    place: Place,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Check and set time and place of a session; nothing is saved."""
    errors: dict[str, Any] = {}
    if starts_at is None:
        errors["starts_at"] = _("请填写开始时间，或者选择一个已征求的时间。")
    else:
        ends_at = ends_at or starts_at + timedelta(hours=2)
        if not starts_at < ends_at <= starts_at + LONGEST:
            errors["ends_at"] = _("结束时间应晚于开始时间，一次最多12小时。")
        session.starts_at, session.ends_at = starts_at, ends_at
    room = _room(mediation, place.room_id, errors)
    session.room, session.place = room, place.place.strip()
    session.online = place.online or bool(room and room.online)
    session.link = place.link.strip() or (room.link if room else "")
    if room is None and not session.place and not session.link:
        errors["place"] = _("请选择调解室，或写明地点、会议链接。")
    check_columns(session, ["place", "link"], errors)
    refuse_if(errors)
    posts = bookings.posts_of(mediation)
    if not posts:
        raise Conflict(_("还没有安排调解员，请先安排。"))
    if session.starts_at > at:
        bookings.refuse_away(posts, session.starts_at)


def _room(mediation: Mediation, room_id: int | None, errors: dict[str, Any]) -> Room | None:
    if room_id is None:
        return None
    room = rooms_for(mediation).filter(pk=room_id).first()
    if room is None:
        errors["room_id"] = _("这间调解室不能用于本次调解。")
    return room

"""A session takes place: who came, what was said on record, and the next date when it is adjourned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mediation.models import Attendance, Mediation, Session
from mediation.services import bookings, sessions
from mediation.services.session_facts import Place
from mediation.services.steps import begin, record
from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.matters.services.checking import check_columns, need, refuse_if
from unionlaw.network.actors import Actor

HERE = frozenset({Attendance.Came.PRESENT, Attendance.Came.REPRESENTED})
MOST_GUESTS = 10


@dataclass(frozen=True, slots=True)
class AttendanceInput:
    """Whether somebody who was invited came.

    Args:
        agent: who came in their place, when represented.
        identity_checked, identity_note: online, whether and how it was made sure who they are.
    """

    attendance_id: int
    came: str
    agent: str = ""
    identity_checked: bool = False
    identity_note: str = ""


@transaction.atomic
def hold_session(
    *,
    mediation_id: int,
    session_id: int,
    attendances: Sequence[AttendanceInput],
    minutes: str,
    guests: Sequence[str] = (),
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Session:
    """Record a session that took place; doing it again corrects attendance and minutes (row history keeps the former).

    Args:
        guests: others who came, by name.

    Raises Missing, Conflict when it was cancelled, and Invalid under "minutes", "guests", "session" when it has not
    begun, and "attendance-<id>-came", "-agent", "-identity_note".
    """
    mediation = begin(mediation_id=mediation_id, verb="hold_session", by=by, version=version)
    session = _begun(mediation, session_id, at)
    present = _take_down(session, attendances, guests, minutes, need_minutes=True, by=by)
    if session.state == Session.State.PLANNED:
        session.state = Session.State.HELD
    session.save()
    record(
        mediation,
        "mediation.session_held",
        by=by,
        at=at,
        data={"number": session.number, "present": present, "session": session.pk},
    )
    return session


@transaction.atomic
def adjourn_session(
    *,
    mediation_id: int,
    session_id: int,
    reason: str,
    attendances: Sequence[AttendanceInput],
    minutes: str = "",
    guests: Sequence[str] = (),
    next_starts_at: datetime | None = None,
    next_ends_at: datetime | None = None,
    next_room_id: int | None = None,
    next_place: str = "",
    next_online: bool = False,
    next_link: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Session:
    """Record a session that goes on another day, and schedule that day at once when it is known.

    Raises as `hold_session` and, for the next date, as `schedule_session` with keys that begin with "next_"; Invalid
    without a reason. Returns the session that was adjourned.
    """
    mediation = begin(mediation_id=mediation_id, verb="adjourn_session", by=by, version=version)
    session = _begun(mediation, session_id, at)
    if session.state != Session.State.PLANNED:
        raise Conflict(_("这次调解会已经是“%(state)s”。") % {"state": session.get_state_display()})
    errors: dict[str, Any] = {}
    session.adjourned_reason = need(reason, "reason", _("请写明延期原因。"), errors, longest=300)
    if next_starts_at is not None and next_starts_at <= at:
        errors["next_starts_at"] = _("下一次调解会的时间应晚于现在。")
    refuse_if(errors)
    _take_down(session, attendances, guests, minutes, need_minutes=False, by=by)
    session.state = Session.State.ADJOURNED
    session.save()
    bookings.end_early(session, at)
    record(
        mediation,
        "mediation.session_adjourned",
        by=by,
        at=at,
        reason=session.adjourned_reason,
        data={"number": session.number, "why": session.adjourned_reason, "session": session.pk},
    )
    if next_starts_at is not None:
        place = Place(next_room_id, next_place, next_online, next_link)
        try:
            sessions.follow_up(mediation, next_starts_at, next_ends_at, place, by=by, at=at)
        except Invalid as error:
            raise Invalid({f"next_{name}": said for name, said in error.errors.items()}) from error
    return session


def _begun(mediation: Mediation, session_id: int, at: datetime) -> Session:
    session = sessions.find(mediation, session_id)
    if session.state == Session.State.CANCELLED:
        raise Conflict(_("这次调解会已经取消。"))
    refuse_if({"session": _("还没有到开始时间，不能记为已召开。")} if session.starts_at > at else {})
    return session


def _take_down(
    session: Session,
    attendances: Sequence[AttendanceInput],
    guests: Sequence[str],
    minutes: str,
    *,
    need_minutes: bool,
    by: Actor,
) -> int:
    """Set who came and the minutes; returns how many were there. The session itself is not saved."""
    errors: dict[str, Any] = {}
    rows = {row.pk: row for row in session.attendances.select_related("party", "mediator")}
    for one in attendances:
        row = rows.get(one.attendance_id)
        if row is None:
            raise Missing(_("这次会议没有邀请这位参加人。"))
        key = f"attendance-{row.pk}"
        row.came, row.agent = one.came, one.agent.strip()
        row.identity_checked, row.identity_note = one.identity_checked, one.identity_note.strip()
        check_columns(row, ["came", "agent", "identity_note"], errors, prefix=f"{key}-")
        if row.came == Attendance.Came.REPRESENTED and not row.agent:
            errors[f"{key}-agent"] = _("请写明代理人姓名。")
        if row.identity_checked and session.online and row.party_id and not row.identity_note:
            errors[f"{key}-identity_note"] = _("请写明怎样核验身份。")
    unsaid = [row for row in rows.values() if not row.came and not row.guest]
    if unsaid and not errors:
        errors |= {f"attendance-{row.pk}-came": _("请选择是否到会。") for row in unsaid}
    names = list(dict.fromkeys(name.strip() for name in guests if name.strip()))
    if len(names) > MOST_GUESTS or any(len(name) > 60 for name in names):
        errors["guests"] = _("其他参加人最多10人，每人一行。")
    session.minutes = minutes.strip()
    if need_minutes:
        session.minutes = need(minutes, "minutes", _("请写调解笔录。"), errors, longest=20_000)
    refuse_if(errors)
    Attendance.objects.bulk_update(
        [row for row in rows.values() if not row.guest],
        ["came", "agent", "identity_checked", "identity_note"],
    )
    session.attendances.filter(guest__gt="").delete()
    Attendance.objects.bulk_create(
        [Attendance(session=session, guest=name, came=Attendance.Came.PRESENT) for name in names]
    )
    session.recorded_by = by.post
    return sum(row.came in HERE for row in rows.values() if not row.guest) + len(names)

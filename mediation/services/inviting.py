"""Telling people of a session: notices of the portal to those who serve, short messages and mails to the parties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from mediation.models import Attendance, Invitation, Mediation, MediatorAssignment, Session
from mediation.services.session_facts import session_data
from unionlaw.lib.errors import Invalid
from unionlaw.matters.models import Grant, Party
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post
from unionlaw.network.roles import Role
from unionlaw.notices.services import waking
from unionlaw.notices.services.telling import tell

SEND = "mediation.tasks.send_invitations"


def invite(
    session: Session, what: str, *, by: Actor, at: datetime, emails: Mapping[int, str] | None = None
) -> list[Invitation]:
    """Tell everybody of a session, in the caller's transaction: rows first, sent by a task afterwards.

    Args:
        what: "scheduled", "rescheduled" or "cancelled".
        emails: addresses by party id; those given once are used again for later messages.

    Raises Invalid under "email-<party id>" for an address that is none.
    """
    tell_those_who_serve(session, what, by=by, at=at)
    known = _known_emails(session.mediation)
    for party_id, address in (emails or {}).items():
        if address.strip():
            try:
                validate_email(address.strip())
            except ValidationError as error:
                raise Invalid({f"email-{party_id}": _("请填写正确的电子邮件地址。")}) from error
            known[party_id] = address.strip()
    made: list[Invitation] = []
    attendances = session.attendances.filter(party__isnull=False).select_related("party__worker", "party__employer")
    for attendance in attendances.prefetch_related("party__employer__contacts"):
        ways = [
            (Invitation.Channel.SMS, _phone(attendance.party)),
            (Invitation.Channel.EMAIL, known.get(attendance.party_id or 0, "")),
        ]
        used = []
        for channel, address in ways:
            if address:
                invitation = Invitation(attendance=attendance, what=what, channel=channel, created_at=at, next_at=at)
                invitation.address = address
                made.append(invitation)
                used.append(str(channel.value))
        if used:
            Attendance.objects.filter(pk=attendance.pk).update(invited_by="+".join(used), invited_at=at)
    # What was not sent yet is overtaken by the newer message.
    overtaken = Invitation.objects.filter(attendance__session=session, state=Invitation.State.WAITING)
    overtaken.update(state=Invitation.State.DEAD, next_at=None, last_error=_("已被新的通知代替"))
    Invitation.objects.bulk_create(made)
    if made:
        waking.after_commit(SEND)
    return made


def tell_those_who_serve(session: Session, what: str, *, by: Actor, at: datetime) -> None:
    """A notice to mediators, people of the organs that take part, whoever answers for it, and lawyers of a side."""
    mediation = session.mediation
    posts = [post for post in _serving(mediation) if by.post is None or post.user_id != by.post.user_id]
    data = session_data(session)
    tell(
        kind=f"mediation.session_{what}",
        to=posts,
        key=f"session:{session.pk}:{what}:{mediation.matter.version}",
        matter=mediation.matter,
        about=f"session:{session.pk}",
        data={"session": session.number, "when": data["when"], "place": data["place"], "id": session.pk},
        urgency="urgent" if what == "cancelled" else "normal",
        at=at,
    )


def tell_of_proposals(mediation: Mediation, count: int, *, by: Actor, at: datetime) -> None:
    """A notice to the mediators that times are being asked about."""
    serving = MediatorAssignment.objects.serving().filter(mediation=mediation).select_related("post")
    tell(
        kind="mediation.times_proposed",
        to=[one.post for one in serving if by.post is None or one.post.user_id != by.post.user_id],
        key=f"times:{mediation.pk}:{mediation.matter.version}",
        matter=mediation.matter,
        data={"count": count},
        at=at,
    )


def message_for(invitation: Invitation, session: Session) -> tuple[str, str]:
    """Subject and text of a message to a party: what, when, where and the number, and no name."""
    data = session_data(session)
    words = {**data, "matter": session.mediation.matter.number, "reason": session.cancelled_reason}
    subject = {
        Invitation.What.SCHEDULED: _("调解会通知：%(when)s"),
        Invitation.What.RESCHEDULED: _("调解会改期：%(when)s"),
        Invitation.What.CANCELLED: _("调解会取消：原定%(when)s"),
    }[Invitation.What(invitation.what)] % words
    if invitation.what == Invitation.What.CANCELLED:
        return subject, _("%(matter)s第%(number)d次调解会已取消，另行通知时间。") % words
    text = (
        _("%(matter)s第%(number)d次调解会：%(when)s，%(place)s。请携带身份证件准时参加，不能到会的请提前告知。") % words
    )
    if session.link:
        text = f"{text}{_('会议链接：%(link)s') % {'link': session.link}}"
    return subject, text


def _serving(mediation: Mediation) -> list[Post]:
    matter = mediation.matter
    posts = [
        one.post for one in MediatorAssignment.objects.serving().filter(mediation=mediation).select_related("post")
    ]
    organs = mediation.participations.filter(left_on=None).values("organisation")
    posts += Post.objects.filter(organisation__in=organs, role=Role.PARTNER)
    keys = Grant.objects.filter(matter=matter, ended_at=None, viewer_key__startswith="post:")
    granted = [int(key.partition(":")[2]) for key in keys.values_list("viewer_key", flat=True)]
    posts += Post.objects.filter(pk__in=granted)
    if matter.owner is not None:
        posts.append(matter.owner)
    return posts


def _phone(party: Party | None) -> str:
    if party is None:
        return ""
    if party.worker is not None:
        return party.worker.phone.reveal() or ""
    if party.employer is not None:
        return next((phone for one in party.employer.contacts.all() if (phone := one.phone.reveal())), "")
    return ""


def _known_emails(mediation: Mediation) -> dict[int, str]:
    """Addresses that parties gave for earlier messages of this mediation."""
    rows = Invitation.objects.filter(
        attendance__session__mediation=mediation, channel=Invitation.Channel.EMAIL
    ).select_related("attendance")
    return {row.attendance.party_id or 0: row.address.reveal() or "" for row in rows.order_by("pk")}

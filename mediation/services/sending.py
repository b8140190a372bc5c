"""Sending invitations to parties through the portal's channels; what fails is tried again at rising intervals."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction

from mediation.ical import session_calendar
from mediation.models import Invitation
from mediation.services.inviting import message_for
from unionlaw.lib.wording import stored
from unionlaw.notices import channels
from unionlaw.notices.channels.base import Attachment, Channel, Failed, Message, TryAgain

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=3)
INTERVALS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))


def send_invitations(*, at: datetime, batch: int = 100) -> int:
    """Send what is due, oldest first; returns how many were tried.

    A sender that is killed leaves its row due again after three minutes: a message may come twice, none is lost.
    """
    opened: dict[str, Channel] = {}
    tried = 0
    try:
        while tried < batch and (invitation := _take(at)) is not None:
            tried += 1
            if invitation.channel not in opened:
                opened[invitation.channel] = channels.open_channel(invitation.channel)
            _send(invitation, opened[invitation.channel], at)
    finally:
        for channel in opened.values():
            channel.close()
    return tried


def _take(at: datetime) -> Invitation | None:
    """The invitation that is due for longest, put off for the length of a lease."""
    with transaction.atomic():
        due = Invitation.objects.filter(state=Invitation.State.WAITING, next_at__lte=at).order_by("next_at", "pk")
        found = due.select_for_update(skip_locked=True).first()
        if found is None:
            return None
        found.attempts, found.next_at = found.attempts + 1, at + LEASE
        found.save(update_fields=["attempts", "next_at"])
    return Invitation.objects.select_related(
        "attendance__session__mediation__matter", "attendance__session__room__organisation"
    ).get(pk=found.pk)


def _send(invitation: Invitation, channel: Channel, at: datetime) -> None:
    try:
        channel.send(_message(invitation, at))
    except TryAgain as error:
        if invitation.attempts > len(INTERVALS):
            _settle(invitation, state=Invitation.State.DEAD, next_at=None, last_error=error.stored)
        else:
            _settle(invitation, next_at=at + INTERVALS[invitation.attempts - 1], last_error=error.stored)
    except Failed as error:
        _settle(invitation, state=Invitation.State.DEAD, next_at=None, last_error=error.stored)
    except Exception as error:
        log.exception("invitation %s is set aside", invitation.pk)
        _settle(invitation, state=Invitation.State.DEAD, next_at=None, last_error=stored(type(error).__name__))
    else:
        _settle(invitation, state=Invitation.State.SENT, next_at=None, sent_at=at, last_error="")


def _settle(invitation: Invitation, **changes: object) -> None:
    Invitation.objects.filter(pk=invitation.pk, state=Invitation.State.WAITING).update(**changes)


def _message(invitation: Invitation, at: datetime) -> Message:
    session = invitation.attendance.session
    subject, text = message_for(invitation, session)
    by_mail = invitation.channel == Invitation.Channel.EMAIL
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    calendar = session_calendar(session, host=host, stamp=at, sequence=session.mediation.matter.version)
    return Message(
        id=f"invitation-{invitation.pk}",
        to=invitation.address.reveal() or "",
        subject=f"【{settings.SITE_NAME}】{subject}" if by_mail else subject,
        text=text,
        link="",
        html="",
        language=settings.LANGUAGE_CODE,
        secret="",
        at=at,
        attachments=(Attachment("session.ics", calendar, "text/calendar"),) if by_mail else (),
    )

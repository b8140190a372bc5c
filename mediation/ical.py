"""A session as an iCalendar entry (RFC 5545), for download and in mails."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from mediation.models import Session
from mediation.services.session_facts import place_of


def session_calendar(session: Session, *, host: str, stamp: datetime, sequence: int = 0) -> bytes:
    """The session as a calendar of one entry, without names of people.

    Args:
        host: makes its id unique in the world; the id stays when the time changes, so calendars replace the entry.
        stamp: when it is written.
        sequence: grows with every change.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//unionlaw//mediation//ZH")
    calendar.add("version", "2.0")
    cancelled = session.state == Session.State.CANCELLED
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    event = Event()
    event.add("uid", f"mediation-session-{session.pk}@{host}")
    event.add("dtstamp", stamp)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("sequence", sequence)
    event.add(
        "summary",
        _("调解会（%(matter)s第%(number)d次）") % {"matter": session.mediation.matter.number, "number": session.number},
    )
    event.add("location", place_of(session))
    if session.link:
        event.add("url", session.link)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    calendar.add_component(event)
    return bytes(calendar.to_ical())

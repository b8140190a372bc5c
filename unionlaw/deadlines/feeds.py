"""What a calendar feed holds, as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from unionlaw.deadlines.models import CalendarFeed, Deadline, State
from unionlaw.deadlines.wording import called, name_of
from unionlaw.network.actors import Actor

BACK = timedelta(days=90)
MOST = 1000


def limits_of(feed: CalendarFeed, actor: Actor, today: date) -> QuerySet[Deadline]:
    """The open limits of a feed, as far as its post may see them now: its own, or its organisation's."""
    rows = Deadline.objects.visible_to(actor).filter(state=State.OPEN, due_on__gte=today - BACK)
    if feed.scope == CalendarFeed.Scope.PERSONAL:
        rows = rows.filter(responsible=feed.post)
    else:
        own = feed.post.organisation_id
        rows = rows.filter(Q(organisation=own) | Q(responsible__organisation=own))
    return rows.select_related("rule_version__rule", "matter").order_by("due_on", "pk")[:MOST]


def calendar_text(
    feed: CalendarFeed, limits: Iterable[Deadline], *, url: Callable[[Deadline], str], host: str
) -> bytes:
    """The feed as text, the same for the same limits, in the language of its reader.

    Without `with_names` an entry names its rule and the matter's number, and nobody.

    Args:
        url: the address of a limit's page.
        host: makes the ids of entries unique in the world.
    """
    with translation.override(feed.post.user.language or settings.LANGUAGE_CODE):
        calendar = Calendar()
        calendar.add("prodid", "-//unionlaw//deadlines//ZH")
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _("我的期限") if feed.scope == CalendarFeed.Scope.PERSONAL else _("本单位期限"))
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
        for limit in limits:
            calendar.add_component(_event(limit, url(limit), host, with_names=feed.with_names))
        return bytes(calendar.to_ical())


def _event(limit: Deadline, url: str, host: str, *, with_names: bool) -> Event:
    event = Event()
    event.add("uid", f"deadline-{limit.pk}@{host}")
    event.add("dtstamp", limit.opened_at)
    event.add("dtstart", limit.due_on)
    event.add("dtend", limit.due_on + timedelta(days=1))
    event.add("sequence", limit.due_version)
    name = called(limit) if with_names else name_of(limit.rule_version)
    mark = _("（暂定）") if limit.provisional else ""
    event.add("summary", f"{name}{mark} {limit.matter.number}")
    if with_names:
        event.add("description", limit.matter.title)
    event.add("url", url)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event

"""The calendar of rooms and mediators, one's own sessions, and the list of a day's hearings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation import timetable
from mediation.models import Session
from unionlaw.deadlines.calendars import calendar_for
from unionlaw.deadlines.month import mark
from unionlaw.lib import clock
from unionlaw.network.models import Organisation
from unionlaw.web import policy
from unionlaw.web.views import PageView

MOST = 50


class Asked(PageView):
    """What the address says: a day, a centre."""

    policy = policy.Right("mediation.view")

    def number(self, name: str) -> int | None:
        """The id named in the address, or None."""
        text = self.request.GET.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else None

    @cached_property
    def on(self) -> date:
        try:
            asked = date.fromisoformat(self.request.GET.get("on", "")[:10])
        except ValueError:
            return clock.today()
        return asked if asked.year in clock.YEARS else clock.today()

    def link(self, **changes: Any) -> str:
        query = self.request.GET.copy()
        for name, value in changes.items():
            query[name] = str(value)
        return f"{self.request.path}?{query.urlencode()}"

    @cached_property
    def centres(self) -> list[Organisation]:
        """Organisations near that have rooms or mediators."""
        near = timetable.near(self.actor)
        rooms = timetable.rooms_near(self.actor).values("organisation")
        posts = timetable.mediators_near(self.actor, clock.today()).order_by().values("organisation")
        return list(near.filter(pk__in=rooms).union(near.filter(pk__in=posts)).order_by("name"))


class Calendar(Asked):
    """`?view=day|week&on=2026-11-25&centre=&room=&mediator=`"""

    template_name = "mediation/calendar/calendar.html"
    title = gettext_lazy("调解日历")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        by_day = self.request.GET.get("view") == "day"
        first = self.on if by_day else self.on - timedelta(days=self.on.weekday())
        days = 1 if by_day else 7
        columns = timetable.columns_of(first, days)
        centre, room, mediator = self.number("centre"), self.number("room"), self.number("mediator")
        all_rooms, all_posts = self._rooms(centre), self._posts(centre)
        rooms = [one for one in all_rooms if room in (None, one.pk)]
        posts = [one for one in all_posts if mediator in (None, one.pk)]
        if room and not mediator:
            posts = []
        if mediator and not room:
            rooms = []
        by_room, by_post = timetable.rows_of(
            self.actor, rooms[: timetable.MOST_ROWS], posts[: timetable.MOST_ROWS], columns
        )
        step = timedelta(days=days)
        return super().get_context(
            by_day=by_day,
            first=first,
            last=first + timedelta(days=days - 1),
            today=clock.today(),
            heads=self._heads(first, by_day),
            by_room=by_room,
            by_post=by_post,
            cut=len(rooms) > timetable.MOST_ROWS or len(posts) > timetable.MOST_ROWS,
            previous_url=self.link(on=first - step),
            next_url=self.link(on=first + step),
            today_url=self.link(on=clock.today()),
            day_url=self.link(view="day"),
            week_url=self.link(view="week"),
            centres=self.centres,
            rooms=all_rooms,
            mediators=all_posts,
            chosen={"centre": centre, "room": room, "mediator": mediator},
            **extra,
        )

    def _rooms(self, centre: int | None) -> list[Any]:
        rows: QuerySet[Any] = timetable.rooms_near(self.actor)
        return list(rows.filter(organisation=centre) if centre else rows)

    def _posts(self, centre: int | None) -> list[Any]:
        rows: QuerySet[Any] = timetable.mediators_near(self.actor, clock.today())
        return list(rows.filter(organisation=centre) if centre else rows)

    def _heads(self, first: date, by_day: bool) -> list[dict[str, Any]]:
        if by_day:
            return [{"label": word, "on": None, "kind": "work"} for word in (_("上午"), _("下午"), _("晚间"))]
        organisation = self.actor.organisation
        working = calendar_for(organisation.pk if organisation else None)
        names = [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")]
        found = []
        for number, name in enumerate(names):
            day = first + timedelta(days=number)
            kind, off = mark(day, working)
            found.append({"label": name, "on": day, "kind": kind, "off": off, "url": self.link(view="day", on=day)})
        return found


class MySessions(Asked):
    """Where the reader is booked from today on, and what of the past is not on record yet."""

    template_name = "mediation/calendar/mine.html"
    title = gettext_lazy("我的调解会")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        mine = timetable.visible_sessions(self.actor).filter(
            bookings__post__user=self.actor.user, bookings__released=False
        )
        midnight = timezone.localtime(self.at).replace(hour=0, minute=0, second=0, microsecond=0)
        return super().get_context(
            ahead=list(mine.filter(ends_at__gte=midnight, state=Session.State.PLANNED).order_by("starts_at")[:MOST]),
            behind=list(mine.filter(ends_at__lt=midnight, state=Session.State.PLANNED).order_by("starts_at")[:MOST]),
            today=clock.today(),
            **extra,
        )


class Hearings(Asked):
    """`?on=&centre=`: the sessions of one day, to print and put up; workers' names are masked."""

    template_name = "mediation/calendar/hearings.html"
    title = gettext_lazy("当日调解安排")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        centre = self.number("centre")
        sessions = timetable.hearings_on(self.actor, self.on, centre)
        sides = timetable.masked_sides(sessions)
        return super().get_context(
            on=self.on,
            rows=[
                {
                    "session": session,
                    "sides": sides[session.pk],
                    "mediators": [str(one.mediator.user) for one in session.attendances.all() if one.mediator],
                }
                for session in sessions
            ],
            centres=self.centres,
            centre=centre,
            previous_url=self.link(on=self.on - timedelta(days=1)),
            next_url=self.link(on=self.on + timedelta(days=1)),
            **extra,
        )

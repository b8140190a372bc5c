"""Which days are worked: the portal's own calendar from the database, and the one that comes with the libraries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from unionlaw.deadlines.arithmetic.spec import DayOff
from unionlaw.deadlines.models import CalendarDay, CalendarYear
from unionlaw.deadlines.shipped_calendar import HOLIDAY, WORKDAY, published_years, shipped_year

Entry = tuple[str, str]
"""What is special about a day: its kind ("holiday", "workday", "closure") and name."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Monday to Friday, but for the days that are known to differ. What it does not cover is as the libraries say.

    Args:
        days: the days that differ.
        years: the years whose holidays are among `days` -> whether they are published.
    """

    days: Mapping[date, Entry]
    years: Mapping[int, bool]

    def _entry(self, day: date) -> Entry | None:
        own = self.days.get(day)
        return own if own or day.year in self.years else shipped_year(day.year).get(day)

    def day_off(self, day: date) -> DayOff | None:
        """Why `day` is not worked, or None when it is."""
        entry = self._entry(day)
        if entry is None:
            return DayOff("weekend") if day.weekday() >= 5 else None
        kind, name = entry
        return None if kind == WORKDAY else DayOff(kind, name)

    def made_up(self, day: date) -> str:
        """The holiday for which this weekend day is worked, or ""."""
        entry = self._entry(day)
        return entry[1] if entry and entry[0] == WORKDAY and day.weekday() >= 5 else ""

    def is_published(self, year: int) -> bool:
        """Whether the holidays of `year` are announced and entered."""
        known = self.years.get(year)
        return year in published_years() if known is None else known


def shipped_calendar() -> WorkingCalendar:
    """The calendar of the libraries alone; asks no database."""
    return WorkingCalendar({}, {})


_kept: tuple[str, dict[int | None, WorkingCalendar]] = ("", {})


def calendar_for(organisation_id: int | None = None) -> WorkingCalendar:
    """The calendar as the administrators keep it, with the closures of one organisation when one is named.

    Closures move reminders and internal service standards. They never move a statutory limit: for those leave the
    organisation out.

    Asks the database for one stamp each time, and for the days only when something was changed since: a correction
    counts at once.
    """
    return calendars_for([organisation_id])[organisation_id]


def calendars_for(organisation_ids: Iterable[int | None]) -> Mapping[int | None, WorkingCalendar]:
    """The calendar of each of several organisations, as `calendar_for` gives it, by one look at the stamp."""
    global _kept
    stamp = _stamp()
    if _kept[0] != stamp:
        _kept = (stamp, {})
    calendars = _kept[1]
    for organisation_id in organisation_ids:
        if organisation_id not in calendars:
            calendars[organisation_id] = _read(organisation_id)
    return calendars


def _stamp() -> str:
    """Differs after any change: whatever changes a day also writes its year's row (services/calendar.py)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(string_agg(xmin::text || '-' || year, ' ' order by year), '') from deadlines_calendaryear"
        )
        return str(cursor.fetchone()[0])


def _read(organisation_id: int | None) -> WorkingCalendar:
    days: dict[date, Entry] = {}
    rows = CalendarDay.objects.filter(Q(organisation=None) | Q(organisation=organisation_id))
    for day, kind, name in rows.order_by("organisation_id").values_list("day", "kind", "name"):
        # The portal's own rows come last: a holiday stays one inside a closure, a made-up workday does not.
        if kind != WORKDAY or day not in days:
            days[day] = (kind, name)
    years = CalendarYear.objects.values_list("year", "state")
    return WorkingCalendar(days, {year: state == CalendarYear.State.PUBLISHED for year, state in years})


__all__ = ["HOLIDAY", "WORKDAY", "WorkingCalendar", "calendar_for", "calendars_for", "shipped_calendar"]

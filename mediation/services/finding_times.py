"""When everybody could meet: hours of the mediators, what the sides said, rooms, and the working calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from mediation.intervals import Stretch, common, pieces, without
from mediation.models import Availability, Booking, Mediation, Room
from mediation.services import rooms
from mediation.services.bookings import posts_of
from unionlaw.deadlines.calendars import calendar_for
from unionlaw.network.models import Absence

USUAL_HOURS = ((time(9), time(12)), (time(14), time(17, 30)))
"""Of mediators whose hours nobody entered."""
MOST_DAYS = 60
STEP = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A time at which all mediators, and the sides as far as they said, are free; with the rooms free then."""

    starts_at: datetime
    ends_at: datetime
    rooms: tuple[Room, ...]


def free_slots(
    mediation: Mediation,
    *,
    first: date,
    last: date,
    length: timedelta,
    at: datetime,
    room_id: int | None = None,
    most: int = 40,
) -> list[FreeSlot]:
    """Times of `length` between two days at which everybody is free.

    Mediators: their weekly hours, without bookings, leave and the days off of the working calendar. A side that said
    when it can come narrows them further; one that said nothing does not.

    Args:
        room_id: only times at which this room is free.
    """
    last = min(last, first + timedelta(days=MOST_DAYS))
    if last < first:
        return []
    begins, ends = _moment(first, time(0)), _moment(last + timedelta(days=1), time(0))
    calendar = calendar_for(mediation.matter.organisation_id)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    free = [(max(begins, at), ends)] if at < ends else []
    workdays = [(_moment(day, time(0)), _moment(day, time(23, 59))) for day in days if calendar.day_off(day) is None]
    free = common(free, workdays)
    for hours in _free_of_mediators(mediation, days, begins, ends):
        free = common(free, hours)
    for windows in _free_of_parties(mediation, begins, ends):
        free = common(free, windows)
    usable = list(rooms.rooms_for(mediation).filter(**({"pk": room_id} if room_id else {})))
    busy = rooms.busy_rooms([room.pk for room in usable], begins, ends)
    found = []
    for starts_at, ends_at in pieces(_rounded(free), length, STEP):
        empty = tuple(
            room for room in usable if not any(a < ends_at and starts_at < b for a, b in busy.get(room.pk, []))
        )
        if empty or room_id is None:
            found.append(FreeSlot(starts_at, ends_at, empty))
        if len(found) >= most:
            break
    return found


def _free_of_mediators(
    mediation: Mediation, days: Sequence[date], begins: datetime, ends: datetime
) -> list[list[Stretch]]:
    posts = [post.pk for post in posts_of(mediation)]
    hours: dict[int, dict[int, list[tuple[time, time]]]] = {pk: {} for pk in posts}
    for one in Availability.objects.filter(post__in=posts):
        hours[one.post_id].setdefault(one.weekday, []).append((one.from_time, one.to_time))
    leave = list(Absence.objects.filter(post__in=posts, ends_on__gte=days[0], starts_on__lte=days[-1]))
    taken: dict[int, list[Stretch]] = {}
    rows = Booking.objects.filter(post__in=posts, released=False, during__overlap=(begins, ends))
    for post_id, during in rows.values_list("post", "during"):
        taken.setdefault(post_id, []).append((during.lower, during.upper))
    found = []
    for pk in posts:
        gone = {day for one in leave if one.post_id == pk for day in days if one.starts_on <= day <= one.ends_on}
        usual = hours[pk] or {weekday: list(USUAL_HOURS) for weekday in range(1, 8)}
        free = [
            (_moment(day, start), _moment(day, stop))
            for day in days
            if day not in gone
            for start, stop in usual.get(day.isoweekday(), [])
        ]
        found.append(without(free, taken.get(pk, [])))
    return found


def _free_of_parties(mediation: Mediation, begins: datetime, ends: datetime) -> list[list[Stretch]]:
    said: dict[int, list[Stretch]] = {}
    rows = mediation.free_times.filter(ends_at__gt=begins, starts_at__lt=ends)
    for party_id, start, stop in rows.values_list("party", "starts_at", "ends_at"):
        said.setdefault(party_id, []).append((start, stop))
    return list(said.values())


def _rounded(free: Sequence[Stretch]) -> list[Stretch]:
    """Beginning at the full or half hour."""
    found = []
    for start, stop in free:
        over = timedelta(minutes=start.minute % 30, seconds=start.second, microseconds=start.microsecond)
        found.append((start + (STEP - over if over else timedelta()), stop))
    return [(start, stop) for start, stop in found if start < stop]


def _moment(day: date, clock_time: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock_time))

"""Keeping the working calendar: years imported, corrected and published, and an organisation's own closures."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from unionlaw.deadlines.calendars import HOLIDAY, WORKDAY, Entry
from unionlaw.deadlines.models import CalendarDay, CalendarYear
from unionlaw.deadlines.shipped_calendar import shipped_year, statute_source
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation

CORRECTED = "人工更正"
EARLIEST, LATEST = 1950, 2199

on_published: list[Callable[[int, Actor, datetime], object]] = []
"""Called with (year, by, at) in the transaction in which a year is published, or a published one is corrected: what
recomputes the open limits that it touches joins here at start-up."""


def tell_published(year: int, *, by: Actor, at: datetime) -> None:
    """Let everybody know who joined `on_published`."""
    for subscriber in on_published:
        subscriber(year, by, at)


@transaction.atomic
def import_year(*, year: int, days: Mapping[date, Entry], source: str, by: Actor, at: datetime) -> CalendarYear:
    """Put the days of a notice in the place of what the year holds. A provisional year stays so until it is published.

    Args:
        days: day -> "holiday" or "workday" and the holiday's name; made-up workdays lie on weekends.
        source: the notice, "国办发明电〔2026〕7号".

    Raises Refused, Invalid.
    """
    by.require("calendar.change")
    if not source.strip():
        raise Invalid(_("请写明来源，如通知的文号。"), field="source")
    if not days:
        raise Invalid(_("没有任何日期。"), field="days")
    for day, (kind, name) in days.items():
        _check_day(year, day, kind, name)
    row = _lock_year(year)
    replace_days(year, days, source=source.strip())
    row.source = source.strip()
    return _changed(row, by=by, at=at)


@transaction.atomic
def set_day(*, day: date, kind: str, name: str, by: Actor, at: datetime, source: str = CORRECTED) -> CalendarDay:
    """Make a day a holiday or a made-up workday. Raises Refused, Invalid."""
    by.require("calendar.change")
    _check_day(day.year, day, kind, name)
    row = _lock_year(day.year)
    entry, _created = CalendarDay.objects.update_or_create(
        day=day, organisation=None, defaults={"kind": kind, "name": name.strip(), "source": source.strip()[:80]}
    )
    _changed(row, by=by, at=at)
    return entry


@transaction.atomic
def clear_day(*, day: date, by: Actor, at: datetime) -> None:
    """Make a day an ordinary one again. Raises Refused, Missing."""
    by.require("calendar.change")
    row = _lock_year(day.year)
    if not CalendarDay.objects.filter(day=day, organisation=None).delete()[0]:
        raise Missing(_("这一天没有登记放假或者调休。"))
    _changed(row, by=by, at=at)


@transaction.atomic
def publish_year(*, year: int, by: Actor, at: datetime, source: str = "") -> CalendarYear:
    """Say that the holidays of a year are announced and entered, which has open limits recomputed.

    Raises Refused, Conflict.
    """
    by.require("calendar.change")
    row = _lock_year(year)
    if row.state == CalendarYear.State.PUBLISHED:
        raise Conflict(_("%(year)s年的放假安排已经公布。") % {"year": year})
    row.state, row.published_at, row.published_by = CalendarYear.State.PUBLISHED, at, by.post
    if source.strip():
        row.source = source.strip()
    return _changed(row, by=by, at=at)


@transaction.atomic
def add_closure(
    *, organisation: Organisation, first: date, last: date, name: str, by: Actor, at: datetime
) -> list[CalendarDay]:
    """Note that an organisation is closed from `first` to `last`, both included. Raises Refused, Invalid, Conflict."""
    _require_closing(by, organisation)
    if last < first:
        raise Invalid(_("结束日期不能早于开始日期。"), field="last")
    if (last - first).days >= 31:
        raise Invalid(_("一次最多登记31天。"), field="last")
    if not name.strip():
        raise Invalid(_("请写明停办公的原因。"), field="name")
    _touch_years({first.year, last.year})
    closures = [
        CalendarDay(
            day=first + timedelta(days=number),
            kind=CalendarDay.Kind.CLOSURE,
            organisation=organisation,
            name=name.strip()[:40],
        )
        for number in range((last - first).days + 1)
    ]
    try:
        with transaction.atomic():
            return CalendarDay.objects.bulk_create(closures)
    except IntegrityError as error:
        raise Conflict(_("其中有的日期已经登记过停办公。")) from error


@transaction.atomic
def remove_closure(*, closure_id: int, by: Actor, at: datetime) -> None:
    """Take back one day of a closure. Raises Refused, Missing."""
    closure = CalendarDay.objects.filter(pk=closure_id, kind=CalendarDay.Kind.CLOSURE).select_related("organisation")
    found = closure.first()
    if found is None or found.organisation is None:
        raise Missing(_("没有这一天的停办公登记。"))
    _require_closing(by, found.organisation)
    _touch_years({found.day.year})
    found.delete()


def years_to_publish(on: date) -> list[int]:
    """The years that administrators are to be reminded of on that day: from November on the next one, and the current
    one, as long as they are not published."""
    due = [on.year, *([on.year + 1] if on.month >= 11 else [])]
    published = set(
        CalendarYear.objects.filter(year__in=due, state=CalendarYear.State.PUBLISHED).values_list("year", flat=True)
    )
    return [year for year in due if year not in published]


def replace_days(year: int, days: Mapping[date, Entry], *, source: str) -> None:
    """Put `days` in the place of the portal's own days of `year`. The caller has checked and holds the year's lock."""
    CalendarDay.objects.filter(organisation=None, day__year=year).delete()
    CalendarDay.objects.bulk_create(rows_of(days, source))


def rows_of(days: Mapping[date, Entry], source: str) -> list[CalendarDay]:
    """The rows of some days, not saved."""
    return [
        CalendarDay(day=day, kind=kind, name=name.strip(), source=source[:80])
        for day, (kind, name) in sorted(days.items())
    ]


def _check_day(year: int, day: date, kind: str, name: str) -> None:
    if not EARLIEST <= year <= LATEST:
        raise Invalid(_("年份应在%(first)s年至%(last)s年之间。") % {"first": EARLIEST, "last": LATEST}, field="day")
    if day.year != year:
        raise Invalid(_("%(day)s不在%(year)s年。") % {"day": day.isoformat(), "year": year}, field="day")
    if kind not in (HOLIDAY, WORKDAY):
        raise Invalid(_("只能登记放假或者调休上班。"), field="kind")
    if kind == WORKDAY and day.weekday() < 5:
        raise Invalid(_("%(day)s不是周末，本来就上班。") % {"day": day.isoformat()}, field="day")
    if not name.strip() or len(name.strip()) > 40:
        raise Invalid(_("请写明节日名称，最多40个字。"), field="name")


def _lock_year(year: int) -> CalendarYear:
    """The year's row, locked; a year that has none begins as the libraries know it."""
    row, created = CalendarYear.objects.get_or_create(year=year, defaults={"source": statute_source()})
    if created:
        replace_days(year, shipped_year(year), source=statute_source())
    return CalendarYear.objects.select_for_update().get(pk=row.pk)


def _changed(row: CalendarYear, *, by: Actor, at: datetime) -> CalendarYear:
    """Save the year, which tells every process to read the calendar anew, and those who recompute."""
    row.version += 1
    row.save()
    if row.state == CalendarYear.State.PUBLISHED:
        tell_published(row.year, by=by, at=at)
    return row


def _touch_years(years: set[int]) -> None:
    """Tell every process to read the calendar anew. A year is not held to be corrected by a closure."""
    for year in sorted(years):
        _lock_year(year)
    CalendarYear.objects.filter(year__in=years).update(source=F("source"))


def _require_closing(by: Actor, organisation: Organisation) -> None:
    """The system administrator for all, a supervisor for their own organisation."""
    if by.may("calendar.change"):
        return
    by.require("calendar.close")
    if by.organisation is None or by.organisation.pk != organisation.pk:
        raise Refused(_("只能登记本单位的停办公日。"))

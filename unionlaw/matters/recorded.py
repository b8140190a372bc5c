"""Days of what belongs to a matter, beside the day on which the matter was put on record.

Lists run from the newest matter to the oldest. What happened by a day belongs to matters put on record by then or a
little later, so a list "paid until 2023" is walked from there instead of through all that came since. Papers of years
ago that are put on record today are the exception: they are few, and found by an index of their own.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import F, Q
from django.utils import timezone

LAG = timedelta(days=31)
"""A matter put on record this long after something happened in it was recorded late."""


def late(*columns: str) -> Q:
    """One of these days lies more than LAG before `opened_on`."""
    condition = Q()
    for column in columns:
        condition |= Q(**{f"{column}__lt": F("opened_on") - LAG})
    return condition


def latest_of(day: date) -> date:
    """The last day on which a matter was put on record in time, of what happened in it on `day`."""
    return min(day, date.max - LAG) + LAG


def opened_by(day: date) -> Q:
    """Put on record by the end of `day`; for matters and grants."""
    return Q(opened_at__lt=timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)))


def any_by(day: date, *columns: str) -> Q:
    """One of these days is `day` or before it."""
    condition = Q()
    for column in columns:
        condition |= Q(**{f"{column}__lte": day})
    return condition

"""The only place that asks what time it is. Views, tasks and commands call it and hand the answer to services."""

from datetime import date, datetime, time

from django.utils import timezone

YEARS = range(1900, 3000)
"""In which something can be meant to happen; near the ends of time one cannot reckon with a moment."""


def now() -> datetime:
    """The present moment, aware."""
    return timezone.now()


def today() -> date:
    """The present day in the project's time zone (Asia/Shanghai)."""
    return timezone.localdate()


def midnight(day: date) -> datetime:
    """The moment at which `day` begins in the project's time zone, aware."""
    return timezone.make_aware(datetime.combine(day, time()))

"""The only place that asks what time it is. Views, tasks and commands call it and hand the answer to services."""

from datetime import date, datetime, time

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware."""
    return timezone.now()


def today() -> date:
    """The present day in the project's time zone (Asia/Shanghai)."""
    return timezone.localdate()


def midnight(day: date) -> datetime:
    """The moment at which `day` begins in the project's time zone, aware."""
    return timezone.make_aware(datetime.combine(day, time()))

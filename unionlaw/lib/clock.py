"""The only place that asks what time it is. Views, tasks and commands call it and hand the answer to services."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware."""
    return timezone.now()


def today() -> date:
    """The present day in the project's time zone (Asia/Shanghai)."""
    return timezone.localdate()

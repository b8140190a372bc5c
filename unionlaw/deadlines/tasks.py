"""Work in the background. What is due stands in the database; these only wake it."""

from celery import shared_task
from django.db import InterfaceError, OperationalError

from unionlaw.deadlines.services import sweeping
from unionlaw.deadlines.services.asking_for_years import ask_for_years as ask
from unionlaw.lib import clock


@shared_task(
    ignore_result=True,
    autoretry_for=(OperationalError, InterfaceError),
    # At once and a few times: a connection that was cut is made anew. The next beat does the rest.
    max_retries=3,
    default_retry_delay=0,
)
def sweep() -> None:
    """Tell the reminder steps that are due. Running it twice at once, or not for an hour, does no harm."""
    sweeping.sweep(at=clock.now())


@shared_task(ignore_result=True)
def ask_for_years() -> None:
    """Remind administrators, from November on, of a year whose holidays are not entered; daily, each told monthly."""
    ask(at=clock.now())

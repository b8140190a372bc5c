"""Background work of rounds. Beat only wakes it: what is to be done stands in rows."""

from celery import shared_task

from unionlaw.lib import clock
from unionlaw.lib.alone import alone
from unionlaw.reports.services import monthly


@shared_task(name="unionlaw.reports.tasks_rounds.make_month", ignore_result=True)
def make_month() -> None:
    """Open and compute last month's reports when their day has come; one run at a time."""
    with alone("monthly reports") as mine:
        if mine:
            monthly.make_month(at=clock.now())

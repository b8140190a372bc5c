"""Background work of rounds. Beat only wakes it: what is to be done stands in rows."""

from celery import shared_task

from unionlaw.lib import clock
from unionlaw.lib.alone import alone
from unionlaw.reports.services import computing_line, monthly
from unionlaw.reports.waking import wake


@shared_task(name="unionlaw.reports.tasks_rounds.make_month", ignore_result=True)
def make_month() -> None:
    """Open last month's reports and put them in line when their day has come; one run at a time."""
    with alone("monthly reports") as mine:
        if mine and monthly.make_month(at=clock.now()):
            wake(compute_rounds)


@shared_task(name="unionlaw.reports.tasks_rounds.compute_rounds", ignore_result=True)
def compute_rounds() -> None:
    """Compute the next round in line. Woken when one is asked for, and by beat for what was left lying.

    The one after it is a task of its own: the time limit of a task is for one round, not for all that wait.
    """
    if computing_line.work_off(now=clock.now):
        wake(compute_rounds)

"""Background work with files of reports. The rows are the queue; these only wake it."""

from celery import shared_task

from unionlaw.lib import clock
from unionlaw.reports.services import deliveries, making, outputs
from unionlaw.reports.waking import wake


@shared_task(ignore_result=True)
def make_outputs() -> None:
    """Make the next file in line. Woken when one is asked for, and by beat for what was left lying.

    The one after it is a task of its own: the time limit of a task is for one file, not for all that wait.
    """
    if making.work_off(now=clock.now):
        wake(make_outputs)


@shared_task(ignore_result=True)
def send_deliveries() -> None:
    """Put in line what deliveries send today, or should have sent while nobody was there."""
    if deliveries.send_due(at=clock.now()):
        wake(make_outputs)


@shared_task(ignore_result=True)
def forget_outputs() -> None:
    """Throw away files whose time is over."""
    outputs.forget_old(at=clock.now())

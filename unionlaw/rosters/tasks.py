"""Work in the background."""

from celery import shared_task

from unionlaw.lib import clock
from unionlaw.rosters.services import working


@shared_task(ignore_result=True)
def work_off() -> None:
    """Check or take over every sheet in line. Woken when one is put there, and by beat for what was left lying."""
    for sheet_id in working.unfinished():
        working.work_off(sheet_id=sheet_id, at=clock.now())


@shared_task(ignore_result=True)
def clear_old() -> None:
    """Forget sheets and their files when their time is over."""
    working.clear_old(at=clock.now())

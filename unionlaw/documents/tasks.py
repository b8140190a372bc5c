"""Work in the background."""

from celery import shared_task

from unionlaw.documents import files
from unionlaw.documents.services import batches
from unionlaw.lib import clock


@shared_task(ignore_result=True)
def sweep_orphans() -> None:
    """Remove files whose row never came, because the transaction that would have named them rolled back."""
    files.sweep()


@shared_task(ignore_result=True)
def issue_batches() -> None:
    """Work off every batch of papers that is under way. Woken when one begins, and by beat for what was left lying."""
    for batch_id in batches.unfinished():
        while batches.work_off(batch_id=batch_id, at=clock.now()):
            pass

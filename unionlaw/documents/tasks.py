"""Work in the background."""

from celery import shared_task

from unionlaw.documents import files


@shared_task(ignore_result=True)
def sweep_orphans() -> None:
    """Remove files whose row never came, because the transaction that would have named them rolled back."""
    files.sweep()

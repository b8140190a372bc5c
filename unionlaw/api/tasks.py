"""Work in the background."""

from celery import shared_task

from unionlaw.api.idempotency import forget
from unionlaw.lib import clock


@shared_task(ignore_result=True)
def forget_answers() -> None:
    """Delete remembered answers whose keys have expired."""
    forget(at=clock.now())

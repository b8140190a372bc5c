from celery import shared_task

from unionlaw.accounts.services import drafts, users
from unionlaw.lib import clock


@shared_task(ignore_result=True)
def clear_expired() -> None:
    """Once a day: sessions that ended and drafts nobody came back to. Running it twice or never does no harm."""
    at = clock.now()
    users.clear_sessions(at=at)
    drafts.discard_old(at=at)

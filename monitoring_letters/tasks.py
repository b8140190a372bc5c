"""Work in the background."""

from celery import shared_task

from monitoring_letters.services.campaigns import issuing
from unionlaw.lib import clock


@shared_task(ignore_result=True)
def issue_campaigns() -> None:
    """Issue the letters of every campaign under way. Woken when one begins, and by beat for what was left lying."""
    for letter_id in issuing.unfinished():
        while issuing.work_off(letter_id=letter_id, at=clock.now()):
            pass

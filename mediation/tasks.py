"""Background work of mediations. Beat and nudges only wake it: what is to be done stands in rows."""

from celery import shared_task

from mediation.services import sending
from unionlaw.lib import clock
from unionlaw.lib.alone import alone


@shared_task(name="mediation.tasks.send_invitations", ignore_result=True)
def send_invitations() -> None:
    """Send what parties are to be told of sessions; one run at a time."""
    with alone("send invitations") as mine:
        if mine:
            sending.send_invitations(at=clock.now())

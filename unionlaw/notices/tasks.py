"""Work in the background. Beat and nudges only wake it: what is to be done stands in rows."""

from celery import shared_task

from unionlaw.lib import clock
from unionlaw.lib.alone import alone
from unionlaw.notices.services import digests, heartbeats, sending, spreading, waking

BATCH = 500
MOST_BATCHES = 20


@shared_task(ignore_result=True)
def spread() -> None:
    """Spread what was told since; then wake the sending, if there is something to send."""
    at, rows = clock.now(), 0
    for _run in range(MOST_BATCHES):
        found = spreading.spread(at=at, batch=BATCH)
        rows += found
        if found < BATCH:
            break
    heartbeats.beat(name="spread", rows=rows, at=at)
    if rows:
        waking.wake("unionlaw.notices.tasks.send")


@shared_task(ignore_result=True)
def send() -> None:
    """Send what is due; one run at a time, so that a provider that hangs cannot hold every worker."""
    with alone("send notices") as mine:
        if mine:
            rows = sending.send_due(at=clock.now())
            heartbeats.beat(name="send", rows=rows, at=clock.now())


@shared_task(ignore_result=True)
def digest() -> None:
    """Write the daily mails when their hour has come."""
    at = clock.now()
    heartbeats.beat(name="digest", rows=digests.write_digests(at=at), at=at)

"""Sending what is due. The lease decides who sends, not the broker (docs/adr/0007-notices.md).

A sender leases one delivery (`locked_until`, SKIP LOCKED), commits, speaks to the provider outside any transaction, and
records what came of it only if the lease is still its own. One that is killed leaves its lease to run out.
"""

import logging
import time
import uuid
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.sealed import SealBroken
from unionlaw.lib.wording import stored
from unionlaw.notices import channels
from unionlaw.notices.channels.base import Channel, Refused, TryAgain
from unionlaw.notices.models import Delivery, Notice, Urgency
from unionlaw.notices.services.composing import Moot, compose
from unionlaw.notices.services.recipients import heads_above
from unionlaw.notices.services.telling import tell

log = logging.getLogger(__name__)
State = Delivery.State

LEASE = timedelta(minutes=3)
"""Well above what one attempt may take: a few socket operations of NOTICE_SEND_TIMEOUT each."""
INTERVALS = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6)]
"""How long to wait after the first, second, … attempt that failed; after one more the delivery is dead."""
MOST_ATTEMPTS = len(INTERVALS) + 1
LONGEST_WAIT = timedelta(hours=12)
DEAD_KIND = "delivery.dead"


def send_due(*, at: datetime, batch: int = 200, seconds: float = 60) -> int:
    """Send deliveries that are due, oldest first, one after the other.

    Args:
        at: now.
        batch: at most so many.
        seconds: begin no further one after this time; the next run goes on.

    Returns how many were tried.
    """
    run = _Run(at)
    try:
        tried = 0
        while tried < batch and run.elapsed < seconds and run.one():
            tried += 1
        return tried
    finally:
        run.close()


class _Run:
    """One run of one sender: its open channels, its clock, and whom it leaves alone until the next run."""

    def __init__(self, at: datetime) -> None:
        self._began, self._at = time.monotonic(), at
        self._open: dict[str, Channel] = {}
        self._paused: list[Q] = []

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._began

    @property
    def now(self) -> datetime:
        return self._at + timedelta(seconds=self.elapsed)

    def one(self) -> bool:
        """Lease and try one delivery; False when none is due."""
        delivery = lease(at=self.now, leaving=self._paused)
        if delivery is None:
            return False
        if delivery.attempts > MOST_ATTEMPTS:
            # Each attempt ended without a word: whatever it does to a sender, it does it no more.
            _dead(delivery, stored(_("每次发送都中断了")), self.now)
            return True
        try:
            receipt = self._channel(delivery.channel).send(compose(delivery, self.now))
        except (OperationalError, InterfaceError):
            # The database is away, not the message: the lease runs out.
            raise
        except TryAgain as error:
            self._later(delivery, error)
        except Moot as error:
            _record(delivery, state=State.DROPPED, next_at=None, last_error=error.stored)
        except Refused as error:
            _dead(delivery, error.stored, self.now)
        except Exception as error:
            log.exception("delivery %s is set aside", delivery.pk)
            _dead(delivery, f"{type(error).__name__}: {_without_secrets(delivery, str(error))}", self.now)
        else:
            _record(delivery, state=State.SENT, next_at=None, sent_at=self.now, receipt=receipt[:200], last_error="")
        return True

    def _channel(self, name: str) -> Channel:
        if name not in self._open:
            self._open[name] = channels.open_channel(name)
        return self._open[name]

    def _later(self, delivery: Delivery, error: TryAgain) -> None:
        if error.pause:
            same = Q(robot=delivery.robot_id) if delivery.robot_id else Q(channel=delivery.channel, robot__isnull=True)
            self._paused.append(same)
        if delivery.attempts >= MOST_ATTEMPTS:
            _dead(delivery, error.stored, self.now)
            return
        wait = INTERVALS[delivery.attempts - 1] if error.after is None else timedelta(seconds=error.after)
        next_at = self.now + min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)
        _record(delivery, next_at=next_at, last_error=error.stored)
        if error.after is not None and delivery.robot_id:
            # The provider wants a pause: what else waits for this group would only be refused, and lose its attempts.
            waiting = Delivery.objects.filter(robot=delivery.robot_id, state=State.WAITING, lease__isnull=True)
            waiting.filter(next_at__lt=next_at).update(next_at=next_at)

    def close(self) -> None:
        for channel in self._open.values():
            channel.close()


def lease(*, at: datetime, leaving: list[Q] | None = None) -> Delivery | None:
    """Take the delivery that is due for longest, for LEASE; None when there is none.

    Args:
        leaving: conditions for those that are not taken.
    """
    with transaction.atomic():
        due = Delivery.objects.filter(state=State.WAITING, next_at__lte=at)
        due = due.filter(Q(locked_until__isnull=True) | Q(locked_until__lte=at))
        for condition in leaving or []:
            due = due.exclude(condition)
        found = due.order_by("next_at", "pk").select_for_update(skip_locked=True).first()
        if found is None:
            return None
        found.lease, found.locked_until, found.attempts = uuid.uuid4(), at + LEASE, found.attempts + 1
        found.save(update_fields=["lease", "locked_until", "attempts"])
    loaded = Delivery.objects.select_related(
        "notice__user", "notice__post__organisation", "notice__matter", "digest__user", "robot"
    )
    return loaded.get(pk=found.pk)


def backlog(*, at: datetime) -> dict[str, int]:
    """How many seconds the oldest delivery that is due has waited (0 without one), and how many are dead."""
    due = (
        Delivery.objects.filter(state=State.WAITING, next_at__lte=at)
        .order_by("next_at")
        .values_list("next_at", flat=True)
    )
    oldest = due.first()
    return {
        "oldest_waiting": 0 if oldest is None else round((at - oldest).total_seconds()),
        "dead": Delivery.objects.filter(state=State.DEAD).count(),
    }


def _record(delivery: Delivery, **changes: object) -> bool:
    """Write what came of an attempt and give the lease back; False when the lease is no longer ours."""
    ours = Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease, state=State.WAITING)
    kept = ours.update(lease=None, locked_until=None, **changes) == 1
    if not kept:
        log.warning("delivery %s took longer than its lease: its outcome is another sender's", delivery.pk)
    return kept


def _dead(delivery: Delivery, why: str, at: datetime) -> None:
    """Set a delivery aside for an administrator; the superior hears of an urgent one, once for each notice."""
    with transaction.atomic():
        if not _record(delivery, state=State.DEAD, next_at=None, last_error=why[:500]):
            return
        notice = delivery.notice
        if notice is None or notice.urgency != Urgency.URGENT or notice.kind == DEAD_KIND or delivery.robot_id:
            return
        _tell_head(notice, at)


def _tell_head(notice: Notice, at: datetime) -> None:
    heads = heads_above(notice.post, timezone.localdate(at))
    tell(
        kind=DEAD_KIND,
        to=heads,
        key=f"delivery.dead:{notice.pk}",
        matter=notice.matter,
        about=notice.about,
        data={"place": notice.post.organisation.short_name, "told_at": notice.created_at.isoformat()},
        urgency=Urgency.URGENT,
        at=at,
    )


def _without_secrets(delivery: Delivery, text: str) -> str:
    """`text` without a robot's address and secret, which an error may quote."""
    if delivery.robot is not None:
        for sealed in (delivery.robot.address, delivery.robot.secret):
            with suppress(SealBroken):
                text = text.replace(sealed.reveal() or "\0", "…")
    return text[:300]

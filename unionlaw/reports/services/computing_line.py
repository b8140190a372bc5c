"""What a worker does with rounds in line. Who computes one holds a lease; one that is not renewed is free again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.errors import Conflict, DomainError
from unionlaw.lib.wording import STORED_IN, stored
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post
from unionlaw.notices.services.telling import tell
from unionlaw.reports.models import Computation, Report
from unionlaw.reports.services.computing_rounds import compute_round
from unionlaw.reports.snapshots import beside, interrupted
from unionlaw.reports.spans import named

log = logging.getLogger(__name__)
State = Computation.State
JOB = "monthly reports"
LEASE = timedelta(minutes=5)
"""Longer than the longest part: one statement over all facts of a source."""
MOST_ATTEMPTS = 3
_GAVE_UP = _("系统错误，没有统计。请稍后重新统计；仍不成功的，请联系系统管理员。")
_LEFT = _("申请人已离任，没有统计。请重新统计。")
_RENEW = (
    "UPDATE reports_computation SET progress = %s, locked_until = %s WHERE id = %s AND state = %s AND attempts = %s"
)


class Stopped(Exception):
    """It was cancelled, or another worker took it over."""


def work_off(*, now: Callable[[], datetime]) -> bool:
    """Compute the next round in line. Returns whether there was one.

    Args:
        now: the time; asked between parts, since a lease must outlive the one that is being done.
    """
    computation = _take(now())
    if computation is None:
        return False
    try:
        with translation.override(STORED_IN):
            _compute(computation, now)
    except Stopped:
        pass
    except DomainError as error:
        if isinstance(error, Conflict) and interrupted(error):
            _again(computation, error.message, now())
        else:
            _fail(computation, error.message, now())
    except Exception:
        log.exception("round %s could not be computed", computation.round_id)
        _again(computation, stored(_GAVE_UP), now())
    return True


@transaction.atomic
def _take(at: datetime) -> Computation | None:
    """The oldest that waits, or whose worker is gone; now ours until the lease ends."""
    free = Q(state=State.WAITING) | Q(state=State.WORKING, locked_until__lt=at)
    found = (
        Computation.objects.filter(free)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("round__organisation", "asked_by__user", "asked_by__organisation")
        .order_by("asked_at", "pk")
        .first()
    )
    if found is None:
        return None
    if found.attempts >= MOST_ATTEMPTS:
        # Each time its worker died: it would take the next one along, too.
        _fail(found, stored(_GAVE_UP), at)
        return _take(at)
    found.state, found.attempts, found.progress = State.WORKING, found.attempts + 1, 0
    found.locked_until = at + LEASE
    found.save(update_fields=["state", "attempts", "progress", "locked_until"])
    return found


def _compute(computation: Computation, now: Callable[[], datetime]) -> None:
    at, post = now(), computation.asked_by
    if post is not None and not _serves(post, at):
        _fail(computation, stored(_LEFT), at)
        return
    by = Actor(user=post.user, post=post) if post else Actor.system(JOB)
    top = Report.objects.only("pk").get(round=computation.round_id, above=None)
    with beside() as side:

        def told(percent: int) -> None:
            renewed = (percent, now() + LEASE, computation.pk, State.WORKING.value, computation.attempts)
            with side.cursor() as cursor:
                cursor.execute(_RENEW, renewed)
                if not cursor.rowcount:
                    raise Stopped

        compute_round(report_id=top.pk, by=by, at=at, told=told)
    _mine(computation).update(state=State.DONE, progress=100, done_at=now(), locked_until=None, error="")


def _serves(post: Post, at: datetime) -> bool:
    return (post.ends_on is None or post.ends_on >= timezone.localdate(at)) and post.user.is_active


def _mine(computation: Computation) -> QuerySet[Computation]:
    """The row, as long as nobody cancelled it or took it over: each who takes it counts one attempt more."""
    return Computation.objects.filter(pk=computation.pk, state=State.WORKING, attempts=computation.attempts)


def _again(computation: Computation, why: str, at: datetime) -> None:
    """Back into the line, unless it was tried often enough."""
    if computation.attempts >= MOST_ATTEMPTS:
        _fail(computation, why, at)
    else:
        _mine(computation).update(state=State.WAITING, locked_until=None, progress=0)


@transaction.atomic
def _fail(computation: Computation, why: str, at: datetime) -> None:
    """Write down why, and tell who asked; when the system did or they have left, who answers for the report."""
    changed = {"state": State.FAILED, "error": why[:300], "done_at": at, "locked_until": None}
    if not _mine(computation).update(**changed):
        return
    its_round = computation.round
    top = Report.objects.select_related("matter__owner").get(round=its_round, above=None)
    asked = computation.asked_by
    told = asked if asked is not None and _serves(asked, at) else top.matter.owner
    if told is not None:
        tell(
            kind="report.not_computed",
            to=[told],
            key=f"report.not_computed:{computation.pk}",
            matter=top.matter,
            data={"organisation": its_round.organisation.short_name, "span": named(its_round.span)},
            at=at,
        )

"""Rounds in line to be computed or restated by a worker: asked for, looked at, cancelled. The row is the queue."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Refused
from unionlaw.network.actors import Actor
from unionlaw.reports import states
from unionlaw.reports.models import Computation, Report, Round
from unionlaw.reports.services.restating import reason_of_restating
from unionlaw.reports.services.steps import begin, busy, person_refusal, place_refusal, visible_report

State = Computation.State


@transaction.atomic
def ask_computation(*, report_id: int, by: Actor, at: datetime, version: int | None = None) -> Computation:
    """Put a round in line to be computed anew. The caller wakes a worker after the commit (tasks_rounds.wake).

    Args:
        report_id: the report of the union that sums up.

    Raises what `begin` raises, and Conflict when the round is in line already.
    """
    report = begin(report_id=report_id, verb="compute", by=by, version=version)
    return _line_up(report, by=by, at=at)


@transaction.atomic
def ask_restatement(*, report_id: int, reason: str, by: Actor, at: datetime, version: int | None = None) -> Computation:
    """Put a frozen round in line to be looked at again. The caller wakes a worker after the commit.

    Args:
        report_id: the report of the union that sums up.
        reason: why; it stands with the restatement.

    Raises what `begin` raises, Invalid for "reason", Refused without a post, and Conflict when it is in line already.
    """
    reason = reason_of_restating(reason, by)
    report = begin(report_id=report_id, verb="restate", by=by, version=version)
    return _line_up(report, by=by, at=at, verb=Computation.Verb.RESTATE, reason=reason)


def _line_up(report: Report, *, by: Actor, at: datetime, **columns: str) -> Computation:
    try:
        with transaction.atomic():
            return Computation.objects.create(round=report.round, asked_at=at, asked_by=by.post, **columns)
    except IntegrityError:
        raise Conflict(busy(columns.get("verb", "compute"))) from None


@transaction.atomic
def cancel_computation(*, report_id: int, by: Actor, at: datetime) -> Computation:
    """Do not compute it after all; what a worker has begun is thrown away at its next part.

    Raises:
        Missing, Refused: as for `ask_computation`.
        Conflict: nothing is in line, or all is done but the commit.
    """
    # The round is locked by whoever computes it; the row in line is not.
    report = visible_report(report_id, by)
    if reason := cancelling_refusal(report, by):
        raise Refused(reason)
    found = Computation.objects.in_line().select_for_update().filter(round=report.round_id).first()
    if found is None or _saving(found, at):
        raise Conflict(_("本期没有正在进行的统计，可能刚刚完成。"))
    found.state, found.locked_until, found.done_at = State.CANCELLED, None, at
    found.save(update_fields=["state", "locked_until", "done_at"])
    return found


def _saving(found: Computation, at: datetime) -> bool:
    """Whether its figures are about to stand: a cancelling that came now would be said to have kept the old ones."""
    return found.progress >= Computation.SAVING and found.locked_until is not None and found.locked_until > at


def cancelling_refusal(report: Report, by: Actor) -> str:
    """Why `by` may not cancel a computation or restatement of the report's round, or ""; the same as for asking."""
    right = states.report.by_verb["compute"].right
    return by.refusal(right) or person_refusal(report, "compute", by) or place_refusal(report, "compute")


def last_computation(its_round: Round) -> Computation | None:
    """The computation of a round that was asked for last."""
    return its_round.computations.order_by("-pk").first()

"""The end without an agreement, and taking up again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mediation.models import Mediation
from mediation.outcomes import FAILURES
from mediation.services.steps import begin, record
from unionlaw.deadlines.models import Deadline
from unionlaw.deadlines.running import running_of
from unionlaw.lib.errors import Conflict
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import LIVE_PHASES, Kind
from unionlaw.matters.services.checking import REASON_LENGTH, need_reason, refuse_if
from unionlaw.network.actors import Actor

TIME_OVER = "time_over"
FINISHING = "mediation.failed"
"""A time limit that this event meets is one within which the mediation has to end."""


@transaction.atomic
def fail(
    *, mediation_id: int, reason: str, note: str = "", by: Actor, at: datetime, version: int | None = None
) -> Mediation:
    """End the mediation without an agreement (调解仲裁法 art. 14: the parties may go to arbitration).

    Args:
        reason: one of outcomes.FAILURES; "time_over" only once the time limit has passed.

    Raises:
        Refused, Conflict, Missing, Stale: see `steps.begin`.
        Invalid: under reason or note.
    """
    mediation = begin(mediation_id=mediation_id, verb="fail", by=by, version=version)
    errors: dict[str, Any] = {}
    note = note.strip()
    if reason not in FAILURES:
        errors["reason"] = _("请选择调解不成的原因。")
    elif reason == TIME_OVER and not time_is_over(mediation, at):
        errors["reason"] = _("调解期限还没有届满。")
    if len(note) > REASON_LENGTH:
        errors["note"] = _("最多%(longest)d个字。") % {"longest": REASON_LENGTH}
    refuse_if(errors)
    mediation.failed_reason = reason
    mediation.ended_early = reason == TIME_OVER
    record(mediation, "mediation.failed", by=by, at=at, reason=note, data={"why": stored(FAILURES[reason])})
    return mediation


@transaction.atomic
def reopen(*, mediation_id: int, reason: str, by: Actor, at: datetime, version: int | None = None) -> Mediation:
    """Mediate again: the time limit runs anew from today. Raises as `steps.begin`; Invalid without a reason.

    Raises Conflict too when another mediation of the same dispute is under way.
    """
    mediation = begin(mediation_id=mediation_id, verb="reopen", by=by, version=version)
    reason = need_reason(reason)
    if other := other_live(mediation):
        raise Conflict(_("本争议已有正在办理的调解%(number)s。") % {"number": other})
    today = timezone.localdate(at)
    mediation.failed_reason, mediation.advised, mediation.ended_early = "", "", False
    mediation.concluded_on = None
    mediation.accepted_on = mediation.accepted_on or today
    record(mediation, "mediation.reopened", by=by, at=at, reason=reason, data={"received_on": today.isoformat()})
    return mediation


def other_live(mediation: Mediation) -> str:
    """The number of another mediation of the same dispute that is under way, or ""."""

    if mediation.matter.dispute_id is None:
        return ""
    live = Matter.objects.filter(dispute=mediation.matter.dispute_id, kind=Kind.MEDIATION, phase__in=LIVE_PHASES)
    return live.exclude(pk=mediation.pk).values_list("number", flat=True).first() or ""


def finishing_limit(mediation: Mediation) -> Deadline | None:
    """The time limit within which the mediation has to end, the earliest that runs; None where none does."""
    return running_of(mediation.pk).filter(rule_version__meets_on__contains=[FINISHING]).first()


def time_is_over(mediation: Mediation, at: datetime) -> bool:
    """Whether that time limit has passed."""
    limit = finishing_limit(mediation)
    return limit is not None and limit.due_on < timezone.localdate(at)

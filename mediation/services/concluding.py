"""From talks to an agreement, and back to talks while nobody has signed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mediation.models import Agreement, Mediation, Session
from mediation.outcomes import NEXT_AGREEMENT
from mediation.services import actions, duties
from mediation.services.outcomes import outcomes_by_next, undecided_claims
from mediation.services.steps import begin, record
from unionlaw.lib.errors import Conflict
from unionlaw.matters.services.checking import need_reason
from unionlaw.network.actors import Actor

UNSIGNED = (Agreement.State.DRAFT, Agreement.State.SIGNING)


@transaction.atomic
def conclude(*, mediation_id: int, by: Actor, at: datetime, version: int | None = None) -> Mediation:
    """Talks are over and at least one claim is settled: what was agreed is put into an agreement now.

    Outcomes are final from here on. Sessions still to come are called off, and those invited are told.

    Raises Conflict when a claim has no outcome yet, or none is settled.
    """
    mediation = begin(mediation_id=mediation_id, verb="conclude", by=by, version=version)
    if reason := conclude_refusal(mediation):
        raise Conflict(reason)
    by_next = outcomes_by_next(mediation)
    settled = len(by_next.get(NEXT_AGREEMENT, []))
    mediation.concluded_on = timezone.localdate(at)
    others = sum(len(rows) for rows in by_next.values()) - settled
    record(mediation, "mediation.concluded", by=by, at=at, data={"settled": settled, "failed": others})
    return mediation


@transaction.atomic
def resume_talks(*, mediation_id: int, reason: str, by: Actor, at: datetime, version: int | None = None) -> Mediation:
    """Take talks up again before anybody signed; drafts of the agreement are cancelled, outcomes can change again.

    Raises Conflict once somebody signed, Invalid without a reason.
    """
    mediation = begin(mediation_id=mediation_id, verb="resume_talks", by=by, version=version)
    reason = need_reason(reason, _("请写明退回继续调解的原因。"))
    if refused := resume_refusal(mediation):
        raise Conflict(refused)
    mediation.agreements.filter(state__in=UNSIGNED).update(state=Agreement.State.CANCELLED)
    mediation.concluded_on = None
    record(mediation, "mediation.talks_resumed", by=by, at=at, reason=reason)
    return mediation


def conclude_refusal(mediation: Mediation) -> str:
    """Why talks cannot be concluded now, or ""."""
    left = undecided_claims(mediation).count()
    if left:
        return _("还有%(count)d项请求没有登记结果。") % {"count": left}
    if not outcomes_by_next(mediation).get(NEXT_AGREEMENT):
        return _("没有一项请求达成协议，不能进入签约；请办理“调解不成”或移送。")
    return ""


def resume_refusal(mediation: Mediation) -> str:
    """Why talks cannot be resumed now, or ""."""
    if mediation.agreements.filter(state__in=UNSIGNED, signatures__isnull=False).exists():
        return _("协议已有人签署，不能退回。")
    return ""


def unrecorded_sessions(mediation: Mediation) -> list[duties.Duty]:
    """Sessions whose day is over and of which nothing is on record: a duty before closing."""
    sessions = mediation.sessions.filter(state=Session.State.PLANNED).order_by("number")
    return [
        duties.Duty(_("第%(number)d次调解会还没有记录") % {"number": session.number}, "sessions")
        for session in sessions
    ]


def join() -> None:
    """Put the conditions of these verbs, and the duty, where pages ask for them."""
    actions.CONDITIONS["conclude"] = conclude_refusal
    actions.CONDITIONS["resume_talks"] = resume_refusal
    duties.register(unrecorded_sessions)

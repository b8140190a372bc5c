"""The end of a mediation that reached an agreement: performed, or not performed and on to another proceeding."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mediation.models import Mediation
from mediation.services import actions, duties
from mediation.services.performing import outstanding
from mediation.services.steps import begin, record
from unionlaw.lib.errors import Conflict
from unionlaw.lib.money import format_fen
from unionlaw.matters.services.checking import need_reason
from unionlaw.matters.services.outcomes import recovered_amount
from unionlaw.network.actors import Actor


@transaction.atomic
def close_performed(*, mediation_id: int, by: Actor, at: datetime, version: int | None = None) -> Mediation:
    """Close a mediation whose agreements are performed.

    Raises Conflict while money is outstanding, a breach stands or a time limit runs.
    """
    mediation = begin(mediation_id=mediation_id, verb="close_performed", by=by, version=version)
    if reason := duties.duties_refusal(mediation):
        raise Conflict(reason)
    data = {"amount": format_fen(recovered_amount(mediation.matter))}
    record(mediation, "mediation.performed", by=by, at=at, data=data)
    return mediation


@transaction.atomic
def close_unperformed(
    *, mediation_id: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Mediation:
    """Close a mediation whose agreement was not kept and goes on elsewhere; what is owed stays on record.

    Raises Conflict when nothing is owed and no breach stands, Invalid without a reason.
    """
    mediation = begin(mediation_id=mediation_id, verb="close_unperformed", by=by, version=version)
    reason = need_reason(reason)
    if refusal := unperformed_refusal(mediation):
        raise Conflict(refusal)
    data = {"amount": format_fen(outstanding(mediation))}
    record(mediation, "mediation.unperformed", by=by, at=at, reason=reason, data=data)
    return mediation


def unperformed_refusal(mediation: Mediation) -> str:
    """Why the mediation cannot be closed as not performed, or ""."""
    if outstanding(mediation) or mediation.breaches.filter(cured_on=None).exists():
        return ""
    return _("没有欠付金额，也没有未补正的违约；请按“履行完毕，办结”办理。")


@duties.register
def performance(mediation: Mediation) -> list[duties.Duty]:
    """Money that is owed, and breaches that stand."""
    found = []
    if left := outstanding(mediation):
        found.append(duties.Duty(_("还有%(left)s元没有付清") % {"left": format_fen(left)}, "performance"))
    for breach in mediation.breaches.filter(cured_on=None):
        found.append(duties.Duty(_("违约未补正：%(what)s") % {"what": breach.what}, "performance"))
    return found


actions.CONDITIONS["close_performed"] = duties.duties_refusal
actions.CONDITIONS["close_unperformed"] = unperformed_refusal

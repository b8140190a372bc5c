"""Closing a case when nothing is open any more, and taking it up again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import AidCase
from cases.services.duties import Duty, open_duties
from cases.services.steps import begin, limitation_data, record
from unionlaw.lib.money import format_fen
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Claim
from unionlaw.matters.services.amending import lock_dispute
from unionlaw.matters.services.checking import need, need_reason, refuse_if
from unionlaw.matters.services.outcomes import recovered_amount
from unionlaw.network.actors import Actor

__all__ = ["Duty", "close_case", "open_duties", "reopen_case"]


@transaction.atomic
def close_case(
    *, case_id: int, ending: str, closing_note: str, by: Actor, at: datetime, version: int | None = None
) -> AidCase:
    """Close the case; the event says how much was recovered (挽回经济损失).

    Args:
        ending: one of AidCase.Ending.
        closing_note: a short account for the file.

    Raises Invalid under "" with a line for each open duty, or under ending and closing_note.
    """
    case = begin(case_id=case_id, verb="close_case", by=by, version=version)
    errors: dict[str, Any] = {}
    if ending not in AidCase.Ending.values:
        errors["ending"] = _("请选择结案方式。")
    case.closing_note = need(closing_note, "closing_note", _("请写结案小结。"), errors, longest=10_000)
    if duties := open_duties(case):
        errors[""] = [duty.text for duty in duties]
    refuse_if(errors)
    case.ending = ending
    _settle_dispute(case, settled_on=timezone.localdate(at))
    record(
        case,
        "aid_case.closed",
        by=by,
        at=at,
        reason=case.closing_note[:1000],
        data={
            "recovered": format_fen(recovered_amount(case.matter)),
            "how": stored(AidCase.Ending(ending).label),
            "ending": ending,
        },
    )
    return case


@transaction.atomic
def reopen_case(*, case_id: int, reason: str, by: Actor, at: datetime, version: int | None = None) -> AidCase:
    """Take a closed case up again, with the lawyer it had. Raises Invalid without a reason."""
    case = begin(case_id=case_id, verb="reopen_case", by=by, version=version)
    reason = need_reason(reason, _("请写明重新办理的原因。"))
    case.ending = ""
    _settle_dispute(case, settled_on=None)
    record(case, "aid_case.reopened", by=by, at=at, reason=reason, data=limitation_data(case))
    return case


def _settle_dispute(case: AidCase, *, settled_on: Any) -> None:
    """The dispute is settled when every claim has an outcome in some proceeding; otherwise it walks on."""
    dispute = lock_dispute(case.matter)
    if (
        settled_on
        and Claim.objects.filter(party__dispute=dispute, party__organisation=None, outcomes__isnull=True).exists()
    ):
        return
    dispute.settled_on = settled_on
    dispute.save(update_fields=["settled_on"])

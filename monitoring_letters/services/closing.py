"""Closing a letter when nothing is open any more, and taking it up again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from monitoring_letters.models import Demand, SupervisionLetter
from monitoring_letters.services.duties import open_duties
from monitoring_letters.services.steps import begin, record
from unionlaw.lib.money import format_fen
from unionlaw.lib.wording import stored
from unionlaw.matters.services.checking import need, need_reason, refuse_if
from unionlaw.matters.services.outcomes import recovered_amount
from unionlaw.network.actors import Actor


@transaction.atomic
def close_letter(
    *, letter_id: int, closing_note: str, by: Actor, at: datetime, version: int | None = None
) -> SupervisionLetter:
    """Close the letter; its result follows from the judgements of its demands.

    Args:
        closing_note: a short account for the file.

    Raises Invalid under "" with a line for each open duty, or under closing_note.
    """
    letter = begin(letter_id=letter_id, verb="close_letter", by=by, version=version)
    errors: dict[str, Any] = {}
    letter.closing_note = need(closing_note, "closing_note", _("请写了结说明。"), errors, longest=5000)
    if duties := open_duties(letter):
        errors[""] = [duty.text for duty in duties]
    refuse_if(errors)
    letter.result = result_of(letter)
    data = {
        "result": stored(SupervisionLetter.Result(letter.result).label),
        "recovered": format_fen(recovered_amount(letter.matter)),
    }
    record(letter, "letter.closed", by=by, at=at, reason=letter.closing_note, data=data)
    return letter


@transaction.atomic
def reopen_letter(
    *, letter_id: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> SupervisionLetter:
    """Follow a closed letter again: what was put right did not last. Raises Invalid without a reason."""
    letter = begin(letter_id=letter_id, verb="reopen_letter", by=by, version=version)
    reason = need_reason(reason, _("请写明重新跟进的原因。"))
    letter.result = ""
    record(letter, "letter.reopened", by=by, at=at, reason=reason)
    return letter


def result_of(letter: SupervisionLetter) -> str:
    """All corrected, some, none; a public letter informed."""
    judgements = set(letter.demands.values_list("judgement", flat=True))
    if letter.is_public or not judgements:
        return SupervisionLetter.Result.INFORMED
    if judgements == {Demand.Judgement.CORRECTED}:
        return SupervisionLetter.Result.CORRECTED
    if judgements & {Demand.Judgement.CORRECTED, Demand.Judgement.PARTLY}:
        return SupervisionLetter.Result.PARTLY
    return SupervisionLetter.Result.NOT_CORRECTED

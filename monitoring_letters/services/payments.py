"""Money that came because of a letter: credited to the letter alone, on the worker's claim where a demand names one."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from monitoring_letters.models import Demand, SupervisionLetter
from monitoring_letters.services.steps import begin, record
from unionlaw.lib.errors import Conflict, Missing
from unionlaw.lib.money import format_fen
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Claim, ClaimOutcome, Party, Payment
from unionlaw.matters.models.dispute import Head
from unionlaw.matters.services.checking import need_reason, refuse_if
from unionlaw.matters.services.facts import ClaimInput, add_claims, add_party
from unionlaw.matters.services.outcomes import (
    Decided,
    Paid,
    add_payments,
    lock_claims,
    lock_payment,
    paid_on_claims,
    set_outcomes,
)
from unionlaw.network.actors import Actor


@transaction.atomic
def record_payment(
    *,
    letter_id: int,
    demand_id: int,
    amount: int,
    paid_on: date,
    proof: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Payment:
    """Record money that reached workers through a demand of this letter; also after it is closed.

    A demand without a worker's claim gets one in the name of the issuing union, a third party of the dispute. Where no
    proceeding has decided on the claim yet, what was paid is what was obtained by the letter.

    Args:
        amount: fen.
        proof: what shows it, in words.

    Raises Missing for a demand of another letter; Conflict for a letter without an employer; Invalid under amount,
    paid_on or proof.
    """
    letter = begin(letter_id=letter_id, verb="record_payment", by=by, version=version)
    if reason := payment_refusal(letter):
        raise Conflict(reason)
    demand = letter.demands.filter(pk=demand_id).first()
    if demand is None:
        raise Missing(_("本函书没有这项要求。"))
    errors: dict[str, Any] = {}
    if amount <= 0:
        errors["amount"] = _("到账金额应大于零。")
    refuse_if(errors)
    claim_id = demand.claim_id or _unions_claim(letter, demand)
    claim = lock_claims(letter.matter, [claim_id])[claim_id]
    before = paid_on_claims([claim_id]).get(claim_id, 0)
    most = max(claim.amount, demand.amount)
    if most and before + amount > most:
        errors["amount"] = _("到账合计将超过请求金额%(most)s元，请核对。") % {"most": format_fen(most)}
        refuse_if(errors)
    if not ClaimOutcome.objects.filter(claim=claim_id).exclude(matter=letter.pk).exists():
        _obtained(letter, claim_id, before + amount, paid_on, at)
    row = Paid(claim_id, amount, paid_on, proof.strip())
    payment = add_payments(matter=letter.matter, paid=[row], at=at)[0]
    data = {
        "who": claim.party.name,
        "head": stored(claim.get_head_display()),
        "amount": format_fen(amount),
        "paid_on": paid_on.isoformat(),
    }
    record(letter, "letter.payment_recorded", by=by, at=at, reason=row.proof, data=data)
    return payment


@transaction.atomic
def cancel_payment(
    *, letter_id: int, payment_id: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Payment:
    """Take back a payment that was entered wrongly; the row stays, with the reason.

    Raises Missing for a payment credited elsewhere, Conflict when it was taken back before, Invalid without a reason.
    """
    letter = begin(letter_id=letter_id, verb="cancel_payment", by=by, version=version)
    if refusal := payment_refusal(letter):
        raise Conflict(refusal)
    payment = lock_payment(letter.matter, payment_id, missing=_("本函书没有这笔到账。"))
    payment.cancelled_reason = need_reason(reason, _("请写明撤销原因。"))[:200]
    payment.save(update_fields=["cancelled_reason"])
    _obtained_less(letter, payment.claim_id)
    data = {"who": payment.claim.party.name, "amount": format_fen(payment.amount)}
    record(letter, "letter.payment_cancelled", by=by, at=at, reason=payment.cancelled_reason, data=data)
    return payment


def _unions_claim(letter: SupervisionLetter, demand: Demand) -> int:
    """The claim in the union's name that stands for a demand without a worker's."""
    dispute = letter.matter.dispute
    union = letter.matter.organisation
    assert dispute is not None
    party = dispute.parties.filter(organisation=union).first() or add_party(
        dispute=dispute, side=Party.Side.THIRD, organisation=union
    )
    claim = add_claims([(party, ClaimInput(Head.OTHER, demand.amount, basis=demand.text[:300]))])[0]
    demand.claim = claim
    demand.save(update_fields=["claim"])
    return int(claim.pk)


def _obtained(letter: SupervisionLetter, claim_id: int, amount: int, on: date, at: datetime) -> None:
    set_outcomes(
        matter=letter.matter,
        decided=[Decided(claim_id, ClaimOutcome.Code.SETTLED, amount)],
        decided_on=on,
        instrument=ClaimOutcome.Instrument.LETTER,
        instrument_number=letter.document_number,
        at=at,
    )


def _obtained_less(letter: SupervisionLetter, claim_id: int) -> None:
    """After a payment was taken back: what was obtained by the letter is what is left; nothing left is no outcome."""
    outcome = ClaimOutcome.objects.filter(claim=claim_id, matter=letter.pk).first()
    if outcome is None:
        return
    Claim.objects.select_for_update().get(pk=claim_id)
    left = paid_on_claims([claim_id]).get(claim_id, 0)
    if left:
        outcome.amount = left
        outcome.save(update_fields=["amount"])
    else:
        outcome.delete()


def payment_refusal(letter: SupervisionLetter) -> str:
    """Why no money is recorded, or ""."""
    return _("面向行业或区域的提示函不登记到账。") if letter.matter.dispute_id is None else ""


def payable(letter: SupervisionLetter) -> list[Demand]:
    """Demands that ask for money, for forms."""
    return [d for d in letter.demands.select_related("claim__party__worker") if d.amount or d.claim_id]

"""What each worker got for each claim, and the money that arrived."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from cases.models import AidCase
from cases.services.steps import begin, record
from unionlaw.lib.money import format_fen
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Claim, ClaimOutcome, Payment
from unionlaw.matters.services.checking import need_reason, refuse_if, short
from unionlaw.matters.services.outcomes import (
    Decided,
    Paid,
    add_payments,
    lock_claims,
    lock_payment,
    set_outcomes,
)
from unionlaw.network.actors import Actor

# What goes beyond these is a slip of the pen: a wrong year, or yuan typed as 万.
LONGEST_BEFORE = timedelta(days=366)
TIMES_ALL_CLAIMS = 10


@dataclass(frozen=True, slots=True)
class OutcomeInput:
    """One line of the table of outcomes.

    Args:
        code: one of ClaimOutcome.Code.
        amount: fen agreed or awarded.
        received: fen that arrived already and is not on record yet.
        received_on: when it arrived; the day of the decision when None.
    """

    claim_id: int
    code: str
    amount: int
    received: int = 0
    received_on: date | None = None


@transaction.atomic
def record_outcomes(
    *,
    case_id: int,
    outcomes: Sequence[OutcomeInput],
    decided_on: date,
    instrument: str,
    instrument_number: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> AidCase:
    """Record what became of any number of claims, all or none; doing it again replaces what was there.

    Raises:
        Missing: a claim is not one of this case.
        Invalid: under decided_on, instrument, instrument_number and "claim-<id>-code", "-amount", "-received",
            "-received_on".
    """
    case = begin(case_id=case_id, verb="record_outcomes", by=by, version=version)
    set_outcomes(
        matter=case.matter,
        decided=[Decided(o.claim_id, o.code, o.amount) for o in outcomes],
        decided_on=decided_on,
        instrument=instrument,
        instrument_number=instrument_number.strip(),
        at=at,
    )
    _refuse_slips(case, outcomes, decided_on)
    paid = [Paid(o.claim_id, o.received, o.received_on or decided_on) for o in outcomes if o.received]
    add_payments(matter=case.matter, paid=paid, at=at, field="received")
    claims = lock_claims(case.matter, [o.claim_id for o in outcomes])
    lines = [
        {
            "worker": claims[o.claim_id].party.name,
            "head": stored(claims[o.claim_id].get_head_display()),
            "outcome": stored(ClaimOutcome.Code(o.code).label),
            "amount": format_fen(o.amount),
        }
        for o in outcomes
    ]
    record(
        case,
        "aid_case.outcome_recorded",
        by=by,
        at=at,
        data={
            "who": short(line["worker"] for line in lines),
            "count": len(lines),
            "amount": format_fen(sum(o.amount for o in outcomes)),
            "lines": lines,
        },
    )
    if paid:
        _record_payments(case, paid, by=by, at=at)
    return case


def _refuse_slips(case: AidCase, outcomes: Sequence[OutcomeInput], decided_on: date) -> None:
    """Raises Invalid for what nobody can have meant; one settlement may well stand under a single claim."""
    errors: dict[str, Any] = {}
    if decided_on < case.applied_on - LONGEST_BEFORE:
        errors["decided_on"] = _("日期比本案受理日%(on)s早一年以上，请核对年份。") % {"on": case.applied_on.isoformat()}
    dispute = case.matter.dispute_id
    claimed = Claim.objects.filter(party__dispute=dispute).aggregate(sum=Sum("amount"))["sum"]
    for outcome in outcomes:
        if claimed and outcome.amount > TIMES_ALL_CLAIMS * claimed:
            errors[f"claim-{outcome.claim_id}-amount"] = _(
                "超过本案全部请求金额%(claimed)s元的十倍，请核对是否多写了“万”。"
            ) % {"claimed": format_fen(claimed)}
    refuse_if(errors)


@transaction.atomic
def record_payment(
    *,
    case_id: int,
    claim_id: int,
    amount: int,
    paid_on: date,
    proof: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Payment:
    """Record money that reached a worker, credited to this case; also after closing.

    Args:
        amount: fen.
        proof: what shows it, in words.

    Raises Invalid under amount, paid_on or proof.
    """
    case = begin(case_id=case_id, verb="record_payment", by=by, version=version)
    row = Paid(claim_id, amount, paid_on, proof.strip())
    payments = add_payments(matter=case.matter, paid=[row], at=at)
    _record_payments(case, [row], by=by, at=at, reason=row.proof)
    return payments[0]


@transaction.atomic
def cancel_payment(
    *, case_id: int, payment_id: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Payment:
    """Take back a payment that was entered wrongly; the row stays, with the reason.

    Raises Missing for a payment credited elsewhere, Conflict when it was taken back before, Invalid without a reason.
    """
    case = begin(case_id=case_id, verb="cancel_payment", by=by, version=version)
    payment = lock_payment(case.matter, payment_id, missing=_("本案没有这笔到账。"))
    payment.cancelled_reason = need_reason(reason, _("请写明撤销原因。"), longest=200)
    payment.save(update_fields=["cancelled_reason"])
    record(
        case,
        "aid_case.payment_cancelled",
        by=by,
        at=at,
        reason=payment.cancelled_reason,
        data={
            "worker": payment.claim.party.name,
            "head": stored(payment.claim.get_head_display()),
            "amount": format_fen(payment.amount),
        },
    )
    return payment


def _record_payments(case: AidCase, paid: Iterable[Paid], *, by: Actor, at: datetime, reason: str = "") -> None:
    rows = list(paid)
    claims = lock_claims(case.matter, [row.claim_id for row in rows])
    lines: list[dict[str, Any]] = [
        {
            "worker": claims[row.claim_id].party.name,
            "head": stored(claims[row.claim_id].get_head_display()),
            "amount": format_fen(row.amount),
            "paid_on": row.paid_on.isoformat(),
        }
        for row in rows
    ]
    record(
        case,
        "aid_case.payment_recorded",
        by=by,
        at=at,
        reason=reason,
        data={
            "who": short(line["worker"] for line in lines),
            "amount": format_fen(sum(row.amount for row in rows)),
            "lines": lines,
        },
    )

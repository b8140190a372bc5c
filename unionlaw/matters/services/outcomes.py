"""What became of each claim, and the money that reached the worker."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.lib.money import format_fen
from unionlaw.matters.models import Claim, ClaimOutcome, Matter, Payment


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one claim; `amount` in fen, 0 when dismissed or withdrawn."""

    claim_id: int
    code: str
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Paid:
    """Money that reached the worker on one claim; `amount` in fen."""

    claim_id: int
    amount: int
    paid_on: date
    proof: str = ""


def lock_claims(matter: Matter, claim_ids: Iterable[int]) -> dict[int, Claim]:
    """The claims by id, locked in order. Raises Missing when one is not a claim of this matter's dispute."""
    wanted = set(claim_ids)
    if matter.dispute_id is None:
        raise Missing(_("本案没有登记争议。"))
    found = {
        claim.pk: claim
        for claim in Claim.objects.select_for_update(of=("self",))
        .filter(pk__in=wanted, party__dispute_id=matter.dispute_id)
        .select_related("party__worker", "party__employer", "party__organisation")
        .order_by("pk")
    }
    if len(found) != len(wanted):
        raise Missing(_("本案没有这项请求。"))
    return found


@transaction.atomic
def set_outcomes(
    *,
    matter: Matter,
    decided: Sequence[Decided],
    decided_on: date,
    instrument: str = ClaimOutcome.Instrument.NONE,
    instrument_number: str = "",
    at: datetime,
) -> None:
    """Set what became of claims in this matter, all or none; a later call replaces it (row history keeps the former).

    The number of queries does not grow with the claims.

    Raises:
        Missing: a claim is not one of this matter's dispute.
        Invalid: messages under "claim-<id>-code", "claim-<id>-amount", "decided_on", "instrument".
    """
    errors: dict[str, Any] = {}
    if not decided:
        errors[""] = _("请至少登记一项请求的结果。")
    if decided_on > timezone.localdate(at):
        errors["decided_on"] = _("日期不能晚于今天。")
    if instrument not in ClaimOutcome.Instrument.values:
        errors["instrument"] = _("请选择文书种类。")
    if len(instrument_number) > 60:
        errors["instrument_number"] = _("最多%(longest)d个字。") % {"longest": 60}
    claims = lock_claims(matter, [row.claim_id for row in decided])
    paid = paid_on_claims(claims)
    for row in decided:
        known = row.code in ClaimOutcome.Code.values
        if not known:
            errors[f"claim-{row.claim_id}-code"] = _("请选择结果。")
        if row.amount < 0:
            errors[f"claim-{row.claim_id}-amount"] = _("金额不能为负。")
        elif row.amount and known and row.code not in ClaimOutcome.WITH_MONEY:
            errors[f"claim-{row.claim_id}-amount"] = _("驳回或撤回的请求没有金额，请清空。")
        elif row.amount < paid.get(row.claim_id, 0):
            errors[f"claim-{row.claim_id}-amount"] = _("已登记到账%(paid)s元，确定金额不能比它少。") % {
                "paid": format_fen(paid[row.claim_id])
            }
    if errors:
        raise Invalid(errors)
    ClaimOutcome.objects.bulk_create(
        [
            ClaimOutcome(
                claim_id=row.claim_id,
                matter=matter,
                code=row.code,
                amount=row.amount,
                decided_on=decided_on,
                instrument=instrument,
                instrument_number=instrument_number,
            )
            for row in decided
        ],
        update_conflicts=True,
        unique_fields=["claim", "matter"],
        update_fields=["code", "amount", "decided_on", "instrument", "instrument_number"],
    )


@transaction.atomic
def add_payments(*, matter: Matter, paid: Sequence[Paid], at: datetime, field: str = "amount") -> list[Payment]:
    """Money that reached workers, credited to this matter alone; all or none.

    Args:
        field: the ending of the error keys for amounts, "claim-<id>-<field>".

    Raises:
        Missing: a claim is not one of this matter's dispute.
        Invalid: an amount is not positive or exceeds what was agreed or awarded; a date lies in the future.
    """
    errors: dict[str, Any] = {}
    claims = lock_claims(matter, [row.claim_id for row in paid])
    before = paid_on_claims(claims)
    # The latest outcome of each claim, whichever proceeding brought it, says how much is due.
    due = {
        outcome.claim_id: outcome.amount
        for outcome in ClaimOutcome.objects.filter(claim__in=claims).order_by("decided_on", "pk")
    }
    for row in paid:
        key = f"claim-{row.claim_id}-{field}"
        if row.amount <= 0:
            errors[key] = _("到账金额应大于零。")
        elif row.claim_id not in due:
            errors[key] = _("请先登记这项请求的结果，再登记到账。")
        elif before.get(row.claim_id, 0) + row.amount > due[row.claim_id]:
            errors[key] = _("到账合计将超过确定金额%(due)s元，请核对结果或金额。") % {
                "due": format_fen(due[row.claim_id])
            }
        if row.paid_on > timezone.localdate(at):
            errors[f"claim-{row.claim_id}-{field}_on" if field != "amount" else "paid_on"] = _("日期不能晚于今天。")
        if len(row.proof) > 200:
            errors["proof"] = _("最多%(longest)d个字。") % {"longest": 200}
    if errors:
        raise Invalid(errors)
    return Payment.objects.bulk_create(
        [
            Payment(claim_id=row.claim_id, matter=matter, amount=row.amount, paid_on=row.paid_on, proof=row.proof)
            for row in paid
        ]
    )


def lock_payment(matter: Matter, payment_id: int, *, missing: str) -> Payment:
    """A payment credited to this matter, locked, so that it can be taken back.

    Raises Missing, saying `missing`, when it was credited elsewhere; Conflict when it was taken back before.
    """
    payment = (
        Payment.objects.select_for_update(of=("self",))
        .filter(pk=payment_id, matter=matter)
        .select_related("claim__party__worker", "claim__party__employer", "claim__party__organisation")
        .first()
    )
    if payment is None:
        raise Missing(missing)
    if payment.cancelled_reason:
        raise Conflict(_("这笔到账已经撤销。"))
    return payment


def paid_on_claims(claim_ids: Iterable[int]) -> dict[int, int]:
    """Fen received on each claim that has payments, whichever matter they were credited to."""
    return dict(
        Payment.objects.filter(claim__in=list(claim_ids), cancelled_reason="")
        .values_list("claim")
        .annotate(total=Sum("amount"))
        .order_by()
    )


def recovered_amount(matter: Matter) -> int:
    """Fen credited to this matter: the recovered amount (挽回经济损失)."""
    return matter.payments.filter(cancelled_reason="").aggregate(total=Sum("amount"))["total"] or 0

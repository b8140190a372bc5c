"""What became of each claim, and the money that reached the worker."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid, Missing
from unionlaw.matters.models import Claim, ClaimOutcome, Matter, Payment
from unionlaw.network.actors import Actor


def claim_of(matter: Matter, claim_id: int) -> Claim:
    """The claim, locked. Raises Missing when it is not a claim of this matter's dispute."""
    try:
        return Claim.objects.select_for_update(of=("self",)).get(pk=claim_id, party__dispute_id=matter.dispute_id)
    except Claim.DoesNotExist:
        raise Missing(_("本案没有这项请求。")) from None


@transaction.atomic
def set_outcome(
    *,
    matter: Matter,
    claim_id: int,
    code: str,
    amount: int,
    decided_on: date,
    instrument: str = ClaimOutcome.Instrument.NONE,
    instrument_number: str = "",
    by: Actor,
    at: datetime,
) -> ClaimOutcome:
    """Set what became of one claim in this matter; a later call replaces it (row history keeps the former).

    Args:
        code: one of ClaimOutcome.Code.
        amount: fen agreed or awarded; 0 when dismissed or withdrawn.

    Raises Invalid with messages per field.
    """
    claim = claim_of(matter, claim_id)
    errors = {}
    if amount and code not in ClaimOutcome.WITH_MONEY:
        errors["amount"] = _("驳回或撤回的请求没有金额，请清空。")
    if decided_on > timezone.localdate(at):
        errors["decided_on"] = _("日期不能晚于今天。")
    if errors:
        raise Invalid(errors)
    outcome, _created = ClaimOutcome.objects.update_or_create(
        claim=claim,
        matter=matter,
        defaults={
            "code": code,
            "amount": amount,
            "decided_on": decided_on,
            "instrument": instrument,
            "instrument_number": instrument_number,
        },
    )
    return outcome


@transaction.atomic
def add_payment(
    *, matter: Matter, claim_id: int, amount: int, paid_on: date, proof: str = "", by: Actor, at: datetime
) -> Payment:
    """Money that reached the worker, credited to this matter alone.

    Args:
        amount: fen, more than 0.

    Raises Invalid when it is not positive, lies in the future, or exceeds what was agreed or awarded.
    """
    claim = claim_of(matter, claim_id)
    outcome = ClaimOutcome.objects.filter(claim=claim).order_by("-decided_on", "-pk").first()
    errors = {}
    if amount <= 0:
        errors["amount"] = _("到账金额应大于零。")
    if paid_on > timezone.localdate(at):
        errors["paid_on"] = _("日期不能晚于今天。")
    if outcome is None:
        errors["claim"] = _("请先登记这项请求的结果，再登记到账。")
    elif amount > 0 and paid_so_far(claim) + amount > outcome.amount:
        errors["amount"] = _("到账合计将超过确定金额，请核对结果或金额。")
    if errors:
        raise Invalid(errors)
    return Payment.objects.create(claim=claim, matter=matter, amount=amount, paid_on=paid_on, proof=proof)


def paid_so_far(claim: Claim) -> int:
    """Fen received on this claim, whichever matter it was credited to."""
    return claim.payments.filter(cancelled_reason="").aggregate(total=Sum("amount"))["total"] or 0


def recovered_amount(matter: Matter) -> int:
    """Fen credited to this matter: the recovered amount (挽回经济损失)."""
    return matter.payments.filter(cancelled_reason="").aggregate(total=Sum("amount"))["total"] or 0

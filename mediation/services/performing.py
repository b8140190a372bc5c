"""Whether an agreement is kept: money as it arrives, tied to the instalments it meets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mediation.models import Agreement, Breach, Instalment, InstalmentPayment, Mediation
from mediation.services import actions
from mediation.services.agreed import standing_of
from mediation.services.instalments import Due, dues_of
from mediation.services.signing import said_of
from mediation.services.steps import begin, lock_mediation, record
from unionlaw.documents import services as documents
from unionlaw.documents.files import Upload
from unionlaw.documents.models import Document
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.money import format_fen
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Payment
from unionlaw.matters.services.checking import need_reason, refuse_if, short
from unionlaw.matters.services.outcomes import Paid, add_payments, lock_payment
from unionlaw.network.actors import Actor


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """Money on one instalment of one worker's claim, in fen."""

    instalment_id: int
    amount: int


@transaction.atomic
def record_payment(
    *,
    mediation_id: int,
    lines: Sequence[PaymentLine],
    paid_on: date,
    proof: str = "",
    upload: Upload | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> list[Payment]:
    """Record money that reached workers, one or many at once, credited to this mediation; also after closing.

    Args:
        proof: what shows it, in words.
        upload: the receipt, kept in the folder.

    Raises:
        Missing: an instalment is not one of an agreement in force here.
        Invalid: on "paid_on", "proof", "files", "instalment-<id>" for an amount that is more than is left.
    """
    mediation = begin(mediation_id=mediation_id, verb="record_payment", by=by, version=version)
    before = dues_in_force(mediation)
    rows = {row.instalment.pk: row for due in before for row in due.rows}
    errors: dict[str, Any] = {}
    if not lines:
        errors[""] = _("请至少填写一笔到账。")
    for line in lines:
        if line.instalment_id not in rows:
            raise Missing(_("没有这一期付款。"))
        left = rows[line.instalment_id].left
        if not 0 < line.amount <= left:
            errors[f"instalment-{line.instalment_id}"] = _("请填写大于零、不超过未付金额%(left)s元的数。") % {
                "left": format_fen(left)
            }
    refuse_if(errors)
    document = None
    if upload is not None:
        document = documents.add_document(
            matter_id=mediation_id, upload=upload, kind=Document.Kind.EVIDENCE, title=proof[:150], by=by, at=at
        )
        mediation = lock_mediation(mediation_id=mediation_id, by=by, version=None)
    paid = [Paid(rows[line.instalment_id].instalment.claim_id, line.amount, paid_on, proof.strip()) for line in lines]
    try:
        payments = add_payments(matter=mediation.matter, paid=paid, at=at)
    except Invalid as error:
        # Of claims, as the shared service names them; the form has instalments.
        raise Invalid(
            {(key if key in ("paid_on", "proof") else ""): said for key, said in error.errors.items()}
        ) from None
    InstalmentPayment.objects.bulk_create(
        InstalmentPayment(payment=payment, instalment_id=line.instalment_id, document=document)
        for payment, line in zip(payments, lines, strict=True)
    )
    said = [
        {
            "worker": rows[line.instalment_id].instalment.claim.party.name,
            "head": stored(rows[line.instalment_id].instalment.claim.get_head_display()),
            "amount": format_fen(line.amount),
            "paid_on": paid_on.isoformat(),
        }
        for line in lines
    ]
    data = {
        "who": short(row["worker"] for row in said),
        "amount": format_fen(sum(line.amount for line in lines)),
        "lines": said,
    }
    record(mediation, "mediation.payment_recorded", by=by, at=at, reason=proof.strip(), data=data)
    _follow(mediation, before, paid_on, by=by, at=at)
    return payments


def _follow(mediation: Mediation, before: Sequence[Due], on: date, *, by: Actor, at: datetime) -> None:
    """Say which instalments are met now, which breaches that cures, and whether all is paid."""
    owed = {due.pk for due in before if due.left}
    after = dues_in_force(mediation)
    met = [due for due in after if due.pk in owed and not due.left]
    for due in met:
        data = {**said_of(due), "happened_on": on.isoformat()}
        record(mediation, "mediation.instalment_met", by=by, at=at, data=data)
    _cure(mediation, after, on, by=by, at=at)
    if met and not any(due.left for due in after) and mediation.matter.is_live:
        data = {"amount": format_fen(sum(due.amount for due in after))}
        record(mediation, "mediation.paid_in_full", by=by, at=at, data=data)


def _cure(mediation: Mediation, dues: Iterable[Due], on: date, *, by: Actor, at: datetime) -> None:
    """A breach ends when everything that was overdue by it is paid."""
    open_ = list(mediation.breaches.filter(cured_on=None, instalment__isnull=False).select_related("instalment"))
    for breach in open_:
        assert breach.instalment is not None
        own = [due for due in dues if due.agreement.pk == breach.instalment.agreement_id]
        if not any(due.left and due.due_on <= breach.instalment.due_on for due in own):
            breach.cured_on = max(on, breach.since_on)
            breach.save(update_fields=["cured_on"])
            data = {"what": breach.what, "breach": breach.pk}
            record(mediation, "mediation.breach_cured", by=by, at=at, data=data)


@transaction.atomic
def cancel_payment(
    *, mediation_id: int, payment_id: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Payment:
    """Take back a payment that was entered wrongly; the row stays, and its instalment is owed again.

    Raises Missing for a payment credited elsewhere, Conflict when it was taken back before, Invalid without a reason.
    """
    mediation = begin(mediation_id=mediation_id, verb="cancel_payment", by=by, version=version)
    before = {due.pk: due.left for due in dues_in_force(mediation)}
    payment = lock_payment(mediation.matter, payment_id, missing=_("本案没有这笔到账。"))
    payment.cancelled_reason = need_reason(reason, _("请写明撤销原因。"), longest=200)
    payment.save(update_fields=["cancelled_reason"])
    data = {
        "worker": payment.claim.party.name,
        "head": stored(payment.claim.get_head_display()),
        "amount": format_fen(payment.amount),
    }
    record(mediation, "mediation.payment_cancelled", by=by, at=at, reason=payment.cancelled_reason, data=data)
    if mediation.matter.is_live:
        for due in dues_in_force(mediation):
            if due.left and not before.get(due.pk):
                record(mediation, "mediation.instalment_reopened", by=by, at=at, data=said_of(due))
    return payment


def dues_in_force(mediation: Mediation) -> list[Due]:
    """The instalments of the mediation's agreements in force, by day."""
    found = [one for one in standing_of(mediation) if one.state == Agreement.State.EFFECTIVE]
    return sorted(dues_of(found), key=lambda due: (due.due_on, due.agreement.pk))


def outstanding(mediation: Mediation) -> int:
    """Fen that agreements in force still have to bring."""
    return sum(due.left for due in dues_in_force(mediation))


def overdue(mediation: Mediation, today: date) -> list[Due]:
    """Instalments whose day has passed with money left, without an open breach."""
    broken = set(Breach.objects.filter(mediation=mediation, cured_on=None).values_list("instalment_id", flat=True))
    return [
        due
        for due in dues_in_force(mediation)
        if due.overdue(today) and not broken & {row.instalment.pk for row in due.rows}
    ]


def _any_instalment(mediation: Mediation) -> str:
    found = Instalment.objects.filter(agreement__mediation=mediation, agreement__state=Agreement.State.EFFECTIVE)
    return "" if found.exists() else _("协议没有约定付款。")


actions.CONDITIONS["record_payment"] = _any_instalment

"""How an agreed amount is spread over days, and what of it is still to be paid."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from mediation.models import Agreement, Instalment
from unionlaw.matters.services.checking import short


@dataclass(frozen=True, slots=True)
class Plan:
    """One payment on one claim; `amount` in fen, `due_on` None while nobody said when."""

    claim_id: int
    number: int
    due_on: date | None
    amount: int


def months_later(on: date, months: int) -> date:
    """The same day of a later month, or its last day where that month is shorter (民法典 art. 202)."""
    year, month = divmod(on.month - 1 + months, 12)
    last = calendar.monthrange(on.year + year, month + 1)[1]
    return date(on.year + year, month + 1, min(on.day, last))


def split(amount: int, parts: int) -> list[int]:
    """`amount` fen in `parts` equal payments to the fen; the last takes what is left over.

    Raises ValueError when there are more parts than fen.
    """
    if not 1 <= parts <= max(amount, 1):
        raise ValueError(f"{amount} fen in {parts} parts")
    each = amount // parts
    return [each] * (parts - 1) + [amount - each * (parts - 1)]


def plan(claim_id: int, amount: int, *, parts: int = 1, first_on: date | None = None) -> list[Plan]:
    """The payments of one claim, a month apart from `first_on`; empty for a promise without money."""
    if not amount:
        return []
    return [
        Plan(claim_id, n + 1, months_later(first_on, n) if first_on else None, part)
        for n, part in enumerate(split(amount, min(parts, amount)))
    ]


def check(plans: Sequence[Plan], due: dict[int, int], names: dict[int, str]) -> dict[str, Any]:
    """What is wrong with payments that were typed, by "claim-<id>-<number>-amount" and "-due_on".

    Args:
        due: fen agreed on each claim.
        names: what each claim is called in a message.
    """
    errors: dict[str, Any] = {}
    sums = dict.fromkeys(due, 0)
    for row in plans:
        key = f"claim-{row.claim_id}-{row.number}"
        if row.claim_id not in due:
            errors[""] = _("这项请求不在本协议中。")
            continue
        if row.amount <= 0:
            errors[f"{key}-amount"] = _("分期金额应大于零。")
        if row.due_on is None:
            errors[f"{key}-due_on"] = _("请填写付款日期。")
        sums[row.claim_id] += row.amount
    for claim_id, total in sums.items():
        if total != due[claim_id]:
            first = next((row.number for row in plans if row.claim_id == claim_id), 1)
            errors.setdefault(
                f"claim-{claim_id}-{first}-amount", _("%(what)s：各期之和应等于约定金额。") % {"what": names[claim_id]}
            )
    return errors


@dataclass(slots=True)
class Due:
    """What one agreement has to be paid on one day: its rows, their number, and how much of it arrived."""

    agreement: Agreement
    due_on: date
    number: int
    rows: list[Row] = field(default_factory=list)

    @property
    def pk(self) -> int:
        """Names the instalment in events and time limits: the first of its rows."""
        return min(row.instalment.pk for row in self.rows)

    @property
    def amount(self) -> int:
        return sum(row.instalment.amount for row in self.rows)

    @property
    def paid(self) -> int:
        return sum(row.paid for row in self.rows)

    @property
    def left(self) -> int:
        return self.amount - self.paid

    @property
    def who(self) -> str:
        return short(row.instalment.claim.party.name for row in self.rows)

    @property
    def workers_left(self) -> list[str]:
        """Who has not got all of it yet."""
        return list(dict.fromkeys(row.instalment.claim.party.name for row in self.rows if row.left))

    def overdue(self, today: date) -> bool:
        return bool(self.left) and self.due_on < today


@dataclass(slots=True)
class Row:
    """One payment on one claim, with what arrived of it in fen."""

    instalment: Instalment
    paid: int

    @property
    def left(self) -> int:
        return self.instalment.amount - self.paid


def dues_of(agreements: Iterable[Agreement]) -> list[Due]:
    """The instalments of agreements by day, each agreement's numbered from 1. Three queries, however many workers."""
    known = {agreement.pk: agreement for agreement in agreements}
    rows = (
        Instalment.objects.filter(agreement__in=known)
        .select_related("claim__party__worker", "claim__party__employer", "claim__party__organisation")
        .annotate(arrived=Sum("paid__payment__amount", filter=Q(paid__payment__cancelled_reason="")))
        .order_by("agreement_id", "due_on", "claim__party_id", "claim_id", "number")
    )
    found: dict[tuple[int, date], Due] = {}
    numbers: dict[int, int] = {}
    for row in rows:
        place = (row.agreement_id, row.due_on)
        if place not in found:
            numbers[row.agreement_id] = numbers.get(row.agreement_id, 0) + 1
            found[place] = Due(known[row.agreement_id], row.due_on, numbers[row.agreement_id])
        found[place].rows.append(Row(row, row.arrived or 0))
    return list(found.values())

"""Outcomes of many claims at once, for those chosen or all who have none, through the matter's own workflow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.matters.models import Claim, ClaimOutcome, Matter, Party
from unionlaw.network.actors import Actor
from unionlaw.rosters import kinds
from unionlaw.rosters.kinds import BulkLine, BulkTerms

CHUNK = 500
"""Claims in one call of the workflow's service, and so in one event of the timeline."""
FULL, PERCENT, FIXED = "full", "percent", "fixed"


@dataclass(frozen=True, slots=True)
class Amount:
    """How much each claim gets.

    Args:
        how: FULL (what was claimed), PERCENT (a part of it) or FIXED (the same for each claim).
        percent: 1 to 100, for PERCENT.
        fen: for FIXED.
    """

    how: str = FULL
    percent: int = 100
    fen: int = 0

    def of(self, claim: Claim) -> int:
        """Fen for one claim; parts of a fen go to nobody."""
        if self.how == FIXED:
            return self.fen
        return claim.amount if self.how == FULL else claim.amount * self.percent // 100


@transaction.atomic
def record_for_many(
    *,
    matter_id: int,
    code: str,
    decided_on: date,
    by: Actor,
    at: datetime,
    party_ids: Sequence[int] | None = None,
    heads: Sequence[str] = (),
    amount: Amount | None = None,
    terms: BulkTerms | None = None,
    version: int | None = None,
) -> int:
    """Give one outcome to claims of many workers, all or none.

    Args:
        party_ids: whose claims; those chosen get it whatever they had before. None: every claim without an outcome.
        heads: only these heads of claim; all when empty.
        terms: what holds for all of them.

    Returns how many claims. Raises Missing for workers of another matter, Conflict when no claim is left, Invalid on
    `amount` or `percent`, and what the workflow says, its messages named for the whole form.
    """
    matter = Matter.objects.visible_to(by).filter(pk=matter_id).first()
    if matter is None:
        raise Missing(_("没有这个事项，或者您无权查看。"))
    by.require("roster.outcome")
    amount = amount or Amount()
    if amount.how == PERCENT and not 1 <= amount.percent <= 100:
        raise Invalid({"percent": _("请填写1到100之间的比例。")})
    claims = Claim.objects.filter(party__dispute=matter.dispute_id or 0, party__side=Party.Side.CLAIMANT)
    if party_ids is None:
        claims = claims.exclude(Exists(ClaimOutcome.objects.filter(claim=OuterRef("pk"), matter=matter.pk)))
    else:
        parties = Party.objects.filter(pk__in=set(party_ids), dispute=matter.dispute_id or 0)
        if not party_ids:
            raise Invalid(_("请先在名册上选择职工。"))
        if parties.count() != len(set(party_ids)):
            raise Missing(_("名册里没有这名职工。"))
        claims = claims.filter(party__in=list(party_ids))
    if heads:
        claims = claims.filter(head__in=heads)
    money = code in ClaimOutcome.WITH_MONEY
    lines = [
        BulkLine(claim.pk, code, amount.of(claim) if money else 0)
        for claim in claims.only("amount", "party_id").order_by("party_id", "pk")
    ]
    return record_lines(
        matter=matter, lines=lines, decided_on=decided_on, terms=terms or BulkTerms(), by=by, at=at, version=version
    )


@transaction.atomic
def record_lines(
    *,
    matter: Matter,
    lines: Sequence[BulkLine],
    decided_on: date,
    terms: BulkTerms,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> int:
    """Hand lines to the workflow's own service, some hundred at a time. See `record_for_many`."""
    by.require("roster.outcome")
    kind = kinds.get(matter)
    choice = next((choice for choice in kind.codes(by) if lines and choice.code == lines[0].code), None)
    if not lines:
        raise Conflict(_("没有需要登记结果的请求。"))
    if choice is not None:
        # What a code does not take is not handed on: the form keeps what was typed for another code.
        terms = replace(
            terms,
            reason=terms.reason if choice.reason else "",
            instalments=terms.instalments if choice.terms else 1,
            pay_from=terms.pay_from if choice.terms else None,
            promises=terms.promises if choice.terms else "",
        )
    for start in range(0, len(lines), CHUNK):
        try:
            kind.record_outcomes(
                matter_id=matter.pk, lines=lines[start : start + CHUNK], terms=terms, decided_on=decided_on, by=by,
                at=at, version=version,
            )  # fmt: skip
        except Invalid as error:
            raise Invalid(_gathered(error, start)) from None
        version = None
    return len(lines)


def _gathered(error: Invalid, start: int) -> dict[str, Any]:
    """Messages of single claims, each said once: "claim-12-amount" → "amount"."""
    found: dict[str, list[str]] = {}
    for name, messages in error.errors.items():
        field = name.rpartition("-")[2] if name.startswith("claim-") else name
        known = found.setdefault(field, [])
        known += [message for message in messages if message not in known][:5]
    return {name: messages[:5] for name, messages in found.items()}


@transaction.atomic
def record_groups(
    *,
    matter: Matter,
    groups: Sequence[tuple[Sequence[BulkLine], BulkTerms]],
    decided_on: date,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> int:
    """Several outcomes of one worker at once, all or none: lines that share terms go together."""
    count = 0
    for lines, terms in groups:
        count += record_lines(
            matter=matter, lines=lines, decided_on=decided_on, terms=terms, by=by, at=at,
            version=None if count else version,
        )  # fmt: skip
    return count

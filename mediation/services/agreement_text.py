"""What a new version of an agreement says: its claims, payments, promises and the warnings found in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Max

from mediation.models import Agreement, Instalment, Mediation
from mediation.services.agreed import Settled
from mediation.services.agreement_warnings import Text, find, keep_answers
from mediation.services.instalments import Plan, plan


def proposed(one: Settled) -> list[Plan]:
    """The payments that the outcome's terms propose."""
    terms = one.terms
    return plan(
        one.claim.pk,
        one.outcome.amount,
        parts=terms.instalments if terms else 1,
        first_on=terms.pay_from if terms else None,
    )


def promises_of(claims: Sequence[Settled]) -> str:
    """What was promised besides money, each once, a line each."""
    said = [one.terms.promises.strip() for one in claims if one.terms and one.terms.promises.strip()]
    return "\n".join(dict.fromkeys(said))


def make_version(
    mediation: Mediation,
    claims: Sequence[Settled],
    *,
    party_id: int | None,
    terms: str,
    place: str,
    plans: Sequence[Plan],
    answered: Sequence[dict[str, str]],
    on: date,
) -> Agreement:
    """The next version for these claims, its payments and its warnings."""
    former = Agreement.objects.filter(mediation=mediation, party=party_id).aggregate(last=Max("version"))["last"]
    text = Text(mediation, claims, plans, "\n".join([terms, promises_of(claims)]), on)
    agreement = Agreement.objects.create(
        mediation=mediation,
        version=(former or 0) + 1,
        joint=party_id is None,
        party_id=party_id,
        terms=terms,
        place=place,
        claims=[one.line for one in claims],
        total=sum(one.outcome.amount for one in claims),
        warnings=keep_answers(find(text), answered),
    )
    Instalment.objects.bulk_create(
        Instalment(agreement=agreement, claim_id=row.claim_id, number=row.number, due_on=row.due_on, amount=row.amount)
        for row in plans
        if row.due_on is not None
    )
    return agreement


def numbered(plans: Sequence[Plan]) -> list[Plan]:
    """The payments of each claim numbered by day."""
    found: list[Plan] = []
    for claim_id in dict.fromkeys(row.claim_id for row in plans):
        rows = sorted((row for row in plans if row.claim_id == claim_id), key=lambda row: row.due_on or date.max)
        found += [Plan(claim_id, n, row.due_on, row.amount) for n, row in enumerate(rows, start=1)]
    return found


def plans_of(agreement: Agreement) -> list[Plan]:
    """The payments of the agreement as they are kept."""
    rows = agreement.instalments.order_by("claim_id", "number")
    return [Plan(row.claim_id, row.number, row.due_on, row.amount) for row in rows]

"""The roster as pages, exports and the API read it: workers with their sums, in a number of queries that does not grow.

All sums are integer fen. Due is what the agreement or decision gives; `due_by_now` what of it has fallen due.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from unionlaw.lib.text import fold
from unionlaw.matters.models import Claim, ClaimOutcome, Matter, Party, Payment
from unionlaw.rosters import kinds
from unionlaw.rosters.services.people import workers_of

PAGE = 50
SETTLED = (
    ClaimOutcome.Code.SETTLED, ClaimOutcome.Code.PARTLY_SETTLED, ClaimOutcome.Code.AWARDED, ClaimOutcome.Code.PARTLY,
)  # fmt: skip
Due = dict[int, int] | None
UNASKED = "unasked"
SHOWN = ("all", "undecided", "settled", "failed", "unpaid", "representatives", "unconsented")


@dataclass(slots=True)
class Line:
    """One worker of the roster; sums in fen."""

    party: Party
    claims: list[Claim] = field(default_factory=list)
    claimed: int = 0
    decided: int | None = None
    paid: int = 0
    due_by_now: int = 0
    outcomes: dict[int, ClaimOutcome] = field(default_factory=dict)

    @property
    def outstanding(self) -> int:
        """What is decided and not paid."""
        return max((self.decided or 0) - self.paid, 0)

    @property
    def overdue(self) -> int:
        """What has fallen due and is not paid."""
        return max(self.due_by_now - self.paid, 0)

    @property
    def codes(self) -> list[str]:
        """How the claims ended, each way once."""
        return list(dict.fromkeys(str(o.get_code_display()) for o in self.outcomes.values()))


def _sum(rows: QuerySet[Any], way: str, column: str = "amount") -> Coalesce:
    found = rows.filter(**{way: OuterRef("pk")}).order_by().values(way).annotate(total=Sum(column)).values("total")
    return Coalesce(Subquery(found), Value(0))


def due(matter: Matter, today: date | None) -> Due:
    """What has fallen due until `today` by party, or None where all that was decided is due at once."""
    kind = kinds.find(matter.kind)
    rows = kind.due_by(matter, today) if kind and today else None
    return None if rows is None else {row["party"]: row["due"] for row in rows}


def people(
    matter: Matter, *, shown: str = "all", q: str = "", today: date | None = None, owed: Due | str = UNASKED
) -> QuerySet[Party]:
    """The workers of a matter, narrowed to one of SHOWN and to names that contain `q`.

    Args:
        owed: what `due` gave, for callers who need it more than once.
    """
    found = workers_of(matter)
    outcomes = ClaimOutcome.objects.filter(matter=matter.pk, claim__party=OuterRef("pk"))
    open_claims = Claim.objects.filter(party=OuterRef("pk")).exclude(
        Exists(ClaimOutcome.objects.filter(matter=matter.pk, claim=OuterRef("pk")))
    )
    if shown == "undecided":
        found = found.filter(Exists(open_claims))
    elif shown == "settled":
        found = found.filter(Exists(outcomes.filter(code__in=SETTLED)))
    elif shown == "failed":
        found = found.filter(Exists(outcomes.exclude(code__in=SETTLED)))
    elif shown == "representatives":
        found = found.filter(representative=True)
    elif shown == "unconsented":
        found = found.filter(consented_on__isnull=True)
    elif shown == "unpaid":
        found = _unpaid(matter, found, due(matter, today) if isinstance(owed, str) else owed)
    if words := fold(q):
        found = found.filter(worker__name_folded__contains=words)
    return found


def _unpaid(matter: Matter, found: QuerySet[Party], owed: Due) -> QuerySet[Party]:
    """Those to whom something has fallen due that they did not get."""
    paid = _sum(Payment.objects.filter(cancelled_reason=""), "claim__party")
    if owed is None:
        decided = _sum(ClaimOutcome.objects.filter(matter=matter.pk), "claim__party")
        return found.annotate(_due=decided, _paid=paid).filter(_due__gt=F("_paid"))
    got = dict(found.filter(pk__in=list(owed)).annotate(_paid=paid).values_list("pk", "_paid")) if owed else {}
    return found.filter(pk__in=[pk for pk, amount in owed.items() if pk in got and amount > got[pk]])


def lines(matter: Matter, parties: list[Party], today: date, *, owed: Due | str = UNASKED) -> list[Line]:
    """The lines of these workers: claims, outcomes, payments, what is due; at most four queries."""
    rows = {party.pk: Line(party) for party in parties}
    claims = {}
    for claim in Claim.objects.filter(party__in=list(rows)).order_by("pk"):
        line = rows[claim.party_id]
        claim.party = line.party
        line.claims.append(claim)
        line.claimed += claim.amount
        claims[claim.pk] = line
    for outcome in ClaimOutcome.objects.filter(matter=matter.pk, claim__party__in=list(rows)).order_by("pk"):
        line = claims[outcome.claim_id]
        line.outcomes[outcome.claim_id] = outcome
        line.decided = (line.decided or 0) + outcome.amount
    paid = Payment.objects.filter(claim__party__in=list(rows), cancelled_reason="").order_by()
    for pk, total in paid.values_list("claim__party").annotate(Sum("amount")):
        rows[pk].paid = total
    known = due(matter, today) if isinstance(owed, str) else owed
    for pk, line in rows.items():
        line.due_by_now = (line.decided or 0) if known is None else known.get(pk, 0)
    return list(rows.values())


def summary(matter: Matter, today: date, *, owed: Due | str = UNASKED) -> dict[str, Any]:
    """The whole roster in numbers: people, claimed, settled, agreement rate, due, paid, outstanding, who is unpaid.

    The agreement rate is the share of workers with at least one claim settled among all workers.
    """
    workers = workers_of(matter)
    counted = workers.aggregate(
        people=Count("pk"),
        representatives=Count("pk", filter=Q(representative=True)),
        consented=Count("pk", filter=Q(consented_on__isnull=False)),
    )
    of_matter = FilteredRelation("outcomes", condition=Q(outcomes__matter=matter.pk))
    settled = Q(ended__code__in=SETTLED)
    claims = Claim.objects.filter(party__in=workers.order_by().values("pk")).annotate(ended=of_matter)
    # One outcome a claim and matter: the join repeats no claim.
    ended = claims.aggregate(
        claimed=Coalesce(Sum("amount"), 0),
        claims=Count("pk"),
        decided=Coalesce(Sum("ended__amount"), 0),
        outcomes=Count("ended"),
        settled=Count("party", distinct=True, filter=settled),
        failed=Count("party", distinct=True, filter=Q(ended__isnull=False) & ~settled),
    )
    payments = Payment.objects.filter(claim__party__in=workers.order_by().values("pk"), cancelled_reason="")
    paid = payments.aggregate(total=Coalesce(Sum("amount"), 0))["total"]
    people_count = counted["people"]
    return {
        **counted,
        "claimed": ended["claimed"],
        "claims": ended["claims"],
        "decided": ended["decided"],
        "settled": ended["settled"],
        "failed": ended["failed"],
        "undecided_claims": ended["claims"] - ended["outcomes"],
        "rate": round(100 * ended["settled"] / people_count, 1) if people_count else 0,
        "paid": paid,
        "outstanding": max(ended["decided"] - paid, 0),
        "unpaid": people(matter, shown="unpaid", today=today, owed=owed).count(),
    }

"""The list behind a figure of a frozen round: the facts that were kept, which later corrections never change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet, Sum

from unionlaw.network.models import Organisation
from unionlaw.reports.dimensions import Wanted, dimension, wanted
from unionlaw.reports.indicators import Indicator, indicator
from unionlaw.reports.listing import PAGE, Fact
from unionlaw.reports.models import FrozenFact
from unionlaw.reports.rollup import is_of_level


class FrozenFactList:
    """As listing.FactList, for a round's own span.

    Args:
        key: a counted or summed indicator.
        organisation: the figures are about it and all below it, as the tree was then.
        members: dimension → member, or members of which any will do; none for the whole.
        round: the round's id.
    """

    def __init__(self, key: str, organisation: Organisation, members: Mapping[str, Wanted], round: int) -> None:
        self.indicator: Indicator = indicator(key)
        where = Q(round=round, indicator=key, lineage__contains=[organisation.pk])
        for each, found in members.items():
            name = f"{each}/{organisation.depth}" if is_of_level(dimension(each)) else each
            any_of = [Q(members__contains={name: [member]}) for member in wanted(found)]
            where &= reduce(or_, any_of)
        self.rows: QuerySet[FrozenFact] = FrozenFact.objects.filter(where)

    def total(self) -> tuple[int, int]:
        """(what the lines come to: the figure itself, how many lines there are)."""
        found = self.rows.aggregate(
            lines=Count("pk"), amount=Sum("amount"), different=Count("distinct_key", distinct=True)
        )
        if self.indicator.distinct:
            return int(found["different"]), int(found["lines"])
        return int((found["amount"] or 0) if self.indicator.sum else found["lines"]), int(found["lines"])

    def page(self, after: tuple[date, str] | None = None, size: int = PAGE) -> list[Fact]:
        """Lines, the latest first, after the line (day, fact) that was last seen."""
        rows = self.rows
        if after:
            rows = rows.filter(Q(on_date__lt=after[0]) | Q(on_date=after[0], fact__lt=after[1]))
        return [
            Fact(row.fact, row.matter_id, row.on_date, row.amount if self.indicator.sum else None)
            for row in rows.order_by("-on_date", "-fact")[:size]
        ]

"""A report on its way out of the union: what its months tell is decided from the facts, then it is suppressed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from unionlaw.network.models import Organisation
from unionlaw.reports import dimensions
from unionlaw.reports.bounds import Key, Sum
from unionlaw.reports.computing import TOTAL, Figures, compute
from unionlaw.reports.indicators import indicator
from unionlaw.reports.months import HIDDEN, Months, months_in
from unionlaw.reports.spans import Span
from unionlaw.reports.suppression import RANGES, signs_of, suppressed
from unionlaw.reports.tables import Table

MOST_COLUMNS = 600
"""Figures of one statement: PostgreSQL takes 1,664 columns."""


def leaving(table: Table) -> Table:
    """The report as it may leave the union if nothing of it has left before; see services/editions.py for the rest."""
    return suppressed(table, months_of(table.organisation, spans_of(table), keys_of(table)))


def keys_of(table: Table) -> list[str]:
    """What is counted or summed in a table."""
    return list(dict.fromkeys(base for cell in table.cells() for base in cell.indicator.bases))


def spans_of(table: Table) -> list[Span]:
    """The months that a table tells of."""
    return list(dict.fromkeys(month for span in table.spans.values() for month in months_in(span)))


def months_of(organisation: Organisation, spans: Sequence[Span], keys: Sequence[str]) -> Months:
    """What months tell of an organisation, decided from the facts as they are in every dimension that may leave.

    Args:
        spans: months.
        keys: counted or summed indicators.
    """
    by = [one.key for one in dimensions.all_dimensions() if not one.names_people]
    groupings = [TOTAL, *((one,) for one in by)]
    together = max(1, MOST_COLUMNS // max(len(keys), 1))
    found = []
    for n in range(0, len(spans), together):
        some = {str(number): span for number, span in enumerate(spans[n : n + together])}
        found.append(told(compute(organisation, some, keys, groupings), keys, by))
    return Months(
        {key: value for one in found for key, value in one.figures.items()},
        {key: sign for one in found for key, sign in one.signs.items()},
    )


def told(computed: Figures, keys: Iterable[str], by: Sequence[str]) -> Months:
    """What computed months tell, each by itself."""
    figures, sums = system(computed, keys, by)
    signs = {key: (sign, RANGES.get(sign, HIDDEN)) for key, sign in signs_of(figures, sums).items()}
    return Months(figures, signs)


def system(computed: Figures, keys: Iterable[str], by: Sequence[str]) -> tuple[dict[Key, int], list[Sum]]:
    """All figures other than 0 of computed spans, and how they add up in each dimension."""
    figures: dict[Key, int] = {}
    sums: list[Sum] = []
    members = {one: [member for (member,) in computed.members(one)] for one in by}
    for name, span in computed.spans.items():
        for key in keys:
            total = (key, span, _members({}))
            figures[total] = computed.base(key, name)
            for one in by:
                parts = {
                    (key, span, _members({one: member})): value
                    for member in members[one]
                    if (value := computed.base(key, name, {one: member}))
                }
                figures |= parts
                exact = not dimensions.dimension(one).many and indicator(key).is_additive
                if parts and figures[total] <= sum(parts.values()):
                    sums.append(Sum(total, tuple(parts), exact and figures[total] == sum(parts.values())))
    return figures, sums


def _members(members: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(members.items())

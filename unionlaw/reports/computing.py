"""Figures of indicators: one statement for each source, whatever the number of indicators, spans and groupings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from unionlaw.network.models import Organisation
from unionlaw.reports import indicators, sources
from unionlaw.reports.dimensions import Dimension, Wanted, dimension
from unionlaw.reports.indicators import Indicator, indicator
from unionlaw.reports.relation import Relation, amount, condition, within
from unionlaw.reports.spans import Span

Grouping = tuple[str, ...]
"""Keys of dimensions that figures are broken down by together; () is the whole."""
TOTAL: Grouping = ()
Cell = tuple[str, str, Grouping, tuple[str, ...]]
"""(indicator, span, grouping, member of each of its dimensions)."""


@dataclass
class Figures:
    """What was computed: the figure of every base indicator in every cell that has facts."""

    spans: Mapping[str, Span]
    values: dict[Cell, int] = field(default_factory=dict)
    below: Sequence[int] | None = None

    def base(self, key: str, span: str, members: Mapping[str, str] | None = None) -> int:
        """A figure that is counted or summed; 0 where there are no facts. `members` maps dimensions to members."""
        chosen = members or {}
        for grouping in _orders(chosen):
            found = self.values.get((key, span, grouping, tuple(chosen[one] for one in grouping)))
            if found is not None:
                return found
        return 0

    def value(self, key: str, span: str, members: Mapping[str, str] | None = None) -> int | Decimal | None:
        """A figure of any indicator in its unit (money in fen); None for a rate over nothing."""
        wanted = indicator(key)
        if wanted.is_rate:
            return indicators.rate(
                wanted, self.base(wanted.part, span, members), self.base(wanted.whole, span, members)
            )
        return self.base(key, span, members)

    def members(self, *grouping: str) -> list[tuple[str, ...]]:
        """The members that have facts under a grouping, sorted."""
        return sorted({cell[3] for cell in self.values if cell[2] == grouping})


def compute(
    organisation: Organisation,
    spans: Mapping[str, Span],
    keys: Iterable[str],
    groupings: Sequence[Grouping] = (TOTAL,),
    members: Mapping[str, Wanted] | None = None,
) -> Figures:
    """Compute indicators for an organisation and all below it.

    Args:
        organisation: what the figures are about; its depth decides the column that is compared.
        spans: the spans by any names ("now", "before").
        keys: indicators; what rates are made of is computed with them.
        groupings: each a tuple of dimension keys; () for the whole.
        members: only facts with these members of dimensions.

    Returns:
        Figures whose spans have the given names.

    Raises:
        KeyError: an indicator or dimension is not known.
    """
    figures = Figures(spans)
    bases = {base: indicator(base) for key in keys for base in indicator(key).bases}
    by_source: dict[str, list[Indicator]] = defaultdict(list)
    for one in bases.values():
        by_source[one.source].append(one)
    with transaction.atomic(), connection.cursor() as cursor:
        # Compiling such wide statements to machine code takes longer than running them.
        cursor.execute("SET LOCAL jit = off")
        for source, wanted in by_source.items():
            for together in statements_for(groupings):
                _sum(cursor, sources.source(source), wanted, organisation, together, members or {}, figures)
    return figures


def statements_for(groupings: Sequence[Grouping]) -> list[list[Grouping]]:
    """Groupings that one statement can make: all of them but those whose joins repeat facts, which stand alone."""
    single = [one for one in groupings if not any(dimension(key).many for key in one)]
    return [*([single] if single else []), *([one] for one in groupings if one not in single)]


def _sum(
    cursor: Any,
    source: sources.Source,
    wanted: list[Indicator],
    organisation: Organisation,
    groupings: list[Grouping],
    members: Mapping[str, Wanted],
    figures: Figures,
) -> None:
    grouped: list[Dimension] = [dimension(key) for key in dict.fromkeys(key for one in groupings for key in one)]
    chosen = [dimension(key) for key in members if key not in {one.key for one in grouped}]
    relation = Relation(
        source,
        organisation,
        list(figures.spans.values()),
        [*grouped, *chosen],
        {event for one in wanted for event in one.events},
        members=members,
    )
    parameters = relation.parameters
    columns, cells = [], []
    for n, (name, span) in enumerate(figures.spans.items()):
        days = within(source, span, f"span{n}", parameters)
        for one in wanted:
            columns.append(amount(one, f"{condition(one, parameters)} AND {days}"))
            cells.append((one.key, name))
    names = [f"d_{one.key}" for one in grouped]
    head = [f"GROUPING({', '.join(names)})", *names] if names else ["0"]
    sets = ", ".join(f"({', '.join(f'd_{key}' for key in one)})" for one in groupings)
    cursor.execute(
        f"SELECT {', '.join([*head, *columns])} FROM ({relation.sql()}) AS facts"  # noqa: S608  declared in code
        + (f" GROUP BY GROUPING SETS ({sets})" if names else ""),
        parameters,
    )
    for mask, *row in cursor.fetchall():
        found = [n for n in range(len(names)) if not mask >> (len(names) - 1 - n) & 1]
        grouping, where = tuple(grouped[n].key for n in found), tuple(row[n] for n in found)
        for (key, name), value in zip(cells, row[len(names) :], strict=True):
            if value:
                figures.values[key, name, grouping, where] = int(value)


def _orders(members: Mapping[str, str]) -> list[Grouping]:
    """The groupings that these members may stand under: in any order of two, since askers need not remember it."""
    keys = tuple(members)
    return [keys] if len(keys) < 2 else [keys, tuple(reversed(keys))]

"""Figures of every organisation of a tree at once, by grouping over the scope columns instead of computing each.

A fact held by a station is part of the figures of the station, the district and the city; every level is one more
grouping set of the same statement, so that distinct counts are right at each of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from unionlaw.network.models import Organisation
from unionlaw.network.models.organisation import MAX_DEPTH
from unionlaw.reports import sources
from unionlaw.reports.computing import Grouping, statements_for
from unionlaw.reports.dimensions import Dimension, dimension
from unionlaw.reports.indicators import Indicator, indicator
from unionlaw.reports.relation import Relation, amount, condition, within
from unionlaw.reports.spans import Span

SEPARATOR = "\x1f"
"""Between the members of two dimensions."""
Key = tuple[int, str, str, str, str]
"""(organisation, indicator, span, dimension, member): what names a figure of a round."""


def bases_of(keys: Iterable[str]) -> list[str]:
    """The counted and summed indicators that `keys` are, or are made of, each once."""
    return list(dict.fromkeys(base for key in keys for base in indicator(key).bases))


def levels_below(root: Organisation, depths: Collection[int]) -> list[int]:
    """The depths at which organisations of the tree are reported on."""
    return sorted(depth for depth in depths if root.depth <= depth <= MAX_DEPTH)


def is_of_level(one: Dimension) -> bool:
    """Whether a member depends on which level is reported on (the unions below it)."""
    return "{" in one.sql


def member_at(one: Dimension, level: int) -> str:
    """SQL of the member of a fact's matter, for an organisation at depth `level`."""
    return f"coalesce(({one.sql.format(depth=level, below=min(level + 1, MAX_DEPTH))})::text, '')"


def compute_tree(
    root: Organisation,
    levels: Sequence[int],
    spans: Mapping[str, Span],
    keys: Iterable[str],
    groupings: Sequence[Grouping],
    done: Callable[[], None] | None = None,
) -> dict[Key, int]:
    """Figures other than 0 of every organisation of the tree at the given depths. To be called in a transaction.

    Args:
        root: the tree's top.
        levels: depths, as `levels_below` gives them.
        spans: the spans, by name.
        keys: indicators; rates stand for what they are made of.
        groupings: each a tuple of dimension keys; () for the whole.
        done: called after each statement; may raise to stop.
    """
    found: dict[Key, int] = {}
    with connection.cursor() as cursor:
        # Compiling such wide statements to machine code takes longer than running them.
        cursor.execute("SET LOCAL jit = off")
        for source, wanted in _by_source(keys).items():
            for chosen in statements_for(groupings):
                _sum(cursor, sources.source(source), wanted, root, levels, spans, chosen, found)
                if done is not None:
                    done()
    return found


def statements(keys: Iterable[str], groupings: Sequence[Grouping]) -> int:
    """How many statements `compute_tree` runs for them."""
    return len(_by_source(keys)) * len(statements_for(groupings))


def _by_source(keys: Iterable[str]) -> dict[str, list[Indicator]]:
    found: dict[str, list[Indicator]] = defaultdict(list)
    for key in bases_of(keys):
        found[indicator(key).source].append(indicator(key))
    return found


def _sum(
    cursor: Any,
    source: sources.Source,
    wanted: list[Indicator],
    root: Organisation,
    levels: Sequence[int],
    spans: Mapping[str, Span],
    groupings: Sequence[Grouping],
    found: dict[Key, int],
) -> None:
    used = [dimension(key) for key in dict.fromkeys(key for one in groupings for key in one)]
    plain = [one for one in used if not is_of_level(one)]
    relation = Relation(
        source,
        root,
        list(spans.values()),
        plain,
        {event for one in wanted for event in one.events},
        columns={f"scope{level}": f"m.scope{level}" for level in levels}
        | {f"d_{one.key}_{level}": member_at(one, level) for one in used if is_of_level(one) for level in levels},
        joined=used,
    )
    parameters, columns, cells = relation.parameters, [], []
    for n, (name, span) in enumerate(spans.items()):
        days = within(source, span, f"span{n}", parameters)
        for one in wanted:
            columns.append(amount(one, f"{days} AND {condition(one, parameters)}"))
            cells.append((one.key, name))
    sets, read = [], []
    for level in levels:
        for grouping in groupings:
            names = [f"d_{key}_{level}" if is_of_level(dimension(key)) else f"d_{key}" for key in grouping]
            sets.append([f"scope{level}", *names])
            read.append("/".join(grouping))
    heads = sorted({name for one in sets for name in one})
    # Which grouping set a row belongs to: each set leaves another combination of columns out.
    bits = {head: 1 << (len(heads) - 1 - n) for n, head in enumerate(heads)}
    masks = {sum(bits[head] for head in heads if head not in one): n for n, one in enumerate(sets)}
    listed = ", ".join(heads)
    grouped = ", ".join(f"({', '.join(one)})" for one in sets)
    cursor.execute(
        f"SELECT GROUPING({listed}), {listed}, {', '.join(columns)} FROM ({relation.sql()}) AS facts"  # noqa: S608
        f" GROUP BY GROUPING SETS ({grouped})",
        parameters,
    )
    for mask, *row in cursor.fetchall():
        values = dict(zip(heads, row, strict=False))
        chosen = sets[masks[mask]]
        organisation = values[chosen[0]]
        if organisation is None:
            continue  # held above this level
        member = SEPARATOR.join(values[name] for name in chosen[1:])
        for (key, name), value in zip(cells, row[len(heads) :], strict=True):
            if value:
                found[organisation, key, name, read[masks[mask]], member] = int(value)

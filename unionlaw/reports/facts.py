"""The facts behind the figures of a round, as rows that can be kept and compared later."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection

from unionlaw.network.models import Organisation
from unionlaw.network.models.organisation import MAX_DEPTH
from unionlaw.reports import sources
from unionlaw.reports.dimensions import Dimension, dimension
from unionlaw.reports.indicators import Indicator, indicator
from unionlaw.reports.planning import Plan
from unionlaw.reports.relation import Relation, condition, within
from unionlaw.reports.rollup import SEPARATOR, is_of_level, member_at
from unionlaw.reports.spans import Span

COLUMNS = (
    "indicator", "fact", "matter_id", "organisation_id", "on_date", "amount", "distinct_key", "lineage", "members",
)  # fmt: skip
_LINEAGE = f"array_remove(ARRAY[{', '.join(f'm.scope{level}' for level in range(1, MAX_DEPTH + 1))}], NULL)"


def keep_facts(round_id: int, root: Organisation, span: Span, levels: Sequence[int], plan: Plan) -> None:
    """Store the facts of the span behind the round's figures. To be called in the snapshot that computes these."""
    with connection.cursor() as cursor:
        for sql, parameters in _selects(root, span, levels, plan.bases, plan.dimensions):
            cursor.execute(
                f"INSERT INTO reports_frozenfact (round_id, {', '.join(COLUMNS)})"  # noqa: S608  declared in code
                f" SELECT %(round)s, found.* FROM ({sql}) AS found",
                parameters | {"round": round_id},
            )


Side = tuple[str, int, list[int], dict[str, list[str]]]
"""(indicator, matter, lineage, members of each dimension) of a fact as it was, or as it is."""


def changed_facts(
    round_id: int, root: Organisation, span: Span, levels: Sequence[int], keys: Sequence[str], by: Sequence[str]
) -> list[Side]:
    """Where the facts of now differ from those kept: a fact that is new, gone, or other than it was, on each side."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.facts_of_now")
        cursor.execute(
            f"CREATE TEMP TABLE facts_of_now ON COMMIT DROP AS SELECT {', '.join(COLUMNS)}"  # noqa: S608
            " FROM reports_frozenfact LIMIT 0"
        )
        for sql, parameters in _selects(root, span, levels, keys, by):
            cursor.execute(f"INSERT INTO facts_of_now {sql}", parameters)
        cursor.execute("ANALYZE facts_of_now")
        compared = ("amount", "distinct_key", "lineage", "members")
        old, new = (", ".join(f"{side}.{column}" for column in compared) for side in ("o", "n"))
        cursor.execute(
            "WITH changed AS (SELECT o.indicator AS o_indicator, o.matter_id AS o_matter, o.lineage AS o_lineage,"  # noqa: S608
            " o.members AS o_members, n.indicator AS n_indicator, n.matter_id AS n_matter, n.lineage AS n_lineage,"
            " n.members AS n_members"
            " FROM (SELECT * FROM reports_frozenfact WHERE round_id = %(round)s AND indicator = ANY(%(keys)s)) AS o"
            " FULL JOIN facts_of_now AS n ON n.indicator = o.indicator AND n.fact = o.fact"
            f" WHERE o.fact IS NULL OR n.fact IS NULL OR ({old}) IS DISTINCT FROM ({new}))"
            " SELECT o_indicator, o_matter, o_lineage, o_members::text FROM changed WHERE o_indicator IS NOT NULL"
            " UNION ALL"
            " SELECT n_indicator, n_matter, n_lineage, n_members::text FROM changed WHERE n_indicator IS NOT NULL",
            {"round": round_id, "keys": list(keys)},
        )
        rows = cursor.fetchall()
        cursor.execute("DROP TABLE facts_of_now")
    return [(key, matter, lineage, _loaded(members)) for key, matter, lineage, members in rows]


def members_of(side: Side, grouping: str, level: int) -> list[str]:
    """The members under which a fact stands in a grouping, for an organisation at depth `level`."""
    found = [""]
    for n, key in enumerate(grouping.split("/") if grouping else []):
        own = side[3].get(f"{key}/{level}" if is_of_level(dimension(key)) else key, [])
        found = [f"{one}{SEPARATOR}{member}" if n else member for one in found for member in own]
    return found


def _loaded(members: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(members)
    return found


def _selects(
    root: Organisation, span: Span, levels: Sequence[int], keys: Sequence[str], by: Sequence[str]
) -> list[tuple[str, dict[str, Any]]]:
    """For each source the SELECT of its facts with their parameters."""
    by_source: dict[str, list[Indicator]] = defaultdict(list)
    for key in keys:
        by_source[indicator(key).source].append(indicator(key))
    found = []
    for key, wanted in by_source.items():
        source = sources.source(key)
        used = [dimension(one) for one in by]
        relation = Relation(
            source,
            root,
            [span],
            events={event for one in wanted for event in one.events},
            columns={"holder": "m.organisation_id", "lineage": _LINEAGE, "members": _members(used, levels)},
            joined=[one for one in used if not one.many],
        )
        parameters = relation.parameters
        days = within(source, span, "span", parameters)
        lines = ", ".join(
            f"('{one.key}', {condition(one, parameters)}, ({one.sum or 'NULL'})::bigint,"
            f" coalesce(({one.distinct or 'NULL'})::text, ''))"
            for one in wanted
        )
        found.append(
            (
                "SELECT one.key, facts.fact, facts.matter_id, facts.holder, facts.on_date, one.amount,"  # noqa: S608
                f" one.distinct_key, facts.lineage, facts.members FROM ({relation.sql()}) AS facts"
                f" CROSS JOIN LATERAL (VALUES {lines}) AS one (key, holds, amount, distinct_key)"
                f" WHERE one.holds AND {days}",
                parameters,
            )
        )
    return found


def _members(used: Sequence[Dimension], levels: Sequence[int]) -> str:
    """SQL of the object that lists a fact's members of each dimension."""
    pairs = []
    for one in used:
        for name, level in [(f"{one.key}/{at}", at) for at in levels] if is_of_level(one) else [(one.key, 1)]:
            member = member_at(one, level)
            value = (
                f"(SELECT coalesce(jsonb_agg({member} ORDER BY {member}), '[]')"  # noqa: S608  declared in code
                f" FROM (SELECT 1) AS once {one.joins})"
                if one.many
                else f"jsonb_build_array({member})"
            )
            pairs.append(f"'{name}', {value}")
    return f"jsonb_build_object({', '.join(pairs)})"

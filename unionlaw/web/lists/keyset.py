# ruff: noqa: S608  only statements compiled by Django are put together here, their values stay parameters
"""Keyset paging: walk an index from a known row, never count past rows that are not shown.

A list may be the union of several *branches*, each of which can be walked in order by its own index (one per level of
the tree, one for grants, …). Each branch is read with its own LIMIT; the results are merged, and a row found in two
branches is shown once. Only sort value and primary key are read here, so that the walk stays inside the index.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BooleanField, F, Field, Func, QuerySet, Value
from django.utils.functional import Promise

KEY, PK = "list_key", "list_pk"


@dataclass(frozen=True)
class Branch:
    """One way to reach rows of a list, in the order of one index.

    Args:
        queryset: rows of the list's own model (filters are applied to it), or of another that points at them.
        pk: path on `queryset` to the primary key of the listed row, e.g. "id" or "matter_id".
        columns: sort column of the list -> path on `queryset`, where they differ ({"opened_at": "matter__opened_at"}).
        repeats: how often one row can occur inside this branch at most (two open grants for one viewer: 2).
        answers: filters of the list that another model than the list's answers by columns of the same names.
        place: conditions that say by themselves which rows of the list's kind these are, on columns that rows beside
            the listed ones have copies of; None where there are none.
    """

    queryset: QuerySet[Any]
    pk: str = "id"
    columns: Mapping[str, str] = field(default_factory=dict)
    repeats: int = 1
    answers: Collection[str] = ()
    place: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Sort:
    """A column a list can be sorted by: on the row or branch, served by an index that ends in the primary key.

    Args:
        label: words for the menu of sorts.
        field: column name on the listed model.
        nullable: rows without a value exist; they come last in both directions, from the same index.
        descending: direction on the first click (newest first for dates).
    """

    label: str | Promise
    field: str
    nullable: bool = False
    descending: bool = True


@dataclass(frozen=True)
class Cursor:
    """Where a page begins or ends: the sort value and primary key of its edge row."""

    value: Any
    pk: Any


@dataclass(frozen=True)
class Page:
    """Primary keys of one page in display order, with its edges; `count`: of all rows, where it was asked for."""

    ids: list[Any]
    first: Cursor | None = None
    last: Cursor | None = None
    has_previous: bool = False
    has_next: bool = False
    count: int | None = None


class _RowBeyond(Func):
    """`(key, pk) < (value, pk)` as one row comparison, which PostgreSQL takes as the bounds of an index range scan."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, *expressions: Any, operator: str) -> None:
        super().__init__(*expressions)
        self.operator = operator

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        parts = [compiler.compile(source) for source in self.source_expressions]
        half = len(parts) // 2
        left, right = (", ".join(sql for sql, _ in side) for side in (parts[:half], parts[half:]))
        return f"({left}) {self.operator} ({right})", [p for _, params in parts for p in params]


def walk(
    branches: Sequence[Branch],
    sort: Sort,
    *,
    descending: bool,
    limit: int,
    after: Cursor | None = None,
    before: Cursor | None = None,
    cap: int | None = None,
) -> Page:
    """Read one page of primary keys.

    Args:
        branches: where the rows are found, filters already applied.
        sort: the column to walk along.
        descending: largest value first; rows without a value come last either way.
        limit: rows on the page.
        after: show the rows following this one in display order.
        before: show the rows preceding this one in display order.
        cap: count the rows up to this many and one more. A first page reads on for it: where few rows are found on a
            long way, going it once more would cost as much again. Other pages are not counted.

    Returns:
        The page; it may be empty.
    """
    backward, cursor = before is not None, after or before
    count = None
    if cap is not None and cursor is None:
        found, count = _read_on(branches, sort, descending=descending, limit=limit, cap=cap)
    else:
        found = _read(
            branches, sort, descending=descending != backward, backward=backward, take=limit + 1, cursor=cursor
        )
    more = len(found) > limit
    found = found[:limit]
    if backward:
        if not more:
            # Fewer rows than a page before this one: the reader has reached the start, so show the first page in full.
            return walk(branches, sort, descending=descending, limit=limit, cap=cap)
        found.reverse()
    if not found:
        return Page([], has_previous=after is not None, count=count)
    return Page(
        ids=[row[2] for row in found],
        first=Cursor(*found[0][1:]),
        last=Cursor(*found[-1][1:]),
        has_previous=more if backward else after is not None,
        has_next=True if backward else more,
        count=count,
    )


def annotated(branch: Branch, sort: Sort) -> QuerySet[Any]:
    """The branch's rows with sort value and key under fixed names."""
    column = branch.columns.get(sort.field, sort.field)
    # Annotations, not filters on the path: a later filter() along a to-many path would join the table a second time.
    return branch.queryset.order_by().annotate(**{KEY: F(column), PK: F(branch.pk)})


def _read(
    branches: Sequence[Branch], sort: Sort, *, descending: bool, backward: bool, take: int, cursor: Cursor | None
) -> list[tuple[int, Any, Any]]:
    """(segment, sort value, pk) of the next `take` different rows in walking order.

    Segment 0 holds rows with a value, segment 1 those without. Reading them apart lets one ascending index serve both
    directions with empty values last; NULLS LAST in one ORDER BY would need an index of its own for the way down. The
    second is only looked for when the first does not fill the page: its rows may lie far down their index.
    """
    sql, params = ordered(branches, sort, descending=descending, backward=backward, take=take, cursor=cursor)
    return [(s, key, pk) for s, key, pk in execute(branches, sql, params)] if sql else []


def _read_on(
    branches: Sequence[Branch], sort: Sort, *, descending: bool, limit: int, cap: int
) -> tuple[list[tuple[int, Any, Any]], int]:
    """The first `limit` + 1 rows as `_read` gives them, and how many there are up to `cap` + 1, found on one way."""
    sql, params = ordered(branches, sort, descending=descending, take=max(limit, cap) + 1)
    if not sql:
        return [], 0
    way = "DESC" if descending else "ASC"
    # Only what the page shows is handed over: reading moments takes longer than finding them.
    sql = f"SELECT *, count(*) OVER () FROM ({sql}) found ORDER BY s, {KEY} {way}, {PK} {way} LIMIT {limit + 1}"
    rows = execute(branches, sql, params)
    return [(s, key, pk) for s, key, pk, _count in rows], min(rows[0][3], cap + 1) if rows else 0


def ordered(
    branches: Sequence[Branch],
    sort: Sort,
    *,
    descending: bool,
    backward: bool = False,
    take: int,
    cursor: Cursor | None = None,
) -> tuple[str, list[Any]]:
    """The statement that `_read` asks, with columns s, list_key and list_pk, and its parameters; "" for no rows."""
    segments = (0, 1) if sort.nullable else (0,)
    one = len(branches) == 1 and branches[0].repeats == 1
    way, segment_way = ("DESC" if descending else "ASC"), ("DESC" if backward else "ASC")
    parts: list[str] = []
    params: list[Any] = []
    for segment in reversed(segments) if backward else segments:
        # Asked once for all that is in front of it, before its first row is looked for.
        gate = f" WHERE (SELECT count(*) FROM part0) < {take}" if parts else ""
        selects = []
        for branch in branches:
            queryset = _segment(
                annotated(branch, sort), segment, sort, descending=descending, backward=backward, cursor=cursor
            )
            if queryset is None:
                continue
            sign = "-" if descending else ""
            # The planner sees that an index is in order only when the sort column is named, even where it is always
            # empty.
            select = compiled(queryset.order_by(sign + KEY, sign + PK).values_list(KEY, PK)[: take * branch.repeats])
            if select:
                selects.append(f"(SELECT b.* FROM ({select[0]}) b{gate})")
                params += select[1]
        if selects:
            union = " UNION ALL ".join(selects)
            order = "" if one else f" ORDER BY {KEY} {way}, {PK} {way} LIMIT {take}"
            parts.append(f"SELECT {'' if one else 'DISTINCT '}{segment} AS s, {KEY}, {PK} FROM ({union}) u{order}")
    if not parts:
        return "", []
    sql = parts[0]
    if len(parts) > 1:
        sql = f"WITH part0 AS MATERIALIZED ({parts[0]}) SELECT * FROM (SELECT * FROM part0 UNION ALL ({parts[1]})) p"
        sql += f" ORDER BY s {segment_way}, {KEY} {way}, {PK} {way} LIMIT {take}"
    return sql, params


def _segment(
    queryset: QuerySet[Any], segment: int, sort: Sort, *, descending: bool, backward: bool, cursor: Cursor | None
) -> QuerySet[Any] | None:
    """The rows of one segment beyond the cursor; None when the cursor has passed the whole segment."""
    if sort.nullable:
        queryset = queryset.filter(**{f"{KEY}__isnull": bool(segment)})
    if cursor is None:
        return queryset
    at = 1 if cursor.value is None else 0
    if segment != at:
        passed = segment > at if backward else segment < at
        return None if passed else queryset
    names = [PK] if segment else [KEY, PK]
    values = [cursor.pk] if segment else [cursor.value, cursor.pk]
    fields: list[Field[Any, Any]] = [queryset.query.annotations[name].output_field for name in names]
    bounds = [Value(value, output_field=f) for value, f in zip(values, fields, strict=True)]
    return queryset.filter(_RowBeyond(*map(F, names), *bounds, operator="<" if descending else ">"))


def compiled(queryset: QuerySet[Any]) -> tuple[str, tuple[Any, ...]] | None:
    try:
        return queryset.query.get_compiler(queryset.db).as_sql()
    except EmptyResultSet:
        return None


def execute(branches: Sequence[Branch], sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connections[branches[0].queryset.db].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()

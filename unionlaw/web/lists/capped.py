# ruff: noqa: S608  only statements compiled by Django are put together here, their values stay parameters
"""How many rows a list has, counted no further than a cap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet

from unionlaw.web.lists.keyset import KEY, PK, Branch, Sort, annotated, compiled, execute

HIGH_CAP = 1_000


def capped_counts(groups: Sequence[Sequence[Branch]], cap: int) -> list[int]:
    """`capped_count` of each group of branches, in one query. For low caps."""
    selects: list[str] = []
    params: list[Any] = []
    for branches in groups:
        found = [compiled(_on_the_way(b, None)[: (cap + 1) * b.repeats]) for b in branches]
        union = " UNION ".join(f"({sql})" for sql, _ in filter(None, found))
        selects.append(
            f"(SELECT count(*) FROM (SELECT DISTINCT * FROM ({union}) b LIMIT {cap + 1}) c)" if union else "0"
        )
        params += [p for select in found if select for p in select[1]]
    if not params and set(selects) <= {"0"}:
        return [0] * len(selects)
    everything = [branch for branches in groups for branch in branches]
    return [int(count) for count in execute(everything, f"SELECT {', '.join(selects)}", params)[0]]


def capped_count(branches: Sequence[Branch], cap: int, way: tuple[Sort, bool] | None = None) -> int:
    """How many different rows the branches hold, counting no further than `cap` + 1.

    A high cap is first counted branch by branch: mostly one branch has all the rows, and none need to be compared.
    Up to a low one is counted on the page's `way` (sort, whether descending) where it is told: asked for any rows, the
    planner may read whole indexes first.
    """
    found = [(b, compiled(_on_the_way(b, way if cap < HIGH_CAP else None)[: (cap + 1) * b.repeats])) for b in branches]
    counted = [branch for branch, select in found if select]
    selects = [select for _branch, select in found if select]
    if not selects:
        return 0
    params = [p for _, ps in selects for p in ps]
    if len(selects) > 1 and cap >= HIGH_CAP:
        each = ", ".join(
            f"(SELECT count(*) FROM (SELECT DISTINCT {PK} FROM ({sql}) b LIMIT {cap + 1}) c)"
            if branch.repeats > 1
            else f"(SELECT count(*) FROM ({sql}) b)"
            for branch, (sql, _) in zip(counted, selects, strict=True)
        )
        counts = execute(branches, f"SELECT {each}", params)[0]
        if max(counts) > cap or sum(counts) == max(counts):
            return int(max(counts))
    single = len(selects) == 1 and all(b.repeats == 1 for b in branches)
    inner = selects[0][0] if single else " UNION ".join(f"({sql})" for sql, _ in selects)
    if len(selects) == 1 and not single:
        inner = f"SELECT DISTINCT * FROM ({inner}) one"
    rows = execute(
        branches,
        f"SELECT count(*) FROM (SELECT * FROM ({inner}) b LIMIT {cap + 1}) c",
        params,
    )
    return int(rows[0][0])


def _on_the_way(branch: Branch, way: tuple[Sort, bool] | None) -> QuerySet[Any]:
    """The keys of the branch's rows, in the order of the walk where there is one."""
    if way is None:
        return branch.queryset.order_by().annotate(**{PK: F(branch.pk)}).values_list(PK)
    sign = "-" if way[1] else ""
    return annotated(branch, way[0]).order_by(sign + KEY, sign + PK).values_list(PK)

"""A later look at a frozen round: what is different now, and which matters made it so. The report itself stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Refused
from unionlaw.matters.services.checking import need_reason
from unionlaw.matters.services.events import record_many
from unionlaw.network.actors import Actor
from unionlaw.reports import facts, indicators
from unionlaw.reports.computing import TOTAL
from unionlaw.reports.indicators import indicator
from unionlaw.reports.models import Computation, Figure, Report, RestatedFigure, Restatement, Round
from unionlaw.reports.planning import Plan, plan
from unionlaw.reports.rollup import compute_tree, levels_below, statements
from unionlaw.reports.services.computing_rounds import counted, lock_reports
from unionlaw.reports.services.steps import begin
from unionlaw.reports.snapshots import snapshot
from unionlaw.reports.tables import NOW

REASON_LENGTH = 500
Cell = tuple[int, str, str, str]
"""(organisation, indicator, dimension, member)."""


def restate(
    *,
    report_id: int,
    reason: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
    told: Callable[[int], None] | None = None,
) -> Restatement:
    """List every figure of a frozen round that the facts of now would give otherwise, with the matters behind it.

    Each restatement is against what was frozen, so that the last one says all there is to say.

    Args:
        report_id: the report of the union that sums up.
        reason: why it is looked at again.
        told: as for `compute_round`: of the worker that took it out of the line.

    Raises what `begin` raises, Invalid for "reason", and Conflict when nothing changed since the last time.
    """
    reason = reason_of_restating(reason, by)
    post = by.post
    assert post is not None
    with snapshot():
        top = begin(report_id=report_id, verb="restate", by=by, version=version, working=told is not None)
        its_round, reports = top.round, lock_reports(top.round)
        wanted = comparable(its_round)
        done = counted(statements(wanted.keys, [TOTAL, *wanted.groupings]) + 2, told)
        changes = _changes(its_round, reports, wanted, done)
        done()
        last = its_round.restatements.order_by("-number").first()
        if changes == (_said_by(last) if last else {}):
            raise Conflict(_("与上次更正相比没有变化。") if last else _("冻结以来数字没有变化，不需要更正。"))
        made = Restatement.objects.create(
            round=its_round, number=last.number + 1 if last else 1, made_at=at, made_by=post, reason=reason
        )
        matters = _matters_of(its_round, reports, wanted, list(changes))
        done()
        RestatedFigure.objects.bulk_create(
            RestatedFigure(
                restatement=made,
                organisation_id=organisation,
                indicator=key,
                dimension=by_,
                member=member,
                before=before,
                after=after,
                matters=matters.get((organisation, key, by_, member), []),
            )
            for (organisation, key, by_, member), (before, after) in sorted(changes.items())
        )
        counts: dict[int, int] = defaultdict(int)
        for organisation, *_cell in changes:
            counts[organisation] += 1
        happened = [
            (one.matter, {"number": made.number, "figures": counts[one.organisation_id]})
            for one in reports
            if one.organisation_id in counts or one.above_id is None
        ]
        record_many(happened, "report.restated", by=by, at=at, reason=reason)
        if told is not None:
            told(Computation.SAVING)
    return made


def reason_of_restating(reason: str, by: Actor) -> str:
    """The reason as it is kept. Raises Invalid for "reason", and Refused for who holds no post."""
    reason = need_reason(reason, _("请写明更正的原因。"), longest=REASON_LENGTH)
    if by.post is None:
        raise Refused(_("更正由人登记，要写明是谁。"))
    return reason


def comparable(its_round: Round) -> Plan:
    """What the round's layout asks for, without indicators whose definitions have changed since: the facts of now
    would answer another question."""
    blocks = []
    for block in its_round.layout_blocks:
        known = [
            key
            for key in block["indicators"]
            if indicators.is_known(key)
            and all(its_round.versions.get(one) == indicator(one).version for one in indicator(key).bases)
        ]
        blocks.append({**block, "indicators": known})
    return plan(blocks)


def _changes(
    its_round: Round, reports: Sequence[Report], wanted: Plan, done: Callable[[], None]
) -> dict[Cell, tuple[int, int]]:
    """Every figure of the round's own span that is another now: (frozen, now)."""
    organisations = {one.organisation_id for one in reports}
    levels = levels_below(its_round.organisation, {len(one.organisation.lineage) for one in reports})
    computed = compute_tree(
        its_round.organisation, levels, {NOW: its_round.span}, wanted.keys, [TOTAL, *wanted.groupings], done
    )
    wholes, grouped = set(wanted.bases), wanted.grouped
    now = {
        (organisation, key, by, member): value
        for (organisation, key, _span, by, member), value in computed.items()
        if organisation in organisations and (key in grouped[by] if by else key in wholes)
    }
    rows = Figure.objects.filter(round=its_round, span=NOW).values_list(
        "organisation_id", "indicator", "dimension", "member", "value"
    )
    then = {
        (organisation, key, by, member): value
        for organisation, key, by, member, value in rows
        if key in (grouped.get(by, ()) if by else wholes)
    }
    return {
        cell: (then.get(cell, 0), now.get(cell, 0))
        for cell in then.keys() | now.keys()
        if then.get(cell, 0) != now.get(cell, 0)
    }


def _said_by(last: Restatement) -> dict[Cell, tuple[int, int]]:
    return {
        (one.organisation_id, one.indicator, one.dimension, one.member): (one.before, one.after)
        for one in last.figures.all()
    }


def _matters_of(its_round: Round, reports: Sequence[Report], wanted: Plan, cells: list[Cell]) -> dict[Cell, list[int]]:
    """The matters whose facts differ, for each of the figures."""
    levels = levels_below(its_round.organisation, {len(one.organisation.lineage) for one in reports})
    depths = {one.organisation_id: len(one.organisation.lineage) for one in reports}
    asked = set(cells)
    groupings: dict[tuple[int, str], set[str]] = defaultdict(set)
    for organisation, key, by, _member in cells:
        groupings[organisation, key].add(by)
    found: dict[Cell, set[int]] = defaultdict(set)
    for side in facts.changed_facts(
        its_round.pk, its_round.organisation, its_round.span, levels, wanted.bases, wanted.dimensions
    ):
        key, matter, lineage, _members = side
        for organisation in lineage:
            for by in groupings.get((organisation, key), ()):
                for member in facts.members_of(side, by, depths[organisation]):
                    if (cell := (organisation, key, by, member)) in asked:
                        found[cell].add(matter)
    return {cell: sorted(matters) for cell, matters in found.items()}

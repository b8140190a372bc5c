"""What is odd about the figures of a round: shown to whoever signs, each with the matters behind it where it has any.

A warning is stored as {"check", "values", "matters", "count"}: the check's name, what its wording needs, the first
`MOST` matters it is about and how many there are in all; `worded` says it in the reader's language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from unionlaw.lib.workflow import StatusDef
from unionlaw.matters import statuses, vocabulary
from unionlaw.matters.models.matter import LIVE_PHASES, Kind
from unionlaw.reports import indicators, layouts
from unionlaw.reports.dimensions import dimension
from unionlaw.reports.indicators import Indicator, Unit, indicator
from unionlaw.reports.models import Report, Round
from unionlaw.reports.planning import Plan
from unionlaw.reports.relation import midnight
from unionlaw.reports.rollup import Key
from unionlaw.reports.tables import BEFORE, LAST_YEAR, NOW
from unionlaw.reports.wording import with_unit

JUMP_PERCENT = 50
"""A figure that moved by this share of the span before it, or more, is a jump …"""
JUMP_LEAST = 20
"""… if it moved by at least so many …"""
JUMP_SPREAD = 3
"""… and by more than so many times the square root of both figures together: what comes by chance, one by one, moves by
about that root from span to span (Poisson), so that a larger move has a reason."""
ONE_FEN = 2_000_000
"""How much money counts as one here: 20,000 yuan, for it comes in lumps."""
MOST = 50
"""How many matters a warning names."""

Warning_ = dict[str, Any]


def check(
    its_round: Round, reports: Sequence[Report], values: Mapping[Key, int], wanted: Plan
) -> dict[int, list[Warning_]]:
    """The warnings for each organisation that reports, gravest first.

    Args:
        values: the round's figures (rollup.Key → figure).
        wanted: what the round's layout asks for.
    """
    found: dict[int, list[Warning_]] = defaultdict(list)
    jumps = _jumps(its_round, reports, values, wanted)
    for checked in (_parts(reports, values, wanted), jumps, _matters(its_round, reports)):
        for organisation, warning in checked:
            found[organisation].append(warning)
    return found


def worded(warning: Mapping[str, Any]) -> str:
    """A warning in the reader's language."""
    said = {
        "parts": _("“%(name)s”各部分之和为%(parts)s，合计为%(whole)s，相差%(gap)s。"),
        "below": _("“%(name)s”下级各单位之和%(parts)s大于本单位%(whole)s。"),
        "jump": _("“%(name)s”由上期的%(before)s变为%(now)s。"),
        "jump_in_a_year": _("“%(name)s”由上年同期的%(before)s变为%(now)s。"),
        "no_cause": _("本期受理的事项有%(count)d件没有案由。"),
        "no_region": _("本期受理的事项有%(count)d件没有所在地。"),
        "no_outcome": _("本期办结的事项有%(count)d件还有请求没有登记结果。"),
        "overpaid": _("本期到账的事项有%(count)d件累计到账金额大于确定金额。"),
    }[warning["check"]]
    values = dict(warning["values"])
    if (key := values.pop("indicator", "")) and indicators.is_known(key):
        one = indicator(key)
        values = {name: with_unit(value, one.unit) for name, value in values.items()}
        values["name"] = one.name
    return said % {"name": key, **values, "count": warning["count"]}


def rules() -> list[str]:
    """What is checked, in the reader's language; shown with the warnings."""
    jump = {
        "percent": JUMP_PERCENT,
        "least": JUMP_LEAST,
        "spread": JUMP_SPREAD,
        "least_money": with_unit(JUMP_LEAST * ONE_FEN, Unit.YUAN),
        "one": with_unit(ONE_FEN, Unit.YUAN),
    }
    return [
        _("各部分之和与合计不符，或者下级各单位之和大于本单位。"),
        _(
            "与上期（年初至今与上年同期）相比变动达到%(percent)d%%，变动数不少于%(least)d（金额不少于%(least_money)s），"
            "并且大于两期合计的平方根的%(spread)d倍（金额以%(one)s为1）。数目小的偶然增减、用时合计和公布覆盖数不提示。"
        )
        % jump,
        _("受理的事项没有案由或者所在地，办结的事项还有请求没有登记结果，累计到账大于确定金额。"),
    ]


def is_jump(one_of: Indicator, now: int, before: int) -> bool:
    """Whether a figure moved further from the span before than chance explains: by share, by size and by spread.

    Sums other than of money never do: the days of cases follow from how many were closed, and one public letter
    reaches thousands.

    Args:
        now, before: the figures of the indicator, money in fen.
    """
    money = one_of.unit == Unit.YUAN
    one, moved = ONE_FEN if money else 1, abs(now - before)
    return (
        (money or not one_of.sum)
        and moved * 100 >= before * JUMP_PERCENT
        and moved >= JUMP_LEAST * one
        and moved**2 > JUMP_SPREAD**2 * (now + before) * one
    )


def _warning(check: str, matters: Sequence[int] = (), count: int = 0, **values: Any) -> Warning_:
    return {"check": check, "values": values, "matters": list(matters), "count": count or len(matters)}


def _parts(reports: Sequence[Report], values: Mapping[Key, int], wanted: Plan) -> list[tuple[int, Warning_]]:
    """Parts that do not add up to the whole: members of a dimension, and the organisations right below."""
    sums: dict[tuple[int, str, str], int] = defaultdict(int)
    for (organisation, key, span, by, _member), value in values.items():
        if span == NOW and by:
            sums[organisation, key, by] += value
    adding = {key for key in wanted.bases if indicator(key).is_additive}
    found = []
    for grouping, keys in wanted.grouped.items():
        if any(dimension(one).many for one in grouping.split("/")):
            continue
        for report in reports:
            for key in sorted(keys & adding):
                whole = values.get((report.organisation_id, key, NOW, "", ""), 0)
                parts = sums[report.organisation_id, key, grouping]
                if parts != whole:
                    gap = abs(parts - whole)
                    warning = _warning("parts", indicator=key, parts=parts, whole=whole, gap=gap)
                    found.append((report.organisation_id, warning))
    below: dict[tuple[int | None, str], int] = defaultdict(int)
    for report in reports:
        for key in adding:
            below[report.above_id, key] += values.get((report.organisation_id, key, NOW, "", ""), 0)
    for report in reports:
        for key in sorted(adding):
            whole, parts = values.get((report.organisation_id, key, NOW, "", ""), 0), below[report.pk, key]
            if parts > whole:
                found.append((report.organisation_id, _warning("below", indicator=key, parts=parts, whole=whole)))
    return found


def _jumps(
    its_round: Round, reports: Sequence[Report], values: Mapping[Key, int], wanted: Plan
) -> list[tuple[int, Warning_]]:
    """Figures far from those of the span before; of several that moved alike, the first. None when there was nothing.

    The year to date has no span before but the same days of last year.
    """
    beside = BEFORE if BEFORE in layouts.spans_of(its_round.length, its_round.end_on) else LAST_YEAR
    if not any(value for (_organisation, _key, span, _by, _member), value in values.items() if span == beside):
        return []
    name = "jump" if beside == BEFORE else "jump_in_a_year"
    found = []
    for report in reports:
        moves: set[tuple[int, int]] = set()
        for key in wanted.bases:
            now = values.get((report.organisation_id, key, NOW, "", ""), 0)
            before = values.get((report.organisation_id, key, beside, "", ""), 0)
            if key in wanted.keys and (now, before) not in moves and is_jump(indicator(key), now, before):
                moves.add((now, before))
                found.append((report.organisation_id, _warning(name, indicator=key, now=now, before=before)))
    return found


def _matters(its_round: Round, reports: Sequence[Report]) -> list[tuple[int, Warning_]]:
    """Matters whose records are not complete, for each organisation above their holder."""
    depth = its_round.organisation.depth
    organisations = {one.organisation_id for one in reports}
    parameters: dict[str, Any] = {
        "root": its_round.organisation_id,
        "report": Kind.REPORT.value,
        "from": midnight(its_round.start_on),
        "until": midnight(its_round.end_on + timedelta(days=1)),
        "start": its_round.start_on,
        "end": its_round.end_on,
        "closing": _closing_events(),
    }
    found: list[tuple[int, Warning_]] = []
    with connection.cursor() as cursor:
        for name, sql in _INCOMPLETE.items():
            cursor.execute(
                # Each matter counts for every organisation of its lineage.
                "SELECT scope, (array_agg(id ORDER BY id))[1:%(most)s], count(*) FROM"  # noqa: S608  declared here
                f" (SELECT m.id, m.scope1, m.scope2, m.scope3, m.scope4, m.scope5 FROM matters_matter AS m"
                f" WHERE m.scope{depth} = %(root)s AND m.kind <> %(report)s AND ({sql})) AS odd"
                " CROSS JOIN LATERAL unnest(ARRAY[scope1, scope2, scope3, scope4, scope5]) AS scope"
                " WHERE scope IS NOT NULL GROUP BY scope",
                parameters | {"most": MOST},
            )
            found += [
                (scope, _warning(name, matters, count))
                for scope, matters, count in cursor.fetchall()
                if scope in organisations
            ]
    return found


def _closing_events() -> list[str]:
    """The events that end an aid case or a mediation which was carried through, and so has outcomes."""
    found = []
    for event in vocabulary.all_types():
        status: StatusDef | None = statuses.status_def(event.leads_to) if event.leads_to else None
        carried = status is not None and status.kind in (Kind.AID_CASE, Kind.MEDIATION)
        if carried and status is not None and status.phase not in LIVE_PHASES and not event.drops_deadlines:
            found.append(event.name)
    return found


_OPENED = "m.opened_at >= %(from)s AND m.opened_at < %(until)s"
_INCOMPLETE = {  # SQL over the matter m
    "no_cause": f"{_OPENED} AND m.cause_id IS NULL",
    "no_region": f"{_OPENED} AND NOT EXISTS (SELECT 1 FROM matters_dispute AS d WHERE d.id = m.dispute_id"  # noqa: S608
    " AND d.place_id IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM matters_party AS p JOIN registers_employer AS e"
    " ON e.id = p.employer_id WHERE p.dispute_id = m.dispute_id AND p.side = 'respondent'"
    " AND e.region_id IS NOT NULL)",
    "no_outcome": "m.closed_at IS NOT NULL AND EXISTS (SELECT 1 FROM matters_event AS f WHERE f.matter_id = m.id"
    " AND f.name = ANY(%(closing)s) AND f.happened_at >= %(from)s AND f.happened_at < %(until)s)"
    " AND EXISTS (SELECT 1 FROM matters_claim AS c JOIN matters_party AS p ON p.id = c.party_id"
    " WHERE p.dispute_id = m.dispute_id AND NOT EXISTS (SELECT 1 FROM matters_claimoutcome AS o"
    " WHERE o.claim_id = c.id))",
    "overpaid": "EXISTS (SELECT 1 FROM matters_payment AS y WHERE y.matter_id = m.id AND y.cancelled_reason = ''"
    " AND y.paid_on BETWEEN %(start)s AND %(end)s)"
    " AND (SELECT sum(y.amount) FROM matters_payment AS y WHERE y.matter_id = m.id AND y.cancelled_reason = ''"
    " AND y.paid_on <= %(end)s) > (SELECT coalesce(sum(o.amount), 0) FROM matters_claimoutcome AS o"
    " WHERE o.matter_id = m.id)",
}

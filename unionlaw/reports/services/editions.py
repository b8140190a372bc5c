"""What leaves the union leaves once: of each month one tier of unions and one state of the facts.

Who holds a union's file and those of unions below it subtracts them; who holds two editions of a month sees what was
written down in between. So it is kept what each month told, from which facts, when it first left (models.Edition).
Later files tell it again as it was told, or not at all.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict
from unionlaw.lib.wording import listed
from unionlaw.network.models import Organisation
from unionlaw.reports import layouts
from unionlaw.reports.bounds import Key
from unionlaw.reports.computing import Figures
from unionlaw.reports.dimensions import dimension
from unionlaw.reports.indicators import indicator, is_known
from unionlaw.reports.leaving import keys_of, months_of, spans_of
from unionlaw.reports.models import Edition, Report
from unionlaw.reports.months import HIDDEN, KEPT_BACK, Months, Sign, months_in
from unionlaw.reports.origins import taken
from unionlaw.reports.spans import Span, month_of, named
from unionlaw.reports.stored import StoredFigures
from unionlaw.reports.suppression import suppressed, told_by
from unionlaw.reports.tables import NOW, Row, Table, build


class Changed(Exception):
    """Facts were written down between two statements; the worker tries again."""


Part = tuple[str, Span]
"""An indicator in a month."""


@transaction.atomic
def hand_out(table: Table, *, stored: tuple[Report, StoredFigures] | None = None, at: datetime) -> Table:
    """The table as it may leave the union; what it tells of each month is kept, and holds for every later file.

    Args:
        stored: the computed report the table is of, with its figures; None for one of today's facts.

    Raises Conflict when nothing of its own span may be told: it left with a union above or below, or in another state.
    """
    organisation, keys = table.organisation, keys_of(table)
    months = months_of(organisation, spans_of(table), keys)
    states = _states(table, months, keys, stored)
    if stored is None and not all(states.values()):
        raise Changed
    moved: frozenset[Key] = _moved(table, stored[0]) if stored else frozenset()
    # All files of a tree take turns: two at once could each leave without knowing of the other.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.lineage[0])
    known = _known(organisation, states)
    others = _others(organisation, states)
    withheld = {part for part in states if part not in known and part in others}
    withheld |= {part for part, one in known.items() if not states[part].intersection(one.states)}
    own = [(key, month) for key in keys for month in months_in(table.spans[NOW])]
    if withheld.issuperset(own):
        raise Conflict(_why(table.spans[NOW], {name for part in own for name in others.get(part, ())}))
    decided = dataclasses.replace(
        months,
        signs={key: sign for key, sign in months.signs.items() if key[:2] not in known} | _signs(known),
        withheld=frozenset(withheld),
        moved=moved,
    )
    told = suppressed(table, decided)
    _keep(told, states, known, withheld, decided, at)
    return _without_traces(told, decided)


def _states(
    table: Table, months: Months, keys: Sequence[str], stored: tuple[Report, StoredFigures] | None
) -> dict[Part, set[str]]:
    """What the table's figures of each month can be traced to: the facts of now, a round, or both."""
    lines: dict[Part, list[str]] = defaultdict(list)
    for (key, month, members), value in months.figures.items():
        if value:
            lines[key, month].append(f"{sorted(members)} {value}")
    differ = {
        key[:2]
        for key, value in _figures(table).items()
        if len(months_in(key[1])) == 1 and value != months.figures.get(key, 0)
    }
    found: dict[Part, set[str]] = {}
    for key in keys:
        for month in spans_of(table):
            said = "\n".join([str(indicator(key).version), *sorted(lines[key, month])])
            facts = {f"facts:{hashlib.sha256(said.encode()).hexdigest()}"}
            found[key, month] = set() if (key, month) in differ else facts
    if stored:
        report, figures = stored
        for name, span in table.spans.items():
            for key in keys if len(months_in(span)) == 1 else ():
                found[key, span].add(_round_of(report, figures, name, key))
    return found


def _round_of(report: Report, figures: StoredFigures, name: str, key: str) -> str:
    """Which round, or restatement of it, a stored figure of a span is of."""
    if name == NOW:
        return f"round:{report.round_id}"
    then = taken(report.round, name, report.organisation_id)
    if then is None or key in then.changed:
        return f"round:{report.round_id}/{name}"
    return f"round:{then.round}" if (key, name) not in figures.restated else f"round:{then.round}.{then.restatement}"


def _known(organisation: Organisation, parts: Mapping[Part, object]) -> dict[Part, Edition]:
    rows = Edition.objects.filter(
        organisation=organisation,
        indicator__in={key for key, _month in parts},
        month__in={month.start for _key, month in parts},
    )
    return {(row.indicator, month_of(row.month)): row for row in rows}


def _others(organisation: Organisation, parts: Mapping[Part, object]) -> dict[Part, set[str]]:
    """The unions above and below with which an indicator of a month left, by name."""
    kin = Q(organisation__in=organisation.lineage) | Q(organisation__lineage__contains=[organisation.pk])
    rows = Edition.objects.filter(kin, month__in={month.start for _key, month in parts}).exclude(
        organisation=organisation
    )
    found: dict[Part, set[str]] = defaultdict(set)
    for key, month, name in rows.values_list("indicator", "month", "organisation__short_name"):
        found[key, month_of(month)].add(name)
    return found


def _why(span: Span, names: set[str]) -> str:
    if names:
        return _(
            "%(span)s的数字已随%(names)s的报表对外提供。上下级的数相减可以推算出小于5的数，不再另外提供；"
            "请使用已经提供的那一份。"
        ) % {"span": named(span), "names": listed(sorted(names)[:5])}
    return _(
        "%(span)s的数字已经对外提供，此后又有变化。前后两版相减可以推算出小于5的数，不再提供新的一版；"
        "请使用已经提供的那一份。"
    ) % {"span": named(span)}


def _signs(known: Mapping[Part, Edition]) -> dict[Key, Sign]:
    """The signs with which figures left."""
    return {
        (key, month, frozenset([(by, member)] if by else [])): (sign, (low, math.inf if high is None else high))
        for (key, month), row in known.items()
        for by, member, sign, low, high in row.signs
    }


def _moved(table: Table, report: Report) -> frozenset[Key]:
    """Figures of longer spans of a stored report that today's facts, of which its months tell, give otherwise."""
    if all(len(months_in(span)) == 1 for span in table.spans.values()):
        return frozenset()
    blocks = [block for block in report.round.layout_blocks if all(map(is_known, block["indicators"]))]
    fresh = layouts.figures(table.organisation, blocks, [], table.spans)
    now = _figures(
        build(
            table.title, table.organisation, blocks, Figures(table.spans, fresh.values), layouts.headings(table.spans)
        )
    )
    then = _figures(table)
    return frozenset(
        key for key in then.keys() | now.keys() if len(months_in(key[1])) > 1 and then.get(key, 0) != now.get(key, 0)
    )


def _figures(table: Table) -> dict[Key, int]:
    """Every count and amount that a table tells, but for those of people by name, who never leave."""
    return {
        key: value
        for cell in table.cells()
        if not any(dimension(by).names_people for by in cell.members)
        for key, value in told_by(cell, table)
    }


def _keep(
    told: Table,
    states: Mapping[Part, set[str]],
    known: Mapping[Part, Edition],
    withheld: set[Part],
    decided: Months,
    at: datetime,
) -> None:
    signs: dict[Part, dict[Key, Sign]] = defaultdict(dict)
    for key, sign in decided.signs.items():
        signs[key[:2]][key] = sign
    for cell in told.cells():
        # Hidden because of how the figures of this very table add up: hidden in every other file, too.
        if cell.hidden and not cell.indicator.is_rate:
            key = (cell.indicator.key, told.spans[cell.span], frozenset(cell.members.items()))
            signs[key[:2]].setdefault(key, (KEPT_BACK, HIDDEN))
    new = [
        Edition(
            organisation=told.organisation, month=month.start, indicator=key, states=sorted(found),
            signs=[_written(one, sign) for one, sign in signs[key, month].items()], told_at=at,
        )
        for (key, month), found in states.items()
        if (key, month) not in known and (key, month) not in withheld
    ]  # fmt: skip
    Edition.objects.bulk_create(new)
    for part, row in known.items():
        if part in states and part not in withheld and not states[part].issubset(row.states):
            row.states = sorted(states[part].union(row.states))
            row.save(update_fields=["states"])


def _written(key: Key, sign: Sign) -> list[object]:
    [(by, member)] = key[2] or [("", "")]
    low, high = sign[1]
    return [by, member, sign[0], low, None if math.isinf(high) else high]


def _without_traces(told: Table, decided: Months) -> Table:
    """Without lines that are there because of withheld figures alone, and with a word on what is withheld."""

    def is_trace(row: Row) -> bool:
        def kept(key: str, span: str) -> bool:
            return any((key, month) in decided.withheld for month in months_in(told.spans[span]))

        cells = [(cell, any(kept(key, cell.span) for key in cell.indicator.bases)) for cell in row.cells]
        return any(kept for _c, kept in cells) and not any(
            cell.hidden or cell.value for cell, kept in cells if not kept
        )

    blocks = [
        dataclasses.replace(block, rows=[row for row in block.rows if row.total or not block.by or not is_trace(row)])
        for block in told.blocks
    ]
    notes = list(told.notes)
    if starts := sorted({month.start for _key, month in decided.withheld}):
        notes.append(_said(starts))
    return dataclasses.replace(told, blocks=blocks, notes=notes)


def _said(starts: Sequence[date]) -> str:
    return _("下列月份有数字已经由上下级单位或者以另一版对外提供，此处以*代替：%(months)s。") % {
        "months": listed(named(month_of(start)) for start in starts)
    }

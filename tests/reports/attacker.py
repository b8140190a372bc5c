"""The attacker: has all files, knows how lines, months and totals hang together, and narrows each figure down."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from unionlaw.reports.bounds import Key, Range
from unionlaw.reports.dimensions import dimension
from unionlaw.reports.indicators import indicator
from unionlaw.reports.months import AT_LEAST, KEPT_BACK, months_in
from unionlaw.reports.suppression import FEW
from unionlaw.reports.tables import Cell, Table


def key_of(cell: Cell, table: Table) -> Key:
    return cell.indicator.key, table.spans[cell.span], frozenset(cell.members.items())


def seen_in(tables: Iterable[Table]) -> dict[Key, Range]:
    """What the files say of each figure; of one that several files show, the most."""
    seen: dict[Key, Range] = {}
    for table in tables:
        for cell in table.cells():
            key = key_of(cell, table)
            low, high = seen.get(key, (0.0, math.inf))
            said = said_by(cell)
            seen[key] = (max(low, said[0]), min(high, said[1]))
    return seen


def said_by(cell: Cell) -> Range:
    if not cell.hidden:
        return int(cell.value or 0), int(cell.value or 0)
    if cell.hidden == FEW:
        return 1, 4
    return (int(cell.hidden.removeprefix(AT_LEAST)) if cell.hidden != KEPT_BACK else 0), math.inf


Bound = tuple[Key, list[Key], bool]
"""A figure is at most the sum of the others; exactly, when it says so."""


def relations(seen: Mapping[Key, Range], lines: Iterable[str], *, absent_is_nothing: bool = True) -> list[Bound]:
    """Total and lines of each span; a span and its months; people of a month are people of its year.

    Args:
        lines: the dimensions.
        absent_is_nothing: a line that stands in no file of a month was nothing then.
    """
    found: list[Bound] = []
    for name, span in {(key[0], key[1]) for key in seen}:
        total = (name, span, frozenset[tuple[str, str]]())
        for by in lines:
            parts = [key for key in seen if key[:2] == (name, span) and dict(key[2]).keys() == {by}]
            if parts:
                found.append((total, parts, indicator(name).is_additive and not dimension(by).many))
    for key in seen:
        months = [(key[0], month, key[2]) for month in months_in(key[1])]
        if len(months) > 1:
            known = [one for one in months if one in seen]
            if absent_is_nothing or known == months:
                found.append((key, known, indicator(key[0]).is_additive))
            found += [(one, [key], False) for one in known]
    return found


def narrowed(seen: Mapping[Key, Range], bounds: list[Bound]) -> dict[Key, Range]:
    known, changed = dict(seen), True
    while changed:
        changed = False
        for whole, parts, exact in bounds:
            ranges = [known[one] for one in parts]
            low, high = sum(one[0] for one in ranges), sum(one[1] for one in ranges)
            least, most = known[whole]
            after = {whole: (max(least, low) if exact else least, min(most, high))}
            for one, (part_low, part_high) in zip(parts, ranges, strict=True):
                others = sum(r[1] for key, r in zip(parts, ranges, strict=True) if key != one)
                after[one] = (
                    max(part_low, least - others),
                    min(part_high, most - (low - part_low)) if exact else part_high,
                )
            for key, range_ in after.items():
                if range_ != known[key]:
                    known[key], changed = range_, True
    return known


def one_month(key: Key) -> bool:
    return len(months_in(key[1])) == 1

"""What leaves the union hides small figures, and as many others as are needed so that nobody can work them out.

Counts from 1 to 4 stand as "<5" (small groups can be people that somebody knows: 个人信息保护法 art. 73(4), what is
anonymised cannot be traced back). Where a total and the other lines would give one away, another figure is hidden
as "*". Checked is what a reader can know: every line, every total of every block, rates, and what the signs mean.

A reader may hold several files. `months` decides once what a month tells (leaving.py), whatever file it stands in; a
longer span then tells only what its months tell ("≥12" where some of them are hidden), so subtracting files is idle.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from unionlaw.reports import bounds
from unionlaw.reports.bounds import Key, Range, Sum
from unionlaw.reports.dimensions import dimension
from unionlaw.reports.indicators import indicator
from unionlaw.reports.months import AT_LEAST, HIDDEN, KEPT_BACK, Months, given
from unionlaw.reports.tables import Block, Cell, Row, Table

SMALL = 5
FEW = "<5"
RANGES: dict[str, Range] = {FEW: (1, SMALL - 1), KEPT_BACK: HIDDEN}


def suppressed(table: Table, months: Months | None = None) -> Table:
    """The table as it may leave the union: small figures hidden, dimensions that name people left out.

    Rates are hidden where what they are made of is; amounts where fewer than five are in the whole line.

    Args:
        months: what each month of its spans tells; left out, this one file is all that its readers have.
    """
    blocks = [block for block in table.blocks if not (block.by and dimension(block.by).names_people)]
    figures, sums = _system(table, blocks)
    signs = signs_of(figures, sums, given(figures, sums, months) if months else {})
    shown = [dataclasses.replace(block, rows=[_row(row, table, signs) for row in block.rows]) for block in blocks]
    notes = [*table.notes]
    if any(cell.hidden for block in shown for row in block.rows for cell in row.cells):
        notes.append(_("<5表示1至4；*表示由它可以推算出小于5的数，不对外提供。"))
    if any(cell.hidden.startswith(AT_LEAST) for block in shown for row in block.rows for cell in row.cells):
        notes.append(_("≥表示至少：其中有的月份的数不对外提供，没有计入。"))
    return dataclasses.replace(table, blocks=shown, notes=notes)


def _row(row: Row, table: Table, signs: Mapping[Key, str]) -> Row:
    return dataclasses.replace(row, cells=[_cell(cell, table, signs) for cell in row.cells])


def _cell(cell: Cell, table: Table, signs: Mapping[Key, str]) -> Cell:
    if cell.indicator.is_rate:
        unknown = cell.whole is None and cell.value is not None
        hidden = KEPT_BACK if unknown or any(signs.get(key) for key, _value in told_by(cell, table)) else ""
    else:
        hidden = signs.get(_key(cell.indicator.key, cell, table), "")
    # What a rate is made of is not in the file anyway, but must not get there either.
    return dataclasses.replace(cell, value=None if hidden else cell.value, hidden=hidden, part=None, whole=None)


def _key(key: str, cell: Cell, table: Table) -> Key:
    """Two columns over the same days show one figure."""
    return key, table.spans[cell.span], frozenset(cell.members.items())


def told_by(cell: Cell, table: Table) -> list[tuple[Key, int]]:
    """The counts or amounts that a cell tells, with their values: its own, or those of part and whole."""
    if not cell.indicator.is_rate:
        return [(_key(cell.indicator.key, cell, table), int(cell.value or 0))]
    parts = ((cell.indicator.part, cell.part), (cell.indicator.whole, cell.whole))
    return [(_key(key, cell, table), int(value or 0)) for key, value in parts]


def _system(table: Table, blocks: Iterable[Block]) -> tuple[dict[Key, int], list[Sum]]:
    """All figures that the table tells, and how they add up."""
    figures: dict[Key, int] = {}
    sums: list[Sum] = []
    for block in blocks:
        totals: dict[str, Key] = {}
        parts: dict[str, list[Key]] = defaultdict(list)
        for row in block.rows:
            for cell in row.cells:
                for key, value in told_by(cell, table):
                    figures[key] = value
                    if row.total:
                        totals[key[0]] = key
                    elif block.by and key not in parts[key[0]]:
                        parts[key[0]].append(key)
        for name, total in totals.items():
            added = sum(figures[part] for part in parts[name])
            exact = block.adds_up and indicator(name).is_additive and figures[total] == added
            if figures[total] <= added:
                sums.append(Sum(total, tuple(parts[name]), exact))
    return figures, sums


def signs_of(
    figures: Mapping[Key, int], sums: list[Sum], given: Mapping[Key, tuple[str, Range]] | None = None
) -> dict[Key, str]:
    """What stands in place of each hidden figure.

    Args:
        given: figures that are hidden already, with their signs and what these say of them.
    """
    given = given or {}
    signs = dict.fromkeys(_small(figures), FEW) | dict.fromkeys(_small_amounts(figures), KEPT_BACK)
    signs |= {key: sign for key, (sign, _range) in given.items()}
    for component in bounds.components(sums):
        _close(component, figures, signs, {key: range_ for key, (_sign, range_) in given.items()})
    return signs


def _small(figures: Mapping[Key, int]) -> list[Key]:
    return [key for key, value in figures.items() if not indicator(key[0]).sum and 0 < value < SMALL]


def _small_amounts(figures: Mapping[Key, int]) -> list[Key]:
    """Amounts of lines in which nothing counts five, or nothing is counted: whose they are, the table does not tell."""
    largest: dict[tuple[object, object], int] = {}
    for (name, span, members), value in figures.items():
        if not indicator(name).sum:
            largest[span, members] = max(largest.get((span, members), 0), value)
    amounts = [key for key, value in figures.items() if indicator(key[0]).sum and value]
    return [key for key in amounts if largest.get((key[1], key[2]), 0) < SMALL]


def _close(component: list[Sum], figures: Mapping[Key, int], signs: dict[Key, str], given: Mapping[Key, Range]) -> None:
    """Hide more until every hidden figure of sums that hang together could be one of several."""
    while True:
        hidden = {
            key: RANGES.get(signs[key], given.get(key, RANGES[KEPT_BACK]))
            for one in component
            for key in one.keys
            if signs.get(key)
        }
        known = bounds.narrowed(component, figures, hidden)
        given_away = next((key for key, (low, high) in known.items() if low >= high), None)
        if given_away is None:
            return
        chosen = _another([one for one in component if given_away in one.keys], figures, signs) or _another(
            component, figures, signs
        )
        if chosen is None:
            # All is hidden: it is "<5" itself that says too much then.
            all_keys = [one.total for one in component] + [given_away] + [key for one in component for key in one.parts]
            chosen = next(key for key in all_keys if signs.get(key) == FEW)
        signs[chosen] = KEPT_BACK


def _another(sums: Iterable[Sum], figures: Mapping[Key, int], signs: Mapping[Key, str]) -> Key | None:
    """The next figure to hide: the smallest line that is not nothing, then nothings, then totals."""
    open_parts = [key for one in sums for key in one.parts if not signs.get(key)]
    open_totals = [one.total for one in sums if not signs.get(one.total)]
    ordered = sorted(open_parts, key=lambda key: (not figures[key], figures[key], sorted(key[2])))
    return next(iter([*ordered, *open_totals]), None)

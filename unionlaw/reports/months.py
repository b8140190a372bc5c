"""What the months tell that a longer span is made of: nothing that leaves the union tells more than they do.

A month's figures are decided once, from its facts in every dimension, so that they are hidden alike in each file and
layout. Of a longer span a figure is told when each of its months tells it: then it follows from them. Otherwise it is
at least what the months that tell it come to, which follows from them too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from unionlaw.reports.bounds import Key, Range, Sum
from unionlaw.reports.indicators import indicator
from unionlaw.reports.sources import source
from unionlaw.reports.spans import Span, month_of, months_back
from unionlaw.reports.wording import exact

KEPT_BACK, AT_LEAST = "*", "≥"
Sign = tuple[str, Range]
"""What stands in place of a figure, and what it says."""
HIDDEN: Range = (0, math.inf)


@dataclass(frozen=True)
class Months:
    """Figures of months with the signs of those that are hidden and what the signs say; without a figure it is 0.

    Args:
        withheld: (indicator, month) of which nothing is told, because it left otherwise already (services/editions.py).
        moved: figures of longer spans that do not follow from the months as these are told.
    """

    figures: Mapping[Key, int] = field(default_factory=dict)
    signs: Mapping[Key, Sign] = field(default_factory=dict)
    withheld: frozenset[tuple[str, Span]] = frozenset()
    moved: frozenset[Key] = frozenset()

    def sign(self, key: Key) -> Sign | None:
        """What stands in place of a month's figure; None where it is told."""
        return (KEPT_BACK, HIDDEN) if key[:2] in self.withheld else self.signs.get(key)

    def range_of(self, key: Key) -> Range:
        """What is told of a month's figure."""
        value, sign = self.figures.get(key, 0), self.sign(key)
        return sign[1] if sign else (value, value)


def months_in(span: Span) -> list[Span]:
    """The months of a span, which begins and ends with one."""
    found = [month_of(span.start)]
    while found[-1].end < span.end:
        found.append(month_of(months_back(found[-1].start, -1)))
    return found


def given(figures: Mapping[Key, int], sums: Sequence[Sum], months: Months) -> dict[Key, Sign]:
    """The figures that are hidden because of their months, with their signs and what these say.

    Args:
        figures, sums: those of the table that leaves.
        months: of all its spans.
    """
    found = {key: sign for key in figures if (sign := _sign(key, months))}
    for one in sums:
        # People are counted once in a longer span: its total could say of a hidden month that it was a large "<5".
        if (
            one.total not in found
            and any(key in found for key in one.parts)
            and not _tells_nothing(one, figures, found, months)
        ):
            found[one.total] = _at_least(one.total, months_in(one.total[1]), months)
    # A frozen figure can be another than that of today's facts: no sign may say of it what is not so.
    kept = (KEPT_BACK, HIDDEN)
    return {key: sign if sign[1][0] <= figures[key] <= sign[1][1] else kept for key, sign in found.items()}


def _sign(key: Key, months: Months) -> Sign | None:
    name, span, members = key
    parts: list[Key] = [(name, month, members) for month in months_in(span)]
    if len(parts) == 1 or source(indicator(name).source).stock:
        # What there is on the last day of a year is what there is on the last day of December.
        found = months.sign(parts[-1])
    else:
        found = _at_least(key, months_in(span), months) if any(map(months.sign, parts)) else None
    return (KEPT_BACK, HIDDEN) if key in months.moved else found


def _at_least(key: Key, spans: Sequence[Span], months: Months) -> Sign:
    """What the months tell of a figure that their span does not."""
    name, _span, members = key
    lows = [int(months.range_of((name, month, members))[0]) for month in spans]
    least = max(lows) if indicator(name).distinct else sum(lows)
    return (f"{AT_LEAST}{exact(least, indicator(name).unit)}" if least else KEPT_BACK), (least, math.inf)


def _tells_nothing(one: Sum, figures: Mapping[Key, int], found: Mapping[Key, object], months: Months) -> bool:
    """Whether a told total of a longer span leaves every hidden month of its parts as open as it is."""
    name, span, _members = one.total
    spans = months_in(span)
    if len(spans) == 1 or not indicator(name).distinct or source(indicator(name).source).stock:
        return True
    most, widths = 0.0, []
    for key in one.parts:
        ranges = [months.range_of((name, month, key[2])) for month in spans]
        most += sum(high for _low, high in ranges) if key in found else figures[key]
        widths += [high - low for low, high in ranges if key in found and low < high]
    return math.isinf(most) or figures[one.total] <= most - min(widths)

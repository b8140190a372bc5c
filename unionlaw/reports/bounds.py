"""What somebody who sees sums can know of the figures in them: the range each hidden figure must lie in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from unionlaw.reports.spans import Span

ENDLESS = math.inf
Key = tuple[str, Span, frozenset[tuple[str, str]]]
"""A figure: its indicator, days and members of dimensions."""
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its parts; of parts that overlap (not `exact`) the total is at most their sum."""

    total: Key
    parts: tuple[Key, ...]
    exact: bool

    @property
    def keys(self) -> tuple[Key, ...]:
        return (self.total, *self.parts)


def components(sums: Sequence[Sum]) -> list[list[Sum]]:
    """Sums that share figures, together: only these tell of one another. They share their totals."""
    by_total: dict[Key, list[Sum]] = {}
    for one in dict.fromkeys(sums):
        by_total.setdefault(one.total, []).append(one)
    return list(by_total.values())


def narrowed(sums: Iterable[Sum], figures: Mapping[Key, int], hidden: Mapping[Key, Range]) -> dict[Key, Range]:
    """The ranges of the hidden figures once every sum was used, until nothing more follows.

    The sums of a component share no figure but their total, so they form a tree, for which this is exact.

    Args:
        figures: the values of all figures; those of hidden ones are not looked at.
        hidden: what is known of each hidden figure from its sign alone.
    """
    found = dict(hidden)
    sums = list(sums)
    changed = True
    while changed:
        changed = False
        for one in sums:
            for key, range_ in _follows(one, figures, found):
                if range_ != found[key]:
                    found[key], changed = range_, True
    return found


def _follows(one: Sum, figures: Mapping[Key, int], found: Mapping[Key, Range]) -> Iterable[tuple[Key, Range]]:
    """What parts - total (- what overlaps) = the rest, says of each hidden figure."""
    parts = [found.get(key, (figures[key], figures[key])) for key in one.parts]
    total = found.get(one.total, (figures[one.total], figures[one.total]))
    low, high = sum(part[0] for part in parts), sum(part[1] for part in parts)
    if one.total in found:
        least = max(total[0], low) if one.exact else total[0]
        yield one.total, (least, min(total[1], high))
    for key, part in zip(one.parts, parts, strict=True):
        if key in found:
            others_low, others_high = low - part[0], _without(parts, part, high)
            most = min(part[1], total[1] - others_low) if one.exact else part[1]
            yield key, (max(part[0], total[0] - others_high), most)


def _without(parts: Sequence[Range], part: Range, high: float) -> float:
    """The highest sum of the others; endless ones cannot be taken away."""
    if math.isinf(high):
        endless = sum(math.isinf(one[1]) for one in parts)
        if endless > 1 or not math.isinf(part[1]):
            return math.inf
        return sum(one[1] for one in parts if not math.isinf(one[1]))
    return high - part[1]

"""Stretches of time: what is left of free ones, and what they have in common. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

Stretch = tuple[datetime, datetime]
"""From the first moment to the one at which it is over."""


def without(free: Sequence[Stretch], busy: Iterable[Stretch]) -> list[Stretch]:
    """What is left of `free` beside `busy`."""
    left = list(free)
    for begins, ends in busy:
        left = [
            part
            for start, stop in left
            for part in ((start, min(stop, begins)), (max(start, ends), stop))
            if part[0] < part[1]
        ]
    return left


def common(one: Sequence[Stretch], other: Sequence[Stretch]) -> list[Stretch]:
    """What lies in both."""
    found = [(max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) < min(b, d)]
    return sorted(found)


def pieces(free: Iterable[Stretch], length: timedelta, step: timedelta) -> Iterator[Stretch]:
    """Stretches of `length` inside `free`, each beginning one `length`, rounded up to `step`, after the one before."""
    stride = -(-length // step) * step
    for begins, ends in free:
        while begins + length <= ends:
            yield begins, begins + length
            begins += stride

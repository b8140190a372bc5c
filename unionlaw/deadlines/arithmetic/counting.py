"""Counting days, and noting which are skipped and why. Used by due.py."""

import calendar as months
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from unionlaw.deadlines.arithmetic.spec import Calendar, OutOfRange, Step

DAY = timedelta(days=1)
Span = tuple[date, date]


def step(code: str, **data: Any) -> Step:
    """A step whose data are JSON values; what is None is left out."""
    return Step(
        code,
        {
            key: value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, str) else value
            for key, value in data.items()
            if value is not None
        },
    )


def merged(suspensions: Sequence[Span]) -> list[Span]:
    """The suspensions in order, those that overlap or touch joined, so that no day counts twice."""
    spans: list[Span] = []
    for first, last in sorted(suspensions):
        if spans and first.toordinal() <= spans[-1][1].toordinal() + 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((first, last))
    return spans


def pause_of(day: date, paused: Sequence[Span]) -> Span | None:
    """The suspension that `day` lies in."""
    return next((span for span in paused if span[0] <= day <= span[1]), None)


def corresponding(start: date, length: int) -> tuple[date, bool]:
    """The day `length` months from `start` (negative: before), and whether the month lacks that day.

    民法典 202: a month without the corresponding day ends the period on its last day.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + length, 12)
    if not date.min.year <= year <= date.max.year:
        raise OutOfRange("The date lies beyond the end of the calendar.")
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)), start.day > last


def moved_by(start: date, end: date, paused: Sequence[Span], ahead: int = 1) -> tuple[date, list[Span]]:
    """`end` moved by the suspended days between `start` (itself not counted) and the end, until none is left out.

    Returns the end and the parts of the suspensions that fell inside.
    """
    base, inside = end, list[Span]()
    while True:
        low, high = (start + DAY, end) if ahead > 0 else (end, start - DAY)
        inside = [(max(first, low), min(last, high)) for first, last in paused if first <= high and last >= low]
        further = base + ahead * sum(((last - first).days + 1 for first, last in inside), 0) * DAY
        if further == end:
            return end, inside
        end = further


@dataclass
class Count:
    """Where a count ended, and the steps that tell what it passed over."""

    last: date
    steps: list[Step] = field(default_factory=list)


def count_days(first: date, length: int, ahead: int, paused: Sequence[Span], calendar: Calendar | None) -> Count:
    """Count `length` days from `first` on (included), backward when `ahead` is -1.

    Args:
        paused: merged suspensions, whose days do not count.
        calendar: for working days; None counts every day.
    """
    notes = _Notes()
    day = first
    while True:
        if span := pause_of(day, paused):
            day = notes.suspended(day, span, ahead)
            continue
        off = calendar.day_off(day) if calendar else None
        if off:
            notes.skipped(day, off.kind, off.name)
        else:
            if calendar and (name := calendar.made_up(day)):
                notes.made_up(day, name)
            length -= 1
            if not length:
                return Count(day, notes.steps())
        day += ahead * DAY


def next_worked(day: date, ahead: int, paused: Sequence[Span], calendar: Calendar) -> Count:
    """The first day from `day` on (before it, when `ahead` is -1) that is worked and not suspended."""
    notes = _Notes()
    while True:
        if span := pause_of(day, paused):
            day = notes.suspended(day, span, ahead)
            continue
        off = calendar.day_off(day)
        if off is None:
            if name := calendar.made_up(day):
                notes.made_up(day, name)
            return Count(day, notes.steps())
        notes.skipped(day, off.kind, off.name)
        day += ahead * DAY


class _Notes:
    """What a count passed over, day by day, joined into one step per run of days."""

    def __init__(self) -> None:
        self._found: list[tuple[str, date, date, str, str]] = []

    def skipped(self, day: date, kind: str, name: str) -> None:
        self._found.append(("skipped", day, day, kind, name))

    def made_up(self, day: date, name: str) -> None:
        self._found.append(("made_up", day, day, "", name))

    def suspended(self, day: date, span: Span, ahead: int) -> date:
        """Note the rest of the suspension; returns the day after it in the direction of the count."""
        first, last = (day, span[1]) if ahead > 0 else (span[0], day)
        self._found.append(("suspended", first, last, "", ""))
        return last + DAY if ahead > 0 else first - DAY

    def steps(self) -> list[Step]:
        """In the order of the calendar."""
        return list(self._joined(sorted(self._found, key=lambda note: note[1])))

    def _joined(self, notes: Sequence[tuple[str, date, date, str, str]]) -> Iterator[Step]:
        run: list[list[str]] = []
        before: date | None = None
        for code, first, last, kind, name in notes:
            if run and (code != "skipped" or before is None or first - before != DAY):
                yield Step("skipped", {"days": run})
                run = []
            if code == "skipped":
                run.append([first.isoformat(), kind, name])
                before = first
            elif code == "made_up":
                yield step("made_up", on=first, name=name)
            else:
                yield step("suspended", first=first, last=last, days=(last - first).days + 1)
        if run:
            yield Step("skipped", {"days": run})

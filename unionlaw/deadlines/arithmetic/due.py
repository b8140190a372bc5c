"""`due_on`: the last day of a time limit, and why it is that day. Pure: dates and a calendar in, a date out.

The law behind each choice is in docs/how-to/deadlines.md ("How a date is reckoned").
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from unionlaw.deadlines.arithmetic import counting
from unionlaw.deadlines.arithmetic.counting import DAY, Span
from unionlaw.deadlines.arithmetic.counting import step as _step
from unionlaw.deadlines.arithmetic.spec import Calendar, DayOff, Due, OutOfRange, Period, Step, Unit

LONGEST = {
    Unit.CALENDAR_DAY: 36_525,
    Unit.WORKING_DAY: 25_000,
    Unit.MONTH: 1_200,
    Unit.YEAR: 100,
    Unit.HOUR: 876_600,
    Unit.FIXED: 36_525,
}


def due_on(
    period: Period,
    start: date,
    calendar: Calendar,
    *,
    extend: int = 0,
    suspensions: Sequence[tuple[date, date]] = (),
    restarts: Sequence[date] = (),
    fixed: date | None = None,
) -> Due:
    """The last day on which a duty can be met in time.

    Args:
        start: the day of the event that starts the period, or that a backward period looks back from.
        extend: how many more of the period's own units were granted (of a date fixed on paper: of the rule's units,
            or calendar days where the rule has none).
        suspensions: first and last day of each time in which the period did not run.
        restarts: days on which it began to run afresh; the last one counts.
        fixed: a date on paper, which wins over the rule.

    Raises OutOfRange for a period beyond a hundred years or the end of the calendar, ValueError for a negative
    extension or a suspension that ends before it begins.
    """
    _check(period, extend, suspensions)
    case = _Case(period, start, calendar, extend, counting.merged(suspensions), restarts)
    try:
        if fixed is not None:
            return _on_paper(case, fixed)
        return _by_reading(case)
    except OverflowError as error:
        raise OutOfRange("The date lies beyond the end of the calendar.") from error


def working_days_from(day: date, offset: int, calendar: Calendar) -> date:
    """The worked day `offset` working days from `day`; 0 is `day` itself or, when it is off, the next worked day.

    Counting forward from a day off starts at that next worked day, so that offsets -1, 0 and 1 are three days.
    """
    while calendar.day_off(day):
        day += DAY
    for _ in range(abs(offset)):
        day += DAY if offset > 0 else -DAY
        while calendar.day_off(day):
            day += DAY if offset > 0 else -DAY
    return day


@dataclass(frozen=True, slots=True)
class _Case:
    """What due_on was asked, its suspensions merged."""

    period: Period
    start: date
    calendar: Calendar
    extend: int
    paused: list[Span]
    restarts: Sequence[date]


class _Watched:
    """A calendar that remembers which years it was asked about."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self.years: set[int] = set()

    def day_off(self, day: date) -> DayOff | None:
        self.years.add(day.year)
        return self._calendar.day_off(day)

    def made_up(self, day: date) -> str:
        return self._calendar.made_up(day)

    def is_published(self, year: int) -> bool:
        return self._calendar.is_published(year)


def _check(period: Period, extend: int, suspensions: Sequence[tuple[date, date]]) -> None:
    if period.length < 0 or extend < 0:
        raise ValueError("A length is not negative.")
    if any(last < first for first, last in suspensions):
        raise ValueError("A suspension ends before it begins.")
    if period.length + extend > LONGEST[period.unit]:
        raise OutOfRange("The period is longer than a hundred years.")


def _by_reading(case: _Case) -> Due:
    """By the rule; where its unit is disputed by both readings, of which the earlier date is the internal one."""
    if case.period.disputed_unit is None:
        return _by_rule(case)
    other = replace(case.period, unit=case.period.disputed_unit, disputed_unit=None)
    readings = [
        (period.unit, _by_rule(replace(case, period=period)))
        for period in (replace(case.period, disputed_unit=None), other)
    ]
    (unit, due), (other_unit, later) = sorted(readings, key=lambda reading: reading[1].on)
    both = _step("disputed", unit=unit, on=due.on, other_unit=other_unit, other_on=later.on)
    before_article = len(due.steps) - len(_article(case.period))
    steps = [*due.steps[:before_article], both, *due.steps[before_article:]]
    return replace(due, steps=steps, external_on=later.on if later.on != due.on else None)


def _by_rule(case: _Case) -> Due:
    period, start, paused = case.period, case.start, case.paused
    calendar = _Watched(case.calendar)
    steps = [_step("start", on=start)]
    for day in sorted(set(case.restarts)):
        if day > start:
            start = day
            steps.append(_step("restarted", on=day))
    length, unit = period.length + case.extend, period.unit
    if unit is Unit.FIXED and length:
        unit = Unit.CALENDAR_DAY
    if case.extend:
        steps.append(_step("extended", length=case.extend, unit=unit, total=length))
    if not length:
        steps.append(_step("start_is_due", on=start, unit=unit))
        return Due(on=start, steps=[*steps, *_article(period)])

    if unit is Unit.HOUR:
        on = _hours(length, start, paused, steps)
    elif unit in (Unit.MONTH, Unit.YEAR):
        on = _months(period, unit, length, start, paused, steps)
    else:
        on = _days(period, unit, length, start, paused, calendar, steps)
    # Counted working days are worked, and hours run through: neither rolls.
    if unit not in (Unit.HOUR, Unit.WORKING_DAY):
        on = _rolled(period, on, paused, calendar, steps)

    unpublished = sorted(year for year in calendar.years | {on.year} if not calendar.is_published(year))
    if unpublished:
        steps.append(_step("provisional", years=unpublished))
    return Due(on=on, steps=[*steps, *_article(period)], provisional=bool(unpublished))


def _days(
    period: Period, unit: Unit, length: int, start: date, paused: list[Span], calendar: Calendar, steps: list[Step]
) -> date:
    ahead = -1 if period.backward else 1
    first = start + ahead * DAY if period.exclude_first else start
    steps.append(_step("first_excluded" if period.exclude_first else "first_included", on=start, first=first))
    count = counting.count_days(first, length, ahead, paused, calendar if unit is Unit.WORKING_DAY else None)
    steps.append(
        _step("counted", first=first, on=count.last, length=length, unit=unit, backward=period.backward or None)
    )
    steps.extend(count.steps)
    return count.last


def _months(period: Period, unit: Unit, length: int, start: date, paused: list[Span], steps: list[Step]) -> date:
    months = length * (12 if unit is Unit.YEAR else 1) * (-1 if period.backward else 1)
    base, missing = counting.corresponding(start, months)
    if period.exclude_first:
        steps.append(_step("first_excluded", on=start, first=start - DAY if period.backward else start + DAY))
    else:
        steps.append(_step("first_included", on=start, first=start))
        if not missing:
            base += DAY if period.backward else -DAY
    steps.append(
        _step(
            "corresponding",
            on=base,
            length=length,
            unit=unit,
            missing=start.day if missing else None,
            backward=period.backward or None,
        )
    )
    end, inside = counting.moved_by(start, base, paused, ahead=-1 if period.backward else 1)
    steps.extend(_step("suspended", first=first, last=last, days=(last - first).days + 1) for first, last in inside)
    if inside:
        steps.append(_step("moved", days=abs((end - base).days), on=end))
    return end


def _hours(length: int, start: date, paused: list[Span], steps: list[Step]) -> date:
    base = start + timedelta(days=length // 24)
    steps.append(_step("hours", on=base, start=start, length=length))
    end, inside = counting.moved_by(start, base, paused)
    steps.extend(_step("suspended", first=first, last=last, days=(last - first).days + 1) for first, last in inside)
    if inside:
        steps.append(_step("moved", days=(end - base).days, on=end))
    return end


def _rolled(period: Period, on: date, paused: list[Span], calendar: Calendar, steps: list[Step]) -> date:
    """The last day after the roll: forward where the rule says so, to the day before where it looks back."""
    off = calendar.day_off(on)
    if not (period.roll_forward or period.backward):
        if off:
            steps.append(_step("not_rolled", on=on, kind=off.kind, name=off.name))
        return on
    if off is None:
        made_up = calendar.made_up(on)
        steps.append(_step("ends_on_made_up" if made_up else "ends_on_workday", on=on, name=made_up or None))
        return on
    count = counting.next_worked(on, -1 if period.backward else 1, paused, calendar)
    steps.append(_step("rolled_back" if period.backward else "rolled", last=on, on=count.last))
    steps.extend(count.steps)
    return count.last


def _on_paper(case: _Case, fixed: date) -> Due:
    """A date on paper wins; what the rule would have said is told. An extension is counted from the paper's date."""
    period = case.period
    steps = [_step("start", on=case.start)]
    if period.unit is Unit.FIXED:
        steps.append(_step("fixed", on=fixed))
    else:
        steps.append(_step("fixed", on=fixed, rule_on=_by_reading(replace(case, extend=0)).on))
    if not case.extend:
        return Due(on=fixed, steps=[*steps, *_article(period)])
    unit = Unit.CALENDAR_DAY if period.unit is Unit.FIXED else period.unit
    steps.append(_step("fixed_extended", length=case.extend, unit=unit))
    more = replace(period, length=case.extend, unit=unit, backward=False, disputed_unit=None)
    after = _by_rule(replace(case, period=more, start=fixed, extend=0, restarts=()))
    return replace(after, steps=[*steps, *after.steps[1:]])


def _article(period: Period) -> list[Step]:
    if not period.citation:
        return []
    return [_step("article", citation=period.citation, citation_en=period.citation_en or None)]

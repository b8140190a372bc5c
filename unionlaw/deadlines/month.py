"""A month of time limits: weeks of days, each with its mark in the working calendar and the limits that end on it."""

from __future__ import annotations

import calendar as gregorian
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from unionlaw.deadlines.arithmetic.spec import Calendar
from unionlaw.deadlines.models import Deadline
from unionlaw.lib.wording import shown
from unionlaw.web.lists.keyset import Branch

MOST_A_DAY = 4
FIRST, LAST = date(1990, 1, 1), date(2099, 12, 1)


@dataclass
class Day:
    """One day of the grid.

    Args:
        on: the day.
        inside: whether it belongs to the month shown.
        off: why nobody works, in words; "" when it is an ordinary workday or weekend.
        kind: "work", "weekend", "holiday", "made_up" or "closure".
        limits: the first few that end on it; `count` how many do.
    """

    on: date
    inside: bool
    kind: str = "work"
    off: str = ""
    limits: list[Deadline] = field(default_factory=list)
    count: int = 0

    @property
    def more(self) -> int:
        return self.count - len(self.limits)


def month_of(text: str, today: date) -> date:
    """The first day of the month "2026-02"; of this month where that is not understood."""
    try:
        first = datetime.strptime(text[:7], "%Y-%m").date()
    except ValueError:
        return today.replace(day=1)
    return first if FIRST <= first <= LAST else today.replace(day=1)


def next_month(first: date, step: int = 1) -> date:
    """The first day of the month `step` (1 or -1) from that of `first`."""
    return (first + timedelta(days=32)).replace(day=1) if step > 0 else (first - timedelta(days=1)).replace(day=1)


def weeks(first: date, branches: Sequence[Branch], calendar: Calendar) -> list[list[Day]]:
    """The month that begins on `first` as whole weeks from Monday, with the limits of `branches`."""
    days = [
        [Day(on, on.month == first.month) for on in week]
        for week in gregorian.Calendar(gregorian.MONDAY).monthdatescalendar(first.year, first.month)
    ]
    found, counts = _limits(branches, days[0][0].on, days[-1][-1].on)
    for week in days:
        for day in week:
            day.kind, day.off = mark(day.on, calendar)
            day.limits, day.count = found[day.on][:MOST_A_DAY], counts[day.on]
    return days


def mark(on: date, calendar: Calendar) -> tuple[str, str]:
    """The kind of a day (see Day) and its words."""
    if made_up := calendar.made_up(on):
        return "made_up", _("调休上班（%(holiday)s）") % {"holiday": shown(made_up)}
    off = calendar.day_off(on)
    if off is None:
        return "work", ""
    if off.kind == "weekend":
        return "weekend", ""
    if off.name:
        return off.kind, shown(off.name)
    return off.kind, _("放假") if off.kind == "holiday" else _("停办公")


def _limits(branches: Sequence[Branch], first: date, last: date) -> tuple[dict[date, list[Deadline]], dict[date, int]]:
    found: dict[date, list[Deadline]] = defaultdict(list)
    counts: dict[date, int] = defaultdict(int)
    for branch in branches:
        seen: dict[date, int] = {}
        rows = branch.queryset.filter(due_on__gte=first, due_on__lte=last).annotate(
            nth=Window(RowNumber(), partition_by=F("due_on"), order_by=F("pk").asc()),
            all_of_day=Window(Count("pk"), partition_by=F("due_on")),
        )
        rows = rows.filter(nth__lte=MOST_A_DAY).select_related("rule_version__rule", "matter", "responsible__user")
        for limit in rows.order_by("due_on", "pk"):
            found[limit.due_on].append(limit)
            seen[limit.due_on] = limit.all_of_day
        for on, count in seen.items():
            counts[on] += count
    return found, counts

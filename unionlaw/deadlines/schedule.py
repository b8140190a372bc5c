"""When the steps of a reminder ladder fall: pure functions from dates to moments (docs/adr/0006-deadlines.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from unionlaw.deadlines.arithmetic.due import working_days_from
from unionlaw.deadlines.ladders import default_steps

if TYPE_CHECKING:
    from unionlaw.deadlines.arithmetic.spec import Calendar
    from unionlaw.deadlines.models import Ladder

CHINA = ZoneInfo("Asia/Shanghai")
OPENS, CLOSES = time(9), time(18)


def steps_for(due_on: date, ladder: Ladder | None, calendar: Calendar) -> list[datetime]:
    """The moments at which the steps of a ladder fall.

    Args:
        due_on: the last day on which the duty can be met in time.
        ladder: whose offsets count in working days; None is the shipped default.
        calendar: which days are worked at the place that holds the duty.

    Returns one aware moment per step, in the ladder's order: 09:00 of a worked day. A limit that ends on a day off is
    reminded of as if it ended on the worked day before, when something can still be done.
    """
    steps = ladder.steps if ladder is not None else default_steps()
    last_worked = due_on if calendar.day_off(due_on) is None else working_days_from(due_on, -1, calendar)
    return [_opening(working_days_from(last_worked, step["offset"], calendar)) for step in steps]


def first_step(
    step_at: Sequence[datetime], at: datetime, calendar: Calendar | None = None
) -> tuple[int, datetime | None]:
    """Where on its ladder a limit stands that is computed at `at`.

    Args:
        step_at: the moments of its steps, in order.
        at: now.
        calendar: to tell in working hours what is due at once; left out, every day is taken as worked.

    Returns how many steps count as fallen, and when the next one falls; None when there is no step. Of steps that are
    past, all but the latest count as fallen: that one is told at once, since the limit is near or over, unless the next
    one comes as soon.
    """
    if not step_at:
        return 0, None
    past = sum(moment <= at for moment in step_at)
    if not past:
        return 0, step_at[0]
    soon = working_moment(at, calendar)
    if past < len(step_at) and step_at[past] <= soon:
        return past, step_at[past]
    return past - 1, soon


def working_moment(at: datetime, calendar: Calendar | None = None) -> datetime:
    """`at` itself within working hours (09:00 to 18:00) of a worked day, else when the next worked day begins."""
    local = at.astimezone(CHINA)
    day = local.date()
    if local.time() >= CLOSES:
        day += timedelta(days=1)
    worked = day if calendar is None else working_days_from(day, 0, calendar)
    return max(local, _opening(worked))


def _opening(day: date) -> datetime:
    return datetime.combine(day, OPENS, tzinfo=CHINA)

"""What a change of the calendar would do to running limits, before it is done."""

from __future__ import annotations

from datetime import date

from unionlaw.deadlines.arithmetic.due import due_on
from unionlaw.deadlines.arithmetic.explain import beginnings
from unionlaw.deadlines.calendars import calendar_for
from unionlaw.deadlines.models import Deadline
from unionlaw.deadlines.services.changing import touched_by
from unionlaw.deadlines.services.rules import Moved, period_of

MOST_LOOKED_AT = 20_000


def moved_in(year: int) -> tuple[list[Moved], int]:
    """Which running limits that touch `year` would end on another day if they were reckoned anew by the calendar as it
    stands, and how many are only marked provisional because of it."""
    rows = Deadline.objects.running().filter(touched_by(year)).select_related("rule_version__rule", "organisation")
    moved, provisional = [], 0
    for deadline in rows.order_by("due_on", "pk")[:MOST_LOOKED_AT].iterator(500):
        provisional += deadline.provisional
        start, restarts = beginnings(deadline.explanation, deadline.start_on)
        after = due_on(
            period_of(deadline.rule_version),
            start,
            calendar_for(deadline.organisation_id if deadline.rule_version.rule.internal else None),
            extend=deadline.extended_by,
            suspensions=[(date.fromisoformat(a), date.fromisoformat(b)) for a, b in deadline.suspensions if b],
            restarts=restarts,
            fixed=deadline.fixed_on,
        ).on
        if after != deadline.due_on:
            moved.append(Moved(deadline, deadline.due_on, after))
    return moved, provisional

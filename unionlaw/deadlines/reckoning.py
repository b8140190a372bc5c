"""From what a time limit says of itself to its due day, by the arithmetic and a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from unionlaw.deadlines.arithmetic.due import due_on
from unionlaw.deadlines.arithmetic.explain import beginnings
from unionlaw.deadlines.arithmetic.spec import Calendar, Due
from unionlaw.deadlines.calendars import calendar_for
from unionlaw.deadlines.models import Deadline, RuleVersion
from unionlaw.deadlines.services.rules import period_of


def calendar_of(version: RuleVersion, organisation_id: int) -> Calendar:
    """What days count for a rule: an organisation's own closures move internal standards only, never what law sets."""
    return calendar_for(organisation_id if version.rule.internal else None)


def reckoned(
    deadline: Deadline,
    version: RuleVersion,
    calendar: Calendar | None = None,
    begun: tuple[date, Sequence[date]] | None = None,
) -> Due:
    """The due day of `deadline` if `version` held for it.

    Args:
        calendar: as `calendar_of` when None.
        begun: the first start, and the days on which the period began afresh; as its explanation says when None.

    Raises OutOfRange.
    """
    start, restarts = begun or beginnings(deadline.explanation, deadline.start_on)
    return due_on(
        period_of(version),
        start,
        calendar or calendar_of(version, deadline.organisation_id),
        extend=deadline.extended_by,
        suspensions=[(date.fromisoformat(a), date.fromisoformat(b)) for a, b in deadline.suspensions if b],
        restarts=restarts,
        fixed=deadline.fixed_on,
    )

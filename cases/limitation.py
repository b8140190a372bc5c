"""Until when a labour claim can be brought: pure rules, dates in and dates out.

The day is shown as an inner due date, so it is not moved past holidays: a step taken by it is always in time.
"""

from collections.abc import Collection
from datetime import MAXYEAR, date, timedelta

from django.utils.translation import gettext as _

from cases.models import Filing
from unionlaw.matters.models.dispute import Head

PAY_HEADS = frozenset({Head.WAGES, Head.OVERTIME})
"""Claims for pay, for which the year begins only when employment ends (调解仲裁法 art. 27 para. 4)."""

INTERRUPTING = frozenset(
    {Filing.What.ARBITRATION, Filing.What.COMPLAINT, Filing.What.PAYMENT_ORDER, Filing.What.INSPECTION}
)
"""Filings that interrupt the limitation period (调解仲裁法 art. 27 para. 2)."""

URGENT_DAYS = 7
"""Fewer days than this left: aid may be given first and the papers handed in later (法律援助法 art. 44)."""

LONGEST = timedelta(days=3 * 366)
"""No claim of this field has longer than three years to run (民法典 art. 188); a later day has a wrong year."""


def limitation_error(limitation_on: date | None, today: date) -> str:
    """Why a day typed as the end of the limitation period cannot be right, or ""."""
    if limitation_on and limitation_on > today + LONGEST:
        return _("时间在三年以后，请核对年份。")
    return ""


def year_after(start: date) -> date:
    """The last day of one year that begins the day after `start` (民法典 arts 201, 202)."""
    if start.year == MAXYEAR:
        return date.max
    try:
        return start.replace(year=start.year + 1)
    except ValueError:
        return start.replace(year=start.year + 1, day=28)


def default_limitation(
    infringed_on: date | None, employment_ended_on: date | None, heads: Collection[str] = ()
) -> date | None:
    """The last day to apply for arbitration, the earliest over the heads of claim (调解仲裁法 art. 27).

    Args:
        infringed_on: when the worker knew or should have known.
        employment_ended_on: None while employment goes on or when unknown.
        heads: heads of claim; none given means that pay is not the only one.

    Returns None when neither date is known. Where it is unclear which day counts, the earlier is taken.
    """
    starts = []
    for head in heads or (Head.OTHER,):
        if head in PAY_HEADS:
            starts.append(employment_ended_on or infringed_on)
        else:
            starts.append(infringed_on or employment_ended_on)
    known = [year_after(start) for start in starts if start]
    return min(known) if known else None


def is_urgent(limitation_on: date | None, today: date) -> bool:
    """Fewer than seven days are left, and the time is not yet over (法律援助法 art. 44 (1))."""
    return limitation_on is not None and 0 <= (limitation_on - today).days < URGENT_DAYS

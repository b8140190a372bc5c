"""The month's reports by themselves: on the configured working day they are opened and put in line to be computed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from unionlaw.deadlines.calendars import calendar_for
from unionlaw.lib.errors import Conflict
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.reports import layouts
from unionlaw.reports.models import Layout, Round
from unionlaw.reports.services.computations import ask_computation
from unionlaw.reports.services.computing_line import JOB
from unionlaw.reports.services.rounds import open_round
from unionlaw.reports.spans import Length, month_of, months_back

CATCH_UP = timedelta(days=7)
"""For so long after the configured day a month is made up for, when nobody worked on that day."""


def due_month(today: date) -> date | None:
    """The last day of the month whose reports are to be there by today; None but for some days of each month."""
    calendar, day = calendar_for(), today.replace(day=1)
    worked = 0
    while day <= today:
        worked += calendar.day_off(day) is None
        if worked >= settings.REPORTS_WORKING_DAY:
            return month_of(months_back(today, 1)).end if today < day + CATCH_UP else None
        day += timedelta(days=1)
    return None


def make_month(*, at: datetime) -> list[Round]:
    """Open last month's standard reports of every city union and put them in line, where that is not done yet.

    Safe to be called any number of times: what is open is left alone; what is computed, in line, cancelled by somebody
    or given up, too. The caller wakes a worker.

    Returns the rounds that were put in line.
    """
    last = due_month(timezone.localdate(at))
    layout = Layout.objects.filter(key=layouts.STANDARD, retired_on=None).first()
    if last is None or layout is None:
        return []
    by, made = Actor.system(JOB), []
    for union in Organisation.objects.open().filter(kind=Organisation.Kind.CITY_UNION, parent=None):
        known = Round.objects.filter(organisation=union, layout=layout, length=Length.MONTH, end_on=last).first()
        opened = known or open_round(
            organisation=union, layout=layout, length=Length.MONTH, last_month=last, by=by, at=at
        )
        if opened.computed_at is None and not opened.computations.exists():
            # In one with a person who asks at the same moment, one of both is told.
            with suppress(Conflict):
                ask_computation(report_id=opened.reports.get(above=None).pk, by=by, at=at)
                made.append(opened)
    return made

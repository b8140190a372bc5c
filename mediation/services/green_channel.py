"""What the green channel promises: the first session is arranged within three working days of being taken up."""

from __future__ import annotations

from datetime import date

from mediation.models import Mediation
from unionlaw.deadlines.arithmetic.due import working_days_from
from unionlaw.deadlines.calendars import calendar_for

DAYS = 3


def session_by(mediation: Mediation, accepted_on: date) -> dict[str, str]:
    """The day as the event of acceptance carries it; empty outside the green channel."""
    if not mediation.matter.green_channel:
        return {}
    calendar = calendar_for(mediation.matter.organisation_id)
    return {"session_by": working_days_from(accepted_on, DAYS, calendar).isoformat()}

"""Which verb a mediation that is being mediated waits for: the one button of its page."""

from __future__ import annotations

from mediation import states
from mediation.models import Mediation, Session
from mediation.services.concluding import conclude_refusal
from mediation.services.session_conditions import no_mediator


def first_verb(mediation: Mediation) -> str:
    """Assign, schedule, record outcomes or conclude; "" where the order of the menu decides."""
    if mediation.matter.status_id not in states.MEDIATING:
        return ""
    if no_mediator(mediation):
        return "assign_mediator"
    if not mediation.sessions.exclude(state=Session.State.CANCELLED).exists():
        return "schedule_session"
    return "record_outcomes" if conclude_refusal(mediation) else "conclude"

"""What the panels of sessions, talks and outcomes show on a mediation's page."""

from __future__ import annotations

from collections import Counter
from typing import Any

from mediation.models import CaucusNote, FactsSheet, Invitation, Mediation, Session
from mediation.outcomes import FAILURES, REGISTRY
from mediation.services.outcomes import undecided_claims
from mediation.services.session_facts import place_of
from mediation.views import panels
from mediation.views.sessions import proposed
from unionlaw.matters.models import ClaimOutcome
from unionlaw.network.actors import Actor
from unionlaw.web.format import yuan

MOST_LINES = 40
TONES = {
    Session.State.PLANNED: "waiting",
    Session.State.HELD: "done",
    Session.State.ADJOURNED: "soon",
    Session.State.CANCELLED: "quiet",
}


@panels.register
def session_panel(mediation: Mediation, actor: Actor) -> dict[str, Any]:
    """Sessions with who came and what was sent; times being asked about."""
    rows = mediation.sessions.select_related("room__organisation", "recorded_by__user").prefetch_related(
        "attendances__party__worker",
        "attendances__party__employer",
        "attendances__party__organisation",
        "attendances__mediator__user",
        "attendances__invitations",
    )
    shown = []
    for session in rows.order_by("-number"):
        sent = Counter(
            invitation.state for attendance in session.attendances.all() for invitation in attendance.invitations.all()
        )
        shown.append(
            {
                "session": session,
                "where": place_of(session),
                "tone": TONES[Session.State(session.state)],
                "sent": sent[Invitation.State.SENT],
                "waiting": sent[Invitation.State.WAITING],
                "dead": sent[Invitation.State.DEAD],
            }
        )
    slots = [
        {
            "slot": slot,
            "yes": sum(answer.can_come for answer in slot.answers.all()),
            "no": sum(not answer.can_come for answer in slot.answers.all()),
        }
        for slot in proposed(mediation)
    ]
    return {"sessions": shown, "time_slots": slots}


@panels.register
def talks_panel(mediation: Mediation, actor: Actor) -> dict[str, Any]:
    """Offers, the facts sheet, and private notes as far as this reader may see them."""
    sheet = FactsSheet.objects.filter(mediation=mediation).first()
    notes = CaucusNote.objects.visible_to(actor).filter(mediation=mediation)
    return {
        "offers": list(mediation.offers.order_by("pk")),
        "sheet": sheet,
        "sheet_count": len(sheet.answers) if sheet else 0,
        "sheet_agreed": sum(bool(said.get("agreed")) for said in sheet.answers.values()) if sheet else 0,
        "caucus_notes": list(notes.select_related("written_by__user")),
    }


@panels.register
def outcome_panel(mediation: Mediation, actor: Actor) -> dict[str, Any]:
    """Counts of all outcomes, and the first of them by worker."""
    rows = ClaimOutcome.objects.filter(matter=mediation.pk, code__in=list(REGISTRY))
    counts = Counter(rows.values_list("code", flat=True))
    first = rows.select_related(
        "claim__party__worker", "claim__party__employer", "claim__party__organisation", "terms"
    ).order_by("claim__party_id", "claim_id")[:MOST_LINES]
    settled = sum(rows.values_list("amount", flat=True))
    return {
        "outcome_counts": [(spec.label, counts[code]) for code, spec in REGISTRY.items() if counts[code]],
        "outcome_total": yuan(settled),
        "outcome_lines": [_line(one) for one in first],
        "outcome_more": max(sum(counts.values()) - MOST_LINES, 0),
        "undecided": undecided_claims(mediation).count(),
    }


def _line(outcome: ClaimOutcome) -> dict[str, Any]:
    terms = getattr(outcome, "terms", None)
    reason = FAILURES.get(terms.reason, "") if terms else ""
    return {"outcome": outcome, "label": REGISTRY[outcome.code].label, "terms": terms, "reason": reason}

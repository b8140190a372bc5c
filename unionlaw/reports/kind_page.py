"""The page of a report among those of other matters, and what can be done there."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from unionlaw.matters import panels
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.reports import states

# What the menu offers, in order; True marks the verbs that move the report forward. The page of a verb has its name.
VERBS: tuple[tuple[str, bool], ...] = (
    ("freeze", True),
    ("sign", True),
    ("compute", False),
    ("remark", False),
    ("return_report", False),
    ("restate", False),
)


def report_actions(matter: Any, actor: Actor) -> list[panels.Action]:
    """Every verb, each with the reason when it cannot be done now; what is done on the whole's report only, only
    there."""
    from unionlaw.reports.services.actions import refusal
    from unionlaw.reports.services.steps import OF_ROUND

    top = matter.report.above_id is None
    offered = []
    for verb, primary in VERBS:
        if (verb in OF_ROUND) != top and verb in (*OF_ROUND, "sign"):
            continue
        reason = refusal(matter, verb, actor)
        first = primary or (verb == "compute" and matter.status_id == states.COLLECTING)
        offered.append(
            panels.Action(
                states.report.by_verb[verb].label,
                reverse(f"reports:{verb}", args=[matter.pk]),
                refusal=reason,
                primary=first and not reason,
            )
        )
    return offered


def join() -> None:
    """Register at start-up."""
    panels.register(panels.KindPage(Kind.REPORT, "reports:report", report_actions))

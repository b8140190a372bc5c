"""The time limits on a matter's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from unionlaw.deadlines.arithmetic.explain import explain, load
from unionlaw.deadlines.models import Chase, Deadline, State
from unionlaw.deadlines.presenters import UNVERIFIED
from unionlaw.deadlines.wording import called, said
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor

MOST = 100


@dataclass(frozen=True)
class Row:
    """A limit as the panel shows it."""

    deadline: Deadline
    title: str
    url: str
    responsible: str
    citation: str
    unverified: str
    explanation: list[str]


def of_matter(matter: Matter, actor: Actor) -> dict[str, Any]:
    """What templates/deadlines/panel.html shows of a matter that the actor may see: running limits, ended ones, chases.

    Two queries.
    """
    if not actor.may("deadline.view"):
        return {"hidden": True}
    found = Deadline.objects.filter(matter=matter).select_related("rule_version__rule", "responsible__user")
    rows = [_row(deadline) for deadline in found.order_by("due_on", "pk")[:MOST]]
    running = [row for row in rows if row.deadline.state in (State.OPEN, State.SUSPENDED)]
    chases = Chase.objects.filter(matter=matter).select_related("asked_by__user", "asked_of__user", "answer_deadline")
    may_open = matter.is_live and actor.may("deadline.open")
    return {
        "running": running,
        "ended": [row for row in reversed(rows) if row not in running],
        "unwatched": matter.is_live,
        "open_url": reverse("deadlines:open", args=[matter.pk]) if may_open else "",
        "chases": list(chases[:MOST]),
    }


def _row(deadline: Deadline) -> Row:
    version = deadline.rule_version
    return Row(
        deadline=deadline,
        title=called(deadline),
        url=reverse("deadlines:detail", args=[deadline.pk]),
        responsible=str(deadline.responsible.user) if deadline.responsible else "",
        citation=said(version, "citation"),
        unverified=version.get_confidence_display() if version.confidence in UNVERIFIED else "",
        explanation=explain(load(deadline.explanation)) if not deadline.ended_at else [],
    )

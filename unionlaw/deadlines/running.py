"""Which time limits of a matter run, and which is due first."""

from __future__ import annotations

from collections.abc import Iterable

from unionlaw.deadlines.models import Deadline, State
from unionlaw.deadlines.querysets import DeadlineQuerySet
from unionlaw.matters.models import Matter

RUNNING = (State.OPEN, State.SUSPENDED)


def running_of(matter_id: int) -> DeadlineQuerySet:
    """The open and suspended limits of a matter with their rules, in the order of their due days."""
    return (
        Deadline.objects.filter(matter=matter_id, state__in=RUNNING)
        .select_related("rule_version__rule", "rule_version__ladder")
        .order_by("due_on", "pk")
    )


def earliest_in(deadlines: Iterable[Deadline]) -> Deadline | None:
    """The open one that is due first."""
    running = [deadline for deadline in deadlines if deadline.state == State.OPEN]
    return min(running, key=lambda deadline: (deadline.due_on, deadline.pk or 0), default=None)


def earliest(matter: Matter) -> Deadline | None:
    """The open limit of a matter that is due first; not read again where its book has just been settled."""
    if "_earliest" not in matter.__dict__:
        matter.__dict__["_earliest"] = (
            Deadline.objects.filter(matter=matter.pk, state=State.OPEN)
            .select_related("rule_version__rule")
            .order_by("due_on", "pk")
            .first()
        )
    found: Deadline | None = matter.__dict__["_earliest"]
    return found


def known_earliest(matter: Matter, first: Deadline | None) -> None:
    """Remember for the rest of the transaction what `earliest` would read."""
    matter.__dict__["_earliest"] = first

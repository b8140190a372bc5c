"""Reading the time limits of a matter in tests of the engine and its services."""

from typing import Any

from unionlaw.deadlines.models import Deadline


def the(matter: Any, key: str) -> Deadline:
    """The newest limit of the rule `key`."""
    return Deadline.objects.filter(matter=matter.pk, rule_version__rule__key=key).latest("pk")


def running(matter: Any) -> dict[str, Deadline]:
    """What runs, by rule."""
    rows = Deadline.objects.running().filter(matter=matter.pk).select_related("rule_version__rule")
    return {row.rule_version.rule.key: row for row in rows}


def changes(deadline: Deadline) -> list[tuple[str, Any, Any]]:
    """What was done to it, oldest first."""
    return list(deadline.changes.order_by("pk").values_list("what", "before_on", "after_on"))

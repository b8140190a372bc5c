"""Every app's workflow, and the status rows in the database that mirror them."""

from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.utils import translation

from unionlaw.lib.wording import STORED_IN
from unionlaw.lib.workflow import StatusDef, Workflow

_workflows: dict[str, Workflow] = {}


def declare(workflow: Workflow) -> Workflow:
    """Register the workflow of one kind of matter. Raises ValueError if the kind has one already."""
    if _workflows.setdefault(workflow.kind, workflow) is not workflow:
        raise ValueError(f"{workflow.kind} has two workflows.")
    return workflow


def workflow_of(kind: str) -> Workflow:
    return _workflows[kind]


def all_statuses() -> list[StatusDef]:
    return [status for workflow in _workflows.values() for status in workflow.statuses]


def status_def(code: str) -> StatusDef:
    """The declared status. Raises LookupError for an unknown code."""
    for status in all_statuses():
        if status.code == code:
            return status
    raise LookupError(f"No status {code!r} is declared.")


def codes(*, phase: str, kind: str = "") -> list[str]:
    """Every status of a phase that a matter (of `kind`) can be in, those no longer declared included."""
    found = {status.code: (status.kind, status.phase) for status in all_statuses()} | _no_longer_declared()
    return [code for code, (of, its) in found.items() if its == phase and kind in ("", of)]


@cache
def _no_longer_declared() -> dict[str, tuple[str, str]]:
    from unionlaw.matters.models import Status

    rows = Status.objects.exclude(code__in=[status.code for status in all_statuses()])
    return {code: (kind, phase) for code, kind, phase in rows.values_list("code", "kind", "phase")}


def write_statuses(sender: Any = None, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Bring the status table in line with the declared workflows. A status no longer declared stays, for history."""
    from unionlaw.matters.models import NumberPattern, Status

    with translation.override(STORED_IN):
        for position, status in enumerate(all_statuses()):
            Status.objects.using(using).update_or_create(
                code=status.code,
                defaults={
                    "kind": status.kind,
                    "phase": status.phase,
                    "label": str(status.label),
                    "public_label": str(status.public_label),
                    "position": position,
                },
            )
    for kind, pattern in _patterns.items():
        NumberPattern.objects.using(using).get_or_create(organisation=None, kind=kind, defaults={"pattern": pattern})


_patterns: dict[str, str] = {}


def declare_pattern(kind: str, pattern: str) -> None:
    """The printed form of numbers of `kind` where an organisation has none of its own."""
    _patterns[kind] = pattern

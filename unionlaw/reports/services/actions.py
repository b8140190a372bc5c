"""Whether something can be done with a report now, and if not, why: every action on a page shows its reason."""

from __future__ import annotations

from django.utils.translation import gettext as _

from unionlaw.matters import statuses
from unionlaw.matters.models import Matter
from unionlaw.matters.services.locking import status_refusal
from unionlaw.network.actors import Actor
from unionlaw.reports.services.steps import busy_refusal, person_refusal, place_refusal


def refusal(matter: Matter, verb: str, actor: Actor) -> str:
    """Why `actor` cannot do `verb` with a report now, or "". Raises KeyError for a verb not in the workflow."""
    transition = statuses.workflow_of(matter.kind).by_verb[verb]
    report = matter.report
    return (
        actor.refusal(transition.right)
        or person_refusal(report, verb, actor)
        or place_refusal(report, verb)
        or status_refusal(matter, transition)
        or busy_refusal(report)
        or (_above_signed(report) if verb == "return_report" else "")
    )


def _above_signed(report: object) -> str:
    above = report.above  # type: ignore[attr-defined]
    if above is not None and above.signed_at is not None:
        return _("%(name)s已经签报，请先退回它的报表。") % {"name": above.organisation.short_name}
    return ""

"""The matters of one worker or employer, as a panel on their page: those the reader may see, newest first."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from unionlaw.matters import panels, statuses
from unionlaw.matters.models import Matter
from unionlaw.registers import hooks

MOST = 50


def _matters(request: HttpRequest, **party: Any) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    disputes = {f"dispute__parties__{name}": value for name, value in party.items()}
    found = Matter.objects.visible_to(actor).filter(**disputes).distinct()
    newest = list(found.order_by("-opened_at", "-pk")[: MOST + 1])
    labels = {status.code: status.label for status in statuses.all_statuses()}
    rows = [
        {"matter": matter, "url": panels.url_of(matter.kind, matter.pk), "status": labels[matter.status_id]}
        for matter in newest[:MOST]
    ]
    return {"rows": rows, "more": len(newest) > MOST, "most": MOST}


def of_worker(request: HttpRequest, worker: Any) -> dict[str, Any]:
    return _matters(request, worker=worker)


def of_employer(request: HttpRequest, employer: Any) -> dict[str, Any]:
    return _matters(request, employer=employer)


def join() -> None:
    """Add the panels at start-up."""
    template = "matters/panels/of_subject.html"
    hooks.add_panel("worker", hooks.Panel(_("事项"), template, of_worker, order=10))
    hooks.add_panel("employer", hooks.Panel(_("事项"), template, of_employer, order=10))

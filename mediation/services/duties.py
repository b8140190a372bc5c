"""What must still be done before a mediation can be closed: each part of the app says what it knows of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mediation.models import Mediation
from unionlaw.deadlines.engine import left_by
from unionlaw.deadlines.running import running_of
from unionlaw.deadlines.wording import called

CLOSING = "mediation.performed"


@dataclass(frozen=True, slots=True)
class Duty:
    """An open duty.

    Args:
        text: what is open, naming it.
        anchor: the part of the mediation's page where it is met.
    """

    text: str
    anchor: str


_sources: list[Callable[[Mediation], list[Duty]]] = []


def register(source: Callable[[Mediation], list[Duty]]) -> Callable[[Mediation], list[Duty]]:
    """Ask `source` too; registering it again changes nothing."""
    if source not in _sources:
        _sources.append(source)
    return source


def open_duties(mediation: Mediation) -> list[Duty]:
    """What each registered part has open, in the order in which they joined."""
    return [duty for source in _sources for duty in source(mediation)]


def duties_refusal(mediation: Mediation) -> str:
    """Why the mediation cannot be closed as performed, or "": for actions.CONDITIONS."""
    duties = open_duties(mediation)
    if not duties:
        return ""
    return _("还有%(count)d项未了：%(first)s") % {"count": len(duties), "first": duties[0].text}


@register
def time_limits(mediation: Mediation) -> list[Duty]:
    """Time limits that run on after the mediation is closed as performed."""
    wording = _("期限未完成：%(what)s（至%(on)s）")
    return [
        Duty(wording % {"what": called(deadline), "on": deadline.due_on.isoformat()}, "deadlines")
        for deadline in left_by(running_of(mediation.pk), CLOSING)
    ]

"""How every write to a mediation begins and ends: lock, check, change, then record."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from mediation.models import Mediation
from mediation.services.persons import person_refusal
from unionlaw.lib.errors import Missing, Refused
from unionlaw.matters.models import Event
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.services import events
from unionlaw.matters.services.checking import REASON_LENGTH
from unionlaw.matters.services.locking import check_transition, lock_matter
from unionlaw.network.actors import Actor


def lock_mediation(*, mediation_id: int, by: Actor, version: int | None) -> Mediation:
    """The mediation with its matter's row locked. Raises Missing or Stale (see `lock_matter`)."""
    matter = lock_matter(matter_id=mediation_id, by=by, version=version)
    if matter.kind != Kind.MEDIATION:
        raise Missing(_("没有这件调解，或者您无权查看。"))
    mediation = Mediation.objects.select_related("referred_by").get(pk=matter.pk)
    mediation.matter = matter
    return mediation


def begin(*, mediation_id: int, verb: str, by: Actor, version: int | None) -> Mediation:
    """Lock the mediation and see that `by` may do `verb` now.

    Raises:
        Missing, Stale: see `lock_matter`.
        Refused: the role lacks the right, or this person or organ does not serve in this mediation.
        Conflict: the status does not allow it.
    """
    mediation = lock_mediation(mediation_id=mediation_id, by=by, version=version)
    check_transition(matter=mediation.matter, verb=verb, by=by)
    if reason := person_refusal(mediation, verb, by):
        raise Refused(reason)
    return mediation


def record(
    mediation: Mediation,
    name: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Save the mediation, then record the event: time limits and the next step follow what was saved."""
    mediation.save()
    return events.record(mediation.matter, name, by=by, at=at, reason=reason[:REASON_LENGTH], data=data)

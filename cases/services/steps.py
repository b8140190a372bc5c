"""How every write to an aid case begins and ends: lock, check, change, then record."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.limitation import INTERRUPTING
from cases.models import AidCase
from unionlaw.lib.errors import Missing, Refused
from unionlaw.matters.models import Event
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.services import events
from unionlaw.matters.services.locking import check_transition, lock_matter
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role

ONLY_THE_LAWYER = frozenset(
    {
        "accept_assignment",
        "decline_assignment",
        "set_stage",
        "schedule_hearing",
        "conclude_hearing",
        "log_filing",
        "log_work",
        "record_outcomes",
    }
)
"""Verbs that the role of a lawyer is not enough for: it must be the lawyer this case is assigned to."""


def lock_case(*, case_id: int, by: Actor, version: int | None) -> AidCase:
    """The case with its matter's row locked. Raises Missing or Stale (see `lock_matter`)."""
    matter = lock_matter(matter_id=case_id, by=by, version=version)
    if matter.kind != Kind.AID_CASE:
        raise Missing(_("没有这个援助案件，或者您无权查看。"))
    case = AidCase.objects.select_related("lawyer__user", "lawyer__organisation").get(pk=matter.pk)
    case.matter = matter
    return case


def begin(*, case_id: int, verb: str, by: Actor, version: int | None) -> AidCase:
    """Lock the case and see that `by` may do `verb` now.

    Raises:
        Missing, Stale: see `lock_matter`.
        Refused: the role lacks the right, or this is for the assigned lawyer.
        Conflict: the status does not allow it.
    """
    case = lock_case(case_id=case_id, by=by, version=version)
    check_transition(matter=case.matter, verb=verb, by=by)
    if reason := person_refusal(case, verb, by):
        raise Refused(reason)
    return case


def person_refusal(case: AidCase, verb: str, actor: Actor) -> str:
    """Why this person may not do `verb` although their role may, or ""."""
    mine = actor.is_system or (actor.post is not None and actor.post.pk == case.lawyer_id)
    if mine or (verb not in ONLY_THE_LAWYER and actor.role != Role.LAWYER):
        return ""
    if case.lawyer is None:
        return _("本案还没有承办律师。")
    return _("只有本案的承办律师%(lawyer)s可以这样做。") % {"lawyer": case.lawyer.user}


def record(
    case: AidCase, name: str, *, by: Actor, at: datetime, reason: str = "", data: dict[str, Any] | None = None
) -> Event:
    """Save the case, then record the event: time limits and the next step follow what was saved."""
    case.save()
    return events.record(case.matter, name, by=by, at=at, reason=reason, data=data)


def limitation_data(case: AidCase) -> dict[str, str]:
    """What events carry from which the limitation period is watched: its last day, unless it was interrupted."""
    if case.limitation_on is None or (case.pk and any(f.what in INTERRUPTING for f in case.filings.all())):
        return {}
    return {"limitation_on": case.limitation_on.isoformat()}

"""How every write to a lead or a letter begins and ends: lock, check, change, then record."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from monitoring_letters.models import Lead, SupervisionLetter
from monitoring_letters.services.persons import person_refusal
from unionlaw.lib.errors import Missing, Refused
from unionlaw.matters.models import Event, Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.services import events
from unionlaw.matters.services.checking import REASON_LENGTH
from unionlaw.matters.services.locking import check_transition, lock_matter
from unionlaw.network.actors import Actor


def begin(*, letter_id: int, verb: str, by: Actor, version: int | None) -> SupervisionLetter:
    """Lock the letter and see that `by` may do `verb` now.

    Raises:
        Missing, Stale: see `lock_matter`.
        Refused: the role lacks the right, or this person may not (they drafted it, they decided before).
        Conflict: the status does not allow it.
    """
    matter = lock_matter(matter_id=letter_id, by=by, version=version)
    if matter.kind != Kind.SUPERVISION_LETTER:
        raise Missing(_("没有这份函书，或者您无权查看。"))
    letter = SupervisionLetter.objects.select_related("employer", "authority").get(pk=matter.pk)
    letter.matter = matter
    check_transition(matter=matter, verb=verb, by=by)
    if reason := person_refusal(letter, verb, by):
        raise Refused(reason)
    return letter


def begin_lead(*, lead_id: int, verb: str, by: Actor, version: int | None) -> Lead:
    """Lock the lead and see that `by` may do `verb` now. Raises Missing, Stale, Refused or Conflict."""
    matter = lock_matter(matter_id=lead_id, by=by, version=version)
    if matter.kind != Kind.LEAD:
        raise Missing(_("没有这条线索，或者您无权查看。"))
    lead = Lead.objects.select_related("employer").get(pk=matter.pk)
    lead.matter = matter
    check_transition(matter=matter, verb=verb, by=by)
    return lead


def record(
    row: SupervisionLetter | Lead,
    name: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Save the row, then record the event: time limits and the next step follow what was saved."""
    row.save()
    return events.record(row.matter, name, by=by, at=at, reason=reason[:REASON_LENGTH], data=data)


def check_document(document: Any, matter: Matter, field: str, errors: dict[str, Any]) -> None:
    """Note in `errors` when a paper lies in the folder of another matter."""
    if document is not None and document.matter_id != matter.pk:
        errors[field] = _("这份文件不在本函书的文件夹里。")

"""How every write to a lead or a letter begins and ends: lock, check, change, then record."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from monitoring_letters.models import Lead, SupervisionLetter
from monitoring_letters.services.persons import person_refusal
from unionlaw.lib.errors import Invalid, Missing, Refused
from unionlaw.matters.models import Event, Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.services import events
from unionlaw.matters.services.locking import check_transition, lock_matter
from unionlaw.network.actors import Actor

REASON_LENGTH = 1000


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


def said(day: Any) -> str | None:
    """A day as events carry it."""
    return day.isoformat() if day else None


def need(text: str, field: str, message: str, errors: dict[str, Any], *, longest: int = REASON_LENGTH) -> str:
    """The text without blanks around it; notes in `errors` when it is empty or longer than `longest` characters."""
    text = text.strip()
    if not text:
        errors[field] = message
    elif len(text) > longest:
        errors[field] = _("最多%(longest)d个字。") % {"longest": longest}
    return text


def need_reason(reason: str, message: str = "") -> str:
    """The reason. Raises Invalid when it is empty or too long."""
    errors: dict[str, Any] = {}
    reason = need(reason, "reason", message or _("请写明原因。"), errors)
    refuse_if(errors)
    return reason


def refuse_if(errors: dict[str, Any]) -> None:
    """Raises Invalid when there are any."""
    if errors:
        raise Invalid(errors)


def not_in_future(day: Any, field: str, today: Any, errors: dict[str, Any]) -> None:
    """Note in `errors` that what happened cannot have happened after `today`."""
    if day and day > today:
        errors[field] = _("日期不能晚于今天。")


def check_columns(instance: models.Model, fields: Iterable[str], errors: dict[str, Any], *, prefix: str = "") -> None:
    """Note in `errors` what the columns `fields` of an unsaved row do not allow (choices, lengths)."""
    wanted = set(fields)
    try:
        instance.clean_fields(exclude={f.name for f in instance._meta.fields} - wanted)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            errors.setdefault(f"{prefix}{name}", messages)


def check_document(document: Any, matter: Matter, field: str, errors: dict[str, Any]) -> None:
    """Note in `errors` when a paper lies in the folder of another matter."""
    if document is not None and document.matter_id != matter.pk:
        errors[field] = _("这份文件不在本函书的文件夹里。")

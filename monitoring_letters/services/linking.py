"""What is handed to another authority about the employer, or comes from one; each with its own clock."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring_letters.models import LinkedInstrument, SupervisionLetter
from monitoring_letters.services.steps import begin, record
from unionlaw.lib.errors import Conflict, Missing
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Grant
from unionlaw.matters.services.checking import check_columns, need, not_in_future, refuse_if, said
from unionlaw.matters.services.grants import grant
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation


@transaction.atomic
def record_linked(
    *,
    letter_id: int,
    kind: str,
    sent_on: date,
    body: str = "",
    organisation: Organisation | None = None,
    number: str = "",
    note: str = "",
    reply_by: date | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> LinkedInstrument:
    """Write down a lead handed to labour inspection or the procuratorate, or an instrument of theirs or of a court.

    Args:
        kind: one of LinkedInstrument.Kind. body: which authority, in words. number: its document number.
        organisation: the partner organ it is, where it takes part in the portal. It then sees what was handed to it,
            and says how far it is (`exchange.report_state`).
        sent_on: when it was handed over or issued.
        reply_by: by when a result is awaited; sixty working days (监察条例 art. 18) when None.

    Raises Invalid per argument.
    """
    letter = begin(letter_id=letter_id, verb="record_linked", by=by, version=version)
    errors: dict[str, Any] = {}
    linked = LinkedInstrument(
        letter=letter, kind=kind, organisation=organisation, number=number.strip(), note=note.strip(), sent_on=sent_on
    )
    said_body = organisation.name if organisation else body
    linked.body = need(said_body, "body", _("请选择协作单位，或者写明单位。"), errors, longest=120)
    if organisation and (not organisation.is_partner or organisation.closed_on):
        errors["organisation"] = _("请选择一个在册的协作单位。")
    check_columns(linked, ["kind", "number", "note"], errors)
    not_in_future(sent_on, "sent_on", timezone.localdate(at), errors)
    if reply_by and reply_by < sent_on:
        errors["reply_by"] = _("等待结果的日期不能早于移送日期。")
    refuse_if(errors)
    linked.save()
    if organisation and kind in LinkedInstrument.OURS:
        # What another authority issued by itself is no reason to show it our papers.
        grant(matter=letter.matter, viewer=organisation, why=Grant.Why.REFERRED_ORGAN, by=by, at=at)
    label = stored(LinkedInstrument.Kind(kind).label)
    data = {
        "kind": label,
        "body": linked.body,
        "what": label,
        "linked": linked.pk,
        "sent_on": said(sent_on),
        "reply_by": said(reply_by),
    }
    record(letter, "letter.linked", by=by, at=at, reason=linked.note, data=data)
    return linked


@transaction.atomic
def answer_linked(
    *,
    letter_id: int,
    linked_id: int,
    answered_on: date,
    outcome: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> LinkedInstrument:
    """Write down what came of it. Raises Missing for one of another letter, Conflict when it is known, Invalid."""
    letter = begin(letter_id=letter_id, verb="answer_linked", by=by, version=version)
    linked = letter.linked.filter(pk=linked_id).first()
    if linked is None:
        raise Missing(_("本函书没有这项移送或关联文书。"))
    if linked.answered_on is not None:
        raise Conflict(_("已经登记了结果。"))
    errors: dict[str, Any] = {}
    linked.outcome = need(outcome, "outcome", _("请写明结果。"), errors, longest=500)
    not_in_future(answered_on, "answered_on", timezone.localdate(at), errors)
    if answered_on < linked.sent_on:
        errors["answered_on"] = _("结果日期不能早于移送日期。")
    refuse_if(errors)
    close_linked(letter, linked, answered_on, by=by, at=at)
    return linked


def close_linked(
    letter: SupervisionLetter, linked: LinkedInstrument, answered_on: date, *, by: Actor, at: datetime
) -> None:
    """Save the day on which the outcome became known, and stop the clock of what was handed over."""
    linked.answered_on = answered_on
    linked.save()
    data = {
        "kind": stored(linked.get_kind_display()),
        "body": linked.body,
        "linked": linked.pk,
        "happened_on": answered_on.isoformat(),
    }
    record(letter, "letter.linked_answered", by=by, at=at, reason=linked.outcome, data=data)

"""Inquiries before a letter: at least two supervisors who show their certificates, a record, both sides heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring_letters.models import Inquiry, SupervisionLetter, Supervisor
from monitoring_letters.services.steps import begin, check_document, record
from unionlaw.documents.models import Document
from unionlaw.lib.errors import Missing
from unionlaw.matters.services.checking import check_columns, need, not_in_future, refuse_if
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post

FEWEST = 2
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class SupervisorInput:
    """Who took part; `certificate` is the number of their 工会劳动法律监督员证, `post` their post in the portal."""

    name: str
    certificate: str = ""
    post: Post | None = None


@transaction.atomic
def record_inquiry(
    *,
    letter_id: int,
    held_on: date,
    place: str,
    heard: str,
    text: str,
    supervisors: Sequence[SupervisorInput],
    cooperative: bool = True,
    document: Document | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Inquiry:
    """Write down an inquiry of the draft.

    Args:
        heard: whom the supervisors heard, in words (both sides are to be heard).
        text: the record (笔录) in words. document: the signed record in the letter's folder.
        supervisors: at least two.
        cooperative: False when the employer did not let them inquire.

    Raises Invalid per argument and under "supervisor-<i>-<column>".
    """
    letter = begin(letter_id=letter_id, verb="record_inquiry", by=by, version=version)
    inquiry = add_inquiry(
        letter, purpose=Inquiry.Purpose.INQUIRY, held_on=held_on, place=place, heard=heard, text=text,
        supervisors=supervisors, cooperative=cooperative, document=document, at=at, errors={},
    )  # fmt: skip
    data = {"held_on": held_on.isoformat(), "who": names(supervisors)}
    record(letter, "letter.inquiry_recorded", by=by, at=at, data=data)
    return inquiry


@transaction.atomic
def remove_inquiry(
    *, letter_id: int, inquiry_id: int, by: Actor, at: datetime, version: int | None = None
) -> SupervisionLetter:
    """Take an inquiry out of the draft; the row history keeps it. Raises Missing for one of another letter."""
    letter = begin(letter_id=letter_id, verb="remove_inquiry", by=by, version=version)
    inquiry = letter.inquiries.filter(pk=inquiry_id, purpose=Inquiry.Purpose.INQUIRY).first()
    if inquiry is None:
        raise Missing(_("本函书没有这次调查。"))
    inquiry.supervisors.all().delete()
    held_on = inquiry.held_on
    inquiry.delete()
    record(letter, "letter.inquiry_removed", by=by, at=at, data={"held_on": held_on.isoformat()})
    return letter


def add_inquiry(
    letter: SupervisionLetter,
    *,
    purpose: str,
    held_on: date,
    place: str,
    heard: str,
    text: str,
    supervisors: Sequence[SupervisorInput],
    cooperative: bool,
    document: Document | None,
    at: datetime,
    errors: dict[str, Any],
) -> Inquiry:
    """Check and save an inquiry or re-inspection. Raises Invalid with `errors` and what is wrong here."""
    inquiry = Inquiry(
        letter=letter, purpose=purpose, held_on=held_on, place=place.strip(), heard=heard.strip(), document=document,
        cooperative=cooperative,
    )  # fmt: skip
    inquiry.record = need(text, "text", _("请写笔录。"), errors, longest=LONGEST)
    check_columns(inquiry, ["place", "heard"], errors)
    check_document(document, letter.matter, "document", errors)
    not_in_future(held_on, "held_on", timezone.localdate(at), errors)
    rows = []
    for i, given in enumerate(supervisors):
        row = Supervisor(name=given.name.strip(), certificate=given.certificate.strip(), post=given.post)
        check_columns(row, ["name", "certificate"], errors, prefix=f"supervisor-{i}-")
        rows.append(row)
    if len({row.name for row in rows}) < FEWEST:
        errors["supervisors"] = _("须有两名以上监督员。")
    elif len({row.name for row in rows}) < len(rows):
        errors["supervisors"] = _("监督员重复。")
    refuse_if(errors)
    inquiry.save()
    for row in rows:
        row.inquiry = inquiry
    Supervisor.objects.bulk_create(rows)
    return inquiry


def names(supervisors: Sequence[SupervisorInput]) -> str:
    """甲、乙, as stored."""
    return "、".join(one.name.strip() for one in supervisors)

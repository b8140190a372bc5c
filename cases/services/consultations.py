"""Consultations: recorded on one short screen, answered at once or later, or passed on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Consultation
from unionlaw.lib.errors import Missing
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Dispute, Grant, Matter
from unionlaw.matters.models.matter import Channel, Kind, Priority
from unionlaw.matters.services.checking import check_columns, need, need_reason, refuse_if
from unionlaw.matters.services.events import record
from unionlaw.matters.services.facts import open_dispute
from unionlaw.matters.services.grants import grant
from unionlaw.matters.services.holding import holder_for
from unionlaw.matters.services.locking import check_transition, lock_matter
from unionlaw.matters.services.opening import open_matter
from unionlaw.matters.services.taking_in import is_green
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.roles import STAFF, Role
from unionlaw.registers.models import Cause, Employer, Worker

LONGEST_TEXT = 10_000


@transaction.atomic
def record_consultation(
    *,
    question: str,
    channel: str,
    workers: Sequence[Worker] = (),
    employers: Sequence[Employer] = (),
    visitor_name: str = "",
    cause: Cause | None = None,
    advice: str = "",
    wants_aid: bool = False,
    organisation: Organisation | None = None,
    by: Actor,
    at: datetime,
) -> Consultation:
    """Take down what someone asks; with `advice` it is answered at once.

    Args:
        workers: who asks; may be empty when they do not want to be registered, then `visitor_name` may say how to
            address them.
        organisation: who holds it; the actor's own when None.

    Raises:
        Refused: the actor may not record consultations.
        Invalid: under question, channel, visitor_name, advice, workers, employers or organisation.
    """
    by.require("consultation.record")
    errors: dict[str, Any] = {}
    question = need(question, "question", _("请写下来访人咨询的问题。"), errors, longest=LONGEST_TEXT)
    advice = advice.strip()
    if len(advice) > LONGEST_TEXT:
        errors["advice"] = _("最多%(longest)d个字。") % {"longest": LONGEST_TEXT}
    if channel not in Channel.values:
        errors["channel"] = _("请选择来源。")
    if len({worker.pk for worker in workers}) < len(workers):
        errors["workers"] = _("同一名职工填写了两次。")
    if len({employer.pk for employer in employers}) < len(employers):
        errors["employers"] = _("同一家用人单位填写了两次。")
    consultation = Consultation(visitor_name=visitor_name.strip(), advice="", wants_aid=wants_aid)
    check_columns(consultation, ["visitor_name"], errors)
    refuse_if(errors)

    dispute: Dispute | None = None
    if workers or employers or cause:
        dispute = open_dispute(by=by, at=at, workers=list(workers), employers=list(employers), cause=cause)
    green = is_green(workers)
    consultation.matter = open_matter(
        kind=Kind.CONSULTATION,
        event="consultation.recorded",
        title="" if workers else _title(consultation.visitor_name, question),
        summary=question,
        dispute=dispute,
        organisation=holder_for(by, organisation),
        owner=by.post,
        channel=channel,
        green_channel=green,
        priority=Priority.HIGH if green else Priority.NORMAL,
        by=by,
        at=at,
    )
    consultation.save(force_insert=True)
    if by.post is not None and by.role == Role.LAWYER:
        # A duty lawyer stands outside the tree; they keep sight of what they took in.
        grant(matter=consultation.matter, viewer=by.post, why=Grant.Why.ASSIGNED_LAWYER, by=by, at=at)
    if advice:
        _answer(consultation, advice, by=by, at=at)
    return consultation


@transaction.atomic
def answer_consultation(
    *, matter_id: int, advice: str, by: Actor, at: datetime, version: int | None = None
) -> Consultation:
    """Answer it; raises Invalid without advice."""
    consultation = lock_consultation(matter_id=matter_id, verb="answer_consultation", by=by, version=version)
    errors: dict[str, Any] = {}
    advice = need(advice, "advice", _("请写下答复意见。"), errors, longest=LONGEST_TEXT)
    refuse_if(errors)
    _answer(consultation, advice, by=by, at=at)
    return consultation


@transaction.atomic
def refer_consultation(
    *, matter_id: int, referred_to: str, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Consultation:
    """Send the visitor to another authority, named in words; raises Invalid without one or without a reason."""
    consultation = lock_consultation(matter_id=matter_id, verb="refer_consultation", by=by, version=version)
    errors: dict[str, Any] = {}
    referred_to = need(referred_to, "referred_to", _("请写明转介到哪个单位。"), errors, longest=120)
    refuse_if(errors)
    reason = need_reason(reason, _("请写明转介原因。"))
    record(
        consultation.matter,
        "consultation.referred",
        by=by,
        at=at,
        reason=reason,
        data={"organisation": referred_to},
    )
    return consultation


def lock_consultation(*, matter_id: int, verb: str, by: Actor, version: int | None = None) -> Consultation:
    """The consultation with its matter locked, once right and status allow `verb`.

    Raises Missing, Stale, Refused or Conflict.
    """
    matter = lock_matter(matter_id=matter_id, by=by, version=version)
    if matter.kind != Kind.CONSULTATION:
        raise Missing(_("没有这个咨询，或者您无权查看。"))
    check_transition(matter=matter, verb=verb, by=by)
    consultation = Consultation.objects.get(pk=matter.pk)
    consultation.matter = matter
    return consultation


def _answer(consultation: Consultation, advice: str, *, by: Actor, at: datetime) -> None:
    consultation.advice = advice
    consultation.save(update_fields=["advice"])
    record(consultation.matter, "consultation.answered", by=by, at=at)


def owner_for(by: Actor, matter: Matter | None = None) -> Any:
    """The officer who answers for what `by` takes in, or None when the system does."""
    if by.post is not None and by.post.role in STAFF:
        return by.post
    return matter.owner if matter else None


def _title(visitor_name: str, question: str) -> str:
    """A consultation of someone who is not registered is known by what they ask."""
    first_line = question.splitlines()[0]
    return f"{visitor_name or stored(gettext_lazy('来访人'))}：{first_line[:40]}"

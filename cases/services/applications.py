"""Applying for legal aid: parties, claims, facts and the checklist of papers, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.limitation import default_limitation
from cases.models import AidCase, Consultation
from cases.services.consultations import is_green, lock_consultation, owner_for
from cases.services.materials import create_checklist
from cases.services.steps import limitation_data
from unionlaw.matters.models import Dispute, MatterLink, Party
from unionlaw.matters.models.matter import Channel, Kind, Priority
from unionlaw.matters.services.checking import check_columns, refuse_if
from unionlaw.matters.services.events import record
from unionlaw.matters.services.facts import (
    GROUP_SIZE,
    ClaimInput,
    add_claimants,
    add_claims,
    add_party,
    open_dispute,
    refresh_dispute,
)
from unionlaw.matters.services.grants import link
from unionlaw.matters.services.holding import holder_for
from unionlaw.matters.services.opening import open_matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.registers.models import Cause, Employer, Worker

__all__ = ["ApplicantInput", "ClaimInput", "apply_for_aid", "cause_error"]

LONGEST_FACTS = 20_000


@dataclass(frozen=True, slots=True)
class ApplicantInput:
    """A worker who applies, with their claims, and whether they represent the others."""

    worker: Worker
    claims: Sequence[ClaimInput] = field(default_factory=list)
    representative: bool = False


@transaction.atomic
def apply_for_aid(
    *,
    applicants: Sequence[ApplicantInput],
    employers: Sequence[Employer],
    cause: Cause | None,
    facts: str,
    eligibility: str,
    channel: str,
    hardship_note: str = "",
    infringed_on: date | None = None,
    employment_ended_on: date | None = None,
    limitation_on: date | None = None,
    consultation_id: int | None = None,
    organisation: Organisation | None = None,
    applied_on: date | None = None,
    by: Actor,
    at: datetime,
) -> AidCase:
    """Take in an application. From a consultation it goes on with the same dispute and settles the consultation.

    The green channel is set by itself for migrant and platform workers and for groups of ten and more.

    Args:
        infringed_on: when the workers knew or should have known; the limitation period begins there.
        limitation_on: the last day to act; counted from the two dates before when None (调解仲裁法 art. 27).
        consultation_id: the consultation it follows, or None.
        applied_on: the day of `at` when None.

    Raises:
        Refused: the actor may not take in applications.
        Missing, Conflict: the consultation is not there for the actor, or was settled otherwise.
        Invalid: under the arguments' names; for rows under "applicant-<i>-worker", "applicant-<i>-claims" and
            "applicant-<i>-claim-<j>-<column>", counted from 0.
    """
    by.require("aid_case.apply")
    today = timezone.localdate(at)
    applied_on = applied_on or today
    case = AidCase(
        applied_on=applied_on,
        eligibility=eligibility,
        hardship_note=hardship_note.strip(),
        limitation_on=limitation_on
        or default_limitation(infringed_on, employment_ended_on, [c.head for a in applicants for c in a.claims]),
    )
    facts = facts.strip()
    _check(case, applicants, employers, cause, facts, channel, infringed_on, employment_ended_on, today)
    consultation = None
    if consultation_id is not None:
        consultation = lock_consultation(matter_id=consultation_id, verb="apply_for_aid", by=by)
        organisation = organisation or consultation.matter.organisation

    dispute = _dispute(consultation, cause, facts, infringed_on, employment_ended_on, by=by, at=at)
    named = {party.employer_id for party in dispute.parties.filter(side=Party.Side.RESPONDENT)}
    for employer in employers:
        if employer.pk not in named:
            add_party(dispute=dispute, side=Party.Side.RESPONDENT, employer=employer)
    parties = add_claimants(dispute=dispute, workers={a.worker: a.representative for a in applicants})
    add_claims((party, claim) for party, a in zip(parties, applicants, strict=True) for claim in a.claims)

    workers = dispute.parties.filter(side=Party.Side.CLAIMANT, worker__isnull=False).count()
    green = is_green([a.worker for a in applicants]) or workers >= GROUP_SIZE
    case.matter = open_matter(
        kind=Kind.AID_CASE,
        event="aid_application.received",
        title="",
        summary=facts,
        dispute=dispute,
        organisation=holder_for(by, organisation),
        owner=owner_for(by, consultation.matter if consultation else None),
        channel=channel,
        green_channel=green,
        priority=Priority.HIGH if green else Priority.NORMAL,
        by=by,
        at=at,
        data=limitation_data(case),
    )
    case.save(force_insert=True)
    create_checklist(case, cause)
    if consultation:
        _settle(consultation, case, by=by, at=at)
    return case


def cause_error(cause: Cause | None, on: date) -> str:
    """Why an application of the day `on` cannot carry this cause, or ""."""
    if cause is None or cause.heading:
        return _("请选择案由。")
    if cause.valid_from > on or (cause.valid_until and cause.valid_until < on):
        return _("所选案由在%(on)s不适用，请从当日有效的案由规定中选择。") % {"on": on.isoformat()}
    return ""


def _check(
    case: AidCase,
    applicants: Sequence[ApplicantInput],
    employers: Sequence[Employer],
    cause: Cause | None,
    facts: str,
    channel: str,
    infringed_on: date | None,
    employment_ended_on: date | None,
    today: date,
) -> None:
    errors: dict[str, Any] = {}
    if not applicants:
        errors["applicants"] = _("请至少填写一名申请人。")
    seen: set[int] = set()
    for i, applicant in enumerate(applicants):
        if applicant.worker.pk in seen:
            errors[f"applicant-{i}-worker"] = _("%(name)s填写了两次。") % {"name": applicant.worker.name}
        seen.add(applicant.worker.pk)
        if not applicant.claims:
            errors[f"applicant-{i}-claims"] = _("请为%(name)s至少填写一项请求。") % {"name": applicant.worker.name}
        for j, claim in enumerate(applicant.claims):
            errors |= claim.errors(f"applicant-{i}-claim-{j}-")
    if not employers:
        errors["employers"] = _("请填写用人单位。")
    elif len({employer.pk for employer in employers}) < len(employers):
        errors["employers"] = _("同一家用人单位填写了两次。")
    if message := cause_error(cause, case.applied_on):
        errors["cause"] = message
    if not facts:
        errors["facts"] = _("请写明事实与理由。")
    elif len(facts) > LONGEST_FACTS:
        errors["facts"] = _("最多%(longest)d个字。") % {"longest": LONGEST_FACTS}
    if channel not in Channel.values:
        errors["channel"] = _("请选择来源。")
    dates = {"applied_on": case.applied_on, "infringed_on": infringed_on, "employment_ended_on": employment_ended_on}
    for name, day in dates.items():
        if day and day > today:
            errors[name] = _("日期不能晚于今天。")
    check_columns(case, ["eligibility", "hardship_note"], errors)
    refuse_if(errors)


def _dispute(
    consultation: Consultation | None,
    cause: Cause | None,
    facts: str,
    infringed_on: date | None,
    employment_ended_on: date | None,
    *,
    by: Actor,
    at: datetime,
) -> Dispute:
    """The consultation's dispute with what is now known, or a new one."""
    if consultation is None or consultation.matter.dispute_id is None:
        return open_dispute(
            by=by,
            at=at,
            workers=[],
            employers=[],
            cause=cause,
            facts=facts,
            infringed_on=infringed_on,
            employment_ended_on=employment_ended_on,
        )
    dispute = Dispute.objects.select_for_update().get(pk=consultation.matter.dispute_id)
    dispute.cause, dispute.facts = cause, facts
    dispute.infringed_on, dispute.employment_ended_on = infringed_on, employment_ended_on
    dispute.save()
    return dispute


def _settle(consultation: Consultation, case: AidCase, *, by: Actor, at: datetime) -> None:
    """The consultation has become an application: link the two, and let it show the same parties."""
    matter = consultation.matter
    link(from_matter=case.matter, to_matter=matter, relation=MatterLink.Relation.FOLLOWS, at=at)
    matter.dispute = case.matter.dispute
    record(
        matter,
        "consultation.applied",
        by=by,
        at=at,
        data={"number": case.matter.number, "matter_id": case.pk},
    )
    if case.matter.dispute_id:
        refresh_dispute(dispute_id=case.matter.dispute_id)

"""Applying for legal aid: parties, claims, facts and the checklist of papers, in one transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.limitation import default_limitation, limitation_error
from cases.models import AidCase
from cases.services.consultations import lock_consultation, owner_for
from cases.services.materials import create_checklist
from cases.services.steps import limitation_data
from unionlaw.matters.models import Dispute, Matter, MatterLink, Party
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
from unionlaw.matters.services.locking import lock_matter
from unionlaw.matters.services.opening import open_matter
from unionlaw.matters.services.taking_in import (
    ApplicantInput,
    cause_error,
    check_people,
    facts_error,
    is_green,
    not_yet_claimed,
)
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.registers.models import Cause, Employer

__all__ = ["ApplicantInput", "ClaimInput", "apply_for_aid"]


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
    from_matter_id: int | None = None,
    organisation: Organisation | None = None,
    applied_on: date | None = None,
    by: Actor,
    at: datetime,
) -> AidCase:
    """Take in an application. From a consultation it goes on with the same dispute and settles the consultation; from
    another matter (a supervision letter) it goes on with the same dispute, and that matter stays as it is.

    The green channel is set by itself for migrant and platform workers and for groups of ten and more.

    Args:
        infringed_on: when the workers knew or should have known; the limitation period begins there.
        limitation_on: the last day to act; counted from the two dates before when None (调解仲裁法 art. 27).
        consultation_id: the consultation it follows, or None.
        from_matter_id: another matter of the dispute that it follows, or None; its claims are taken up, not doubled.
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
    consultation, origin = None, None
    if consultation_id is not None:
        consultation = lock_consultation(matter_id=consultation_id, verb="apply_for_aid", by=by)
        origin = consultation.matter
        organisation = organisation or origin.organisation
    elif from_matter_id is not None:
        origin = lock_matter(matter_id=from_matter_id, by=by)

    dispute = _dispute(origin, cause, facts, infringed_on, employment_ended_on, by=by, at=at)
    named = {party.employer_id for party in dispute.parties.filter(side=Party.Side.RESPONDENT)}
    for employer in employers:
        if employer.pk not in named:
            add_party(dispute=dispute, side=Party.Side.RESPONDENT, employer=employer)
    parties = add_claimants(dispute=dispute, workers={a.worker: a.representative for a in applicants})
    add_claims(not_yet_claimed([(party, c) for party, a in zip(parties, applicants, strict=True) for c in a.claims]))

    workers = dispute.parties.filter(side=Party.Side.CLAIMANT, worker__isnull=False).count()
    green = is_green([a.worker for a in applicants]) or workers >= GROUP_SIZE
    case.matter = open_matter(
        kind=Kind.AID_CASE,
        event="aid_application.received",
        title="",
        summary=facts,
        dispute=dispute,
        organisation=holder_for(by, organisation),
        owner=owner_for(by, origin),
        channel=channel,
        green_channel=green,
        priority=Priority.HIGH if green else Priority.NORMAL,
        by=by,
        at=at,
        data=limitation_data(case),
    )
    case.save(force_insert=True)
    create_checklist(case, cause)
    if origin:
        _follow(origin, case, "consultation.applied" if consultation else "matter.followed_up", by=by, at=at)
    return case


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
    check_people(applicants, employers, errors)
    if message := cause_error(cause, case.applied_on):
        errors["cause"] = message
    if message := facts_error(facts):
        errors["facts"] = message
    if channel not in Channel.values:
        errors["channel"] = _("请选择来源。")
    dates = {"applied_on": case.applied_on, "infringed_on": infringed_on, "employment_ended_on": employment_ended_on}
    for name, day in dates.items():
        if day and day > today:
            errors[name] = _("日期不能晚于今天。")
    if message := limitation_error(case.limitation_on, today):
        errors["limitation_on"] = message
    check_columns(case, ["eligibility", "hardship_note"], errors)
    refuse_if(errors)


def _dispute(
    origin: Matter | None,
    cause: Cause | None,
    facts: str,
    infringed_on: date | None,
    employment_ended_on: date | None,
    *,
    by: Actor,
    at: datetime,
) -> Dispute:
    """The dispute of what the application follows, with what is now known, or a new one."""
    if origin is None or origin.dispute_id is None:
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
    dispute = Dispute.objects.select_for_update().get(pk=origin.dispute_id)
    dispute.cause, dispute.facts = cause, facts
    dispute.infringed_on, dispute.employment_ended_on = infringed_on, employment_ended_on
    dispute.save()
    return dispute


def _follow(origin: Matter, case: AidCase, event: str, *, by: Actor, at: datetime) -> None:
    """Link the two and say so there, let both show the same parties. A consultation is settled by its event."""
    link(from_matter=case.matter, to_matter=origin, relation=MatterLink.Relation.FOLLOWS, at=at)
    origin.dispute = case.matter.dispute
    record(origin, event, by=by, at=at, data={"number": case.matter.number, "matter_id": case.pk})
    if case.matter.dispute_id:
        refresh_dispute(dispute_id=case.matter.dispute_id)

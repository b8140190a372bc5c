"""Changing what a mediation is about before an agreement: parties, claims, cause, facts, how it is held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.models import Mediation
from mediation.services.steps import begin, record
from mediation.services.warnings import find_warnings
from unionlaw.lib.errors import Invalid
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Claim, Party
from unionlaw.matters.services.amending import (
    join_applicant,
    join_claim,
    join_respondent,
    lock_dispute,
    lock_siblings,
    rewrite_claim,
    show_change,
)
from unionlaw.matters.services.checking import check_columns, refuse_if
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.matters.services.taking_in import cause_error, facts_error
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Cause, Employer, Worker

WHAT_LENGTH = 300


@transaction.atomic
def change_facts(
    *,
    mediation_id: int,
    cause: Cause | None,
    facts: str,
    form: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Mediation:
    """Change cause, facts and the form of the meetings.

    Raises:
        Refused, Conflict, Missing, Stale: see `steps.begin`.
        Invalid: under cause, facts or form, and when nothing is changed.
    """
    mediation = _begin(mediation_id, by, version)
    dispute = lock_dispute(mediation.matter)
    facts = facts.strip()
    errors: dict[str, Any] = {}
    same_cause = cause is not None and cause.pk == dispute.cause_id
    if not same_cause and (message := cause_error(cause, mediation.received_on)):
        errors["cause"] = message
    if message := facts_error(facts):
        errors["facts"] = message
    former = stored(mediation.get_form_display())
    moved, mediation.form = mediation.form != form, form
    check_columns(mediation, ["form"], errors)
    refuse_if(errors)
    changes = []
    if not same_cause:
        changes.append(f"{stored(gettext_lazy('案由'))}：{dispute.cause or '—'} → {cause}")
    if facts != dispute.facts:
        changes.append(stored(gettext_lazy("事实与理由")))
    if moved:
        changes.append(f"{stored(gettext_lazy('方式'))}：{former} → {stored(mediation.get_form_display())}")
    if not changes:
        raise Invalid(_("没有改动任何内容。"))
    dispute.cause, dispute.facts = cause, facts
    dispute.save()
    mediation.matter.summary = facts
    _finish(mediation, "；".join(changes), by=by, at=at)
    return mediation


@transaction.atomic
def add_applicant(
    *,
    mediation_id: int,
    worker: Worker,
    claims: Sequence[ClaimInput],
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Party:
    """Let one more worker join. Raises as `change_facts`; Invalid as `amending.join_applicant`."""
    mediation = _begin(mediation_id, by, version)
    party, what = join_applicant(mediation.matter, worker, claims)
    _finish(mediation, what, by=by, at=at)
    return party


@transaction.atomic
def add_respondent(
    *, mediation_id: int, employer: Employer, by: Actor, at: datetime, version: int | None = None
) -> Party:
    """Name one more employer. Raises as `change_facts`; Invalid when it is named already."""
    mediation = _begin(mediation_id, by, version)
    party, what = join_respondent(mediation.matter, employer)
    _finish(mediation, what, by=by, at=at)
    return party


@transaction.atomic
def add_claim(
    *, mediation_id: int, party_id: int, claim: ClaimInput, by: Actor, at: datetime, version: int | None = None
) -> Claim:
    """One more head of claim. Raises as `change_facts`; Missing for a party of another dispute."""
    mediation = _begin(mediation_id, by, version)
    row, what = join_claim(mediation.matter, party_id, claim)
    _finish(mediation, what, by=by, at=at)
    return row


@transaction.atomic
def amend_claim(
    *, mediation_id: int, claim_id: int, claim: ClaimInput, by: Actor, at: datetime, version: int | None = None
) -> Claim:
    """Change a head of claim without an outcome. Raises as `change_facts`; Missing for another dispute's claim."""
    mediation = _begin(mediation_id, by, version)
    row, what = rewrite_claim(mediation.matter, claim_id, claim)
    _finish(mediation, what, by=by, at=at)
    return row


def _begin(mediation_id: int, by: Actor, version: int | None) -> Mediation:
    lock_siblings(matter_id=mediation_id, by=by)
    return begin(mediation_id=mediation_id, verb="change_facts", by=by, version=version)


def _finish(mediation: Mediation, what: str, *, by: Actor, at: datetime) -> None:
    show_change(mediation.matter)
    record(mediation, "mediation.facts_changed", by=by, at=at, data={"what": what[:WHAT_LENGTH]})
    find_warnings(mediation, by=by, at=at)

"""Changing what a mediation is about before an agreement: parties, claims, cause, facts, how it is held."""

from __future__ import annotations

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
from unionlaw.matters.services.amending import change_of, compare_facts, lock_dispute
from unionlaw.matters.services.changing import FactsChanges
from unionlaw.matters.services.checking import check_columns, refuse_if
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Cause

WHAT_LENGTH = 300


def _begin(matter_id: int, *, verb: str, by: Actor, version: int | None) -> Mediation:
    return begin(mediation_id=matter_id, verb=verb, by=by, version=version)


def _record(mediation: Mediation, event: str, *, by: Actor, at: datetime, data: dict[str, Any]) -> None:
    record(mediation, event, by=by, at=at, data={**data, "what": data["what"][:WHAT_LENGTH]})
    find_warnings(mediation, by=by, at=at)


changes = FactsChanges(verb="change_facts", event="mediation.facts_changed", begin=_begin, record=_record)


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
    mediation = changes.open(mediation_id, by, version)
    dispute = lock_dispute(mediation.matter)
    facts = facts.strip()
    errors, changed = compare_facts(dispute, cause=cause, facts=facts, taken_in_on=mediation.received_on)
    former = stored(mediation.get_form_display())
    moved, mediation.form = mediation.form != form, form
    check_columns(mediation, ["form"], errors)
    refuse_if(errors)
    if moved:
        changed.append(change_of(gettext_lazy("方式"), former, stored(mediation.get_form_display())))
    if not changed:
        raise Invalid(_("没有改动任何内容。"))
    dispute.cause, dispute.facts = cause, facts
    dispute.save()
    mediation.matter.summary = facts
    changes.finish(mediation, "；".join(changed), by=by, at=at)
    return mediation


add_applicant = changes.add_applicant
add_respondent = changes.add_respondent
add_claim = changes.add_claim
amend_claim = changes.amend_claim

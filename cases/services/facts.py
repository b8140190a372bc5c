"""Changing what a live case is about: parties, claims, cause and dates. The other proceedings of the dispute follow."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import AidCase
from cases.services.materials import create_checklist
from cases.services.steps import begin, limitation_data, lock_dispute, record
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Claim, Party
from unionlaw.matters.services.amending import (
    join_applicant,
    join_claim,
    join_respondent,
    lock_siblings,
    rewrite_claim,
    show_change,
)
from unionlaw.matters.services.checking import refuse_if
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.matters.services.taking_in import cause_error, facts_error
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Cause, Employer, Worker

MOST_REPRESENTATIVES = 5
"""A group names three to five who speak for it (劳动人事争议仲裁办案规则, collective cases)."""


@transaction.atomic
def add_applicant(
    *,
    case_id: int,
    worker: Worker,
    claims: Sequence[ClaimInput],
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Party:
    """Let one more worker join. Raises Invalid for worker, claims or "claim-<j>-<column>"."""
    case = _begin(case_id, by, version)
    party, what = join_applicant(case.matter, worker, claims)
    _finish(case, what, by=by, at=at)
    return party


@transaction.atomic
def add_respondent(*, case_id: int, employer: Employer, by: Actor, at: datetime, version: int | None = None) -> Party:
    """Name one more employer. Raises Invalid when it is named already."""
    case = _begin(case_id, by, version)
    party, what = join_respondent(case.matter, employer)
    _finish(case, what, by=by, at=at)
    return party


@transaction.atomic
def add_claim(
    *, case_id: int, party_id: int, claim: ClaimInput, by: Actor, at: datetime, version: int | None = None
) -> Claim:
    """One more head of claim. Raises Missing for a party of another case, Invalid per column of the claim."""
    case = _begin(case_id, by, version)
    row, what = join_claim(case.matter, party_id, claim)
    _finish(case, what, by=by, at=at)
    return row


@transaction.atomic
def amend_claim(
    *, case_id: int, claim_id: int, claim: ClaimInput, by: Actor, at: datetime, version: int | None = None
) -> Claim:
    """Change a head of claim that has no outcome yet. Raises Missing or Invalid per column of the claim."""
    case = _begin(case_id, by, version)
    row, what = rewrite_claim(case.matter, claim_id, claim)
    _finish(case, what, by=by, at=at)
    return row


@transaction.atomic
def amend_facts(
    *,
    case_id: int,
    cause: Cause | None,
    facts: str,
    infringed_on: date | None,
    employment_ended_on: date | None,
    limitation_on: date | None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> AidCase:
    """Change cause, facts and dates; a new cause adds its papers to the checklist.

    Raises Invalid under cause, facts or a date, and when nothing is changed.
    """
    case = _begin(case_id, by, version)
    dispute = lock_dispute(case)
    facts = facts.strip()
    errors: dict[str, Any] = {}
    same_cause = cause is not None and cause.pk == dispute.cause_id
    if not same_cause and (message := cause_error(cause, case.applied_on)):
        errors["cause"] = message
    if message := facts_error(facts):
        errors["facts"] = message
    today = timezone.localdate(at)
    for name, day in (("infringed_on", infringed_on), ("employment_ended_on", employment_ended_on)):
        if day and day > today:
            errors[name] = _("日期不能晚于今天。")
    refuse_if(errors)

    changes = []
    if not same_cause:
        changes.append(_change(gettext_lazy("案由"), dispute.cause, cause))
    if facts != dispute.facts:
        changes.append(stored(gettext_lazy("事实与理由")))
    for label, before, after in (
        (gettext_lazy("知道权利被侵害之日"), dispute.infringed_on, infringed_on),
        (gettext_lazy("劳动关系终止日期"), dispute.employment_ended_on, employment_ended_on),
        (gettext_lazy("时效届满日"), case.limitation_on, limitation_on),
    ):
        if before != after:
            changes.append(_change(label, before, after))
    if not changes:
        raise Invalid(_("没有改动任何内容。"))
    dispute.cause, dispute.facts = cause, facts
    dispute.infringed_on, dispute.employment_ended_on = infringed_on, employment_ended_on
    dispute.save()
    moved = case.limitation_on != limitation_on
    case.limitation_on, case.matter.summary = limitation_on, facts
    if not same_cause:
        create_checklist(case, cause)
    event, data = "matter.facts_changed", {}
    if moved:
        data = limitation_data(case)
        event = "aid_case.limitation_set" if data else "aid_case.limitation_cleared"
    _finish(case, "；".join(changes), by=by, at=at, event=event, data=data)
    return case


@transaction.atomic
def name_representatives(
    *, case_id: int, party_ids: Sequence[int], by: Actor, at: datetime, version: int | None = None
) -> AidCase:
    """Say who speaks for the workers (调解仲裁法 art. 7); those not named no longer do.

    Raises Missing for someone who is no applicant of this case, Invalid when none or more than five are named.
    """
    case = _begin(case_id, by, version)
    workers = lock_dispute(case).parties.filter(side=Party.Side.CLAIMANT, worker__isnull=False)
    named = list(workers.filter(pk__in=party_ids).select_related("worker"))
    if len(named) != len(set(party_ids)):
        raise Missing(_("本案没有这名申请人。"))
    if not 1 <= len(named) <= MOST_REPRESENTATIVES:
        raise Invalid({"party_ids": _("请选择1至%(most)d名职工代表。") % {"most": MOST_REPRESENTATIVES}})
    workers.update(representative=False)
    workers.filter(pk__in=party_ids).update(representative=True)
    _finish(case, stored(gettext_lazy("职工代表：%(names)s"), names="、".join(p.name for p in named)), by=by, at=at)
    return case


def _begin(case_id: int, by: Actor, version: int | None) -> AidCase:
    """As `steps.begin`, with every matter of the dispute locked first and in order, since all of them will change."""
    lock_siblings(matter_id=case_id, by=by)
    return begin(case_id=case_id, verb="change_facts", by=by, version=version)


def _finish(
    case: AidCase,
    what: str,
    *,
    by: Actor,
    at: datetime,
    event: str = "matter.facts_changed",
    data: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Let every proceeding of the dispute show the change, then record it on this one."""
    show_change(case.matter)
    record(case, event, by=by, at=at, data={"what": what, **data})


def _change(label: Promise, before: object, after: object) -> str:
    return f"{stored(label)}：{before or '—'} → {after or '—'}"

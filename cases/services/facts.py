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
from cases.services.applications import LONGEST_FACTS, cause_error
from cases.services.consultations import is_green
from cases.services.materials import create_checklist
from cases.services.steps import begin, limitation_data, lock_dispute, record
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.money import format_fen
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Claim, ClaimOutcome, Matter, Party
from unionlaw.matters.models.matter import Priority
from unionlaw.matters.services.checking import refuse_if
from unionlaw.matters.services.facts import (
    ClaimInput,
    add_claimants,
    add_claims,
    add_party,
    describe,
    refresh_dispute,
)
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
    dispute = lock_dispute(case)
    errors: dict[str, Any] = {}
    if dispute.parties.filter(worker=worker).exists():
        errors["worker"] = _("%(name)s已在本案中。") % {"name": worker.name}
    if not claims:
        errors["claims"] = _("请为%(name)s至少填写一项请求。") % {"name": worker.name}
    for j, claim in enumerate(claims):
        errors |= claim.errors(f"claim-{j}-")
    refuse_if(errors)
    (party,) = add_claimants(dispute=dispute, workers={worker: False})
    add_claims((party, claim) for claim in claims)
    if is_green([worker]):
        _turn_green(case.matter)
    _finish(case, stored(gettext_lazy("增加申请人%(name)s"), name=worker.name), by=by, at=at)
    return party


@transaction.atomic
def add_respondent(*, case_id: int, employer: Employer, by: Actor, at: datetime, version: int | None = None) -> Party:
    """Name one more employer. Raises Invalid when it is named already."""
    case = _begin(case_id, by, version)
    dispute = lock_dispute(case)
    if dispute.parties.filter(employer=employer).exists():
        raise Invalid({"employer": _("%(name)s已在本案中。") % {"name": employer.name}})
    party = add_party(dispute=dispute, side=Party.Side.RESPONDENT, employer=employer)
    _finish(case, stored(gettext_lazy("增加被申请人%(name)s"), name=employer.name), by=by, at=at)
    return party


@transaction.atomic
def add_claim(
    *, case_id: int, party_id: int, claim: ClaimInput, by: Actor, at: datetime, version: int | None = None
) -> Claim:
    """One more head of claim. Raises Missing for a party of another case, Invalid per column of the claim."""
    case = _begin(case_id, by, version)
    party = lock_dispute(case).parties.filter(pk=party_id, side=Party.Side.CLAIMANT).first()
    if party is None:
        raise Missing(_("本案没有这名申请人。"))
    refuse_if(dict(claim.errors()))
    (row,) = add_claims([(party, claim)])
    what = stored(gettext_lazy("%(who)s增加请求：%(claim)s"), who=party.name, claim=_said(row))
    _finish(case, what, by=by, at=at)
    return row


@transaction.atomic
def amend_claim(
    *, case_id: int, claim_id: int, claim: ClaimInput, by: Actor, at: datetime, version: int | None = None
) -> Claim:
    """Change a head of claim that has no outcome yet. Raises Missing or Invalid per column of the claim."""
    case = _begin(case_id, by, version)
    row = (
        Claim.objects.select_for_update(of=("self",))
        .filter(pk=claim_id, party__dispute=case.matter.dispute_id)
        .select_related("party__worker", "party__employer", "party__organisation")
        .first()
    )
    if row is None:
        raise Missing(_("本案没有这项请求。"))
    if ClaimOutcome.objects.filter(claim=row).exists():
        raise Invalid(_("这项请求已登记结果，不能再修改。"))
    refuse_if(dict(claim.errors()))
    before = _said(row)
    row.head, row.amount, row.basis = claim.head, claim.amount, claim.basis
    row.from_on, row.to_on = claim.from_on, claim.to_on
    row.save()
    what = stored(
        gettext_lazy("%(who)s的请求：%(before)s → %(after)s"), who=row.party.name, before=before, after=_said(row)
    )
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
    if not facts:
        errors["facts"] = _("请写明事实与理由。")
    elif len(facts) > LONGEST_FACTS:
        errors["facts"] = _("最多%(longest)d个字。") % {"longest": LONGEST_FACTS}
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
    dispute_ids = Matter.objects.visible_to(by).filter(pk=case_id).values_list("dispute_id", flat=True)
    siblings = Matter.objects.filter(dispute_id__in=list(dispute_ids)).order_by("pk")
    list(siblings.select_for_update(of=("self",)).values_list("pk", flat=True))
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
    matter = case.matter
    if matter.dispute_id:
        refresh_dispute(dispute_id=matter.dispute_id)
    matter.title = ""
    describe(matter)
    if matter.group:
        _turn_green(matter)
    record(case, event, by=by, at=at, data={"what": what, **data})


def _turn_green(matter: Matter) -> None:
    matter.green_channel = True
    matter.priority = max(matter.priority, Priority.HIGH)


def _said(claim: Claim) -> str:
    return f"{stored(claim.get_head_display())}{format_fen(claim.amount)}元"


def _change(label: Promise, before: object, after: object) -> str:
    return f"{stored(label)}：{before or '—'} → {after or '—'}"

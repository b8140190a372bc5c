"""Agreements made from what was settled: joint or per worker, in versions that replace each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mediation.models import Agreement, Mediation
from mediation.services import actions
from mediation.services.agreed import (
    NOTHING,
    OUTDATED,
    Settled,
    agreement_of,
    covered_by,
    edit_refusal,
    kept_of,
    left_out,
    name_of,
    outdated,
    settled_in,
    standing_of,
)
from mediation.services.agreement_text import make_version, numbered, plans_of, promises_of, proposed
from mediation.services.instalments import Plan, check
from mediation.services.steps import begin, record
from unionlaw.lib.errors import Conflict
from unionlaw.lib.money import format_fen
from unionlaw.matters.services.checking import refuse_if
from unionlaw.network.actors import Actor

State = Agreement.State
LONGEST_TERMS = 10_000


@transaction.atomic
def draft_agreement(
    *,
    mediation_id: int,
    separate: Sequence[int] = (),
    terms: str = "",
    place: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> list[Agreement]:
    """Make agreements from what was settled: one for each worker in `separate`, a joint one for the others.

    Drafts that nobody signed are replaced; who signed already stays where they are.

    Args:
        separate: parties (workers) who sign an agreement of their own.
        terms: what all of them say besides amounts and days; left empty, the promises of each outcome.

    Raises:
        Conflict: nothing was settled, or everything is in a signed agreement.
        Invalid: on `separate`, `terms` or `place`.
    """
    mediation = begin(mediation_id=mediation_id, verb="draft_agreement", by=by, version=version)
    settled = settled_in(mediation)
    standing = standing_of(mediation)
    kept = kept_of(mediation, standing)
    open_ = left_out(mediation, settled, kept)
    if not open_:
        raise Conflict(str(NOTHING) if not settled else _("已谈妥的请求都在已签署的协议里。"))
    alone = set(separate)
    _check(alone, open_, kept, terms, place)
    for agreement in standing:
        if agreement not in kept:
            agreement.state = State.REPLACED if agreement.state == State.DRAFT else State.CANCELLED
            agreement.save(update_fields=["state"])
    groups: dict[int | None, list[Settled]] = {}
    for one in open_:
        groups.setdefault(one.claim.party_id if one.claim.party_id in alone else None, []).append(one)
    made = []
    for party_id, claims in sorted(groups.items(), key=lambda group: group[0] or 0):
        before = next((a for a in standing if a.party_id == party_id and a.state == State.REPLACED), None)
        agreement = make_version(
            mediation, claims, party_id=party_id, terms=terms.strip() or promises_of(claims), place=place.strip(),
            plans=[row for one in claims for row in proposed(one)],
            answered=before.warnings if before else [], on=timezone.localdate(at),
        )  # fmt: skip
        made.append(agreement)
        record(mediation, "mediation.agreement_drafted", by=by, at=at, data=_said(agreement))
    return made


def _check(alone: set[int], open_: list[Settled], kept: list[Agreement], terms: str, place: str) -> None:
    errors: dict[str, Any] = {}
    parties = {one.claim.party_id for one in open_}
    if alone - parties:
        errors["separate"] = _("只能选择已谈妥、尚未签署的职工。")
    elif any(agreement.joint for agreement in kept) and parties - alone:
        errors["separate"] = _("共同协议已有人签署，其余职工请分别签订。")
    if len(terms.strip()) > LONGEST_TERMS:
        errors["terms"] = _("最多%(longest)d个字。") % {"longest": LONGEST_TERMS}
    if len(place.strip()) > 120:
        errors["place"] = _("最多%(longest)d个字。") % {"longest": 120}
    refuse_if(errors)


@transaction.atomic
def revise_agreement(
    *,
    mediation_id: int,
    agreement_id: int,
    terms: str,
    place: str = "",
    plans: Sequence[Plan] | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Agreement:
    """A new version of an agreement with other words or payments; all who signed the former one sign again.

    Args:
        plans: the payments, numbered by day; None keeps those of the former version.
        reason: why, needed when somebody signed already.

    Raises:
        Missing: no such agreement here.
        Conflict: it took effect, or was replaced.
        Invalid: on "terms", "place", "reason", "claim-<id>-<number>-amount", "claim-<id>-<number>-due_on".
    """
    mediation = begin(mediation_id=mediation_id, verb="revise_agreement", by=by, version=version)
    former = agreement_of(mediation, agreement_id)
    if refusal := edit_refusal(former):
        raise Conflict(refusal)
    settled = settled_in(mediation)
    claims = covered_by(former, settled)
    if outdated(former, settled):
        raise Conflict(str(OUTDATED))
    rows = plans_of(former) if plans is None else numbered(plans)
    money = {one.claim.pk: one.outcome.amount for one in claims if one.outcome.amount}
    names = {one.claim.pk: f"{one.line['worker']} {one.line['head']}" for one in claims}
    errors = {} if plans is None else check(plans, money, names)
    if len(terms.strip()) > LONGEST_TERMS:
        errors["terms"] = _("最多%(longest)d个字。") % {"longest": LONGEST_TERMS}
    if former.state == State.SIGNING and not reason.strip():
        errors["reason"] = _("已有人签署，请写明修改原因；改后所有人重新签署。")
    refuse_if(errors)
    former.state = State.REPLACED
    former.save(update_fields=["state"])
    agreement = make_version(
        mediation, claims, party_id=former.party_id, terms=terms.strip(), place=place.strip()[:120], plans=rows,
        answered=former.warnings, on=timezone.localdate(at),
    )  # fmt: skip
    data = {"version": agreement.version, "agreement": agreement.pk}
    record(mediation, "mediation.agreement_revised", by=by, at=at, reason=reason.strip(), data=data)
    return agreement


@transaction.atomic
def answer_warnings(
    *,
    mediation_id: int,
    agreement_id: int,
    answers: Mapping[str, str],
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Agreement:
    """Say for each mandatory-law warning why the agreement goes on in spite of it.

    Args:
        answers: by the code of the warning, at most 500 characters each.

    Raises Invalid under "warning-<code>" where an answer is missing or too long; Conflict once it took effect.
    """
    mediation = begin(mediation_id=mediation_id, verb="revise_agreement", by=by, version=version)
    agreement = agreement_of(mediation, agreement_id)
    if refusal := edit_refusal(agreement):
        raise Conflict(refusal)
    errors = {}
    for row in agreement.warnings:
        said = answers.get(row["code"], "").strip()
        if not said:
            errors[f"warning-{row['code']}"] = _("请写明核对情况或者修改协议。")
        elif len(said) > 500:
            errors[f"warning-{row['code']}"] = _("最多%(longest)d个字。") % {"longest": 500}
        row["answer"] = said
    refuse_if(errors)
    agreement.save(update_fields=["warnings"])
    data = {"count": len(agreement.warnings), "agreement": agreement.pk}
    record(mediation, "mediation.agreement_checked", by=by, at=at, data=data)
    return agreement


def _said(agreement: Agreement) -> dict[str, Any]:
    return {
        "who": name_of(agreement),
        "amount": format_fen(agreement.total),
        "agreement": agreement.pk,
        "version": agreement.version,
    }


def draft_refusal(mediation: Mediation) -> str:
    """Why no agreement can be drafted now, or ""."""
    settled = settled_in(mediation)
    if not settled:
        return str(NOTHING)
    kept = kept_of(mediation, standing_of(mediation))
    return "" if left_out(mediation, settled, kept) else _("已谈妥的请求都在已签署的协议里。")


actions.CONDITIONS["draft_agreement"] = draft_refusal

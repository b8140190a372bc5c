"""Confirmation of an agreement by tribunal or court (调确一体): route, filing, acceptance, decision."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mediation import papers
from mediation.models import Agreement, Confirmation, Mediation
from mediation.paper_facts import About
from mediation.services import actions
from mediation.services.agreed import agreement_of, standing_of
from mediation.services.paper import make_paper
from mediation.services.persons import participation_of
from mediation.services.steps import begin, record
from unionlaw.deadlines.models import Deadline
from unionlaw.lib.errors import Conflict, Missing, Refused
from unionlaw.lib.wording import stored
from unionlaw.matters.models.dispute import Head
from unionlaw.matters.services.checking import need, not_in_future, refuse_if
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation

Route, State = Confirmation.Route, Confirmation.State
RULES = {Route.ARBITRAL: "arb_review_apply", Route.JUDICIAL: "judicial_confirm_apply"}
"""The time limit within which the application has to be made."""
ORGANS = {Route.ARBITRAL: (Organisation.Kind.ARBITRATION,), Route.JUDICIAL: (Organisation.Kind.COURT,)}
PAPERS = {Route.ARBITRAL: papers.REVIEW, Route.JUDICIAL: papers.CONFIRM}
OPEN = (State.PREPARED, State.FILED, State.ACCEPTED)


@transaction.atomic
def apply_for_confirmation(
    *,
    mediation_id: int,
    agreement_id: int,
    route: str,
    organ_id: int | None,
    claimant_agreed: bool,
    respondent_agreed: bool,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Confirmation:
    """Choose the route with both sides' consent, and make the joint application as a paper.

    Raises:
        Missing: no such agreement or organ.
        Conflict: it has not taken effect, or an application stands already.
        Invalid: on "route", "organ_id", "claimant_agreed", "respondent_agreed".
    """
    mediation = begin(mediation_id=mediation_id, verb="apply_for_confirmation", by=by, version=version)
    _own_part(mediation, by)
    agreement = agreement_of(mediation, agreement_id)
    if reason := apply_refusal(agreement):
        raise Conflict(reason)
    errors: dict[str, Any] = {}
    if route not in Route.values:
        errors["route"] = _("请选择途径。")
    elif reason := route_refusal(agreement, route, timezone.localdate(at)):
        errors["route"] = reason
    if not claimant_agreed:
        errors["claimant_agreed"] = _("须双方共同申请，请先征得职工一方同意。")
    if not respondent_agreed:
        errors["respondent_agreed"] = _("须双方共同申请，请先征得用人单位同意。")
    organ = Organisation.objects.filter(pk=organ_id, closed_on=None).first() if organ_id else None
    if organ is None or (route in Route.values and organ.kind not in ORGANS[Route(route)]):
        errors["organ_id"] = _("请选择受理的仲裁机构或者法院。")
    refuse_if(errors)
    assert organ is not None
    confirmation = Confirmation.objects.create(
        agreement=agreement, route=route, organ=organ, claimant_agreed=True, respondent_agreed=True
    )
    make_paper(mediation, PAPERS[Route(route)], about=About(agreement=agreement, organ=organ), by=by, at=at)
    record(
        mediation, "mediation.confirmation_prepared", by=by, at=at, data=said_of(confirmation, timezone.localdate(at))
    )
    return confirmation


@transaction.atomic
def file_confirmation(
    *, mediation_id: int, confirmation_id: int, filed_on: date, by: Actor, at: datetime, version: int | None = None
) -> Confirmation:
    """The joint application was handed in; this meets the time limit of its route.

    Raises Conflict when it was handed in before, Invalid on "filed_on" for a day before the agreement or in the future.
    """
    mediation = begin(mediation_id=mediation_id, verb="file_confirmation", by=by, version=version)
    confirmation = confirmation_of(mediation, confirmation_id, by)
    if confirmation.state != State.PREPARED:
        raise Conflict(_("申请已经递交。"))
    errors: dict[str, Any] = {}
    not_in_future(filed_on, "filed_on", timezone.localdate(at), errors)
    effective_on = confirmation.agreement.effective_on
    if effective_on and filed_on < effective_on:
        errors["filed_on"] = _("递交日期不能早于协议生效日期。")
    refuse_if(errors)
    confirmation.state, confirmation.filed_on = State.FILED, filed_on
    confirmation.save()
    record(
        mediation,
        f"mediation.{confirmation.route}_confirmation_filed",
        by=by,
        at=at,
        data=said_of(confirmation, filed_on),
    )
    return confirmation


@transaction.atomic
def accept_confirmation(
    *,
    mediation_id: int,
    confirmation_id: int,
    accepted_on: date,
    case_number: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Confirmation:
    """Tribunal or court took the application up, under its number. People of that organ may record it.

    Raises Conflict when it is not handed in or was taken up, Invalid on "accepted_on" or "case_number".
    """
    mediation = begin(mediation_id=mediation_id, verb="decide_confirmation", by=by, version=version)
    confirmation = confirmation_of(mediation, confirmation_id, by)
    if confirmation.state != State.FILED:
        raise Conflict(_("申请还没有递交，或者已经受理。"))
    errors: dict[str, Any] = {}
    number = need(case_number, "case_number", _("请填写案号。"), errors, longest=60)
    in_order(accepted_on, "accepted_on", confirmation, at, errors)
    refuse_if(errors)
    confirmation.state, confirmation.accepted_on, confirmation.case_number = State.ACCEPTED, accepted_on, number
    confirmation.save()
    name = f"mediation.{confirmation.route}_confirmation_accepted"
    record(mediation, name, by=by, at=at, data=said_of(confirmation, accepted_on))
    return confirmation


def in_order(on: date, field: str, confirmation: Confirmation, at: datetime, errors: dict[str, Any]) -> None:
    not_in_future(on, field, timezone.localdate(at), errors)
    if confirmation.filed_on and on < confirmation.filed_on:
        errors[field] = _("日期不能早于递交日期。")


def said_of(confirmation: Confirmation, on: date) -> dict[str, Any]:
    """A confirmation as events carry it."""
    return {
        "route": stored(Route(confirmation.route).label),
        "organ": confirmation.organ.name if confirmation.organ else "",
        "confirmation": confirmation.pk,
        "agreement": confirmation.agreement_id,
        "happened_on": on.isoformat(),
        "number": confirmation.case_number,
    }


def confirmation_of(mediation: Mediation, confirmation_id: int, by: Actor) -> Confirmation:
    """One of the mediation's applications, locked. Raises Missing, or Refused for people of another organ."""
    found = (
        Confirmation.objects.select_for_update(of=("self",))
        .select_related("organ", "agreement")
        .filter(pk=confirmation_id, agreement__mediation=mediation)
        .first()
    )
    if found is None:
        raise Missing(_("没有这份申请，或者您无权查看。"))
    _own_part(mediation, by, found)
    return found


def _own_part(mediation: Mediation, by: Actor, confirmation: Confirmation | None = None) -> None:
    """Raises Refused for people of an organ that neither takes part nor decides the application."""
    if reason := part_refusal(mediation, by, confirmation):
        raise Refused(reason)


def part_refusal(mediation: Mediation, by: Actor, confirmation: Confirmation | None = None) -> str:
    """Why this person's organ has no part in the application, or ""."""
    if by.is_system or not by.is_outside or by.organisation is None:
        return ""
    if confirmation is not None and confirmation.organ_id == by.organisation.pk:
        return ""
    return "" if participation_of(mediation, by) else _("您所在的单位没有参与本次调解。")


def apply_refusal(agreement: Agreement) -> str:
    """Why no application can be prepared for the agreement, or ""."""
    if agreement.state != Agreement.State.EFFECTIVE:
        return _("协议生效后才能申请审查确认。")
    states = set(agreement.confirmations.values_list("state", flat=True))
    if State.GRANTED in states:
        return _("协议已经确认。")
    return _("已有一份申请在办理。") if states & set(OPEN) else ""


def route_refusal(agreement: Agreement, route: str, today: date) -> str:
    """Why this route is closed for the agreement, or "": its days are over, or employment itself was settled."""
    limit = Deadline.objects.filter(
        matter=agreement.mediation_id, rule_version__rule__key=RULES[Route(route)], subject=f"agreement:{agreement.pk}"
    ).first()
    if limit is not None and limit.due_on < today:
        return _("这一途径的申请期限已于%(on)s届满。") % {"on": limit.due_on.isoformat()}
    heads = {stored(Head.EMPLOYMENT.label)} & {line["head"] for line in agreement.claims}
    return _("约定确认劳动关系的协议不能申请审查确认。") if heads else ""


def _condition(mediation: Mediation) -> str:
    reasons = [apply_refusal(agreement) for agreement in standing_of(mediation)]
    return "" if not reasons or "" in reasons else reasons[0]


def _has(*states: str) -> Any:
    def condition(mediation: Mediation) -> str:
        found = Confirmation.objects.filter(agreement__mediation=mediation, state__in=states)
        return "" if found.exists() else _("没有这一步的审查确认申请。")

    return condition


actions.CONDITIONS["apply_for_confirmation"] = _condition
actions.CONDITIONS["file_confirmation"] = _has(State.PREPARED)
actions.CONDITIONS["decide_confirmation"] = _has(State.FILED, State.ACCEPTED)

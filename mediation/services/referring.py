"""What partner organs send by API or sheet: people and employers as facts, found in the registers or entered there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mediation.models import Mediation
from mediation.outcomes import FAILURES, REGISTRY
from mediation.services import intake, places
from unionlaw.lib import identity
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.text import bare, fold
from unionlaw.lib.wording import shown
from unionlaw.matters.models import Claim, ClaimOutcome, Payment
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.matters.services.taking_in import ApplicantInput
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.readlog import log_read
from unionlaw.registers.models import Cause, Employer, Worker
from unionlaw.registers.models.worker import IdKind
from unionlaw.registers.services.employers import register_employer
from unionlaw.registers.services.workers import register_worker
from unionlaw.rosters.reading import SETTLED

REGISTRAR = "referral"
"""The job that enters people in the registers for organs, which have no right to."""


@dataclass(frozen=True, slots=True)
class PersonInput:
    """A worker as an organ names them; with a number they are looked for in the register of the city first."""

    name: str
    id_number: str = ""
    phone: str = ""
    claims: Sequence[ClaimInput] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class EmployerInput:
    """An employer by name and credit code."""

    name: str
    uscc: str = ""


@transaction.atomic
def refer_by_facts(
    *,
    origin: str,
    reference: str,
    received_on: date,
    people: Sequence[PersonInput],
    employers: Sequence[EmployerInput],
    cause: Cause | None,
    facts: str,
    to: Organisation | None = None,
    track: str = Mediation.Track.STANDARD,
    by: Actor,
    at: datetime,
) -> Mediation:
    """As `intake.refer_mediation`, for callers that know people by facts and not by our ids.

    Args:
        reference: the organ's own number; the same one twice is refused, so that a case comes once.
        to: the centre; the only one that serves the organ when None.

    Raises what `refer_mediation` raises; Invalid under "reference", "to", "person-<i>-<column>" and
    "employer-<i>-<column>".
    """
    by.require("mediation.refer")
    errors: dict[str, Any] = {}
    if not reference.strip():
        errors["reference"] = _("请填写本单位案号。")
    if by.organisation is not None and to is None:
        centres = list(places.centres_serving(by.organisation)[:2])
        to = centres[0] if len(centres) == 1 else None
        if to is None:
            errors["to"] = _("请选择接收的调解中心。")
    if errors or to is None:
        raise Invalid(errors or {"to": _("请选择接收的调解中心。")})
    if Mediation.objects.filter(referred_by=by.organisation, reference=reference.strip()).exists():
        raise Invalid({"reference": _("该单位的这一案号已经移送过。")})
    registrar = Actor.system(REGISTRAR)
    applicants, named = [], []
    for i, person in enumerate(people):
        worker = _named(f"person-{i}-", lambda p=person: _worker(p, to, registrar, by, at), errors)
        if worker is not None:
            applicants.append(ApplicantInput(worker, list(person.claims)))
    for i, employer in enumerate(employers):
        found = _named(f"employer-{i}-", lambda e=employer: _employer(e, registrar, at), errors)
        if found is not None:
            named.append(found)
    if errors:
        raise Invalid(errors)
    return intake.refer_mediation(
        to=to,
        origin=origin,
        received_on=received_on,
        applicants=applicants,
        employers=named,
        cause=cause,
        facts=facts,
        reference=reference,
        track=track,
        by=by,
        at=at,
    )


def _named(prefix: str, find: Any, errors: dict[str, Any]) -> Any:
    """What `find` gives; its errors are noted under `prefix`."""
    try:
        return find()
    except Invalid as error:
        errors.update({f"{prefix}{name}": messages for name, messages in error.errors.items()})
        return None


def _worker(person: PersonInput, to: Organisation, registrar: Actor, by: Actor, at: datetime) -> Worker:
    """The registered worker with this number, else a new one of the centre. Who asks learns nothing of either."""
    number = identity.clean_number(person.id_number)
    if number:
        number = identity.citizen_number(number, on=at.date()).number
        known: Worker | None = Worker.objects.current().with_id_number(number).first()
        subject = f"worker:{known.pk}" if known else "worker:none"
        log_read(by=by, at=at, action="lookup", subject=subject, data={"by": ["id_number"]})
        if known is not None:
            if known.name_folded != fold(person.name):
                raise Invalid(_("这个证件号码登记在另一个姓名下，请核对姓名和号码。"), field="id_number")
            return known
    return register_worker(
        name=person.name,
        id_kind=IdKind.CITIZEN if number else IdKind.NONE,
        id_number=number,
        phone=person.phone,
        organisation_id=to.pk,
        by=registrar,
        at=at,
    )


def _employer(employer: EmployerInput, registrar: Actor, at: datetime) -> Employer:
    """The registered employer with this code or, without one, this name; else a new one."""
    code = identity.clean_number(employer.uscc)
    current = Employer.objects.current()
    found: Employer | None
    if code:
        found = current.filter(uscc=identity.credit_code(code).code).first()
    else:
        same = list(current.filter(name_folded=bare(fold(employer.name)))[:2])
        found = same[0] if len(same) == 1 else None
    return found or register_employer(name=employer.name, uscc=code, by=registrar, at=at)


def result_of(mediation: Mediation) -> dict[str, Any]:
    """How a referred mediation ended, for the organ that passed it on: claims, outcomes, money, confirmations."""
    matter = mediation.matter
    outcomes = {outcome.claim_id: outcome for outcome in ClaimOutcome.objects.filter(matter=matter.pk)}
    claims = Claim.objects.filter(party__dispute=matter.dispute_id or 0, party__side="claimant")
    rows = []
    for claim in claims.select_related("party__worker", "party__employer", "party__organisation").order_by("pk"):
        outcome = outcomes.get(claim.pk)
        spec = REGISTRY.get(outcome.code) if outcome else None
        rows.append(
            {
                "worker": claim.party.name,
                "head": claim.get_head_display(),
                "claimed": claim.amount,
                "outcome": str(shown(spec.label)) if spec else (outcome.get_code_display() if outcome else ""),
                "amount": outcome.amount if outcome else 0,
            }
        )
    paid = Payment.objects.filter(matter=matter.pk, cancelled_reason="")
    return {
        "number": matter.number,
        "reference": mediation.reference,
        "ended": matter.closed_reason,
        "failed_reason": str(FAILURES.get(mediation.failed_reason, "")),
        "settled": sum(outcome.code in SETTLED for outcome in outcomes.values()),
        "failed": sum(outcome.code == ClaimOutcome.Code.FAILED for outcome in outcomes.values()),
        "agreed_amount": sum(outcome.amount for outcome in outcomes.values()),
        "paid_amount": sum(paid.values_list("amount", flat=True)),
        "effective_on": mediation.effective_on,
        "claims": rows,
        "confirmations": [
            confirmation for agreement in mediation.agreements.all() for confirmation in agreement.confirmations.all()
        ],
    }


def referral_of(actor: Actor, pk: int) -> Mediation:
    """A referral that the actor may follow. Raises Missing."""
    found: Mediation | None = referrals(actor).filter(pk=pk).first()
    if found is None:
        raise Missing(_("没有这件调解，或者您无权查看。"))
    return found


def referrals(actor: Actor) -> Any:
    """Mediations that were passed on: to organs their own, to the union's people those they may see."""
    found = Mediation.objects.visible_to(actor).filter(referred_by__isnull=False)
    return found.filter(referred_by=actor.organisation) if actor.is_outside else found

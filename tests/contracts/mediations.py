"""A mediation of the district with a mediator and a partner organ; a lawyer follows it."""

from datetime import timedelta
from typing import Any

from mediation.models import Agreement, Mediation
from mediation.services import centre, consenting, intake, mediators, organs, sessions
from tests.cast import NOON
from unionlaw.matters.models import Grant, Party, Payment
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.matters.services.grants import grant
from unionlaw.matters.services.taking_in import ApplicantInput
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role

FACTS = "霓裳片场停工后未发遣散费"


def received(world: Any, worker: Any, employer: Any) -> Mediation:
    """One more mediation at the window."""
    return intake.open_mediation(
        origin="request",
        received_on=NOON.date(),
        applicants=[ApplicantInput(worker, [ClaimInput("wages", 100_000)])],
        employers=[employer],
        cause=world.rows["case"].matter.cause,
        facts="拖欠工资",
        by=world.inside[Role.CASEWORKER],
        at=NOON,
    )


def mediated(inside: dict[Role, Actor], rows: dict[str, Any]) -> dict[str, Any]:
    """Rows of the world, by name."""
    staff = inside[Role.CASEWORKER]
    by = {"by": staff, "at": NOON}
    mediation = intake.open_mediation(
        origin="request",
        received_on=NOON.date(),
        applicants=[ApplicantInput(rows["worker"], [ClaimInput("severance", 4_567_800, basis="通知书")])],
        employers=[rows["employer"]],
        cause=rows["case"].matter.cause,
        facts=FACTS,
        **by,
    )
    parties = list(Party.objects.filter(dispute=mediation.matter.dispute_id).order_by("pk"))
    consenting.record_consent(
        mediation_id=mediation.pk,
        party_ids=[party.pk for party in parties],
        agreed=True,
        how="phone",
        said_on=NOON.date(),
        **by,
    )
    consenting.accept(mediation_id=mediation.pk, **by)
    part = organs.invite_organ(mediation_id=mediation.pk, organisation=rows["bureau"], **by)
    mediators.assign_mediator(mediation_id=mediation.pk, mediator=inside[Role.MEDIATOR].post, **by)
    # The lawyer acts for the worker in the aid case and follows the mediation.
    grant(matter=mediation.matter, viewer=inside[Role.LAWYER].post, why=Grant.Why.HANDED_OVER, **by)
    claimant = next(party for party in parties if party.worker_id)
    room = centre.open_room(
        organisation_id=part.mediation.matter.organisation_id, name="紫藤调解室", by=inside[Role.SUPERVISOR], at=NOON
    )
    session = sessions.schedule_session(
        mediation_id=mediation.pk, starts_at=NOON + timedelta(days=3), room_id=room.pk, **by
    )
    found = Mediation.objects.select_related("matter").get(pk=mediation.pk)
    claim = claimant.claims.get()
    line = {"claim_id": claim.pk, "party_id": claimant.pk, "worker": claimant.name, "head": "经济补偿", "amount": 100}
    agreement = Agreement.objects.create(mediation=found, version=1, claims=[line], total=100)
    paid = Payment.objects.create(claim=claim, matter=found.matter, amount=100, paid_on=NOON.date())
    return {
        "agreement": agreement,
        "mediation_payment": paid,
        "mediation": found,
        "participation": part,
        "room": room,
        "session": session,
        "mediation_party": claimant,
        "mediation_claim": claimant.claims.get(),
    }

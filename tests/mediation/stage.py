"""A mediation in talks, made straight from its rows: what sessions, talks and outcomes start from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from mediation.models import Mediation, MediatorAssignment, Participation, Room, Session
from mediation.services import sessions
from tests.cast import NOON, appoint
from unionlaw.matters.models import Claim, Grant, Matter
from unionlaw.matters.services import events
from unionlaw.matters.services.facts import open_dispute
from unionlaw.matters.services.grants import grant
from unionlaw.matters.services.opening import open_matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role

TOMORROW = NOON + timedelta(days=3)
"""Monday noon: NOON is a Friday."""


@dataclass
class Stage:
    """The people of one mediation, and short ways to write to it."""

    caseworker: Actor
    mediator: Actor
    district: Organisation
    make_worker: Callable[[str], Any]
    make_employer: Callable[[str], Any]
    rooms: list[Room] = field(default_factory=list)

    @transaction.atomic
    def mediation(
        self, workers: tuple[str, ...] = ("张三", "李四"), heads: tuple[str, ...] = ("wages",), at: datetime = NOON
    ) -> Mediation:
        """An accepted mediation of these workers, 50,000 yuan a claim, with the union's mediator."""
        dispute = open_dispute(
            by=self.caseworker,
            at=at,
            workers=[self.make_worker(name) for name in workers],
            employers=[self.make_employer("光影传媒有限公司")],
        )
        for party in dispute.parties.filter(side="claimant").order_by("pk"):
            for head in heads:
                Claim.objects.create(party=party, head=head, amount=5_000_000)
        matter = open_matter(
            kind="mediation", event="mediation.received", title="", organisation=self.district, channel="window",
            dispute=dispute, owner=self.caseworker.post, by=self.caseworker, at=at,
            data={"received_on": at.date().isoformat()},
        )  # fmt: skip
        mediation = Mediation.objects.create(
            matter=matter, origin="request", received_on=at.date(), accepted_on=at.date()
        )
        events.record(matter, "mediation.accepted", by=self.caseworker, at=at)
        part = Participation.objects.create(
            mediation=mediation, organisation=self.district, leads=True, joined_on=at.date()
        )
        self.assign(mediation, self.mediator, part, leads=True)
        return mediation

    def join(self, mediation: Mediation, organisation: Organisation) -> Participation:
        """Another organ takes part."""
        part = Participation.objects.create(mediation=mediation, organisation=organisation, joined_on=NOON.date())
        grant(matter=mediation.matter, viewer=organisation, why=Grant.Why.REFERRED_ORGAN, by=self.caseworker, at=NOON)
        return part

    def assign(
        self, mediation: Mediation, actor: Actor, part: Participation, *, leads: bool = False
    ) -> MediatorAssignment:
        assert actor.post is not None
        return MediatorAssignment.objects.create(
            mediation=mediation, participation=part, post=actor.post, leads=leads, assigned_on=NOON.date()
        )

    def room(self, name: str = "一号调解室", organisation: Organisation | None = None) -> Room:
        return Room.objects.create(organisation=organisation or self.district, name=name, seats=8)

    def session(
        self, mediation: Mediation, starts_at: datetime = TOMORROW, *, at: datetime = NOON, **where: Any
    ) -> Session:
        return sessions.schedule_session(
            mediation_id=mediation.pk,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            by=self.caseworker,
            at=at,
            **(where or {"place": "北桥街会议室"}),
        )

    def claims(self, mediation: Mediation) -> list[Claim]:
        dispute = Matter.objects.get(pk=mediation.pk).dispute_id
        return list(Claim.objects.filter(party__dispute=dispute, party__side="claimant").order_by("pk"))

    def fresh(self, mediation: Mediation) -> Mediation:
        return Mediation.objects.select_related("matter__dispute", "matter__organisation").get(pk=mediation.pk)


def day(offset: int = 0) -> date:
    return NOON.date() + timedelta(days=offset)


@pytest.fixture
def stage(caseworker: Actor, mediator: Actor, district: Organisation, make_worker: Any, make_employer: Any) -> Stage:
    return Stage(caseworker, mediator, district, make_worker, make_employer)


@pytest.fixture
def hr_mediator(hr_bureau: Organisation) -> Actor:
    """A mediator of a partner organ."""
    return appoint("renmin", "任敏", hr_bureau, Role.MEDIATOR)

"""A mediation taken in through the services: what tests of intake, consent, organs and closing start from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from mediation.models import Mediation, MediatorAssignment
from mediation.services import consenting, intake, mediators, organs
from tests.cast import NOON
from unionlaw.matters.models import Party
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.matters.services.taking_in import ApplicantInput
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Cause


@dataclass
class Opening:
    """Short ways to take a mediation in and lead it to its acceptance, by its clerk."""

    clerk: Actor
    mediator: Actor
    cause: Cause
    make_worker: Callable[..., Any]
    make_employer: Callable[..., Any]

    def arguments(
        self, workers: tuple[str, ...] = ("张三",), amount: int = 1_234_500, **changes: Any
    ) -> dict[str, Any]:
        """What `open_mediation` is given: these workers, 12,345 yuan of wages each."""
        return {
            "origin": "request",
            "received_on": NOON.date(),
            "applicants": [
                ApplicantInput(self.make_worker(name), [ClaimInput("wages", amount, basis="工资表")])
                for name in workers
            ],
            "employers": [self.make_employer("光影传媒有限公司")],
            "cause": self.cause,
            "facts": "拖欠三个月工资。",
            "by": self.clerk,
            "at": NOON,
            **changes,
        }

    def received(self, workers: tuple[str, ...] = ("张三",), **changes: Any) -> Mediation:
        return intake.open_mediation(**self.arguments(workers, **changes))

    def consent(self, mediation: Mediation, side: str = "", *, agreed: bool = True, **changes: Any) -> None:
        """Both sides, or one, say what they want."""
        parties = Party.objects.filter(dispute=mediation.matter.dispute_id)
        wanted = parties.filter(side=side) if side else parties
        consenting.record_consent(
            **{
                "mediation_id": mediation.pk,
                "party_ids": [party.pk for party in wanted],
                "agreed": agreed,
                "how": "phone",
                "said_on": NOON.date(),
                "by": self.clerk,
                "at": NOON,
                **changes,
            }
        )

    def accepted(self, workers: tuple[str, ...] = ("张三",), **changes: Any) -> Mediation:
        mediation = self.received(workers, **changes)
        self.consent(mediation)
        return consenting.accept(mediation_id=mediation.pk, by=self.clerk, at=NOON)

    def assign(self, mediation: Mediation, mediator: Actor | None = None, **changes: Any) -> MediatorAssignment:
        post = (mediator or self.mediator).post
        return mediators.assign_mediator(
            **{"mediation_id": mediation.pk, "mediator": post, "by": self.clerk, "at": NOON, **changes}
        )

    def invite(self, mediation: Mediation, organisation: Any) -> Any:
        return organs.invite_organ(mediation_id=mediation.pk, organisation=organisation, by=self.clerk, at=NOON)

    def fresh(self, mediation: Mediation) -> Mediation:
        found = Mediation.objects.select_related("matter__dispute", "matter__organisation", "referred_by")
        return found.get(pk=mediation.pk)


def acting(mediation: Mediation, by: Actor, at: datetime = NOON) -> dict[str, Any]:
    """Who does it, for services of one mediation."""
    return {"mediation_id": mediation.pk, "by": by, "at": at}


@pytest.fixture
def wage_cause(db: None) -> Cause:
    return Cause.objects.get_or_create(
        list_version="2026",
        number="205(5)",
        defaults={"name": "追索劳动报酬纠纷", "position": 5, "valid_from": date(2026, 1, 1)},
    )[0]


@pytest.fixture
def opening(caseworker: Actor, mediator: Actor, wage_cause: Cause, make_worker: Any, make_employer: Any) -> Opening:
    return Opening(caseworker, mediator, wage_cause, make_worker, make_employer)


def rows_of(worker, employer, **changes):
    """One worker with one claim against one employer, as the form posts it."""
    return {
        "worker": "0",
        "w0-worker": str(worker.pk),
        "w0-claim": "0",
        "w0-c0-head": "wages",
        "w0-c0-amount": "12,345",
        "employer": "0",
        "e0-employer": str(employer.pk),
        **changes,
    }

"""Writing down what happened to matters on given days of 2026, without the ceremony of the services.

Every event goes through `record`, so that statuses, closings and reopenings follow the declared vocabulary. No rule of
time limits opens one: limits are written by hand (`limit`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cases.models import AidCase, Consultation
from mediation.models import Mediation
from mediation.origins import TERMS
from monitoring_letters.models import Lead, SupervisionLetter
from tests.cast import CHINA, appoint
from unionlaw.deadlines.models import Deadline, RuleVersion
from unionlaw.lib.text import fold
from unionlaw.matters.models import Claim, ClaimOutcome, Dispute, Matter, Party, Payment
from unionlaw.matters.services.events import record
from unionlaw.matters.services.facts import open_dispute
from unionlaw.matters.services.opening import open_matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role
from unionlaw.network.tree import scope_columns
from unionlaw.registers.models import Cause, Employer, Worker


def day(text: str) -> date:
    """ "10-05" is 5 October 2026; another year is written before it."""
    return date.fromisoformat(text if len(text) > len("10-05") else f"2026-{text}")


def at(text: str, hour: int = 10) -> datetime:
    return datetime.combine(day(text), datetime.min.time(), CHINA).replace(hour=hour)


@contextmanager
def no_rules() -> Iterator[None]:
    """No event opens a time limit by itself."""
    from unionlaw.deadlines import engine
    from unionlaw.deadlines.services.rules import RuleTable

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "rules_in_force", lambda on: RuleTable([], {}, frozenset()))
        yield


@dataclass
class Writer:
    """Opens matters and says what happened to them, by a caseworker of the organisation that holds them."""

    cause: Cause
    lawyers: dict[str, Actor]
    clerks: dict[int, Actor] = field(default_factory=dict)

    def clerk(self, organisation: Organisation) -> Actor:
        if organisation.pk not in self.clerks:
            name = f"clerk{len(self.clerks)}"
            self.clerks[organisation.pk] = appoint(name, name, organisation, Role.CASEWORKER)
        return self.clerks[organisation.pk]

    def worker(self, name: str, organisation: Organisation, groups: tuple[str, ...] = (), sex: str = "") -> Worker:
        return Worker.objects.create(
            name=name, name_folded=fold(name), search_text=fold(name), groups=list(groups), sex=sex,
            organisation=organisation, registered_at=at("01-05"), updated_at=at("01-05"),
            **scope_columns(organisation.lineage),
        )  # fmt: skip

    def employer(self, name: str, region: str | None = None, industry: str | None = None) -> Employer:
        return Employer.objects.create(
            name=name, name_folded=fold(name), search_text=fold(name), region_id=region, industry_id=industry,
            registered_at=at("01-05"), updated_at=at("01-05"),
        )  # fmt: skip

    def dispute(
        self,
        organisation: Organisation,
        workers: list[Worker],
        employer: Employer | None,
        claim: int = 0,
        **changes: Any,
    ) -> Dispute:
        """These workers against this employer; each claims `claim` fen of wages."""
        dispute = open_dispute(
            by=self.clerk(organisation), at=at("01-05"), workers=workers, employers=[employer] if employer else [],
            cause=self.cause, **changes,
        )  # fmt: skip
        if claim:
            for party in dispute.parties.filter(side=Party.Side.CLAIMANT):
                Claim.objects.create(party=party, head="wages", amount=claim)
        return dispute

    def open(
        self, kind: str, event: str, on: str, organisation: Organisation, channel: str, dispute: Dispute | None = None,
        green: bool = False, **data: Any,
    ) -> Matter:  # fmt: skip
        clerk = self.clerk(organisation)
        return open_matter(
            kind=kind, event=event, title="" if dispute and dispute.parties.exists() else "某事", by=clerk, at=at(on),
            organisation=organisation, channel=channel, dispute=dispute, owner=clerk.post, green_channel=green,
            data=data,
        )  # fmt: skip

    def consultation(
        self, on: str, organisation: Organisation, channel: str, dispute: Any = None, **more: Any
    ) -> Matter:
        matter = self.open("consultation", "consultation.recorded", on, organisation, channel, dispute, **more)
        Consultation.objects.create(matter=matter)
        return matter

    def aid(
        self, on: str, organisation: Organisation, channel: str, dispute: Dispute, lawyer: str = "", **more: Any
    ) -> Matter:
        matter = self.open("aid_case", "aid_application.received", on, organisation, channel, dispute, **more)
        post = self.lawyers[lawyer].post if lawyer else None
        AidCase.objects.create(matter=matter, applied_on=day(on), eligibility="infringement", lawyer=post)
        return matter

    def mediation(
        self, on: str, organisation: Organisation, channel: str, dispute: Dispute, origin: Any = "request",
        received_on: str = "", **more: Any,
    ) -> Matter:  # fmt: skip
        received = day(received_on or on)
        matter = self.open(
            "mediation", TERMS[origin].event, on, organisation, channel, dispute,
            received_on=received.isoformat(), **more,
        )  # fmt: skip
        Mediation.objects.create(matter=matter, origin=origin, received_on=received)
        return matter

    def lead(self, on: str, organisation: Organisation, channel: str, employer: Employer, topic: str = "pay") -> Matter:
        dispute = self.dispute(organisation, [], employer)
        matter = self.open("lead", "lead.recorded", on, organisation, channel, dispute, source="热线")
        Lead.objects.create(matter=matter, source="hotline", employer=employer, topic=topic, reported_on=day(on))
        return matter

    def letter(
        self, on: str, organisation: Organisation, channel: str, instrument: str, employer: Employer | None = None,
        dispute: Dispute | None = None, topic: str = "pay",
    ) -> Matter:  # fmt: skip
        if employer and dispute is None:
            dispute = self.dispute(organisation, [], employer)
        matter = self.open("supervision_letter", "letter.drafted", on, organisation, channel, dispute)
        SupervisionLetter.objects.create(
            matter=matter, instrument=instrument, reach="single" if employer else "industry", topic=topic,
            employer=employer,
        )  # fmt: skip
        return matter

    def say(self, matter: Matter, name: str, on: str, hour: int = 11, **data: Any) -> None:
        """Something happened to the matter; days in `data` are as events carry them."""
        said = {key: day(value).isoformat() if key.endswith("_on") else value for key, value in data.items()}
        record(matter, name, by=self.clerk(matter.organisation), at=at(on, hour), data=said)

    def claims(self, matter: Matter) -> list[Claim]:
        return list(Claim.objects.filter(party__dispute=matter.dispute_id, party__side="claimant").order_by("pk"))

    def outcome(self, matter: Matter, code: str, amount: int, on: str, which: int = 0) -> None:
        claim = self.claims(matter)[which]
        ClaimOutcome.objects.create(claim=claim, matter=matter, code=code, amount=amount, decided_on=day(on))

    def pay(self, matter: Matter, amount: int, on: str, which: int = 0, **changes: Any) -> None:
        claim = self.claims(matter)[which]
        Payment.objects.create(claim=claim, matter=matter, amount=amount, paid_on=day(on), **changes)

    def limit(
        self, matter: Matter, due: str, *, met: str = "", cancelled: str = "", rule: str = "", **changes: Any
    ) -> Deadline:
        """A time limit that began a week before its day, met or cancelled on some day, or open."""
        version = RuleVersion.objects.filter(rule__key=rule or "aid_review").first() or RuleVersion.objects.first()
        assert version is not None
        ended = met or cancelled
        return Deadline.objects.create(
            **{
                "matter": matter, "rule_version": version, "organisation": matter.organisation, "due_on": day(due),
                "start_on": day(due) - timedelta(days=7), "opened_at": at(due) - timedelta(days=7),
                "state": "met" if met else "cancelled" if cancelled else "open",
                "met_on": day(met) if met else None, "ended_at": at(ended) if ended else None,
                "subject": f"{matter.pk}-{due}", **changes,
            }
        )  # fmt: skip

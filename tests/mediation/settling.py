"""From outcomes to an agreement that is performed: what tests of all that comes after talks start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mediation.models import Agreement, Mediation, Signature
from mediation.services import agreements, concluding, outcomes, printing, signing
from mediation.services.agreed import standing_of
from mediation.services.signers import missing_of, signers_of
from tests.cast import NOON, Kind, found
from tests.documents.conftest import PDF
from tests.mediation.stage import Stage
from unionlaw.documents.services.templates import load_shipped
from unionlaw.network.actors import Actor

FIRST_DUE = date(2026, 12, 10)


def scan(name: str = "签署页.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


@dataclass
class Settling:
    """Short ways to lead one mediation through agreement and performance, by its clerk."""

    stage: Stage

    @property
    def clerk(self) -> Actor:
        return self.stage.caseworker

    def who(self, mediation: Mediation, at: datetime = NOON) -> dict[str, Any]:
        return {"mediation_id": mediation.pk, "by": self.clerk, "at": at}

    def fresh(self, mediation: Mediation) -> Mediation:
        return self.stage.fresh(mediation)

    def settled(
        self,
        workers: tuple[str, ...] = ("张三", "李四"),
        *,
        failed: int = 0,
        amount: int = 3_000_001,
        instalments: int = 3,
        pay_from: date | None = FIRST_DUE,
        promises: str = "逾期未付的，剩余款项一次付清。",
        heads: tuple[str, ...] = ("wages",),
    ) -> Mediation:
        """Talks are concluded: the last `failed` workers got nothing, the others `amount` fen each in instalments."""
        mediation = self.stage.mediation(workers, heads=heads)
        session = self.stage.session(mediation)
        claims = self.stage.claims(mediation)
        lost = {claim.party_id for claim in claims if claim.party.name in workers[len(workers) - failed :] and failed}
        lines = [
            outcomes.OutcomeLine(claim.pk, "failed", reason="no_agreement")
            if claim.party_id in lost
            else outcomes.OutcomeLine(
                claim.pk, "settled", amount, instalments=instalments, pay_from=pay_from, promises=promises
            )
            for claim in claims
        ]
        outcomes.record_outcomes(lines=lines, decided_on=NOON.date(), **self.who(mediation))
        assert session.pk
        concluding.conclude(**self.who(mediation))
        return self.fresh(mediation)

    def drafted(self, mediation: Mediation | None = None, **changes: Any) -> list[Agreement]:
        """Agreements with every warning answered."""
        mediation = mediation or self.settled()
        made = agreements.draft_agreement(**{**self.who(mediation), "place": "越山区联合调解中心", **changes})
        for one in made:
            if one.warnings:
                answers = {row["code"]: "已核对" for row in one.warnings}
                agreements.answer_warnings(agreement_id=one.pk, answers=answers, **self.who(mediation))
        return made

    def printed(self, mediation: Mediation | None = None, **changes: Any) -> list[Agreement]:
        made = self.drafted(mediation, **changes)
        for one in made:
            printing.print_agreement(agreement_id=one.pk, **self.who(one.mediation))
        return standing_of(self.fresh(made[0].mediation))

    def sign(
        self, agreement: Agreement, *keys: str, at: datetime = NOON, on: date | None = None, **changes: Any
    ) -> list[Signature]:
        """Sign for `keys`, or for everybody who is missing."""
        left = [signer.key for signer in missing_of(signers_of(agreement))]
        return signing.sign_agreement(
            **{
                "agreement_id": agreement.pk, "signers": keys or left, "upload": scan(), "how": "scan",
                "signed_on": on or at.date(), "place": "调解室", **self.who(agreement.mediation, at), **changes,
            }
        )  # fmt: skip

    def effective(self, mediation: Mediation | None = None, *, at: datetime = NOON, **changes: Any) -> Mediation:
        """Everybody signed everything."""
        made = self.printed(mediation, **changes)
        for one in made:
            self.sign(one, at=at)
        return self.fresh(made[0].mediation)


def later(days: int) -> datetime:
    return NOON + timedelta(days=days)


@pytest.fixture
def settling(stage: Stage, system: Actor) -> Settling:
    load_shipped(by=system, at=NOON)
    return Settling(stage)


@pytest.fixture
def confirming_organ(court: Any, district: Any) -> dict[str, Any]:
    """Who confirms, by route."""
    tribunal = found(Kind.ARBITRATION, "越山区劳动人事争议仲裁院", attached_to=district)
    return {"judicial": court, "arbitral": tribunal}

"""A small world of reports: a city, two districts and a station, with matters of November."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.cast import CHINA
from unionlaw.matters.models import Claim, ClaimOutcome, Dispute, Matter, Party, Payment
from unionlaw.matters.services.opening import open_matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.reports.models import Figure, Layout, Report, Round
from unionlaw.reports.services import computing_line, computing_rounds, freezing, restating, rounds, signing

NOVEMBER = date(2026, 11, 30)
FIRST = datetime(2026, 12, 1, 9, 0, tzinfo=CHINA)
"""The first working day after the month."""
BLOCKS = [
    {"title": "总体", "indicators": ["matters_opened", "recovered", "workers_served", "on_time_share"], "by": ""},
    {"title": "按下级工会", "indicators": ["matters_opened", "recovered", "workers_served"], "by": "union"},
    {"title": "按案由", "indicators": ["matters_opened"], "by": "cause"},
    {"title": "职工群体", "indicators": ["matters_opened"], "by": "worker_group"},
]


def layout() -> Layout:
    return Layout.objects.create(key="small", name="小报表", blocks=BLOCKS)


@dataclass
class Month:
    """Drives the reports of one month through the services, each step by the person whose step it is."""

    root: Organisation
    layout: Layout
    manager: Actor
    make_worker: Any
    make_employer: Any

    def matter(self, by: Actor, on: datetime, *, worker: Any = None, claimed: int = 100) -> Matter:
        """A consultation with one worker and one claim, opened on the day."""
        dispute = Dispute.objects.create()
        party = Party.objects.create(dispute=dispute, side="claimant", worker=worker or self.make_worker("张三"))
        Claim.objects.create(party=party, head="wages", amount=claimed)
        return open_matter(
            kind="consultation", event="consultation.recorded", title="咨询", organisation=by.organisation,
            channel="window", dispute=dispute, owner=by.post, by=by, at=on,
        )  # fmt: skip

    def pay(self, matter: Matter, amount: int, on: date, decided: int | None = None) -> Payment:
        """Money that reached the worker, decided the same day."""
        claim = Claim.objects.get(party__dispute=matter.dispute_id)
        ClaimOutcome.objects.get_or_create(
            claim=claim, matter=matter,
            defaults={"code": "settled", "amount": amount if decided is None else decided, "decided_on": on},
        )  # fmt: skip
        return Payment.objects.create(claim=claim, matter=matter, amount=amount, paid_on=on)

    def open(self, last: date = NOVEMBER, at: datetime = FIRST, length: str = "month") -> Round:
        return rounds.open_round(
            organisation=self.root, layout=self.layout, length=length, last_month=last, by=self.manager, at=at
        )

    def top(self, opened: Round) -> Report:
        return opened.reports.select_related("matter", "round", "organisation").get(above=None)

    def of(self, opened: Round, organisation: Organisation) -> Report:
        return opened.reports.select_related("matter", "round__layout", "organisation").get(organisation=organisation)

    def compute(self, opened: Round, at: datetime = FIRST) -> Round:
        computing_rounds.compute_round(report_id=self.top(opened).pk, by=self.manager, at=at)
        return Round.objects.get(pk=opened.pk)

    def work_off(self, at: datetime = FIRST) -> None:
        """As a worker: compute what is in line; progress is written in the session that the test rolls back."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(computing_line, "beside", lambda: nullcontext(connection))
            assert computing_line.work_off(now=lambda: at)

    def computed(self, last: date = NOVEMBER, at: datetime = FIRST) -> Round:
        return self.compute(self.open(last, at), at)

    def sign_all(self, opened: Round, at: datetime = FIRST) -> None:
        """Everybody below signs, from below; the system stands for those whose head is not in the cast."""
        for report in opened.reports.exclude(above=None).order_by("-organisation__depth"):
            signing.sign(report_id=report.pk, by=Actor.system("test"), at=at)

    def freeze(self, opened: Round, at: datetime = FIRST, **more: Any) -> Round:
        freezing.freeze(report_id=self.top(opened).pk, by=self.manager, at=at, **more)
        return Round.objects.get(pk=opened.pk)

    def frozen(self, last: date = NOVEMBER, at: datetime = FIRST) -> Round:
        opened = self.computed(last, at)
        self.sign_all(opened, at)
        return self.freeze(opened, at)

    def restate(self, opened: Round, at: datetime = FIRST + timedelta(days=9), reason: str = "补录") -> Any:
        return restating.restate(report_id=self.top(opened).pk, reason=reason, by=self.manager, at=at)


@pytest.fixture
def month(city: Organisation, manager: Actor, make_worker: Any, make_employer: Any) -> Month:
    return Month(city, layout(), manager, make_worker, make_employer)


def figures(opened: Round, organisation: Organisation, span: str = "now", dimension: str = "") -> dict[Any, int]:
    """(indicator, member) → figure; by indicator alone for the whole."""
    rows = Figure.objects.filter(round=opened, organisation=organisation, span=span, dimension=dimension)
    return {(row.indicator, row.member) if dimension else row.indicator: row.value for row in rows}

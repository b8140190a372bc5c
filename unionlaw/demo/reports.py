"""The demo's monthly reports: a frozen month with a restatement, last month, a year that is being signed."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from cases.models import AidCase
from cases.services import outcomes
from cases.services.outcomes import OutcomeInput
from cases.states import CONDUCTING
from unionlaw.demo.steps import Step
from unionlaw.demo.walks import Walker
from unionlaw.matters.models import Claim, ClaimOutcome
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.reports import layouts
from unionlaw.reports.models import Report, Round
from unionlaw.reports.services import computing_rounds, freezing, restating, rounds, signing
from unionlaw.reports.services.layouts import load_shipped
from unionlaw.reports.spans import Length, months_back

SIGNING_DAYS = 9
"""After so many days of a month the last one is frozen."""
LATE = 360_000
"""Fen that reached a worker in the frozen month and were entered after it was frozen."""


def frozen_month(walker: Walker) -> None:
    """The month before the last: signed by everybody, frozen, and restated for an outcome that was entered later."""
    opened, at = _computed(walker, 2)
    _sign(opened, walker, at + timedelta(hours=3), of=1.0)
    manager = walker.city.demo["manager"]
    top = opened.reports.get(above=None)
    freezing.freeze(report_id=top.pk, by=manager, at=at + timedelta(days=1, hours=1))
    if _late_outcome(opened, walker.now):
        restating.restate(
            report_id=top.pk, reason="律师补录上期和解结果和到账款项。", by=manager, at=walker.now - timedelta(hours=5)
        )


def last_month(walker: Walker) -> None:
    """Last month: frozen as well, but for the first days of a month, when it is being signed."""
    opened, at = _computed(walker, 1)
    top, manager = opened.reports.get(above=None), walker.city.demo["manager"]
    signing.remark(report_id=top.pk, remarks="本月欠薪类咨询集中在建筑和外卖行业。", by=manager, at=at)
    frozen_at = at + timedelta(days=SIGNING_DAYS)
    frozen = frozen_at < walker.now
    _sign(opened, walker, min(at + timedelta(hours=5), walker.now), of=1.0 if frozen else 0.6)
    if frozen:
        freezing.freeze(report_id=top.pk, by=manager, at=frozen_at)


def year_to_date(walker: Walker) -> None:
    """The year to date: of one district being signed, of another not computed yet."""
    district = walker.city.demo["supervisor"].organisation
    assert district is not None
    opened, at = _open(walker, district, 1, Length.YEAR_TO_DATE)
    computing_rounds.compute_round(report_id=opened.reports.get(above=None).pk, by=Actor.system("seed_demo"), at=at)
    _sign(opened, walker, min(at + timedelta(hours=6), walker.now), of=0.7)
    other = Organisation.objects.filter(kind=Organisation.Kind.DISTRICT_UNION).exclude(pk=district.pk).earliest("pk")
    _open(walker, other, 1, Length.YEAR_TO_DATE)


def _computed(walker: Walker, months_ago: int) -> tuple[Round, datetime]:
    opened, at = _open(walker, walker.city.union, months_ago, Length.MONTH)
    computing_rounds.compute_round(report_id=opened.reports.get(above=None).pk, by=Actor.system("seed_demo"), at=at)
    return opened, at


def _open(walker: Walker, union: Organisation, months_ago: int, length: str) -> tuple[Round, datetime]:
    """The reports of the month so long ago, opened on the first day of the month after it, and when that was."""
    today = timezone.localdate(walker.now)
    load_shipped(at=walker.now)
    month = months_back(today, months_ago)
    at = timezone.make_aware(datetime.combine(months_back(today, months_ago - 1), time(9, 30)))
    at = min(at, walker.now)
    by = Actor.system("seed_demo")
    opened = rounds.open_round(
        organisation=union, layout=layouts.standard(), length=length, last_month=month, by=by, at=at
    )
    return opened, at


def _sign(opened: Round, walker: Walker, at: datetime, *, of: float) -> None:
    """From below everybody signs, or that share of them, and whoever stands above a gap does not."""
    gaps: set[int | None] = set()
    reports = opened.reports.exclude(above=None).select_related(
        "matter__owner__user",
        "matter__owner__organisation",
        "above__matter__owner__user",
        "above__matter__owner__organisation",
    )
    for report in reports.order_by("-organisation__depth", "pk"):
        if report.pk in gaps or walker.rng.random() > of:
            gaps.add(report.above_id)
            continue
        signing.sign(report_id=report.pk, by=_signer(report, walker), at=at)


def _signer(report: Report, walker: Walker) -> Actor:
    owner = report.matter.owner or (report.above.matter.owner if report.above else None)
    return Actor(user=owner.user, post=owner) if owner else walker.city.demo["manager"]


def _late_outcome(opened: Round, now: datetime) -> bool:
    """A settlement of the frozen month that a lawyer enters now; False where no lawyer had a case open by then."""
    last = opened.end_on
    claim = (
        Claim.objects.filter(
            party__dispute__matters__kind=Kind.AID_CASE,
            party__dispute__matters__status=CONDUCTING,
            party__dispute__matters__opened_at__date__lt=last,
            outcomes__isnull=True,
            amount__gte=LATE,
        )
        .order_by("pk")
        .last()
    )
    if claim is None:
        return False
    case = AidCase.objects.select_related("lawyer__user").get(
        matter__dispute=claim.party.dispute_id, matter__status=CONDUCTING
    )
    assert case.lawyer is not None
    outcomes.record_outcomes(
        case_id=case.pk,
        outcomes=[OutcomeInput(claim.pk, ClaimOutcome.Code.SETTLED, LATE, LATE)],
        decided_on=last,
        instrument=ClaimOutcome.Instrument.AGREEMENT,
        by=Actor(user=case.lawyer.user, post=case.lawyer),
        at=now - timedelta(hours=6),
    )
    return True


STEPS = [
    Step("reports of the month before the last", frozen_month),
    Step("reports of last month", last_month),
    Step("reports of the year", year_to_date),
]

"""The demo's mediations: some forty of one district's centre over the last months, in every status."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone

from mediation import states
from mediation.models import Mediation
from mediation.services import intake
from unionlaw.demo.mediation_walks import Table, Talks
from unionlaw.demo.steps import Step
from unionlaw.demo.stories import STORIES, Story
from unionlaw.demo.walks import Applicant, Walker, with_representatives
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.matters.services.taking_in import ApplicantInput
from unionlaw.registers.models import Cause

# (origin, status it has got to, days since it was received, how many)
PLAN = (
    ("request", states.RECEIVED, 1, 3),
    ("court_assigned", states.RECEIVED, 2, 2),
    ("tribunal_advice", states.RECEIVED, 3, 1),
    ("request", states.ACCEPTED, 4, 3),
    ("intake", states.ACCEPTED, 6, 2),
    ("request", states.IN_SESSION, 9, 4),
    ("court_assigned", states.IN_SESSION, 12, 2),
    ("request", states.SETTLING, 11, 3),
    ("request", states.PERFORMING, 25, 3),
    ("court_assigned", states.PERFORMING, 40, 1),
    ("request", states.PERFORMED, 110, 3),
    ("tribunal_advice", states.PERFORMED, 90, 1),
    ("request", states.UNPERFORMED, 120, 1),
    ("request", states.FAILED, 50, 4),
    ("court_assigned", states.FAILED, 70, 1),
    ("request", states.DECLINED, 35, 3),
    ("request", states.WITHDRAWN, 45, 2),
    ("court_assigned", states.HANDED_OVER, 60, 2),
)
# So many days lie between those that ended without an agreement.
APART = {states.FAILED: 14, states.DECLINED: 20, states.WITHDRAWN: 20}


def steps() -> list[Step]:
    """All of them."""
    return [
        Step(f"mediation {origin} {status} {n}", partial(play, origin, status, days, n))
        for origin, status, days, count in PLAN
        for n in range(count)
    ]


def play(origin: str, status: str, days: int, n: int, walker: Walker) -> None:
    """The `n`-th of them."""
    rng, table = walker.rng, table_of(walker)
    at = walker.office_hour(days + rng.randrange(4) + n * APART.get(status, 0), 9 + n)
    story, people = rng.choice(STORIES), rng.choice((1, 1, 1, 2, 3))
    # Every other agreement is confirmed.
    Talks(walker, table, receive(walker, table, origin, at, story, people), at).to(status, confirmed=n % 2 == 0)


def table_of(walker: Walker) -> Table:
    """The demo accounts of one district, with somebody of its HR bureau."""
    demo = walker.city.demo
    return Table(demo["caseworker"], demo["mediator"], demo["hr_mediator"])


def receive(
    walker: Walker, table: Table, origin: str, at: datetime, story: Story, people: int, employer: str = ""
) -> Mediation:
    """The dispute of so many workers with an employer, told like the demo's other stories."""
    rng, desk, centre = walker.rng, table.desk, table.mediator.organisation
    assert centre is not None
    workers = [walker.worker(desk, at, story) for _ in range(people)]
    applicants = with_representatives(
        [
            Applicant(worker, [(head, rng.randrange(least, most) * 100) for head, (least, most) in story.heads.items()])
            for worker in workers
        ]
    )
    named = Cause.objects.in_force(at.date()).filter(heading=False)
    cause = named.filter(name=story.cause).first() or named.filter(name=story.else_cause).first()
    return intake.open_mediation(
        origin=origin,
        received_on=timezone.localdate(at),
        applicants=[
            ApplicantInput(
                one.worker,
                [ClaimInput(head, fen, basis="工资流水、考勤记录") for head, fen in one.claims],
                one.representative,
            )
            for one in applicants
        ],
        employers=[walker.employer(desk, at, story, employer)],
        cause=cause,
        facts=story.facts,
        organisation=centre,
        **_passed_on(walker, origin, at),
        by=desk,
        at=at,
    )


def _passed_on(walker: Walker, origin: str, at: datetime) -> dict[str, Any]:
    """Who passed it on, and under which number."""
    number = walker.rng.randrange(100, 99999)
    if origin == "court_assigned":
        reference = f"（{at.year}）羊0104民诉前调{number}号"
        return {"referred_by": walker.city.demo["court_clerk"].organisation, "reference": reference}
    if origin == "tribunal_advice":
        return {"referred_by": walker.city.organs["仲裁院"], "reference": f"羊劳人仲案〔{at.year}〕{number}号"}
    return {}

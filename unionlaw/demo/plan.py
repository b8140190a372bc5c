"""The demo's eighteen months: how many matters, when they came, and where each has got to."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from random import Random

from django.utils import timezone

from cases.models import AidCase, Hearing
from cases.services import assignments, closing, consultations, reviews
from cases.states import (
    ASSIGNED,
    CLOSED,
    CONDUCTING,
    GRANTED,
    OBJECTED,
    REFERRED,
    REFUSED,
    SUBMITTED,
    SUPPLEMENT,
    WITHDRAWN,
)
from unionlaw.demo import follow_ups
from unionlaw.demo.steps import Step
from unionlaw.demo.stories import ASIDE, STORIES, Story
from unionlaw.demo.walks import Applicant, Walker
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor

DAYS, RECENT = 540, 92
CONSULTATIONS, CASES = 110, 55
REOPENED = "reopened"
A_YEAR_AGO = range(400, 496, 12)
"""Cases that came in so many days ago: settled and paid seven weeks later, in the months that reports of today are
compared with."""
# Where a case that came in so many days ago may stand, with weights.
ENDS = {
    9: {SUBMITTED: 5, SUPPLEMENT: 3, GRANTED: 3, ASSIGNED: 3, REFERRED: 1},
    45: {CONDUCTING: 8, ASSIGNED: 2, GRANTED: 1, REFUSED: 1, OBJECTED: 1, WITHDRAWN: 1},
    120: {CONDUCTING: 5, CLOSED: 4, REFUSED: 1, WITHDRAWN: 1},
    DAYS + 1: {CLOSED: 16, REFUSED: 2, WITHDRAWN: 1, REFERRED: 1, REOPENED: 1},
}


@dataclass(frozen=True)
class Visit:
    """Someone comes to a desk at a time."""

    at: datetime
    days_ago: int
    is_case: bool
    number: int
    end: str = ""
    """Where it got to; left to chance when empty."""


def steps(rng: Random, now: datetime) -> list[Step]:
    """All visits in order of time, on working days in working hours; four in ten in the last three months."""
    planned = []
    for number in range(CONSULTATIONS + CASES):
        days = rng.randrange(1, RECENT) if rng.random() < 0.4 else rng.randrange(RECENT, DAYS)
        at = _office_hour(now, days, 9 + rng.randrange(8), rng.randrange(60))
        planned.append(Visit(at, (now - at).days, number >= CONSULTATIONS, number))
    for number, days in enumerate(A_YEAR_AGO, CONSULTATIONS + CASES):
        at = _office_hour(now, days, 10, 10)
        planned.append(Visit(at, (now - at).days, True, number, CLOSED))
    planned.sort(key=lambda visit: (visit.at, visit.number))
    return [Step(f"visit {visit.number}", partial(play, visit)) for visit in planned]


def _office_hour(now: datetime, days: int, hour: int, minute: int) -> datetime:
    """A time of the working day so many days ago, or of the last one before it."""
    day = timezone.localdate(now) - timedelta(days=days)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def play(visit: Visit, walker: Walker) -> None:
    """Receive one visit and take the matter as far as it has got."""
    rng = walker.rng
    desk, supervisor = rng.choice(walker.city.desks)
    story = rng.choices(STORIES, (8, 3, 2, 4, 1, 2, 3, 3, 1))[0]
    if not visit.is_case:
        aside = rng.random() < 0.35
        answered = visit.days_ago > 3 or rng.random() < 0.4
        walker.consultation(
            desk, visit.at, rng.choice(ASIDE) if aside else story.question, None if aside else story, answered=answered
        )
        return
    ends = next(weights for limit, weights in ENDS.items() if visit.days_ago < limit)
    end = visit.end or rng.choices(list(ends), list(ends.values()))[0]
    carry(walker, visit.at, desk, supervisor, story, end)


def carry(walker: Walker, at: datetime, desk: Actor, supervisor: Actor, story: Story, end: str) -> None:
    """One case of `story` from the application to the status `end`."""
    rng = walker.rng
    people = rng.choices(range(1, len(story.people) + 1), story.people)[0]
    applicants = [
        Applicant(
            walker.worker(desk, at, story),
            [(head, rng.randrange(low // 100, high // 100) * 100_00) for head, (low, high) in story.heads.items()],
        )
        for _ in range(people)
    ]
    case = walker.application(desk, at, story, applicants, walker.employer(desk, at, story))
    first = walker.later(at, hours=4)
    if end == SUBMITTED:
        return
    if end == SUPPLEMENT:
        reviews.request_supplement(
            case_id=case.pk,
            items=["劳动合同、工牌、考勤等能证明用工关系的材料"],
            due_on=(first + timedelta(days=10)).date(),
            by=supervisor,
            at=first,
        )
        return
    if end in (REFUSED, OBJECTED):
        refused = walker.later(at, days=4)
        reviews.refuse(
            case_id=case.pk, reason="请求事项已超过仲裁时效，且无中断、中止情形。", by=supervisor, at=refused
        )
        if end == OBJECTED:
            reviews.object_to_refusal(
                case_id=case.pk,
                objection="去年曾向劳动监察投诉，时效应当中断。",
                by=desk,
                at=walker.later(refused, days=2),
            )
        return
    if end == REFERRED:
        reviews.refer_elsewhere(
            case_id=case.pk, referred_to="区法律援助中心", reason="属于政府法律援助范围。", by=supervisor, at=first
        )
        return
    if end == WITHDRAWN:
        reviews.withdraw(case_id=case.pk, reason="单位已付清欠款，申请人撤回。", by=desk, at=walker.later(at, days=3))
        return
    if end == GRANTED:
        walker.receive(case, "review", desk, first)
        reviews.grant(case_id=case.pk, reason="事实清楚，符合援助条件。", by=supervisor, at=walker.later(at, days=1))
        return
    # The demo's own lawyer gets what the demo's own desk takes in.
    own = desk is walker.city.demo["caseworker"]
    lawyer = walker.city.demo["lawyer"] if own else rng.choice(walker.city.lawyers)
    assigned = walker.grant_and_assign(case, desk, supervisor, lawyer, first)
    if end == ASSIGNED:
        return
    accepted = walker.later(assigned, days=1)
    assignments.accept_assignment(case_id=case.pk, by=lawyer, at=accepted)
    if end == CONDUCTING and (walker.now - accepted).days < 3:
        return
    over = walker.conduct(case, lawyer, accepted)
    if end == CONDUCTING or Hearing.objects.filter(case=case, held=None).exists():
        if own and rng.random() < 0.3:
            walker.refer_to_organ(case, supervisor, accepted)
        return
    finish(walker, case, desk, supervisor, lawyer, over, end)


def finish(
    walker: Walker, case: AidCase, desk: Actor, supervisor: Actor, lawyer: Actor, over: datetime, end: str
) -> None:
    """Settled, paid, closed and asked about; some taken up again because an instalment did not come."""
    share = walker.rng.choice((1.0, 0.9, 0.8, 0.7))
    paid = end == CLOSED or walker.rng.random() < 0.5
    settled = walker.later(over, days=10)
    walker.settle(case, lawyer, settled, lambda claim: int(claim.amount * share // 100_00) * 100_00, paid=paid)
    closed = walker.later(settled, days=12)
    walker.close(case, desk, supervisor, closed)
    if end == CLOSED:
        follow_ups.ask(walker, case, desk, closed)
    if end == REOPENED:
        closing.reopen_case(
            case_id=case.pk,
            reason="单位未按调解书支付余款，恢复办理。",
            by=supervisor,
            at=walker.later(closed, days=20),
        )


def fill_gap(status: str, walker: Walker) -> None:
    """One more case in the status, if chance left it without any."""
    if not Matter.objects.filter(kind=Kind.AID_CASE, status=status).exists():
        desk, supervisor = walker.city.desks[0]
        carry(walker, walker.office_hour(6, 10), desk, supervisor, STORIES[0], status)


def refer_some(walker: Walker) -> None:
    """A caller whose trouble is another office's."""
    desk, _supervisor = walker.city.desks[0]
    at = walker.later(walker.now - timedelta(days=30))
    consultation = consultations.record_consultation(
        question="房东不退租房押金怎么办？", channel="hotline_12345", visitor_name="黎女士", by=desk, at=at
    )
    consultations.refer_consultation(
        matter_id=consultation.pk, referred_to="12348公共法律服务热线", reason="不属于劳动争议。", by=desk, at=at
    )


GAPS = (
    Step("somebody referred", refer_some),
    *(
        Step(f"gap {status}", partial(fill_gap, status))
        for status in (SUBMITTED, SUPPLEMENT, GRANTED, ASSIGNED, CONDUCTING, REFUSED, OBJECTED, REFERRED, WITHDRAWN)
    ),
)

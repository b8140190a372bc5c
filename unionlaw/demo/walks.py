"""Walking the demo's matters through the services, from the window to wherever they have got to."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from cases.models import AidCase, Material
from cases.services import applications, assignments, closing, conduct, consultations, materials, outcomes, reviews
from unionlaw.demo.comers import Comers
from unionlaw.demo.stories import SURNAMES, Story
from unionlaw.matters.models import Claim
from unionlaw.matters.services.care import refer
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Employer, Worker

CHANNELS = (
    "window",
    "window",
    "window",
    "duty_lawyer",
    "hotline_12351",
    "hotline_12345",
    "online",
    "reception_day",
    "referral",
)


@dataclass(frozen=True)
class Applicant:
    """A worker with what they claim: (head, fen) pairs."""

    worker: Worker
    claims: list[tuple[str, int]]
    representative: bool = False


REPRESENTED_FROM, REPRESENTATIVES = 10, 3


def with_representatives(applicants: list[Applicant]) -> list[Applicant]:
    """Ten and more are spoken for by three of them (调解仲裁法 art. 7)."""
    if len(applicants) < REPRESENTED_FROM:
        return applicants
    return [replace(one, representative=n < REPRESENTATIVES) for n, one in enumerate(applicants)]


def post_id(actor: Actor) -> int:
    """The post of someone who holds one, as everyone in the city does."""
    assert actor.post is not None
    return actor.post.pk


class Walker(Comers):
    """Makes people and matters, from one step's chances; never lets anything happen after `now`."""

    def consultation(self, desk: Actor, at: datetime, question: str, story: Story | None, *, answered: bool) -> None:
        workers = [self.worker(desk, at, story)] if story else []
        employers = [self.employer(desk, at, story)] if story else []
        advice = story.advice if story else "已说明相关规定并告知可以带材料到站点当面咨询值班律师。"
        consultation = consultations.record_consultation(
            question=question,
            channel=self.rng.choice(CHANNELS),
            workers=workers,
            employers=employers,
            cause=self.cause(story, at.date()) if story else None,
            visitor_name="" if story else f"{self.rng.choice(SURNAMES)}先生",
            advice=advice if answered and self.rng.random() < 0.7 else "",
            by=desk,
            at=at,
        )
        if answered and not consultation.advice:
            consultations.answer_consultation(
                matter_id=consultation.pk, advice=advice, by=desk, at=self.later(at, hours=20)
            )

    def application(
        self,
        desk: Actor,
        at: datetime,
        story: Story,
        applicants: list[Applicant],
        employer: Employer,
        *,
        facts: str = "",
    ) -> AidCase:
        """Consultation and application on one visit."""
        channel = self.rng.choice(CHANNELS)
        consultation = consultations.record_consultation(
            question=story.question,
            channel=channel,
            workers=[applicant.worker for applicant in applicants],
            employers=[employer],
            wants_aid=True,
            by=desk,
            at=at,
        )
        ended = at.date() - timedelta(days=self.rng.randrange(15, 200))
        return applications.apply_for_aid(
            applicants=[
                applications.ApplicantInput(
                    a.worker, [applications.ClaimInput(head, fen) for head, fen in a.claims], a.representative
                )
                for a in applicants
            ],
            employers=[employer],
            cause=self.cause(story, at.date()),
            facts=facts or story.facts,
            eligibility=story.eligibility,
            hardship_note="本人承诺家庭经济困难" if story.eligibility == "hardship" else "",
            channel=channel,
            infringed_on=ended,
            employment_ended_on=ended,
            consultation_id=consultation.pk,
            by=desk,
            at=self.later(at, minutes=20),
        )

    def receive(self, case: AidCase, required_for: str, by: Actor, at: datetime) -> None:
        for material in Material.objects.filter(
            case=case, required_for=required_for, received_on=None, waived_reason=""
        ):
            materials.receive_material(case_id=case.pk, material_id=material.pk, by=by, at=at)

    def conduct(self, case: AidCase, lawyer: Actor, at: datetime) -> datetime:
        """First meeting, arbitration filed, a hearing held. Returns when the hearing was over."""
        meeting = conduct.schedule_hearing(
            case_id=case.pk, what="meeting", starts_at=self.later(at, days=2), place="工会法律服务站", by=lawyer, at=at
        )
        conduct.conclude_hearing(
            case_id=case.pk,
            hearing_id=meeting.pk,
            held=True,
            result="核实事实，签署授权委托书。",
            by=lawyer,
            at=self.later(at, days=2),
        )
        conduct.log_work(
            case_id=case.pk,
            worked_on=self.later(at, days=2).date(),
            minutes=90,
            what="会见当事人，整理证据目录",
            by=lawyer,
            at=self.later(at, days=2),
        )
        filed = self.later(at, days=6)
        conduct.set_stage(case_id=case.pk, stage="arbitration", by=lawyer, at=filed)
        conduct.log_filing(
            case_id=case.pk,
            what="arbitration",
            body="羊城市劳动人事争议仲裁院",
            filed_on=filed.date(),
            by=lawyer,
            at=filed,
        )
        sits = timezone.localtime(filed + timedelta(days=28)).replace(hour=9, minute=30)
        sits += timedelta(days=(0, 0, 0, 0, 0, 2, 1)[sits.weekday()])
        hearing = conduct.schedule_hearing(
            case_id=case.pk,
            what="arbitration",
            starts_at=sits,
            place="市仲裁院第三庭",
            by=lawyer,
            at=filed,
        )
        over = sits + timedelta(hours=3)
        if over >= self.now:
            return self.now
        conduct.conclude_hearing(
            case_id=case.pk, hearing_id=hearing.pk, held=True, result="庭审完毕，双方同意调解。", by=lawyer, at=over
        )
        return over

    def settle(self, case: AidCase, lawyer: Actor, at: datetime, share: Callable[[Claim], int], *, paid: bool) -> None:
        """An outcome for every claim, and the money when `paid`."""
        claims = Claim.objects.filter(party__dispute=case.matter.dispute_id).select_related("party")
        outcomes.record_outcomes(
            case_id=case.pk,
            outcomes=[
                outcomes.OutcomeInput(
                    claim.pk,
                    "settled" if share(claim) else "withdrawn",
                    share(claim),
                    received=share(claim) if paid else 0,
                    received_on=at.date() if paid and share(claim) else None,
                )
                for claim in claims
            ],
            decided_on=at.date(),
            instrument="arbitral_mediation",
            instrument_number=f"羊劳人仲案〔{at.year}〕{case.pk + 1200}号",
            by=lawyer,
            at=at,
        )

    def close(self, case: AidCase, desk: Actor, supervisor: Actor, at: datetime) -> None:
        self.receive(case, Material.RequiredFor.CLOSING, desk, at)
        closing.close_case(
            case_id=case.pk,
            ending="settled",
            closing_note="双方达成调解，款项已按约履行，当事人满意。",
            by=supervisor,
            at=at,
        )

    def grant_and_assign(self, case: AidCase, desk: Actor, supervisor: Actor, lawyer: Actor, at: datetime) -> datetime:
        self.receive(case, Material.RequiredFor.REVIEW, desk, at)
        granted = self.later(at, days=3)
        reviews.grant(case_id=case.pk, reason="事实清楚，符合援助条件。", by=supervisor, at=granted)
        assigned = self.later(granted, days=1)
        assignments.assign(
            case_id=case.pk,
            lawyer_post_id=post_id(lawyer),
            conflict_reason="已核对，不影响本案。",
            by=supervisor,
            at=assigned,
        )
        return assigned

    def refer_to_organ(self, case: AidCase, supervisor: Actor, at: datetime) -> None:
        refer(matter_id=case.pk, to=self.city.organs["越山区"], reason="涉嫌欠薪，请协同核查。", by=supervisor, at=at)

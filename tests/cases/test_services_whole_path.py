"""Three video editors, six months unpaid: from the window to 130,000 yuan recovered, by three people."""

from datetime import date, timedelta

import pytest

from cases import states
from cases.models import AidCase
from cases.services import (
    assignments,
    closing,
    conduct,
    consultations,
    materials,
    outcomes,
    reviews,
)
from cases.services.applications import ApplicantInput, ClaimInput, apply_for_aid
from cases.services.outcomes import OutcomeInput
from tests.cast import NOON
from unionlaw.matters.models import Event, Matter
from unionlaw.matters.services.outcomes import recovered_amount

pytestmark = pytest.mark.django_db

# Six months of wages and severance of each, in fen: 130,000 yuan together.
DUE = {"林小帧": (3_600_000, 900_000), "何转场": (3_300_000, 900_000), "郑字幕": (3_300_000, 1_000_000)}


def test_three_editors_get_130000_yuan(caseworker, supervisor, lawyer, wage_cause, make_worker, make_employer, manager):
    studio = make_employer("羊城追光影视文化有限公司")
    workers = [make_worker(name) for name in DUE]

    asked = consultations.record_consultation(
        question="三人做视频剪辑，六个月没发工资，公司要我们自己走人。",
        channel="window",
        workers=workers,
        employers=[studio],
        advice="可以主张工资和经济补偿，工会可提供援助。",
        wants_aid=True,
        by=caseworker,
        at=NOON,
    )
    case = apply_for_aid(
        applicants=[
            ApplicantInput(worker, [ClaimInput("wages", wages), ClaimInput("severance", severance)])
            for worker in workers
            for wages, severance in [DUE[worker.name]]
        ],
        employers=[studio],
        cause=wage_cause,
        facts="2026年5月起未发工资。",
        eligibility="infringement",
        channel="window",
        infringed_on=date(2026, 5, 31),
        employment_ended_on=date(2026, 11, 15),
        consultation_id=asked.pk,
        by=caseworker,
        at=NOON,
    )
    pk = case.pk
    assert case.limitation_on == date(2027, 5, 31)
    for paper in case.materials.filter(required_for="review"):
        materials.receive_material(case_id=pk, material_id=paper.pk, by=caseworker, at=NOON)
    reviews.grant(case_id=pk, reason="证据充分，符合援助条件。", by=supervisor, at=NOON)
    assignments.assign(case_id=pk, lawyer_post_id=lawyer.post.pk, by=supervisor, at=NOON)

    day = NOON + timedelta(days=1)
    assignments.accept_assignment(case_id=pk, by=lawyer, at=day)
    conduct.log_work(case_id=pk, worked_on=day.date(), minutes=60, what="会见三名当事人", by=lawyer, at=day)
    conduct.log_filing(case_id=pk, what="arbitration", body="越山区仲裁院", filed_on=day.date(), by=lawyer, at=day)
    conduct.set_stage(case_id=pk, stage="arbitration", by=lawyer, at=day)
    opens = day + timedelta(days=20)
    hearing = conduct.schedule_hearing(
        case_id=pk, what="arbitration", starts_at=opens, place="第三仲裁庭", by=lawyer, at=day
    )
    conduct.conclude_hearing(
        case_id=pk, hearing_id=hearing.pk, held=True, result="当庭调解", by=lawyer, at=opens + timedelta(hours=3)
    )
    claims = [claim for party in case.matter.dispute.parties.all() for claim in party.claims.all()]
    assert len(claims) == 6
    outcomes.record_outcomes(
        case_id=pk,
        outcomes=[OutcomeInput(claim.pk, "settled", claim.amount) for claim in claims],
        decided_on=opens.date(),
        instrument="arbitral_mediation",
        instrument_number="越劳人仲案〔2026〕88号",
        by=lawyer,
        at=opens + timedelta(hours=3),
    )
    paid = opens + timedelta(days=10)
    for claim in claims:
        outcomes.record_payment(
            case_id=pk, claim_id=claim.pk, amount=claim.amount, paid_on=paid.date(), by=lawyer, at=paid
        )
    for paper in AidCase.objects.get(pk=pk).materials.filter(required_for="closing"):
        materials.receive_material(case_id=pk, material_id=paper.pk, by=lawyer, at=paid)
    assert Matter.objects.get(pk=pk).next_step == "结案"
    closing.close_case(case_id=pk, ending="settled", closing_note="全部履行完毕。", by=supervisor, at=paid)

    matter = Matter.objects.visible_to(manager).get(pk=pk)
    assert (matter.status_id, matter.closed_at, matter.next_step) == (states.CLOSED, paid, "结案回访")
    assert recovered_amount(matter) == 13_000_000
    closed = Event.objects.filter(matter=pk).first()
    assert closed.data == {"recovered": "130,000.00", "how": "和解或调解结案", "ending": "settled"}
    timeline = Event.objects.filter(matter=pk).order_by("sequence")
    assert [event.sequence for event in timeline] == list(range(1, matter.last_event + 1)), "without holes"
    assert {event.user for event in timeline} == {caseworker.user, supervisor.user, lawyer.user}
    assert matter.links_out.get().to_matter_id == asked.pk

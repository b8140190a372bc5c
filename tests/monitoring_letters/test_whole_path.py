"""A wage lead becomes a 提示函, then a 意见书, then a 建议书; the money that came is counted once."""

import pytest

from monitoring_letters import states
from monitoring_letters.services.content import DemandInput
from monitoring_letters.services.following import JudgementInput, PointInput
from unionlaw.matters.models import Event, Matter, Payment
from unionlaw.matters.services.outcomes import recovered_amount

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", [status.code for status in states.supervision_letter.statuses])
def test_a_letter_can_be_walked_to_every_status(walk, status):
    letter = walk.to(status)
    assert letter.matter.status_id == status


@pytest.mark.parametrize("status", [status.code for status in states.lead.statuses])
def test_a_lead_can_be_walked_to_every_status(walk, status):
    assert walk.lead_to(status).matter.status_id == status


def test_a_wage_lead_walks_through_all_three_instruments(walk):
    """The notice is ignored, the opinion answered on three of five demands, the recommendation goes to the bureau."""
    lead = walk.lead_to(states.ASSESSED)
    notice = walk.to(states.SERVED, walk.draft("notice", lead_id=lead.pk))
    opinion = walk.do("prepare_next", notice, reason="一个月没有答复")
    demands = [DemandInput(f"第{n}项要求", "劳动法", amount=100_000 * n) for n in range(1, 6)]
    walk.complete(opinion, by=walk.caseworker)
    walk.do("set_demands", opinion, demands=demands)
    opinion = walk.to(states.SERVED, opinion)
    rows = list(opinion.demands.all())
    points = [PointInput(row.pk, "done") for row in rows[:3]] + [PointInput(row.pk, "refuses") for row in rows[3:]]
    walk.do("record_reply", opinion, points=points)
    for row in rows[:3]:
        walk.do("record_payment", opinion, demand_id=row.pk, amount=row.amount)
    given = [JudgementInput(row.pk, "corrected" if n < 3 else "refused") for n, row in enumerate(rows)]
    walk.do("reinspect", opinion, judgements=given)
    recommendation = walk.do("prepare_next", opinion, reason="两项拒不整改", authority=walk.bureau)
    assert [row.text for row in recommendation.demands.all()] == ["第4项要求", "第5项要求"]
    recommendation = walk.to(states.SERVED, recommendation)
    assert recommendation.document_number == "越工监建〔2026〕1号"
    money = Payment.objects.filter(claim__party__dispute=lead.matter.dispute_id)
    assert {payment.matter_id for payment in money} == {opinion.pk}
    assert recovered_amount(opinion.matter) == 600_000
    assert recovered_amount(recommendation.matter) == 0, "counted once"
    walked = Matter.objects.filter(dispute=lead.matter.dispute_id).order_by("pk")
    assert list(walked.values_list("status", flat=True)) == [
        states.LETTERED,
        states.ESCALATED,
        states.ESCALATED,
        states.SERVED,
    ]
    assert list(Event.objects.filter(matter=notice.pk).order_by("sequence").values_list("name", flat=True)) == [
        "letter.drafted",
        "letter.amended",
        "letter.amended",
        "letter.submitted",
        "letter.review_passed",
        "letter.approved",
        "letter.issued",
        "letter.service_started",
        "letter.notice_served",
        "letter.escalated",
    ]

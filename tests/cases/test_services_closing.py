"""Closing with nothing left open, and taking a case up again."""

from datetime import timedelta

import pytest

from cases import states
from cases.services import closing, materials, reviews
from cases.services.actions import refusal
from cases.services.closing import open_duties
from tests.cast import NOON
from unionlaw.lib.errors import Invalid
from unionlaw.matters.models import Event, Matter

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def close(walk, case, **more):
    return closing.close_case(
        **{
            "case_id": case.pk,
            "ending": "settled",
            "closing_note": "已履行。",
            "by": walk.supervisor,
            "at": NOON,
            **more,
        }
    )


def test_every_open_duty_is_named(walk):
    case = walk.to(states.CONDUCTING)
    walk.do("schedule_hearing", case, by=walk.lawyer)
    with pytest.raises(Invalid) as invalid:
        close(walk, case)
    assert invalid.value.errors[""] == [
        "张三的“劳动报酬”还没有登记结果",
        "2026-11-20 11:00的会见还没有记录结果",
        "缺少结案材料：授权委托书",
        "缺少结案材料：结案文书（调解书、裁决书、判决书或协议书）",
        "缺少结案材料：结案报告",
    ]
    duties = open_duties(walk.fresh(case))
    assert [duty.anchor for duty in duties] == ["claims", "hearings", "materials", "materials", "materials"]
    assert refusal(walk.fresh(case).matter, "close_case", walk.supervisor).startswith("还有5项未了")
    walk.do("conclude_hearing", case, by=walk.lawyer)
    walk.finish(case)
    assert open_duties(walk.fresh(case)) == []
    close(walk, case)
    assert Matter.objects.get(pk=case.pk).status_id == states.CLOSED


def test_papers_owing_since_an_urgent_grant_keep_the_case_open(walk):
    case = walk.apply(limitation_on=TODAY + timedelta(days=2))
    reviews.request_supplement(
        case_id=case.pk, items=["考勤记录"], due_on=TODAY + timedelta(days=1), by=walk.supervisor, at=NOON
    )
    reviews.grant_urgently(case_id=case.pk, reason="来不及", by=walk.supervisor, at=NOON)
    walk.do("assign", case, by=walk.supervisor)
    walk.do("accept_assignment", case, by=walk.lawyer)
    walk.finish(case)
    open_now = open_duties(walk.fresh(case))
    assert {duty.anchor for duty in open_now} == {"supplement", "materials"}
    assert "欠交审查材料：考勤记录" in [duty.text for duty in open_now]
    walk.papers(case, "review")
    assert open_duties(walk.fresh(case)) == [], "with the last paper the request is met too"
    close(walk, case)


def test_closing_says_what_was_recovered(walk):
    case = walk.to(states.CONDUCTING)
    walk.finish(case, received=5_000_000)
    with pytest.raises(Invalid) as invalid:
        close(walk, case, ending="happily", closing_note=" ")
    assert invalid.value.errors.keys() == {"ending", "closing_note"}
    close(walk, case)
    case = walk.fresh(case)
    event = Event.objects.filter(matter=case.pk).first()
    assert (event.name, event.reason) == ("aid_case.closed", "已履行。")
    assert event.data == {"recovered": "50,000.00", "how": "和解或调解结案", "ending": "settled"}
    assert (case.ending, case.closing_note, case.matter.dispute.settled_on) == ("settled", "已履行。", TODAY)
    assert (case.matter.closed_at, case.matter.closed_reason, case.matter.next_due_on) == (
        NOON,
        "closed",
        TODAY + timedelta(days=30),
    )


def test_a_case_is_taken_up_again_with_a_reason_and_its_lawyer(walk):
    case = walk.to(states.CLOSED)
    with pytest.raises(Invalid):
        closing.reopen_case(case_id=case.pk, reason=" ", by=walk.supervisor, at=NOON)
    closing.reopen_case(case_id=case.pk, reason="公司未按期履行", by=walk.supervisor, at=NOON)
    case = walk.fresh(case)
    event = Event.objects.filter(matter=case.pk).first()
    assert (event.name, event.reason) == ("aid_case.reopened", "公司未按期履行")
    assert (case.matter.status_id, case.matter.closed_at, case.ending) == (states.CONDUCTING, None, "")
    assert case.matter.dispute.settled_on is None
    assert case.matter.next_due_on == TODAY + timedelta(days=5)
    walk.do("log_work", case, by=walk.lawyer)


def test_a_closing_paper_may_be_waived(walk):
    case = walk.to(states.CONDUCTING)
    walk.finish(case)
    extra = materials.add_material(case_id=case.pk, label="履行凭证", required_for="closing", by=walk.lawyer, at=NOON)
    assert Event.objects.filter(matter=case.pk).first().data == {"material": "履行凭证"}
    assert len(open_duties(walk.fresh(case))) == 1
    materials.waive_material(case_id=case.pk, material_id=extra.pk, reason="现金当场付清", by=walk.supervisor, at=NOON)
    assert open_duties(walk.fresh(case)) == []
    with pytest.raises(Invalid) as invalid:
        materials.add_material(case_id=case.pk, label="履行凭证", required_for="now", by=walk.lawyer, at=NOON)
    assert invalid.value.errors.keys() == {"label", "required_for"}

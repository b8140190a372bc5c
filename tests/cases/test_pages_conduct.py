"""From review to closing, form by form: what the pages hand to the services, and what they say when it goes wrong."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from cases import states
from cases.models import Assignment, Hearing, Material
from tests.cases.pages import said
from tests.cast import NOON
from unionlaw.matters.models import Claim, ClaimOutcome, Payment
from unionlaw.matters.services.outcomes import recovered_amount
from unionlaw.registers.services import save_contact


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def post(sign_in):
    def send(actor, name, case, *args, version=None, **data):
        case.matter.refresh_from_db()
        data["version"] = case.matter.version if version is None else version
        return sign_in(actor).post(reverse(f"cases:{name}", args=[case.pk, *args]), data)

    return send


def status_of(case):
    case.matter.refresh_from_db()
    return case.matter.status_id


def test_one_click_receives_a_paper(walk, caseworker, post):
    case = walk.apply()
    material = Material.objects.filter(case=case, required_for="review").first()
    assert post(caseworker, "receive_material", case, material.pk).status_code == 302
    material.refresh_from_db()
    assert material.received_on == NOON.date()


def test_a_supplement_is_asked_for_once_with_what_is_ticked_and_written(walk, supervisor, post):
    case = walk.apply()
    label = case.materials.filter(required_for="review").first().label
    response = post(
        supervisor, "request_supplement", case, listed=[label], other="考勤截图\n工友证言", due_on="2026-12-01"
    )
    assert response.status_code == 302
    assert case.supplement_request.items == [label, "考勤截图", "工友证言"]
    assert status_of(case) == states.SUPPLEMENT


def test_a_supplement_of_nothing_is_refused_beside_the_field(walk, supervisor, post):
    response = post(supervisor, "request_supplement", walk.apply(), other="", due_on="2026-12-01")
    assert response.status_code == 422
    assert "请勾选或写明至少一项需要补正的材料。" in said(response)


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("grant", {"reason": "符合条件"}, states.GRANTED),
        ("refuse", {"reason": "不属于劳动争议"}, states.REFUSED),
        ("refer_elsewhere", {"reason": "人身损害", "referred_to": "市法律援助处"}, states.REFERRED),
    ],
)
def test_a_decision_leads_to_its_status(walk, supervisor, post, name, data, status):
    case = walk.to(states.SUBMITTED)
    assert post(supervisor, name, case, **data).status_code == 302
    assert status_of(case) == status


def test_a_stale_form_says_what_changed_and_keeps_what_was_typed(walk, supervisor, post):
    case = walk.to(states.SUBMITTED)
    response = post(supervisor, "refuse", case, version=1, reason="不属于劳动争议")
    assert response.status_code == 409
    assert "记录已被他人修改" in said(response)
    assert "收到材料" in said(response)
    assert "不属于劳动争议" in said(response)
    assert status_of(case) == states.SUBMITTED


def test_a_stale_form_offers_nothing_that_the_change_has_made_impossible(walk, supervisor, city_supervisor, post):
    case = walk.to(states.SUBMITTED)
    seen = case.matter.version
    assert (
        post(city_supervisor, "refer_elsewhere", case, reason="人身损害", referred_to="市法律援助处").status_code == 302
    )
    response = post(supervisor, "refuse", case, version=seen, reason="不属于劳动争议")
    assert response.status_code == 409
    for words in ("记录已被他人修改", "转介其他单位", "事项现在是“已转介”", "不属于劳动争议", "没有保存"):
        assert words in said(response), words
    for words in ("再次提交", "状态变为“不予援助”"):
        assert words not in said(response), words
    assert '<button class="btn btn-danger">' not in response.text


def test_a_choice_that_is_gone_meanwhile_is_explained_by_what_changed(walk, supervisor, post):
    case = walk.to(states.SUBMITTED)
    got = case.materials.exclude(received_on=None).first().label
    answer = post(
        supervisor, "request_supplement", case, version=1, listed=[got], other="银行流水", due_on="2026-12-01"
    )
    assert answer.status_code == 409
    for words in ("记录已被他人修改", "收到材料", f"“{got}”已不缺", "银行流水"):
        assert words in said(answer), words
    assert status_of(case) == states.SUBMITTED


@pytest.mark.parametrize(("when", "why"), [("2020-01-01T09:00", "早一年以上"), ("2062-12-01T09:00", "三年以后")])
def test_a_hearing_in_a_wrong_year_is_refused_beside_the_field(walk, lawyer, post, when, why):
    answer = post(lawyer, "schedule_hearing", walk.to(states.CONDUCTING), what="arbitration", starts_at=when)
    assert answer.status_code == 422
    assert why in said(answer)


def test_of_two_supervisors_the_second_is_told_who_assigned(walk, supervisor, city_supervisor, lawyer, post):
    case = walk.to(states.GRANTED)
    case.matter.refresh_from_db()
    assert post(supervisor, "assign", case, lawyer_post_id=lawyer.post.pk).status_code == 302
    response = post(city_supervisor, "assign", case, lawyer_post_id=lawyer.post.pk)
    assert response.status_code in (409, 422)
    assert Assignment.objects.count() == 1


def test_the_conflict_check_is_shown_before_submitting(walk, supervisor, lawyer, post, sign_in):
    employer = walk.make_employer("对方公司")
    other = walk.to(states.CONDUCTING, walk.apply(workers=("王五",), employer=employer))
    worker = other.matter.dispute.parties.get(worker__isnull=False).worker
    case = walk.to(states.GRANTED)
    address = reverse("cases:conflicts", args=[case.pk])
    assert worker.name == "王五"
    clear = sign_in(supervisor).get(address, {"lawyer_post_id": lawyer.post.pk})
    assert "没有查到" in said(clear)
    assert said(sign_in(supervisor).get(address)).strip() == ""


def test_a_reason_that_is_needed_is_not_called_optional(walk, supervisor, lawyer, other_lawyer, post, sign_in):
    case = walk.to(states.GRANTED)
    respondent = case.matter.dispute.parties.get(side="respondent").employer
    save_contact(
        employer_id=respondent.pk, name=lawyer.user.display_name, position="", phone="", by=walk.caseworker, at=NOON
    )
    shown = said(
        sign_in(supervisor).get(reverse("cases:conflicts", args=[case.pk]), {"lawyer_post_id": lawyer.post.pk})
    )
    assert "同名" in shown
    assert "选填" not in shown
    for chosen, others in ((lawyer, other_lawyer), (other_lawyer, lawyer)):
        page = said(post(supervisor, "assign", case, lawyer_post_id=chosen.post.pk, version="0"))
        first, second = (page.index(f'value="{actor.post.pk}"') for actor in (chosen, others))
        assert first < second, "who was chosen stays in sight"


def test_the_lawyer_writes_down_hearing_filing_and_work(walk, lawyer, post):
    case = walk.to(states.CONDUCTING)
    before = case.hearings.count()
    post(lawyer, "schedule_hearing", case, what="meeting", starts_at="2026-11-20T09:00", place="站点")
    hearing = case.hearings.order_by("-pk").first()
    assert case.hearings.count() == before + 1
    assert post(lawyer, "conclude_hearing", case, hearing.pk, held="1", result="已会见").status_code == 302
    assert Hearing.objects.get(pk=hearing.pk).held is True
    assert (
        post(lawyer, "log_filing", case, what="arbitration", body="越山区仲裁院", filed_on="2026-11-20").status_code
        == 302
    )
    assert post(lawyer, "log_work", case, worked_on="2026-11-20", minutes="90", what="会见").status_code == 302
    wrong = post(lawyer, "log_work", case, worked_on="2026-11-20", minutes="2000", what="会见")
    assert "一天最多1440分钟" in said(wrong)


def test_a_hearing_still_to_come_does_not_yet_await_its_result(walk, lawyer, post, sign_in):
    case = walk.to(states.CONDUCTING)
    case.hearings.all().delete()
    post(lawyer, "schedule_hearing", case, what="meeting", starts_at="2026-11-25T09:00", place="站点")
    address = reverse("cases:aid_case", args=[case.pk])
    page = said(sign_in(lawyer).get(address))
    assert "尚未到时间" in page
    assert "待记录结果" not in page
    with time_machine.travel(NOON + timedelta(days=6), tick=False):
        assert "待记录结果" in said(sign_in(lawyer).get(address))


def test_one_table_takes_the_outcomes_of_all(walk, lawyer, post):
    case = walk.to(states.CONDUCTING, walk.apply(workers=("张三", "李四")))
    first, second = Claim.objects.filter(party__dispute=case.matter.dispute).order_by("pk")
    data = {
        "decided_on": "2026-11-19", "instrument": "award", "instrument_number": "越劳人仲案〔2026〕7号",
        f"claim-{first.pk}-code": "awarded", f"claim-{first.pk}-amount": "50,000",
        f"claim-{first.pk}-received": "20000", f"claim-{first.pk}-received_on": "2026-11-20",
        f"claim-{second.pk}-code": "dismissed",
    }  # fmt: skip
    assert post(lawyer, "record_outcomes", case, **data).status_code == 302
    assert ClaimOutcome.objects.get(claim=first).amount == 5_000_000
    assert ClaimOutcome.objects.get(claim=second).code == "dismissed"
    assert recovered_amount(case.matter) == 2_000_000


def test_outcomes_that_do_not_add_up_are_refused_in_their_row(walk, lawyer, post):
    case = walk.to(states.CONDUCTING)
    claim = Claim.objects.get(party__dispute=case.matter.dispute)
    data = {"decided_on": "2026-11-19", "instrument": "award"}
    missing = post(lawyer, "record_outcomes", case, **data, **{f"claim-{claim.pk}-code": "awarded"})
    assert missing.status_code == 422
    assert "请填写确定金额。" in said(missing)
    nothing = post(lawyer, "record_outcomes", case, **data)
    assert "还没有填写任何新的结果或到账。" in said(nothing)
    over = {f"claim-{claim.pk}-code": "awarded", f"claim-{claim.pk}-amount": "100",
            f"claim-{claim.pk}-received": "200", f"claim-{claim.pk}-received_on": "2026-11-20"}  # fmt: skip
    response = post(lawyer, "record_outcomes", case, **data, **over)
    assert response.status_code == 422
    assert not Payment.objects.exists()


def test_without_javascript_one_choice_fills_the_table(walk, lawyer, post):
    case = walk.to(states.CONDUCTING, walk.apply(workers=("张三", "李四")))
    response = post(
        lawyer, "record_outcomes", case, do="fill", all_code="settled", all_received_on="2026-11-20",
        decided_on="2026-11-20", instrument="agreement",
    )  # fmt: skip
    assert response.status_code == 200
    assert said(response).count('value="50,000.00"') == 4
    assert not ClaimOutcome.objects.exists()


def test_money_that_comes_later_is_recorded_and_can_be_taken_back(walk, lawyer, supervisor, post):
    case = walk.to(states.CONDUCTING)
    claim = Claim.objects.get(party__dispute=case.matter.dispute)
    post(
        lawyer, "record_outcomes", case, decided_on="2026-11-19", instrument="award",
        **{f"claim-{claim.pk}-code": "awarded", f"claim-{claim.pk}-amount": "500"},
    )  # fmt: skip
    assert (
        post(lawyer, "record_payment", case, claim_id=claim.pk, amount="300", paid_on="2026-11-20").status_code == 302
    )
    assert recovered_amount(case.matter) == 30_000
    payment = Payment.objects.get()
    assert post(supervisor, "cancel_payment", case, payment.pk, reason="重复登记").status_code == 302
    assert recovered_amount(case.matter) == 0


def test_closing_lists_every_open_duty_with_a_link(walk, supervisor, post, sign_in):
    case = walk.to(states.CONDUCTING)
    page = said(sign_in(supervisor).get(reverse("cases:aid_case", args=[case.pk])))
    assert "还没有登记结果" in page
    response = post(supervisor, "close_case", case, ending="settled", closing_note="完")
    assert response.status_code in (409, 422)
    assert "还没有登记结果" in said(response)
    assert status_of(case) == states.CONDUCTING


def test_a_claim_is_changed_on_its_own_page(walk, caseworker, post):
    case = walk.apply()
    claim = Claim.objects.get(party__dispute=case.matter.dispute)
    response = post(caseworker, "amend_claim", case, claim.pk, head="wages", amount="60000")
    assert response.status_code == 302
    claim.refresh_from_db()
    assert claim.amount == 6_000_000


def test_a_claim_of_another_case_is_not_found(walk, caseworker, post):
    case, other = walk.apply(), walk.apply(workers=("李四",))
    claim = Claim.objects.get(party__dispute=other.matter.dispute)
    assert post(caseworker, "amend_claim", case, claim.pk, head="wages", amount="1").status_code == 404


def test_a_note_stands_on_the_timeline_under_its_filter(walk, caseworker, sign_in):
    case = walk.apply()
    client, address = sign_in(caseworker), reverse("cases:aid_case", args=[case.pk])
    client.post(reverse("matters:note", args=[case.pk]), {"text": "约了周五来补签名"})
    assert "约了周五来补签名" in said(client.get(f"{address}?timeline=notes"))
    assert "约了周五来补签名" not in said(client.get(f"{address}?timeline=papers"))


def test_a_group_of_three_hundred_has_its_outcomes_recorded_at_once(walk, lawyer, post):
    case = walk.to(states.CONDUCTING, walk.apply(workers=tuple(f"职工{n}" for n in range(300))))
    data = {"decided_on": "2026-11-19", "instrument": "agreement"}
    for claim in Claim.objects.filter(party__dispute=case.matter.dispute):
        data |= {
            f"claim-{claim.pk}-code": "settled", f"claim-{claim.pk}-amount": "50,000",
            f"claim-{claim.pk}-received": "50,000", f"claim-{claim.pk}-received_on": "2026-11-20",
        }  # fmt: skip
    assert post(lawyer, "record_outcomes", case, **data).status_code == 302
    assert recovered_amount(case.matter) == 300 * 5_000_000

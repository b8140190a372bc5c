"""Replies with a point for each demand, judgements, re-inspections, and other authorities: form by form."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring_letters import states
from monitoring_letters.models import Lead, OrganReport
from monitoring_letters.services import leads
from monitoring_letters.services.content import DemandInput
from tests.cases.pages import said
from tests.cast import NOON, appoint
from tests.documents.conftest import PDF, folder, upload  # noqa: F401  fixture
from unionlaw.deadlines.models import Deadline
from unionlaw.matters.models import Event, Matter
from unionlaw.network.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

TWO = {
    "supervisor-0-name": "何晓岚", "supervisor-0-certificate": "粤监001",
    "supervisor-1-name": "岑立", "supervisor-1-certificate": "粤监002",
}  # fmt: skip


@pytest.fixture
def partner(hr_bureau):
    return appoint("ren", "任人社", hr_bureau, Role.PARTNER)


def page_of(sign_in, actor, matter_id, name="letter"):
    return said(sign_in(actor).get(reverse(f"monitoring_letters:{name}", args=[matter_id])))


def test_a_reply_is_taken_in_with_its_scan_and_a_point_for_each_demand(walk, post):
    letter = walk.to(states.SERVED)
    first, second = letter.demands.all()
    response = post(
        "record_reply", letter, received_on="2026-11-20", how="paper", text="已研究整改。",
        scan=upload("复函.pdf", PDF),
        **{f"point-{first.pk}-stance": "promises", f"point-{first.pk}-promised_on": "2026-12-10",
           f"point-{second.pk}-stance": "refuses", f"point-{second.pk}-text": "没有必要"},
    )  # fmt: skip
    assert response.status_code == 302, said(response)
    reply = letter.replies.get()
    assert reply.document.title.startswith("答复 ")
    assert list(reply.points.values_list("stance", "promised_on")) == [
        ("promises", date(2026, 12, 10)),
        ("refuses", None),
    ]
    assert walk.fresh(letter).matter.status_id == states.REPLIED


def test_a_reply_that_says_nothing_is_refused_with_everything_typed(walk, post):
    letter = walk.to(states.SERVED)
    demand = letter.demands.first()
    response = post(
        "record_reply", letter, received_on="2026-11-20", how="paper", **{f"point-{demand.pk}-text": "说是下月发"}
    )
    assert response.status_code == 422
    assert "请先选择这一项。" in said(response)
    assert "说是下月发" in said(response)


def test_silence_is_stated_once_the_limit_is_past(walk, opened, post):
    letter = walk.to(states.SERVED)
    early = opened("mark_unanswered", letter)
    assert early.status_code == 409
    assert "还没有过" in said(early)
    with time_machine.travel(NOON + timedelta(days=40), tick=False):
        assert post("mark_unanswered", letter).status_code == 302
    assert walk.fresh(letter).matter.status_id == states.UNANSWERED


def test_all_demands_are_judged_on_one_page(walk, post, opened):
    letter = walk.to(states.REPLIED)
    first, second = letter.demands.all()
    response = post("judge_demand", letter, **{
        f"judgement-{first.pk}-judgement": "promised", f"judgement-{first.pk}-promised_on": "2026-12-10",
        f"judgement-{second.pk}-judgement": "false", f"judgement-{second.pk}-note": "台账是补写的",
    })  # fmt: skip
    assert response.status_code == 302, said(response)
    assert list(letter.demands.values_list("judgement", "judgement_note")) == [
        ("promised", ""),
        ("false", "台账是补写的"),
    ]
    assert Deadline.objects.filter(matter=letter.pk, state="open", due_on=date(2026, 12, 10)).exists()
    again = post("judge_demand", letter, **{
        f"judgement-{first.pk}-judgement": "promised", f"judgement-{first.pk}-promised_on": "2026-12-10",
        f"judgement-{second.pk}-judgement": "false", f"judgement-{second.pk}-note": "台账是补写的",
    })  # fmt: skip
    assert again.status_code == 422, "a row left as it was is not judged again"
    assert "还没有作出新的认定。" in said(again)


def test_a_promise_without_a_day_is_complained_of_in_its_row_and_nothing_is_judged(walk, post):
    letter = walk.to(states.REPLIED)
    first, second = letter.demands.all()
    response = post("judge_demand", letter, **{
        f"judgement-{first.pk}-judgement": "corrected", f"judgement-{second.pk}-judgement": "promised",
    })  # fmt: skip
    assert response.status_code == 422
    assert f"id_judgement-{second.pk}-promised_on_error" in said(response)
    assert not letter.demands.exclude(judgement="").exists()


def test_two_supervisors_look_on_the_spot_and_judge(walk, post, opened):
    letter = walk.to(states.REPLIED)
    assert "何晓岚" in said(opened("reinspect", letter)), "those who inquired are filled in"
    first, second = letter.demands.all()
    seen = {"held_on": "2026-11-20", "place": "公司", "text": "核对工资台账。"}
    alone = {name: value for name, value in TWO.items() if name.startswith("supervisor-0")}
    refused = post("reinspect", letter, **seen, **alone)
    assert refused.status_code == 422
    assert "须有两名以上监督员。" in said(refused)
    judged = {f"judgement-{first.pk}-judgement": "corrected", f"judgement-{second.pk}-judgement": "corrected"}
    assert post("reinspect", letter, **seen, **TWO, **judged, scan=upload("笔录.pdf", PDF)).status_code == 302
    inspection = letter.inquiries.get(purpose="reinspection")
    assert (inspection.supervisors.count(), inspection.cooperative) == (2, True)
    assert set(letter.demands.values_list("judgement", flat=True)) == {"corrected"}


def test_what_is_handed_to_the_bureau_is_seen_and_answered_by_it(walk, post, sign_in, partner, hr_bureau):
    letter = walk.to(states.UNANSWERED)
    assert sign_in(partner).get(reverse("monitoring_letters:letter", args=[letter.pk])).status_code == 404
    response = post(
        "record_linked",
        letter,
        kind="to_inspection",
        organisation=hr_bureau.pk,
        sent_on="2026-11-20",
        note="请依法调查",
    )
    assert response.status_code == 302, said(response)
    page = page_of(sign_in, partner, letter.pk)
    assert "请依法调查" in page
    assert "反馈办理状态" in page
    reported = post("report_state", letter, by=partner, state="accepted", number="越人社监〔2026〕9号", note="")
    assert reported.status_code == 302, said(reported)
    assert "已受理或立案" in page_of(sign_in, walk.caseworker, letter.pk)
    assert letter.linked.get().answered_on is None
    silent = post("report_state", letter, by=partner, state="ended", note="")
    assert silent.status_code == 422
    assert post("report_state", letter, by=partner, state="ended", note="责令支付，已付清").status_code == 302
    linked = letter.linked.get()
    assert (linked.outcome, linked.answered_on) == ("责令支付，已付清", NOON.date())
    running = Deadline.objects.filter(matter=letter.pk, state="open", rule_version__rule__key="sup_referral_result")
    assert not running.exists()
    assert set(Event.objects.filter(matter=letter.pk, name="letter.organ_reported").values_list("audience")) == {
        ("organs",)
    }


def test_an_organ_reads_nothing_internal(walk, post, sign_in, partner, hr_bureau):
    letter = walk.to(states.REPLIED)
    walk.do("judge_demand", letter, note="老板转移财产的风险大")
    walk.do("record_linked", letter, kind="to_procuratorate", body="区检察院", note="另案线索")
    post("record_linked", letter, kind="to_inspection", organisation=hr_bureau.pk, sent_on="2026-11-20")
    page = page_of(sign_in, partner, letter.pk)
    for internal in ("老板转移财产", "另案线索", "事实清楚，可以制发", "依据充分", "了结前还有"):
        assert internal not in page
    told = sign_in(partner).get(f"/api/v1/supervision-letters/{letter.pk}/").content.decode()
    for internal in ("老板转移财产", "另案线索", "事实清楚，可以制发"):
        assert internal not in told


def test_what_another_authority_issued_shows_it_nothing(walk, hr_bureau, partner):
    letter = walk.to(states.REPLIED)
    walk.do("record_linked", letter, kind="inspection_case", body="", organisation=hr_bureau)
    assert not Matter.objects.visible_to(partner).filter(pk=letter.pk).exists()


def test_an_answer_on_paper_ends_the_clock(walk, post, opened):
    letter = walk.to(states.REPLIED)
    linked = walk.do("record_linked", letter)
    assert "越山区劳动监察大队" in said(opened("answer_linked", letter, query=f"?linked={linked.pk}"))
    response = post("answer_linked", letter, linked_id=linked.pk, answered_on="2026-11-20", outcome="已立案")
    assert response.status_code == 302
    assert letter.linked.get().outcome == "已立案"


def test_the_bureau_hands_a_lead_to_the_union_and_follows_it(walk, sign_in, partner, district):
    employer = walk.make_employer("光影传媒有限公司")
    client = sign_in(partner)
    data = {"employer": employer.pk, "topic": "pay", "content": "接群众举报拖欠工资。", "amount_involved": "120,000"}
    response = client.post(reverse("monitoring_letters:hand_in_lead"), data)
    assert response.status_code == 302, said(response)
    lead = Lead.objects.get(source="inspectorate")
    assert (lead.matter.organisation, lead.matter.status_id, lead.amount_involved) == (
        district,
        states.RECORDED,
        12_000_000,
    )
    walk.lead_to(states.ASSESSED, lead)
    page = page_of(sign_in, partner, lead.pk, "lead")
    assert "待处置" in page
    assert "属实，可发提示函" not in page, "how the union weighs it is no organ's"
    assert Matter.objects.visible_to(walk.caseworker).filter(pk=lead.pk).exists()


def test_a_lead_sent_to_the_bureau_shows_how_far_it_is(walk, sign_in, partner, hr_bureau):
    lead = walk.lead()
    leads.refer_lead(lead_id=lead.pk, organisation=hr_bureau, reason="金额大", by=walk.caseworker, at=NOON)
    lead.refresh_from_db()
    assert lead.referred_to == hr_bureau.name
    matter = Matter.objects.get(pk=lead.pk)
    address = reverse("monitoring_letters:report_state", args=[lead.pk])
    assert sign_in(partner).post(address, {"state": "received", "version": matter.version}).status_code == 302
    assert OrganReport.objects.get(matter=lead.pk).organisation == hr_bureau
    assert "已收到" in page_of(sign_in, walk.caseworker, lead.pk, "lead")


@pytest.mark.parametrize(
    ("status", "judgement", "button"),
    [
        (states.SERVED, "", "登记答复"),
        (states.REPLIED, "", "认定整改情况"),
        (states.UNANSWERED, "", "起草下一文书"),
        (states.REPLIED, "refused", "起草下一文书"),
        (states.REPLIED, "corrected", "登记复查"),
    ],
)
def test_the_one_button_follows_from_the_demands(walk, sign_in, status, judgement, button):
    letter = walk.to(status)
    for demand in letter.demands.all() if judgement else ():
        walk.do("judge_demand", letter, demand_id=demand.pk, judgement=judgement)
    page = sign_in(walk.caseworker).get(reverse("monitoring_letters:letter", args=[letter.pk])).context["page"]
    assert page.primary.label == button


def test_a_letters_page_costs_the_same_for_two_demands_and_for_twenty(walk, sign_in):
    few, many = walk.to(states.REPLIED), walk.draft("notice")
    walk.do("set_demands", many, demands=[DemandInput(f"第{n}项", amount=100) for n in range(20)])
    walk.to(states.SERVED, many)
    walk.do("record_reply", many)
    for row in many.demands.all():
        walk.do("record_payment", many, demand_id=row.pk, amount=100)
    walk.do("record_payment", few)
    client, counts = sign_in(walk.caseworker), []
    for letter in (few, many):
        url = reverse("monitoring_letters:letter", args=[letter.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as said_to_it:
            assert client.get(url).status_code == 200
        counts.append(len(said_to_it))
    assert counts[1] <= counts[0], counts

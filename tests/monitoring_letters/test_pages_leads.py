"""Leads on screen: taken down in one go, shown what is open already, carried over from a consultation."""

import pytest
from django.urls import reverse

from cases.services import consultations
from monitoring_letters import states
from monitoring_letters.models import Lead, SupervisionLetter
from tests.cases.pages import said
from tests.cast import NOON
from unionlaw.matters.models import Event, Matter, MatterLink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

TOLD = {"source": "hotline", "topic": "pay", "content": "拖欠二十名员工两个月工资。", "worker": "0"}


def address(name, *args):
    return reverse(f"monitoring_letters:{name}", args=args)


@pytest.fixture
def company(walk):
    return walk.make_employer("光影传媒有限公司")


@pytest.fixture
def record(sign_in, caseworker):
    def send(by=caseworker, url="", **data):
        return sign_in(by).post(url or address("record_lead"), {**TOLD, **data})

    return send


def test_a_call_becomes_a_lead_with_its_worker_and_amount(record, company, walk):
    zhang = walk.make_worker("张三")
    response = record(
        employer=company.pk, worker=["0"], **{"worker0-worker": zhang.pk}, workers_affected="20", amount_involved="13万"
    )
    lead = Lead.objects.get()
    assert response.url == address("lead", lead.pk)
    assert (lead.workers_affected, lead.amount_involved) == (20, 13_000_000)
    assert lead.matter.dispute.parties.filter(worker=zhang).exists()


def test_the_employer_can_be_registered_in_place(record):
    response = record(**{"employer-new-name": "新开业剪辑工坊"})
    assert response.status_code == 302, said(response)
    assert Lead.objects.get().employer.name == "新开业剪辑工坊"


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(record, company):
    response = record(employer=company.pk, source="", topic="", reporter="陈女士")
    page = said(response)
    assert response.status_code == 422
    for field, words in (("source", "请选择线索来源。"), ("topic", "请选择事项类别。")):
        assert f'id="id_{field}_error"' in page
        assert words in page
    assert "陈女士" in page
    assert "拖欠二十名员工" in page
    assert not Lead.objects.exists()


def test_another_worker_row_comes_without_javascript_and_without_complaints(record, company):
    response = record(employer=company.pk, do="add:worker", reporter="陈女士", source="")
    page = said(response)
    assert response.status_code == 200
    assert 'name="worker1-worker-q"' in page
    assert "陈女士" in page
    assert "请选择线索来源" not in page


def test_open_leads_about_the_employer_are_shown_before_anything_is_saved(record, company, walk):
    open_lead = walk.lead(employer=company)
    response = record(employer=company.pk)
    page = said(response)
    assert response.status_code == 422
    assert open_lead.matter.number in page
    assert "这家单位还有 1 条未办结的线索" in page
    assert "拖欠二十名员工" in page
    assert Lead.objects.count() == 1
    assert record(employer=company.pk, known=str(open_lead.pk)).status_code == 302, "saved once they were shown"
    assert Lead.objects.count() == 2


def test_a_report_of_the_same_thing_is_joined_at_once(record, company, walk):
    open_lead = walk.lead(employer=company)
    response = record(employer=company.pk, into=open_lead.pk)
    assert response.url == address("lead", open_lead.pk)
    joined = Lead.objects.exclude(pk=open_lead.pk).get()
    assert joined.matter.status_id == states.JOINED
    assert joined.joined_into_id == open_lead.pk


def test_joining_into_a_lead_of_another_employer_takes_nothing_down(record, company, walk):
    other = walk.lead(employer=walk.make_employer("乙公司"))
    response = record(employer=company.pk, into=other.pk)
    assert response.status_code == 422
    assert "只能并入同一用人单位的线索" in said(response)
    assert Lead.objects.count() == 1


def test_the_note_about_open_leads_comes_while_the_form_is_filled_in(company, walk, sign_in, caseworker, neighbour):
    lead = walk.lead(employer=company)
    url = f"{address('similar_leads')}?employer={company.pk}"
    assert lead.matter.number in said(sign_in(caseworker).get(url))
    assert lead.matter.number not in said(sign_in(neighbour).get(url)), "only those one may see"
    for damaged in ("", "x", "9" * 30):
        assert sign_in(caseworker).get(f"{address('similar_leads')}?employer={damaged}").status_code == 200


def test_a_consultation_becomes_a_lead_with_everything_carried_over(record, company, walk, sign_in, caseworker):
    zhang = walk.make_worker("张三")
    asked = consultations.record_consultation(
        question="两个月没发工资", channel="hotline_12351", workers=[zhang], employers=[company], by=caseworker, at=NOON
    )
    client, url = sign_in(caseworker), address("lead_from", asked.pk)
    menu = client.get(reverse("cases:consultation", args=[asked.pk])).context["page"].actions
    assert {"登记线索", "发函"} <= {str(action.label) for action in menu if not action.refusal}
    form = said(client.get(url))
    assert "两个月没发工资" in form
    assert "张三" in form
    assert record(url=url, employer=company.pk, source="consultation").status_code == 302
    lead = Lead.objects.get()
    assert lead.matter.dispute_id == Matter.objects.get(pk=asked.pk).dispute_id
    assert MatterLink.objects.filter(from_matter=lead.pk, to_matter=asked.pk).exists()


def test_a_consultation_about_nobody_says_why_no_letter_can_come_of_it(sign_in, caseworker):
    asked = consultations.record_consultation(question="加班费怎么算", channel="window", by=caseworker, at=NOON)
    menu = sign_in(caseworker).get(reverse("cases:consultation", args=[asked.pk])).context["page"].actions
    assert {str(a.label): a.refusal for a in menu}["发函"] == "本事项没有登记用人单位。"
    for name in ("lead_from", "letter_from"):
        assert sign_in(caseworker).get(address(name, asked.pk)).status_code == 409


def test_assessing_says_what_it_does_and_leads_to_the_letter(walk, sign_in, supervisor):
    lead = walk.lead()
    client = sign_in(supervisor)
    assert "待处置" in said(client.get(address("assess_lead", lead.pk)))
    data = {"version": lead.matter.version, "proposal": "opinion", "assessment": "属实，数额大。"}
    assert client.post(address("assess_lead", lead.pk), data).status_code == 302
    page = client.get(address("lead", lead.pk))
    assert "发意见书" in said(page)
    assert str(page.context["page"].primary.label) == "起草函书"
    form = client.get(address("draft_from_lead", lead.pk)).context["form"]
    assert form.initial == {"instrument": "opinion", "topic": "pay", "facts": "拖欠二十名员工两个月工资。"}


def test_a_letter_drafted_from_a_lead_closes_it_and_names_its_employer(walk, sign_in, caseworker):
    lead = walk.lead_to(states.ASSESSED)
    data = {"version": lead.matter.version, "instrument": "notice", "topic": "pay", "title": "", "facts": "欠薪。"}
    response = sign_in(caseworker).post(address("draft_from_lead", lead.pk), data)
    letter = SupervisionLetter.objects.get()
    assert response.url == address("letter", letter.pk)
    assert letter.employer_id == lead.employer_id
    page = said(sign_in(caseworker).get(response.url))
    assert lead.matter.number in page, "what went before is named on the letter's page"
    assert Matter.objects.get(pk=lead.pk).status_id == states.LETTERED


@pytest.mark.parametrize(
    ("verb", "data", "status"),
    [
        ("drop_lead", {"reason": "查无此事"}, states.DROPPED),
        ("refer_lead", {"reason": "金额大", "referred_to": "越山区劳动监察大队"}, states.REFERRED),
        ("amend_lead", {"topic": "hours", "content": "每天十二小时。"}, states.RECORDED),
    ],
)
def test_what_else_can_be_done_with_a_lead(walk, sign_in, caseworker, verb, data, status):
    lead = walk.lead()
    client, url = sign_in(caseworker), address(verb, lead.pk)
    missing = dict.fromkeys(data, "")
    refused = client.post(url, {**missing, "version": lead.matter.version})
    assert refused.status_code == 422
    assert "field-error" in said(refused)
    assert client.post(url, {**data, "version": lead.matter.version}).status_code == 302
    assert Matter.objects.get(pk=lead.pk).status_id == status


def test_joining_offers_the_open_leads_of_the_same_employer_only(walk, sign_in, caseworker, company):
    lead, other = walk.lead(employer=company), walk.lead(employer=company, source="public")
    stranger = walk.lead(employer=walk.make_employer("乙公司"))
    client, url = sign_in(caseworker), address("join_lead", lead.pk)
    page = said(client.get(url))
    assert other.matter.number in page
    assert stranger.matter.number not in page
    data = {"version": lead.matter.version, "into_id": other.pk}
    assert client.post(url, data).status_code == 302
    assert Lead.objects.get(pk=lead.pk).joined_into_id == other.pk
    assert "没有其他未办结的线索" in said(client.get(address("join_lead", other.pk)))


def test_what_another_changed_meanwhile_is_said_and_nothing_is_lost(walk, sign_in, caseworker):
    lead = walk.lead()
    walk.lead_to(states.ASSESSED, lead)
    data = {"version": lead.matter.version, "topic": "pay", "content": "我补充的内容。"}
    response = sign_in(caseworker).post(address("amend_lead", lead.pk), data)
    assert response.status_code == 409
    assert "记录已被他人修改" in said(response)
    assert "我补充的内容。" in said(response)


def test_strangers_find_no_lead_and_the_unentitled_read_why(walk, sign_in, neighbour, lawyer, mediator):
    lead = walk.lead()
    for verb in ("assess_lead", "join_lead", "drop_lead", "refer_lead", "amend_lead", "draft_from_lead"):
        for method in ("get", "post"):
            assert getattr(sign_in(neighbour), method)(address(verb, lead.pk)).status_code == 404
    refused = sign_in(mediator).get(address("record_lead"))
    assert refused.status_code == 403
    assert "登记线索" in said(refused)
    assert sign_in(lawyer).get(address("assess_lead", lead.pk)).status_code == 403


def test_a_closed_lead_says_why_it_cannot_be_assessed(walk, sign_in, caseworker):
    lead = walk.lead_to(states.DROPPED)
    response = sign_in(caseworker).get(address("assess_lead", lead.pk))
    assert response.status_code == 409
    assert address("lead", lead.pk) in said(response)


def test_leads_are_worked_in_english_too(walk, sign_in, caseworker):
    lead = walk.lead_to(states.ASSESSED)
    client = sign_in(caseworker)
    client.cookies["django_language"] = "en"
    page = said(client.get(address("lead", lead.pk), headers={"accept-language": "en"}))
    assert "Assessment" in page
    assert Event.objects.filter(matter=lead.pk, name="lead.assessed").exists()

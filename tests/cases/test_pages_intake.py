"""The window: one screen for a consultation, one for an application, nothing typed lost, also without JavaScript."""

from datetime import date
from urllib.parse import urlencode

import pytest
import time_machine
from django.http import QueryDict
from django.urls import reverse

from cases import states
from cases.models import AidCase, Consultation
from cases.services import consultations
from tests.cases.pages import said
from tests.cast import NOON
from tests.registers.people import citizen, credit_code
from unionlaw.matters.intake.people import rearranged
from unionlaw.matters.models import Claim, Matter, MatterLink
from unionlaw.network.models import ReadLog
from unionlaw.registers import services
from unionlaw.registers.models import Employer, Worker

CONSULTATION = {
    "worker": "0",
    "w0-worker-new-name": "张三",
    "w0-worker-new-id_number": citizen(),
    "w0-worker-new-id_kind": "citizen",
    "employer": "0",
    "e0-employer-new-name": "光影传媒有限公司",
    "question": "六个月没发工资，怎么办？",
    "channel": "window",
}


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def window(caseworker, wage_cause, sign_in):
    return sign_in(caseworker)


@pytest.fixture
def application(wage_cause):
    return {
        **CONSULTATION,
        "w0-claim": "0",
        "w0-c0-head": "wages",
        "w0-c0-amount": "36,000.50",
        "cause": wage_cause.pk,
        "facts": "被拖欠六个月工资。",
        "eligibility": "infringement",
        "infringed_on": "2026-06-30",
    }


def test_a_consultation_registers_worker_and_employer_in_place(window):
    response = window.post(reverse("cases:record_consultation"), CONSULTATION)
    consultation = Consultation.objects.select_related("matter").get()
    assert response.url == reverse("cases:consultation", args=[consultation.pk])
    assert consultation.matter.claimant_names == "张三"
    assert consultation.matter.respondent_names == "光影传媒有限公司"
    assert consultation.matter.status_id == states.ASKED


def test_advice_given_at_once_answers_the_consultation(window):
    window.post(reverse("cases:record_consultation"), {**CONSULTATION, "advice": "可以申请仲裁。"})
    assert Matter.objects.get().status_id == states.ANSWERED


def test_a_visitor_without_a_name_is_recorded_all_the_same(window):
    data = {"worker": "0", "employer": "0", "question": "加班费怎么算？", "channel": "window", "visitor_name": "陈女士"}
    assert window.post(reverse("cases:record_consultation"), data).status_code == 302
    assert Worker.objects.count() == Employer.objects.count() == 0


def test_register_and_apply_goes_on_with_everything_filled_in(window):
    response = window.post(reverse("cases:record_consultation"), {**CONSULTATION, "then": "apply"})
    consultation = Consultation.objects.get()
    assert response.url == f"{reverse('cases:apply')}?from={consultation.pk}"
    page = said(window.get(response.url))
    assert "张三" in page
    assert "光影传媒有限公司" in page
    assert "六个月没发工资，怎么办？" in page


def test_an_application_opens_a_case_with_claims_in_fen(window, application):
    response = window.post(reverse("cases:apply"), application)
    case = AidCase.objects.get()
    assert response.url == reverse("cases:aid_case", args=[case.pk])
    assert Claim.objects.get().amount == 3_600_050
    assert case.limitation_on == date(2027, 6, 30)


def test_an_application_follows_its_consultation(window, application, caseworker):
    asked = consultations.record_consultation(question="欠薪", channel="window", by=caseworker, at=NOON)
    window.post(f"{reverse('cases:apply')}?from={asked.pk}", application)
    assert MatterLink.objects.get().to_matter_id == asked.pk
    assert Matter.objects.get(pk=asked.pk).status_id == states.APPLIED
    again = window.get(f"{reverse('cases:apply')}?from={asked.pk}")
    assert again.status_code == 409


def test_mistakes_are_named_beside_the_fields_and_on_top_and_nothing_typed_is_lost(window, application):
    wrong = {**application, "w0-c0-amount": "三万", "facts": "", "w0-worker-new-id_number": citizen()[:-1] + "0"}
    response = window.post(reverse("cases:apply"), wrong)
    page = said(response)
    assert response.status_code == 422
    assert "error-summary" in page
    assert "请填写金额数字" in page
    assert "请写明事实与理由。" in page
    assert "身份证号第18位应为" in page
    for typed in ("三万", "张三", "光影传媒有限公司", wrong["w0-worker-new-id_number"]):
        assert typed in page
    assert not AidCase.objects.exists()
    assert not Worker.objects.exists()


def test_nobody_is_registered_before_the_whole_form_is_right(window):
    wrong = {**CONSULTATION, "question": "", "e0-employer-new-uscc": "91440101MA59ABCDXX"}
    page = said(window.post(reverse("cases:record_consultation"), wrong))
    assert not Worker.objects.exists()
    assert not Employer.objects.exists()
    # Still to be put right where they were typed.
    assert 'name="e0-employer-new-uscc" value="91440101MA59ABCDXX"' in page
    window.post(reverse("cases:record_consultation"), CONSULTATION)
    assert (Worker.objects.count(), Employer.objects.count()) == (1, 1)


def test_nobody_is_registered_beside_an_employer_whose_code_is_taken(window, caseworker):
    known = services.register_employer(name="光影传媒", uscc=credit_code(), by=caseworker, at=NOON)
    wrong = {**CONSULTATION, "e0-employer-new-uscc": credit_code()}
    page = said(window.post(reverse("cases:record_consultation"), wrong))
    assert f"已登记为“{known.name}”" in page
    assert not Worker.objects.exists()


def test_a_number_typed_for_two_people_registers_neither(window):
    second = {"worker": ["0", "1"], "w1-worker-new-name": "张山", "w1-worker-new-id_kind": "citizen"}
    twice = {**CONSULTATION, **second, "w1-worker-new-id_number": citizen()}
    response = window.post(reverse("cases:record_consultation"), twice)
    assert response.status_code == 422
    assert "这个号码上面一行已经填写" in said(response)
    assert not Worker.objects.exists()


def test_trying_a_number_on_a_form_that_is_not_finished_is_written_down(window, neighbour):
    known = services.register_worker(name="王五", id_number=citizen(), by=neighbour, at=NOON)
    page = said(window.post(reverse("cases:record_consultation"), {**CONSULTATION, "question": ""}))
    assert "这个证件号码已登记：王*" in page
    window.post(
        reverse("cases:record_consultation"),
        {**CONSULTATION, "question": "", "w0-worker-new-id_number": citizen(sequence=7)},
    )
    lookups = ReadLog.objects.filter(action="lookup").order_by("pk")
    assert list(lookups.values_list("subject", flat=True)) == [f"worker:{known.pk}", "worker:none"]
    assert citizen() not in str(list(lookups.values()))


def test_an_empty_application_says_what_is_missing(window):
    response = window.post(reverse("cases:apply"), {"worker": "0", "employer": "0", "w0-claim": "0"})
    page = said(response)
    assert response.status_code == 422
    assert "请查找并选定职工，或登记新职工。" in page
    assert "请查找并选定用人单位，或登记新单位。" in page
    assert "请选择案由。" in page


@pytest.mark.parametrize("name", ["record_consultation", "apply"])
def test_a_row_more_keeps_what_was_typed_and_complains_about_nothing(window, application, name):
    response = window.post(reverse(f"cases:{name}"), {**application, "do": "add:worker"})
    page = said(response)
    assert response.status_code == 200
    assert page.count('name="worker"') == 2
    assert "张三" in page
    assert "error-summary" not in page


def test_looking_someone_up_without_javascript_keeps_the_page_as_it_was(window, make_worker):
    make_worker("李四")
    data = {**CONSULTATION, "w0-worker-new-name": "", "w0-worker-q": "李四", "w0-worker-find": "1"}
    page = said(window.post(reverse("cases:record_consultation"), data))
    assert "李四" in page
    assert 'type="radio" name="w0-worker"' in page
    assert "六个月没发工资，怎么办？" in page


def test_the_claims_of_the_first_are_copied_to_those_who_have_none():
    data = QueryDict(
        urlencode(
            [("worker", "0"), ("worker", "3"), ("w0-claim", "0"), ("w0-claim", "1"), ("w0-c0-head", "wages"),
             ("w0-c0-amount", "100"), ("w0-c1-head", "severance"), ("w0-c1-amount", "50"), ("w3-claim", "0")]
        )
    )  # fmt: skip
    copied = rearranged(data, "copy:claims")
    assert copied.getlist("w3-claim") == ["0", "1"]
    assert (copied["w3-c1-head"], copied["w3-c1-amount"]) == ("severance", "50")
    assert rearranged(copied, "drop:worker:0").getlist("worker") == ["3"]
    assert rearranged(copied, "nonsense:;'") == copied


def test_the_running_limitation_stands_beside_the_dates(window):
    address = reverse("cases:limitation")
    assert "剩 9 天" in said(window.get(address, {"infringed_on": "2025-11-29", "w0-c0-head": "severance"}))
    near = said(window.get(address, {"limitation_on": "2026-11-25"}))
    assert "先行提供援助" in near
    assert "已过 20 天" in said(window.get(address, {"infringed_on": "2025-10-31", "w0-c0-head": "severance"}))
    assert window.get(address, {"infringed_on": "坏日期"}).status_code == 200


def test_amounts_are_written_in_capitals_beside_the_field(window):
    address = reverse("matters:capitals")
    assert "叁万陆仟元整" in said(window.get(address, {"w0-c0-amount": "36,000"}))
    assert "请填写金额数字" in said(window.get(address, {"amount": "很多"}))


def test_a_stranger_cannot_apply_from_a_consultation_they_do_not_see(caseworker, neighbour, sign_in):
    asked = consultations.record_consultation(question="欠薪", channel="window", by=caseworker, at=NOON)
    assert sign_in(neighbour).get(f"{reverse('cases:apply')}?from={asked.pk}").status_code == 404
    assert sign_in(neighbour).get(reverse("cases:apply_from", args=[asked.pk])).status_code == 404


def test_claims_typed_for_nobody_are_not_lost(window, application):
    data = {**application, "worker": ["0", "1"], "w1-claim": "0", "w1-c0-head": "wages", "w1-c0-amount": "500"}
    response = window.post(reverse("cases:apply"), data)
    assert response.status_code == 422
    assert "请查找并选定职工，或登记新职工。" in said(response)
    assert not AidCase.objects.exists()

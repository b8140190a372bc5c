"""Money beside the demand that brought it: in the letter, in the worker's case, and taken back."""

import pytest
from django.urls import reverse

from monitoring_letters import states
from monitoring_letters.services import drafting
from tests.cases.conftest import wage_cause  # noqa: F401  fixture
from tests.cases.pages import said
from tests.cases.walk import Walk as CaseWalk
from tests.cast import NOON
from unionlaw.matters.models import Payment
from unionlaw.matters.services.outcomes import recovered_amount

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def test_money_is_recorded_on_the_demand_and_shown_with_what_is_left(walk, post, opened, sign_in):
    letter = walk.to(states.SERVED)
    demand = letter.demands.first()
    page = said(opened("record_payment", letter, query=f"?demand={demand.pk}"))
    assert "支付张三工资 · 张三，尚欠50,000.00元" in page
    response = post("record_payment", letter, demand_id=demand.pk, amount="2万", paid_on="2026-11-20", proof="回单6621")
    assert response.status_code == 302, said(response)
    assert response.url.endswith("#money")
    assert recovered_amount(letter.matter) == 2_000_000
    shown = said(sign_in(walk.caseworker).get(reverse("monitoring_letters:letter", args=[letter.pk])))
    assert "已到账 20,000.00元，尚欠 30,000.00元" in shown
    assert "回单6621" in shown


def test_more_than_is_owed_is_refused_beside_the_amount(walk, post):
    letter = walk.to(states.SERVED)
    response = post("record_payment", letter, demand_id=letter.demands.first().pk, amount="60000", paid_on="2026-11-20")
    assert response.status_code == 422
    assert "到账合计将超过请求金额" in said(response)


def test_a_payment_is_taken_back_with_a_reason(walk, post, opened):
    letter = walk.to(states.SERVED)
    payment = walk.do("record_payment", letter)
    assert "10,000.00元 · 支付张三工资" in said(opened("cancel_payment", letter))
    assert post("cancel_payment", letter, payment_id=payment.pk, reason="").status_code == 422
    assert post("cancel_payment", letter, payment_id=payment.pk, reason="重复登记").status_code == 302
    assert recovered_amount(letter.matter) == 0
    payment.refresh_from_db()
    assert payment.cancelled_reason == "重复登记"


def test_what_a_letter_brought_shows_in_the_workers_case(walk, post, sign_in, wage_cause):  # noqa: F811
    cases = CaseWalk(
        caseworker=walk.caseworker, supervisor=walk.supervisor, lawyer=walk.lawyer, cause=wage_cause,
        make_worker=walk.make_worker, make_employer=walk.make_employer,
    )  # fmt: skip
    case = cases.to("aid_case.conducting")
    employer = case.matter.dispute.parties.get(side="respondent").employer
    letter = drafting.draft_letter(
        from_matter_id=case.pk, employer=employer, instrument="notice", topic="pay", by=walk.caseworker, at=NOON
    )
    walk.complete(letter, by=walk.caseworker)
    letter = walk.to(states.SERVED, letter)
    demand = letter.demands.first()
    assert post("record_payment", letter, demand_id=demand.pk, amount="30000", paid_on="2026-11-20").status_code == 302
    assert Payment.objects.get().matter_id == letter.pk
    page = said(sign_in(walk.lawyer).get(reverse("cases:aid_case", args=[case.pk])))
    assert "另经其他程序 30,000.00元" in page
    assert recovered_amount(case.matter) == 0, "counted once"


def test_a_letter_without_an_employer_takes_no_money(walk, opened):
    response = opened("record_payment", walk.to(states.PUBLISHED))
    assert response.status_code == 409
    assert "不登记到账" in said(response)

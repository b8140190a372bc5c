"""The next instrument, closing over nothing open, taking up again, withdrawing, correcting; and on into aid."""

import pytest
from django.urls import reverse

from cases.models import AidCase
from monitoring_letters import states
from monitoring_letters.models import SupervisionLetter
from tests.cases.conftest import wage_cause  # noqa: F401  fixture
from tests.cases.pages import said
from unionlaw.matters.models import Claim, MatterLink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def test_the_next_instrument_is_prepared_with_everything_carried_over(walk, post, opened):
    opinion = walk.to(states.UNANSWERED)
    page = said(opened("prepare_next", opinion))
    assert "带入新函书的要求 2 项" in page
    assert "逾期未答复。" in page, "the reason is filled in"
    response = post("prepare_next", opinion, reason="逾期未答复", authority=walk.bureau.pk)
    following = SupervisionLetter.objects.get(instrument="recommendation")
    assert response.url == reverse("monitoring_letters:letter", args=[following.pk])
    assert following.authority == walk.bureau
    assert following.demands.count() == 2
    assert walk.fresh(opinion).matter.status_id == states.ESCALATED


def test_after_a_recommendation_the_page_says_what_is_left(walk, opened):
    letter = walk.to(states.SERVED, instrument="recommendation")
    response = opened("prepare_next", letter)
    assert response.status_code == 409
    assert "可以移送劳动监察或检察机关" in said(response)


def test_closing_names_what_is_open_and_where(walk, post, opened):
    letter = walk.to(states.REPLIED)
    page = opened("close_letter", letter)
    assert page.status_code == 409
    assert "“支付张三工资”还没有认定" in said(page)
    assert f"{reverse('monitoring_letters:letter', args=[letter.pk])}#demands" in said(page)
    walk.settle(letter)
    assert opened("close_letter", letter).status_code == 200
    assert post("close_letter", letter, closing_note="已付清，台账已建。").status_code == 302
    assert walk.fresh(letter).result == "corrected"
    assert post("reopen_letter", letter, reason="下月又拖欠").status_code == 302
    assert walk.fresh(letter).matter.status_id == states.REPLIED


def test_a_letter_is_withdrawn_with_a_reason(walk, post):
    letter = walk.to(states.SERVED)
    assert post("withdraw_letter", letter, reason="").status_code == 422
    assert post("withdraw_letter", letter, reason="主送单位写错").status_code == 302
    assert walk.fresh(letter).matter.status_id == states.WITHDRAWN


def test_a_correction_begins_with_what_stands_there(walk, post, opened):
    letter = walk.to(states.SERVED)
    assert letter.facts in said(opened("correct_letter", letter))
    kept = {"title": letter.matter.title, "facts": letter.facts, "legal_basis": letter.legal_basis, "reply_to": ""}
    nothing = post("correct_letter", letter, **kept, reason="错字")
    assert nothing.status_code == 422
    assert "没有任何改动。" in said(nothing)
    assert post("correct_letter", letter, **{**kept, "facts": "拖欠工资三个月。"}, reason="月数写错").status_code == 302
    assert walk.fresh(letter).issued_text["facts"] == "拖欠工资三个月。"


def test_its_author_does_not_correct_a_letter(walk, opened):
    letter = walk.to(states.SERVED, walk.draft("notice", by=walk.supervisor))
    response = opened("correct_letter", letter, by=walk.supervisor)
    assert response.status_code == 409
    assert "须由他人" in said(response)


def test_a_letter_goes_on_as_an_application_for_aid_with_its_parties_and_claims(walk, sign_in, wage_cause):  # noqa: F811
    letter = walk.to(states.UNANSWERED)
    address = reverse("cases:continue_as_aid", args=[letter.pk])
    client = sign_in(walk.caseworker)
    assert address in said(client.get(reverse("monitoring_letters:letter", args=[letter.pk])))
    page = client.get(address)
    assert page.status_code == 200
    assert 'value="50,000.00"' in said(page), "the claim is filled in"
    worker = walk.claim(letter).party.worker_id
    response = client.post(address, {
        "worker": "0", "w0-worker": worker, "w0-claim": ["0", "1"],
        "w0-c0-head": "wages", "w0-c0-amount": "50,000", "w0-c1-head": "severance", "w0-c1-amount": "8000",
        "employer": "0", "e0-employer": letter.employer_id, "cause": wage_cause.pk, "facts": "拖欠工资两个月。",
        "eligibility": "migrant", "channel": "window",
    })  # fmt: skip
    assert response.status_code == 302, said(response)
    case = AidCase.objects.get()
    assert case.matter.dispute_id == letter.matter.dispute_id
    assert sorted(Claim.objects.filter(party__worker=worker).values_list("head", "amount")) == [
        ("severance", 800_000),
        ("wages", 5_000_000),
    ], "the claim that the letter names is taken up, not doubled"
    assert MatterLink.objects.filter(from_matter=case.pk, to_matter=letter.pk).exists()
    assert walk.fresh(letter).matter.status_id == states.UNANSWERED


def test_a_public_letter_has_nobody_to_apply(walk, sign_in):
    letter = walk.to(states.PUBLISHED)
    response = sign_in(walk.caseworker).get(reverse("cases:continue_as_aid", args=[letter.pk]))
    assert response.status_code == 409
    assert "没有登记当事人" in said(response)

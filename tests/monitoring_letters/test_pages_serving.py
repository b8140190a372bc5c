"""Sending a letter, what came of it, sending it again, publishing: what the pages hand on and say."""

import pytest

from monitoring_letters import states
from tests.cases.pages import said
from tests.documents.conftest import PDF, folder, upload  # noqa: F401  fixture
from unionlaw.documents.models import Document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

MAIL = {"method": "mail", "sent_to": "越山区工业大道1号", "sent_on": "2026-11-20", "tracking_number": "EMS778"}
SERVED = {"served_on": "2026-11-20", "proof": "送达回证，行政主管签收"}


def status_of(walk, letter):
    return walk.fresh(letter).matter.status_id


def test_a_letter_is_mailed_with_its_number(walk, post):
    letter = walk.to(states.ISSUED)
    assert post("start_service", letter, **MAIL).status_code == 302
    attempt = letter.attempts.get()
    assert (attempt.method, attempt.tracking_number, attempt.state) == ("mail", "EMS778", "sent")


def test_mail_without_its_number_is_refused_beside_the_field(walk, post):
    letter = walk.to(states.ISSUED)
    response = post("start_service", letter, **{**MAIL, "tracking_number": ""})
    assert response.status_code == 422
    assert "邮寄的请填写邮件号。" in said(response)
    assert "越山区工业大道1号" in said(response), "what was typed is kept"


def test_the_signed_slip_goes_into_the_folder_with_the_service(walk, post):
    letter = walk.to(states.ISSUED)
    walk.do("start_service", letter)
    response = post("confirm_service", letter, **SERVED, scan=upload("回证.pdf", PDF))
    assert response.status_code == 302, said(response)
    slip = Document.objects.get(matter=letter.pk)
    assert letter.attempts.get().document == slip
    assert slip.title == f"送达回证 {walk.fresh(letter).document_number}"
    assert status_of(walk, letter) == states.SERVED


def test_a_file_that_is_none_is_refused_and_nothing_is_served(walk, post):
    letter = walk.to(states.ISSUED)
    walk.do("start_service", letter)
    response = post("confirm_service", letter, **SERVED, scan=upload("回证.pdf", b"no paper"))
    assert response.status_code == 422
    assert "id_scan_error" in said(response)
    assert status_of(walk, letter) == states.ISSUED
    assert not Document.objects.filter(matter=letter.pk).exists()


def test_a_slip_without_words_is_not_kept_either(walk, post):
    letter = walk.to(states.ISSUED)
    walk.do("start_service", letter)
    before_it_was_sent = {**SERVED, "served_on": "2026-11-01"}
    assert post("confirm_service", letter, **before_it_was_sent, scan=upload("回证.pdf", PDF)).status_code == 422
    assert not Document.objects.filter(matter=letter.pk).exists()


def test_a_stale_form_with_a_scan_keeps_neither(walk, post):
    letter = walk.to(states.ISSUED)
    walk.do("start_service", letter)
    response = post("confirm_service", letter, **SERVED, version=1, scan=upload("回证.pdf", PDF))
    assert response.status_code == 409
    assert "记录已被他人修改" in said(response)
    assert not Document.objects.filter(matter=letter.pk).exists()


def test_what_came_back_is_served_again_another_way(walk, post, opened):
    letter = walk.to(states.ISSUED)
    post("start_service", letter, **MAIL)
    assert post("record_failed_service", letter, failed_on="2026-11-20", reason="查无此单位").status_code == 302
    page = said(opened("start_service", letter))
    assert "查无此单位" in page, "what was tried before is in view"
    by_hand = {"method": "hand", "sent_to": "行政主管", "sent_on": "2026-11-20"}
    assert post("start_service", letter, **by_hand).status_code == 302
    assert post("confirm_service", letter, **SERVED).status_code == 302
    assert list(letter.attempts.values_list("method", "state")) == [("mail", "failed"), ("hand", "served")]


def test_the_page_says_which_limit_starts(walk, opened):
    letter = walk.to(states.ISSUED)
    walk.do("start_service", letter)
    page = said(opened("confirm_service", letter))
    assert "状态变为“待答复”" in page
    assert "期限至" in page


def test_a_public_letter_is_published_instead(walk, post, opened):
    letter = walk.to(states.ISSUED, instrument="notice", reach="industry", audience="全区直播电商企业")
    refused = opened("start_service", letter)
    assert refused.status_code == 409
    assert "登记公布，不送达" in said(refused)
    data = {"published_on": "2026-11-20", "where": "区总工会公众号", "employers_reached": "120", "workers_reached": ""}
    assert post("publish", letter, **data).status_code == 302
    publication = walk.fresh(letter).publication
    assert (publication.employers_reached, publication.workers_reached) == (120, 0)
    assert status_of(walk, letter) == states.PUBLISHED


def test_without_a_try_under_way_there_is_nothing_to_confirm(walk, opened):
    response = opened("confirm_service", walk.to(states.ISSUED))
    assert response.status_code == 409
    assert "没有在途的送达。" in said(response)

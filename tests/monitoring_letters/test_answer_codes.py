"""One-time codes of the answer page: what opens it, what does not, who makes them, where they are printed."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from monitoring_letters import states
from monitoring_letters.models import AnswerCode, AnswerFailure, OnlineAnswer, Reply
from monitoring_letters.services import answer_codes, answering
from tests.cast import NOON
from tests.documents.conftest import PDF, folder, upload  # noqa: F401  fixture
from tests.monitoring_letters.online import filled, frozen, new_code, opened, page_of  # noqa: F401  fixture
from unionlaw.documents.files import path_of
from unionlaw.lib.errors import Conflict, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(walk):
    return walk.to(states.SERVED)


def test_a_used_code_opens_nothing(letter, walk):
    code = new_code(letter, walk)
    opened(letter, code).post(page_of(letter), filled(letter))
    answer = Client().post(page_of(letter), {"answer_code": code})
    assert answer.status_code == 422
    assert letter.document_number not in answer.content.decode()


def test_the_code_of_one_letter_does_not_open_another(letter, walk):
    other = walk.to(states.SERVED)
    code = new_code(letter, walk)
    new_code(other, walk)
    assert Client().post(page_of(other), {"answer_code": code}).status_code == 422
    client = opened(letter, code)
    client.cookies["answer"]["path"] = "/"
    text = client.get(page_of(other)).content.decode()
    assert other.document_number not in text
    assert client.post(page_of(other), filled(other)).status_code == 409
    assert not Reply.objects.exists()


@pytest.mark.parametrize("ends", ["expired", "revoked", "withdrawn", "not sent"])
def test_what_holds_no_longer_is_answered_as_a_wrong_code(letter, walk, ends):
    code, at = new_code(letter, walk), NOON
    if ends == "expired":
        at = NOON + answer_codes.VALID_FOR
    elif ends == "revoked":
        new_code(letter, walk)
    elif ends == "withdrawn":
        walk.do("withdraw_letter", letter)
    else:
        letter = walk.to(states.ISSUED)
    with time_machine.travel(at, tick=False):
        right = Client().post(page_of(letter), {"answer_code": code})
        wrong = Client().post(page_of(letter), {"answer_code": "AAAAA-AAAAA"})
        unknown = Client().post(f"/answer/{'A' * 20}/", {"answer_code": "AAAAA-AAAAA"})
    own = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|/answer/\w+/|value="[\w-]+"')
    bodies = {own.sub("", said.content.decode()) for said in (right, wrong, unknown)}
    assert {r.status_code for r in (right, wrong, unknown)} == {422}
    assert len(bodies) == 1


def test_guessing_is_locked_for_the_letter_whatever_address(letter, walk):
    code = new_code(letter, walk)
    for n in range(answer_codes.LETTER_LIMIT):
        answer = Client(REMOTE_ADDR=f"10.0.0.{n}").post(page_of(letter), {"answer_code": f"BBBBB-BBBB{n + 2}"})
        assert answer.status_code == 422
    assert Client(REMOTE_ADDR="10.0.1.1").post(page_of(letter), {"answer_code": code}).status_code == 429
    with time_machine.travel(NOON + timedelta(minutes=31), tick=False):
        opened(letter, code)


def test_guessing_is_locked_for_the_address_whatever_letter(letter, walk):
    code = new_code(letter, walk)
    for n in range(answer_codes.ADDRESS_LIMIT):
        made_up = f"/answer/{'ABCDEFGHJKLMNPQRSTUVWXYZ'[n] * 20}/"
        assert Client().post(made_up, {"answer_code": "x"}).status_code == 422
    assert Client().post(page_of(letter), {"answer_code": code}).status_code == 429
    opened(letter, code, Client(REMOTE_ADDR="10.9.9.9"))


def test_a_right_code_counts_as_no_failure_and_old_ones_are_forgotten(letter, walk):
    AnswerFailure.objects.create(paper_code="x", address="10.0.0.1", at=NOON - timedelta(days=2))
    opened(letter, new_code(letter, walk))
    assert not AnswerFailure.objects.exists()


def test_only_a_hash_of_the_code_is_kept(letter, walk):
    code = new_code(letter, walk)
    row = AnswerCode.objects.get()
    assert code not in str(vars(row))
    assert code not in str(list(letter.matter.events.values_list("data", flat=True)))
    assert letter.matter.events.filter(name="letter.answer_code_issued").exists()


@pytest.mark.parametrize("cookie", ["", "x", "WyJBIiwxXQ:1:abc"])
def test_a_forged_cookie_opens_nothing(letter, walk, cookie):
    new_code(letter, walk)
    client = Client()
    client.cookies["answer"] = cookie
    assert letter.document_number not in client.get(page_of(letter)).content.decode()
    assert client.post(page_of(letter), filled(letter)).status_code == 409


def test_the_slip_lies_in_the_folder_and_the_code_only_on_the_sheet(walk, sign_in):
    letter = walk.to(states.ISSUED)
    walk.do("start_service", letter)
    client = sign_in(walk.caseworker)
    answer = client.post(
        f"/letters/{letter.pk}/answer-code/", {"print": "1", "version": walk.fresh(letter).matter.version}
    )
    assert answer.headers["Content-Type"] == "application/pdf"
    slip, sheet = ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.content)).pages]
    for words in ("送达回证", letter.document_number, "光影传媒有限公司", "邮寄", "EMS1", "2026年11月20日"):
        assert words in slip, words
    [code] = re.findall(r"答复码：(\w{5}-\w{5})", sheet)
    paper = letter.matter.documents.get(paper__template_version__template__key="sup_receipt").paper
    kept = "".join(PdfReader(path_of(paper.document.file.sha256)).pages[0].extract_text().split())
    assert code not in kept + str(paper.data)
    opened(letter, code)
    opened_by_slip = Client().post(f"/answer/{paper.code}/", {"answer_code": code})
    assert opened_by_slip.status_code == 302


def test_staff_see_codes_and_confirm_answers(letter, walk, sign_in):
    client, url = sign_in(walk.caseworker), f"/letters/{letter.pk}/answer-code/"
    text = client.post(url, {"code": "1"}).content.decode()
    code = re.search(r'class="answer-code">([\w-]+)<', text)[1]
    assert code not in client.get(url).content.decode()
    opened(letter, code).post(page_of(letter), filled(letter))
    answer = OnlineAnswer.objects.get()
    assert client.post(f"/online-answers/{answer.pk}/confirm/").status_code == 302
    answer.refresh_from_db()
    assert answer.confirmed_by == walk.caseworker.post
    with pytest.raises(Conflict):
        answering.confirm_answer(letter_id=letter.pk, answer_id=answer.pk, by=walk.caseworker, at=NOON)


def test_codes_are_made_by_who_serves_letters_only(letter, walk):
    with pytest.raises(Refused):
        answer_codes.issue_code(letter_id=letter.pk, by=walk.approver, at=NOON)


def test_a_correction_keeps_its_number_on_the_verification_page(letter, walk):
    former = letter.paper
    corrected = walk.do("correct_letter", letter, facts="拖欠工资三个月。").paper
    assert (corrected.number, corrected.keeps_number) == (former.number, True)
    assert former.number in Client().get(f"/verify/{corrected.code}/").content.decode()
    assert "以同一文号的更正件为准" in Client().get(f"/verify/{former.code}/").content.decode()
    again = walk.do("correct_letter", letter, facts="拖欠工资四个月。").paper
    assert again.number == former.number

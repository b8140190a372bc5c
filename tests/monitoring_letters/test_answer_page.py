"""The addressee's answer on the public page: what it shows, what it takes, and what it withstands."""

import re
from datetime import date

import pytest
from django.test import Client

from monitoring_letters import states
from monitoring_letters.models import AnswerCode, OnlineAnswer, Reply, ServiceAttempt
from monitoring_letters.services import answering
from tests.cast import NOON
from tests.documents.conftest import PDF, folder, upload  # noqa: F401  fixture
from tests.monitoring_letters.online import filled, frozen, new_code, opened, page_of  # noqa: F401  fixture
from unionlaw.documents.models import Document
from unionlaw.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(walk):
    return walk.to(states.SERVED)


def test_the_verification_page_leads_to_the_answer_page(letter):
    text = Client().get(f"/verify/{letter.paper.code}/").content.decode()
    assert f'href="{page_of(letter)}"' in text


def test_without_the_code_nothing_of_the_letter_is_shown(letter, walk):
    new_code(letter, walk)
    answer = Client().get(page_of(letter))
    text = answer.content.decode()
    assert letter.document_number not in text
    assert letter.matter.title not in text
    assert "<script" not in text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_with_the_code_it_shows_the_demands_and_nothing_of_the_folder(letter, walk):
    client = opened(letter, new_code(letter, walk))
    text = client.get(page_of(letter)).content.decode()
    for words in (letter.document_number, "越山区总工会", letter.matter.title, "支付张三工资", "建立工资台账"):
        assert words in text, words
    for hidden in (letter.matter.number, letter.facts, "工资表复印件", "何晓岚"):
        assert hidden not in text, hidden


def test_an_answer_is_a_reply_and_its_owner_is_told(letter, walk):
    client = opened(letter, new_code(letter, walk))
    answer = client.post(page_of(letter), filled(letter, files=[upload("回函.pdf", PDF), upload("凭证.txt", b"ok")]))
    assert answer.headers["Location"] == f"{page_of(letter)}receipt/"
    reply = Reply.objects.get()
    assert (reply.how, reply.received_on, reply.text) == ("online", NOON.date(), "其余情况见附件。")
    assert [(p.stance, p.promised_on) for p in reply.points.all()] == [("promises", date(2026, 12, 10)), ("done", None)]
    online = reply.online
    assert (online.contact_name, online.contact_phone.reveal(), online.confirmed_at) == ("李经理", "13900000001", None)
    assert reply.document is not None
    assert online.documents.count() == 2
    letter.matter.refresh_from_db()
    assert letter.matter.status_id == states.REPLIED
    event = letter.matter.events.filter(name="letter.replied").get()
    assert (event.job, event.user) == ("online_answer", None)
    notice = Notice.objects.get(kind="letter.answered_online")
    assert notice.post == letter.matter.owner
    assert "李经理" not in str(notice.data)
    text = client.get(f"{page_of(letter)}receipt/").content.decode()
    assert online.receipt_number in text
    assert "回函.pdf" in text


def test_the_second_click_leads_to_the_same_receipt(letter, walk):
    client = opened(letter, new_code(letter, walk))
    client.post(page_of(letter), filled(letter))
    again = client.post(page_of(letter), filled(letter))
    assert again.headers["Location"].endswith("/receipt/")
    assert (Reply.objects.count(), OnlineAnswer.objects.count()) == (1, 1)
    code = AnswerCode.objects.get()
    same = answering.submit(code_id=code.pk, seen="", points=[], text="", contact=answering.Contact("", ""), at=NOON)
    assert same == OnlineAnswer.objects.get()


def test_the_receipt_is_shown_to_nobody_else(letter, walk):
    opened(letter, new_code(letter, walk)).post(page_of(letter), filled(letter))
    assert Client().get(f"{page_of(letter)}receipt/").headers["Location"] == page_of(letter)


def test_a_letter_withdrawn_while_the_form_is_open_takes_no_answer(letter, walk):
    client = opened(letter, new_code(letter, walk))
    walk.do("withdraw_letter", letter)
    assert client.post(page_of(letter), filled(letter)).status_code == 409
    assert not Reply.objects.exists()


def test_a_letter_corrected_while_the_form_is_open_is_shown_anew(letter, walk):
    client = opened(letter, new_code(letter, walk))
    sent = filled(letter)
    walk.do("correct_letter", letter, title="更正后的标题")
    answer = client.post(page_of(letter), sent)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "更正后的标题" in text
    assert "台账已经建立。" in text
    seen = re.search(r'name="seen" value="(\w+)"', text)[1]
    assert client.post(page_of(letter), {**sent, "seen": seen}).status_code == 302


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (upload("病毒.exe", b"MZ"), "只收"),
        (upload("假的.pdf", b"no pdf at all"), "不是PDF文件"),
        (upload("空.pdf", b""), "空文件"),
    ],
)
def test_a_refused_file_leaves_no_answer(letter, walk, file, words):
    client = opened(letter, new_code(letter, walk))
    answer = client.post(page_of(letter), filled(letter, files=[upload("回函.pdf", PDF), file]))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert "台账已经建立。" in text
    assert "附件请重新选择一次" in text
    assert (Reply.objects.count(), Document.objects.filter(uploaded_by=None, paper=None).count()) == (0, 0)


def test_files_have_limits(letter, walk, settings):
    settings.UPLOAD_MAX_BYTES = 100
    client = opened(letter, new_code(letter, walk))
    large = client.post(page_of(letter), filled(letter, files=[upload("大.txt", b"x" * 101)]))
    many = client.post(page_of(letter), filled(letter, files=[upload(f"{n}.txt", b"x") for n in range(6)]))
    assert (large.status_code, many.status_code) == (422, 422)
    assert not Reply.objects.exists()


def test_scripts_in_an_answer_stay_text(letter, walk, sign_in):
    client = opened(letter, new_code(letter, walk))
    evil = "<script>alert(1)</script>"
    client.post(page_of(letter), filled(letter, text=evil, contact_name=evil[:20]))
    receipt = client.get(f"{page_of(letter)}receipt/").content.decode()
    staff = sign_in(walk.caseworker).get(f"/letters/{letter.pk}/answer-code/").content.decode()
    assert "&lt;script&gt;" in receipt
    assert "<script>alert" not in receipt + staff


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"stance": ""}, "stance"),
        ({"stance": "maybe"}, "stance"),
        ({"stance": "promises", "promised_on": ""}, "promised_on"),
        ({"stance": "promises", "promised_on": "2026-11-19"}, "promised_on"),
        ({"stance": "promises", "promised_on": "2036-01-01"}, "promised_on"),
        ({"stance": "refuses", "text": " "}, "text"),
        ({"text": "长" * 501}, "text"),
    ],
)
def test_each_demand_is_answered_in_full(letter, walk, changes, where):
    client = opened(letter, new_code(letter, walk))
    first = letter.demands.first().pk
    answer = client.post(page_of(letter), filled(letter, **{f"point-{first}-{k}": v for k, v in changes.items()}))
    assert answer.status_code == 422
    assert f"point-{first}-{where}_error" in answer.content.decode()
    assert not Reply.objects.exists()


def test_whoever_answers_a_letter_in_transit_has_received_it(walk):
    letter = walk.to(states.ISSUED)
    walk.do("start_service", letter)
    client = opened(letter, new_code(letter, walk))
    assert client.post(page_of(letter), filled(letter)).status_code == 302
    letter = walk.fresh(letter)
    assert (letter.served_on, letter.matter.status_id) == (NOON.date(), states.REPLIED)
    assert letter.attempts.get().state == ServiceAttempt.State.SERVED


def test_the_form_needs_its_token(letter, walk):
    client = Client(enforce_csrf_checks=True)
    assert client.post(page_of(letter), {"answer_code": new_code(letter, walk)}).status_code == 403


def test_a_person_who_is_signed_in_has_no_more_rights_there(letter, walk, sign_in):
    client = sign_in(walk.supervisor)
    assert letter.document_number not in client.get(page_of(letter)).content.decode()

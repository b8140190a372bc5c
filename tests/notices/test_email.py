"""Mails in a real SMTP conversation on loopback."""

import email
import email.policy
import time
from datetime import timedelta

import pytest

from tests.cast import NOON
from unionlaw.notices.models import Delivery
from unionlaw.notices.services.sending import send_due

pytestmark = pytest.mark.django_db


def state() -> tuple[str, str]:
    return Delivery.objects.values_list("state", "last_error").get()


def test_a_mail_arrives_in_plain_text_and_html(due, caseworker, open_consultation, mail_server):
    matter = open_consultation(caseworker)
    delivery = due(caseworker, matter=matter)
    assert send_due(at=NOON) == 1
    (sender, receivers, content) = mail_server.mails[0]
    assert sender.startswith("mail FROM:<unionlaw@localhost>")
    assert receivers == ["rcpt TO:<cai@example.org>"]
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert mail["Subject"].strip() == f"【工会法律服务平台】{matter.number}将于2026-11-30到期"
    assert mail["Message-ID"] == f"<delivery-{delivery.pk}@localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    link = f"https://portal.example.org/notices/{delivery.notice_id}/"
    assert "请尽快办理。" in plain
    assert link in plain
    assert f'href="{link}"' in html
    assert "张三" not in content.decode() + plain + html
    assert state() == ("sent", "")
    assert Delivery.objects.get().receipt == mail["Message-ID"]


def test_a_run_speaks_to_the_server_in_one_conversation(due, caseworker, second_caseworker, mail_server):
    due(caseworker)
    due(second_caseworker, key="other", address="cen@example.org")
    assert send_due(at=NOON) == 2
    assert (len(mail_server.mails), mail_server.connections) == (2, 1)
    assert "quit" in mail_server.said


def test_a_full_mailbox_is_tried_again(due, caseworker, mail_server):
    mail_server.refuses["RCPT"] = "452 mailbox full"
    due(caseworker)
    send_due(at=NOON)
    assert state() == ("waiting", "SMTP 452: mailbox full")
    mail_server.refuses.clear()
    send_due(at=NOON + timedelta(minutes=2))
    assert state() == ("sent", "")


def test_a_mailbox_that_is_none_is_final(due, caseworker, mail_server):
    mail_server.refuses["RCPT"] = "550 no such user"
    due(caseworker)
    send_due(at=NOON)
    assert state() == ("dead", "SMTP 550: no such user")


def test_a_full_mailbox_holds_up_nobody_else(due, caseworker, second_caseworker, mail_server):
    mail_server.refuses["RCPT"] = "452 mailbox full"
    due(caseworker)
    due(second_caseworker, key="other", address="cen@example.org")
    assert send_due(at=NOON) == 2


def test_a_server_that_says_nothing_is_left_in_time(due, caseworker, mail_server):
    mail_server.silent = True
    due(caseworker)
    began = time.monotonic()
    send_due(at=NOON)
    assert time.monotonic() - began < 1.5
    assert state() == ("waiting", "服务方没有及时回应")


def test_a_server_that_is_away_is_tried_again(due, caseworker, mail_server, settings):
    settings.EMAIL_PORT = 1
    due(caseworker)
    send_due(at=NOON)
    assert state() == ("waiting", "连接不上服务方")


def test_an_address_over_two_lines_smuggles_no_header(due, caseworker, mail_server):
    due(caseworker, address="cai@example.org\nBcc: all@example.org")
    send_due(at=NOON)
    assert mail_server.mails == []
    assert state()[0] == "dead"

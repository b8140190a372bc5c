"""The addressee at the public answer page: a code of the letter, the page opened by it, the form filled in."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from monitoring_letters.services import answer_codes, answering
from tests.cast import NOON
from tests.documents.papers import SYSTEM
from unionlaw.documents.services.templates import load_shipped


@pytest.fixture(autouse=True)
def frozen(db):
    load_shipped(by=SYSTEM, at=NOON)
    with time_machine.travel(NOON, tick=False):
        yield


def new_code(letter: Any, walk: Any, at: Any = NOON) -> str:
    _row, plain = answer_codes.issue_code(letter_id=letter.pk, by=walk.caseworker, at=at)
    return plain


def page_of(letter: Any) -> str:
    return f"/answer/{letter.paper.code}/"


def opened(letter: Any, code: str, client: Client | None = None) -> Client:
    client = client or Client()
    answer = client.post(page_of(letter), {"answer_code": code})
    assert answer.status_code == 302, answer.content.decode()
    return client


def filled(letter: Any, **changes: Any) -> dict[str, Any]:
    first, second = letter.demands.values_list("pk", flat=True)
    return {
        f"point-{first}-stance": "promises",
        f"point-{first}-promised_on": "2026-12-10",
        f"point-{second}-stance": "done",
        f"point-{second}-text": "台账已经建立。",
        "text": "其余情况见附件。",
        "contact_name": "李经理",
        "contact_phone": "13900000001",
        "seen": answering.shown(letter).stamp,
        **changes,
    }

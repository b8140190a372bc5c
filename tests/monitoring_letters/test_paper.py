"""The PDF of a letter: numbered, sealed, in the name of the issuing union; a correction replaces it."""

import pytest

from monitoring_letters import states
from tests.cast import NOON
from tests.documents.conftest import folder  # noqa: F401  fixture
from tests.documents.papers import SYSTEM, register, text_of
from unionlaw.documents.services.templates import load_shipped
from unionlaw.lib.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _templates(db):
    load_shipped(by=SYSTEM, at=NOON)


@pytest.mark.parametrize(
    ("instrument", "words"),
    [
        ("notice", ["越工监提〔2026〕1号", "光影传媒有限公司：", "支付张三工资（50,000.00元）", "特此提示"]),
        ("opinion", ["越工监意〔2026〕1号", "查明的事实", "拖欠工资两个月（证据：工资表复印件）", "劳动法第50条"]),
        ("recommendation", ["越工监建〔2026〕1号", "越山区人社局：", "光影传媒有限公司违反劳动法律法规"]),
    ],
)
def test_the_paper_says_what_was_approved(walk, instrument, words):
    letter = walk.to(states.ISSUED, instrument=instrument)
    text = text_of(letter.paper)
    for word in ["越山区总工会", "2026年11月20日", *words]:
        assert word in text, word
    assert (letter.paper.number, letter.paper.serial) == (letter.document_number, 1)


def test_a_public_notice_names_its_audience(walk):
    letter = walk.to(states.ISSUED, instrument="notice", reach="industry", audience="全区直播电商企业")
    assert "全区直播电商企业：" in text_of(letter.paper)


def test_the_letterhead_is_the_issuing_unions_and_the_number_its_superiors(walk, town_caseworker):
    letter = walk.to(states.ISSUED, walk.draft("notice", by=town_caseworker))
    assert "北桥街总工会" in text_of(letter.paper)
    assert letter.document_number == "越工监提〔2026〕1号"


def test_the_seal_is_the_unions_own_and_needs_one(walk, district):
    letter = walk.to(states.APPROVED)
    with pytest.raises(Refused):
        walk.do("issue", letter, sealed=True)
    register(district)
    assert walk.do("issue", letter, sealed=True).paper.seal.organisation == district


def test_a_correction_is_a_new_paper_with_the_same_number(walk):
    letter = walk.to(states.SERVED)
    corrected = walk.do("correct_letter", letter, facts="拖欠工资三个月。")
    assert corrected.paper.supersedes == letter.paper
    text = text_of(corrected.paper)
    assert "拖欠工资三个月" in text
    assert letter.document_number in text

"""Search by characters, by initials and by whole numbers; numbers never stand in an address."""

import pytest
from django.test import Client

from tests.cast import NOON
from unionlaw.matters.models import Matter
from unionlaw.matters.services.facts import open_dispute
from unionlaw.matters.services.finding import is_number
from unionlaw.matters.services.opening import open_matter
from unionlaw.network.models import ReadLog
from unionlaw.registers.services.workers import register_worker

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


@pytest.fixture
def dust_lung(caseworker, make_employer):
    worker = register_worker(by=caseworker, at=NOON, name="张三丰", id_number=NUMBER, phone="13800138000")
    dispute = open_dispute(by=caseworker, at=NOON, workers=[worker], employers=[make_employer("恒和石材有限公司")])
    return open_matter(
        kind="consultation",
        event="consultation.recorded",
        title="",
        summary="在打磨车间工作八年，怀疑得了尘肺病，单位不肯出具职业史证明。",
        organisation=caseworker.organisation,
        channel="window",
        dispute=dispute,
        owner=caseworker.post,
        by=caseworker,
        at=NOON,
    )


@pytest.mark.parametrize(
    "words",
    ["肺", "尘肺", "尘肺病", "怀疑得了尘肺病", "张三丰", "zsf", "ZSF", "恒和石材", "越工咨〔2026〕1号", "尘肺 打磨"],
)
def test_it_is_found_by(words, caseworker, dust_lung):
    assert list(Matter.objects.visible_to(caseworker).matching(words)) == [dust_lung]


@pytest.mark.parametrize("words", ["肺尘", "矽肺", "张四", "尘肺 建筑"])
def test_it_is_not_found_by(words, caseworker, dust_lung):
    assert not Matter.objects.visible_to(caseworker).matching(words).exists()


@pytest.mark.parametrize("typed", [NUMBER, NUMBER.lower(), "110105 19491231 002X", "13800138000"])
def test_a_whole_number_finds_its_worker_and_their_matters(typed, caseworker, dust_lung):
    page = signed_in(caseworker).post("/search/", {"q": typed})
    assert page.status_code == 200
    text = page.content.decode()
    assert "张三丰" in text
    assert dust_lung.number in text
    assert NUMBER not in text.replace(typed, "") or typed == NUMBER
    assert ReadLog.objects.filter(action="lookup", user=caseworker.user).exists()


def test_a_number_is_never_sent_on_in_an_address(caseworker, dust_lung):
    answer = signed_in(caseworker).post("/search/", {"q": NUMBER})
    assert "Location" not in answer.headers


def test_words_lead_to_the_list(caseworker, dust_lung):
    answer = signed_in(caseworker).post("/search/", {"q": "尘肺"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/matters/?q=")


def test_a_matters_number_leads_to_its_page(caseworker, dust_lung):
    answer = signed_in(caseworker).post("/search/", {"q": "越工咨〔2026〕1号"})
    assert answer.headers["Location"] == f"/consultations/{dust_lung.pk}/"


def test_a_neighbour_finds_nothing_by_the_number(neighbour, dust_lung):
    text = signed_in(neighbour).post("/search/", {"q": NUMBER}).content.decode()
    assert "张三丰" not in text
    assert dust_lung.number not in text


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        (NUMBER, True),
        ("13800138000", True),
        ("91350100M000100Y43", True),
        ("E12345678", True),
        ("尘肺病", False),
        ("越工咨〔2026〕1号", False),
        ("zs", False),
        ("2026", False),
    ],
)
def test_what_counts_as_a_number(typed, is_one):
    assert is_number(typed) is is_one


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client

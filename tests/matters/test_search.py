"""Search by characters, by initials and by whole numbers; numbers never stand in an address."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import NOON
from unionlaw.matters.models import Matter
from unionlaw.matters.services.facts import open_dispute
from unionlaw.matters.services.finding import is_number
from unionlaw.matters.services.opening import open_matter
from unionlaw.matters.services.visiting import note_visit
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


def test_words_lead_to_results_by_kind(caseworker, dust_lung):
    client = signed_in(caseworker)
    answer = client.post("/search/", {"q": "恒和石材"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/search/?q=")
    assert groups(client, "恒和石材") == ["consultations", "employers"]
    assert groups(client, "zsf") == ["consultations", "workers"]
    assert groups(client, "矽肺") == []
    assert "没有找到" in client.get("/search/?q=矽肺").content.decode()


def test_organisations_and_people_are_found_too(caseworker, station):
    client = signed_in(caseworker)
    assert groups(client, "北桥街法律") == ["organisations"]
    assert groups(client, "蔡小岚") == ["people"]


def test_a_group_with_more_than_is_shown_leads_to_its_list(caseworker, open_consultation):
    for n in range(6):
        open_consultation(caseworker, worker=f"张{n}", employer="甲公司" if n else "乙公司")
    page = signed_in(caseworker).get("/search/?q=张").content.decode()
    assert page.count("desk-hit") == 5 + 5
    assert 'href="/consultations/?q=%E5%BC%A0"' in page
    assert 'href="/workers/?q=%E5%BC%A0"' in page


def test_a_neighbour_finds_no_matter_and_no_worker_of_ours(neighbour, dust_lung):
    assert groups(signed_in(neighbour), "恒和石材") == ["employers"]
    assert groups(signed_in(neighbour), "张三丰") == []


def test_a_number_in_the_address_is_taken_away(caseworker, dust_lung):
    answer = signed_in(caseworker).get("/search/", {"q": NUMBER})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/search/")


def test_the_empty_box_shows_what_was_opened_last(caseworker, dust_lung):
    client = signed_in(caseworker)
    assert dust_lung.number not in client.get("/search/").content.decode()
    note_visit(matter=dust_lung, by=caseworker, at=NOON)
    for page in ("/search/", "/search/recent/"):
        assert dust_lung.number in client.get(page).content.decode()
    assert client.post("/search/", {"q": " "}).headers["Location"] == "/search/"


def test_a_search_costs_the_same_for_one_match_and_for_twenty(caseworker, open_consultation):
    client = signed_in(caseworker)

    def cost() -> int:
        client.get("/search/?q=张")
        with CaptureQueriesContext(connection) as said:
            client.get("/search/?q=张")
        return len(said)

    open_consultation(caseworker, worker="张0", employer="张记公司")
    few = cost()
    for n in range(1, 20):
        open_consultation(caseworker, worker=f"张{n}", employer=f"张记{n}公司")
    assert cost() == few <= 24


@pytest.mark.parametrize(
    "typed", ["越工咨〔2026〕1号", "越工咨(2026)1号", "越工咨（2026） 1 号", "越工咨[2026]1", "越工咨【2026】1号"]
)
def test_a_matters_number_leads_to_its_page_however_it_is_written(typed, caseworker, dust_lung):
    answer = signed_in(caseworker).post("/search/", {"q": typed})
    assert answer.headers["Location"] == f"/consultations/{dust_lung.pk}/"


@pytest.mark.parametrize(
    "typed",
    [
        "越工咨（2026）1号",
        "越工咨[2026]1号",
        "越工咨【２０２６】1号",
        "越工咨20261号",
        "〔2026〕1号",
        "2026 1号",
        "越工咨2026",
    ],
)
def test_a_list_finds_a_number_whatever_its_brackets(typed, caseworker, dust_lung, open_consultation):
    open_consultation(caseworker, worker="李四")
    found = Matter.objects.visible_to(caseworker).matching(typed)
    assert dust_lung in found
    assert typed.endswith("2026") or list(found) == [dust_lung]
    assert dust_lung.number in signed_in(caseworker).get("/matters/", {"q": typed}).content.decode()


def test_a_name_is_found_with_other_brackets_than_its_own(caseworker, open_consultation):
    ours = open_consultation(caseworker, employer="恒和（广州）石材%有限公司")
    for typed in ("恒和〔广州〕石材", "恒和(广州)石材%", "(广州)石材", "恒和（广州", "恒和广州石材", "与恒和广州石材"):
        assert list(Matter.objects.visible_to(caseworker).matching(typed)) == [ours]
    assert not Matter.objects.visible_to(caseworker).matching("恒和(广州)石材_有限").exists()


def test_statuses_of_one_name_say_whose_they_are_where_all_kinds_are_filtered(caseworker):
    page = signed_in(caseworker).get("/matters/", {"panel": "filters"}).content.decode()
    for words in ("已转介（咨询）", "已转介（法律援助案件）", "待答复（咨询）", "待答复（一函两书）", "待审查"):
        assert words in page
    assert "待审查（" not in page


def test_a_matters_number_leads_a_neighbour_nowhere(neighbour, dust_lung):
    answer = signed_in(neighbour).post("/search/", {"q": "越工咨〔2026〕1号"})
    assert answer.headers["Location"].startswith("/search/?q=")
    assert dust_lung.title not in signed_in(neighbour).get(answer.headers["Location"]).content.decode()


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


def groups(client: Client, words: str) -> list[str]:
    return re.findall(r'data-group="([^"]+)"', client.get("/search/", {"q": words}).content.decode())


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client

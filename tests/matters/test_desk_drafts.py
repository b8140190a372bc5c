"""Drafts: the desk counts them, the page lists them and leads back to their forms."""

import pytest

from tests.matters.test_desk import signed_in, tile_counts

pytestmark = pytest.mark.django_db


def keep(client, key, page):
    headers = {"Referer": f"http://testserver{page}"} if page else {}
    assert client.post(f"/drafts/{key}/", {"question": "几个月没发工资"}, headers=headers).status_code == 200


def test_the_count_opens_the_page_of_drafts(caseworker, open_consultation):
    matter, client = open_consultation(caseworker), signed_in(caseworker)
    keep(client, "consultation.new", "/consultations/new/?worker=3&q=张三")
    keep(client, "answer.1", f"/consultations/{matter.pk}/answer/")
    keep(client, "letter.new", "")
    count, url = tile_counts(client)["drafts"]
    page = client.get(url).content.decode()
    assert (count, page.count("data-draft-row")) == ("3", 3)
    assert 'href="/consultations/new/?worker=3"' in page
    assert f"{matter.number} {matter.title}" in page
    assert "从原来的页面打开就会恢复。" in page, "nobody knows where the third one stands"


def test_a_draft_is_thrown_away_from_the_page(caseworker):
    client = signed_in(caseworker)
    keep(client, "consultation.new", "/consultations/new/")
    answer = client.post("/drafts/consultation.new/discard/", {"next": "/drafts/"})
    assert answer.headers["Location"] == "/drafts/"
    assert tile_counts(client)["drafts"][0] == "0"
    assert "data-draft-row" not in client.get("/drafts/").content.decode()


@pytest.mark.parametrize("page", ["/no-such-page/", "/" + "x" * 400])
def test_an_address_that_leads_nowhere_is_no_link(caseworker, page):
    client = signed_in(caseworker)
    keep(client, "consultation.new", page)
    assert page not in client.get("/drafts/").content.decode()


def test_another_site_is_no_address(caseworker):
    client = signed_in(caseworker)
    client.post("/drafts/consultation.new/", {"question": "x"}, headers={"Referer": "https://evil.example/trap/"})
    assert "/trap/" not in client.get("/drafts/").content.decode()


def test_the_title_of_a_matter_out_of_sight_is_not_told(caseworker, neighbour, open_consultation):
    matter, client = open_consultation(caseworker), signed_in(neighbour)
    keep(client, "answer.1", f"/consultations/{matter.pk}/answer/")
    page = client.get("/drafts/").content.decode()
    assert matter.number not in page
    assert matter.title not in page


def test_drafts_are_ones_own(caseworker, second_caseworker):
    keep(signed_in(caseworker), "consultation.new", "/consultations/new/")
    assert "data-draft-row" not in signed_in(second_caseworker).get("/drafts/").content.decode()

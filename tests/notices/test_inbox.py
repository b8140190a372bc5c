"""The inbox: whose it is, what it shows, what opening does, and the count in the top bar."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import NOON, appoint
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.notices.models import Notice, Preference

pytestmark = pytest.mark.django_db
BELL = re.compile(r'<a id="bell"[^>]*aria-label="([^"]*)"')


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def at(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def text(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, response.content.decode()[:500]
    return response.content.decode()


def test_the_inbox_holds_ones_own_notices_newest_first(told, caseworker, supervisor, open_consultation):
    matter = open_consultation(caseworker)
    told(caseworker, key="old", matter=matter, at=NOON - timedelta(hours=2))
    told(caseworker, key="new", at=NOON - timedelta(hours=1))
    told(supervisor, key="others", matter=open_consultation(caseworker, worker="李四", employer="乙"))
    page = text(at(caseworker), "/notices/")
    assert page.index("系统将于周日维护") < page.index(f"{matter.number}将于2026-11-30到期")
    assert page.count('class="list-open"') == 2


def test_it_is_filtered_by_whether_read_and_by_kind(told, caseworker, open_consultation):
    told(caseworker, key="read")
    Notice.objects.update(read_at=NOON)
    told(caseworker, key="unread", matter=open_consultation(caseworker), urgency="urgent")
    client = at(caseworker)
    for query, found in {
        "state=unread": "到期",
        "state=read": "维护",
        "kind=test.step": "到期",
        "kind=test.plain": "维护",
        "urgency=urgent": "到期",
    }.items():
        page = text(client, f"/notices/?{query}")
        assert page.count('class="list-open"') == 1, query
        assert f"{found}</span>" in page, query


def test_opening_a_notice_marks_it_read_and_leads_to_its_matter(told, caseworker, open_consultation):
    matter = open_consultation(caseworker)
    notice = told(caseworker, matter=matter)
    response = at(caseworker).get(f"/notices/{notice.pk}/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/consultations/{matter.pk}/")
    notice.refresh_from_db()
    assert notice.read_at == NOON


def test_it_stays_read_at_the_first_time(told, caseworker):
    notice = told(caseworker)
    Notice.objects.update(read_at=NOON - timedelta(days=1))
    at(caseworker).get(f"/notices/{notice.pk}/")
    notice.refresh_from_db()
    assert notice.read_at == NOON - timedelta(days=1)


def test_a_notice_that_leads_nowhere_is_shown(told, caseworker):
    assert "系统将于周日维护" in text(at(caseworker), f"/notices/{told(caseworker).pk}/")


@pytest.mark.parametrize("who", ["supervisor", "manager", "system_admin", "neighbour"])
def test_anothers_notice_is_not_found(who, request, told, caseworker):
    notice = told(caseworker)
    text(at(request.getfixturevalue(who)), f"/notices/{notice.pk}/", status=404)
    notice.refresh_from_db()
    assert notice.read_at is None


def test_of_a_matter_out_of_sight_it_says_only_that(told, caseworker, neighbour, open_consultation):
    matter = open_consultation(neighbour)
    notice = told(caseworker, matter=matter)
    client = at(caseworker)
    for url in ("/notices/", f"/notices/{notice.pk}/"):
        page = text(client, url)
        assert "无权查看" in page
        assert matter.number not in page
        assert "2026-11-30" not in page


def test_what_an_ended_post_was_told_is_out_of_sight(told, caseworker, district, open_consultation):
    old = appoint(caseworker.user.username, "", district, Role.SUPERVISOR)
    matter = open_consultation(caseworker)
    told(old, matter=matter)
    type(old.post).objects.filter(pk=old.post.pk).update(ends_on=date(2026, 11, 19))
    assert matter.number not in text(at(caseworker), "/notices/")


def test_a_notice_to_another_of_ones_posts_offers_to_switch(told, caseworker, neighbour_district, open_consultation):
    other = appoint(caseworker.user.username, "", neighbour_district, Role.SUPERVISOR)
    matter = open_consultation(other)
    notice = told(other, matter=matter)
    page = text(at(caseworker), f"/notices/{notice.pk}/")
    assert f'name="post" value="{other.post.pk}"' in page
    assert f'name="next" value="/consultations/{matter.pk}/"' in page


def test_one_that_cannot_be_worded_does_not_close_the_inbox(told, caseworker):
    told(caseworker)
    Notice.objects.update(kind="gone.kind")
    page = text(at(caseworker), "/notices/")
    assert page.count('class="list-open"') == 1


def test_all_are_marked_read_by_one_button(told, caseworker, supervisor):
    told(caseworker, key="a")
    told(caseworker, key="b")
    others = told(supervisor, key="c")
    client = at(caseworker)
    assert "全部标为已读" in text(client, "/notices/")
    assert client.post("/notices/read/").status_code == 302
    assert list(Notice.objects.filter(read_at=None)) == [others]
    assert "已标记2条消息" in text(client, "/notices/")


def test_the_bell_counts_what_is_unread(told, caseworker):
    client = at(caseworker)
    assert BELL.findall(text(client, "/account/")) == ["我的消息，没有未读"]
    told(caseworker, key="a")
    told(caseworker, key="b")
    assert BELL.findall(text(client, "/account/")) == ["我的消息，2条未读"]
    page = text(client, "/notices/count/")
    assert BELL.findall(page) == ["我的消息，2条未读"]
    assert 'hx-trigger="every 60s"' in page


def test_beyond_99_it_counts_no_further(told, caseworker):
    for n in range(101):
        told(caseworker, key=f"k{n}")
    assert BELL.findall(text(at(caseworker), "/notices/count/")) == ["我的消息，99+条未读"]


def test_the_count_costs_one_query_inside_an_index(told, caseworker):
    client = at(caseworker)
    text(client, "/notices/count/")
    with CaptureQueriesContext(connection) as said:
        text(client, "/notices/count/")
    assert [q["sql"] for q in said if "notices_notice" in q["sql"]].__len__() == 1


def test_who_is_signed_out_is_told_to_stop_asking(db):
    response = Client().get("/notices/count/")
    assert (response.status_code, response.content) == (286, b"")


RENEWS = {"HX-Request": "true", "HX-Trigger": "bell"}


def test_asking_for_the_count_keeps_no_session_alive(caseworker):
    client = at(caseworker)
    text(client, "/account/")
    for minute in range(1, 31, 5):
        with time_machine.travel(NOON + timedelta(minutes=minute), tick=False):
            assert client.get("/notices/count/", headers=RENEWS).status_code == 200
    with time_machine.travel(NOON + timedelta(minutes=31), tick=False):
        assert client.get("/notices/count/", headers=RENEWS).status_code == 286
        assert client.get("/account/").status_code == 302


def test_preferences_are_kept_and_the_number_is_sealed(caseworker):
    client = at(caseworker)
    page = text(client, "/account/notices/")
    assert "您还没有登记电子邮箱" in page
    fields = {"sms": "on", "phone": "138-1234-5678", "language": "en"}
    assert client.post("/account/notices/", fields).status_code == 302
    kept = Preference.objects.get(user=caseworker.user)
    assert (kept.email, kept.digest, kept.sms, kept.language) == (False, False, True, "en")
    assert kept.phone.reveal() == "13812345678"
    page = text(client, "/account/notices/")
    assert "138****5678" in page
    assert "13812345678" not in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"sms": "on"}, "请填写手机号码"),
        ({"sms": "on", "phone": "12345"}, "请填写11位手机号码"),
        ({"language": "fr"}, "fr"),
    ],
)
def test_preferences_that_cannot_be_kept_are_said_beside_the_field(fields, said, caseworker):
    response = at(caseworker).post("/account/notices/", {"language": "en", **fields})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Preference.objects.exists()


def test_without_sms_the_number_is_forgotten(caseworker):
    client = at(caseworker)
    client.post("/account/notices/", {"sms": "on", "phone": "13812345678", "language": "en"})
    client.post("/account/notices/", {"phone": "", "language": "en"})
    assert not Preference.objects.get().phone


def test_several_are_marked_read_at_once_and_only_ones_own(told, caseworker, supervisor):
    mine = [told(caseworker, key=key) for key in "abc"]
    theirs = told(supervisor, key="theirs")
    client = at(caseworker)
    assert text(client, "/notices/").count('name="pk"') == 3
    asked = {"action": "bulk", "bulk": "read", "pk": [notice.pk for notice in mine[:2]]}
    answer = client.post("/notices/?sort=at", asked)
    assert (answer.status_code, answer.url) == (302, "/notices/?sort=at")
    assert "标为已读：2条" in text(client, answer.url)
    assert list(Notice.objects.unread().order_by("pk")) == [mine[2], theirs]
    page = client.post("/notices/", {**asked, "pk": [mine[2].pk, theirs.pk]}).content.decode()
    assert "勾选的 2 条中，1 条已办理" in page
    assert "没有这一条，或者您无权查看" in page
    assert list(Notice.objects.unread()) == [theirs]

"""The pages of the directory and of administration, for each who may and may not."""

import io
from typing import Any

import openpyxl
import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import NOON, Kind, appoint, found
from unionlaw.accounts.models import User
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, OrganisationChange, PersonChange, Post, ReadLog
from unionlaw.network.readlog import log_read
from unionlaw.network.roles import Role
from unionlaw.network.services import organisations, people


def at(actor: Actor) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(actor.user)
    return client


def page(client: Client, name: str, /, *args: Any, query: str = "", status: int = 200, **headers: str) -> str:
    response = client.get(reverse(f"network:{name}", args=args) + query, headers=headers)
    assert response.status_code == status, response.content.decode()[:500]
    return response.content.decode()


def post(client: Client, name: str, /, *args: Any, status: int = 302, **fields: Any) -> str:
    response = client.post(reverse(f"network:{name}", args=args), fields)
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


EVERYONES = [("organisations",), ("organisation_list",), ("people",)]
OFFICES = {
    "system_admin": ["found", "create_person"],
    "security_admin": ["attempts"],
    "audit_admin": ["read_log", "person_changes", "organisation_changes"],
}
OTHERS = ["caseworker", "supervisor", "manager", "lawyer", "partner", "mediator", "approver"]


@pytest.mark.parametrize("who", [*OFFICES, *OTHERS])
def test_the_directory_is_open_to_everyone_with_a_post(
    who: str, request: pytest.FixtureRequest, district: Organisation, caseworker: Actor
) -> None:
    client = at(request.getfixturevalue(who))
    for (name,) in EVERYONES:
        page(client, name)
    assert "蔡小岚" in page(client, "organisation", district.pk)
    text = page(client, "person", caseworker.user.pk)
    assert "越山区总工会" in text
    assert ("用户名" in text) == (who in OFFICES)


@pytest.mark.parametrize("who", [*OFFICES, *OTHERS])
def test_each_administrator_enters_their_own_office_only(who: str, request: pytest.FixtureRequest) -> None:
    client = at(request.getfixturevalue(who))
    page(client, "administration", status=200 if who in OFFICES else 403)
    for office, names in OFFICES.items():
        for name in names:
            text = page(client, name, status=200 if office == who else 403)
            if office != who:
                assert "管理员" in text, "the refusal names who may"


@pytest.mark.parametrize("who", OFFICES)
def test_administrators_see_no_matters_and_no_workers(who: str, request: pytest.FixtureRequest) -> None:
    client = at(request.getfixturevalue(who))
    for address in ("/matters/", "/workers/", "/consultations/", "/aid-cases/"):
        assert client.get(address).status_code in {403, 404}, address
    navigation = page(client, "administration")
    assert 'href="/workers/"' not in navigation
    assert 'href="/aid-cases/"' not in navigation


@pytest.mark.django_db
def test_nobody_enters_without_signing_in() -> None:
    for name in ("organisations", "people", "administration", "read_log"):
        response = Client().get(reverse(f"network:{name}"))
        assert response.status_code == 302
        assert "login" in response["Location"]


def test_the_tree_unfolds_to_ones_own_place_and_further_by_link(
    caseworker: Actor, town: Organisation, station: Organisation, neighbour_district: Organisation
) -> None:
    client = at(caseworker)
    text = page(client, "organisations")
    assert "北桥街总工会" in text
    assert "北桥街法律服务站" not in text
    assert "北桥街法律服务站" in page(client, "organisations", query=f"?at={town.pk}")
    fragment = page(client, "branch", town.pk)
    assert "北桥街法律服务站" in fragment
    assert "<html" not in fragment
    assert "北桥街法律服务站" not in page(client, "branch", town.pk, query="?folded=1")
    for odd in ("x", "999999", "9" * 40, "-1"):
        page(client, "organisations", query=f"?at={odd}")
    page(client, "branch", 999999, status=404)


def test_switching_posts_takes_only_ones_own_open_post(caseworker: Actor, neighbour: Actor, city: Organisation) -> None:
    second = appoint("cai", "蔡小岚", city, Role.MANAGER)
    ended = appoint("cai", "蔡小岚", city, Role.SUPERVISOR, ends_on=NOON.date().replace(year=2021))
    client = at(caseworker)
    response = client.post(reverse("network:act_as"), {"post": second.post.pk, "next": "/network/people/"})
    assert (response.status_code, response["Location"]) == (302, "/network/people/")
    assert client.session["acting_post"] == second.post.pk
    for wrong in (neighbour.post.pk, ended.post.pk, "", "x"):
        assert client.post(reverse("network:act_as"), {"post": wrong}).status_code == 404
    assert client.session["acting_post"] == second.post.pk
    response = client.post(reverse("network:act_as"), {"post": caseworker.post.pk, "next": "https://example.org/"})
    assert response["Location"] == "/"
    assert client.get(reverse("network:act_as")).status_code == 405


def test_a_system_administrator_founds_amends_moves_merges_and_closes(
    system_admin: Actor, district: Organisation, neighbour_district: Organisation
) -> None:
    client = at(system_admin)
    assert f'value="{district.pk}" selected' in page(client, "found", query=f"?under={district.pk}")
    fields = {"kind": Kind.TOWN_UNION, "union": district.pk, "name": "南桥街总工会"}
    post(client, "found", **fields)
    street = Organisation.objects.get(name="南桥街总工会")
    assert "已有同名的组织" in post(client, "found", status=422, **fields)
    assert "上级只能是" in post(client, "found", status=422, **{**fields, "kind": Kind.DISTRICT_UNION, "name": "某区"})

    post(client, "amend", street.pk, version=1, name="南桥街道总工会", short_name="南桥")
    text = post(client, "amend", street.pk, version=1, status=409, name="南桥街工会", short_name="南桥")
    assert "南桥街总工会 → 南桥街道总工会" in text
    assert 'value="南桥街工会"' in text, "nothing typed is lost"

    assert "原上级不再看到" in page(client, "move", street.pk)
    post(client, "move", street.pk, parent=neighbour_district.pk, reason="区划调整")
    street.refresh_from_db()
    assert street.parent == neighbour_district

    twin = found(Kind.TOWN_UNION, "西桥街总工会", parent=neighbour_district)
    post(client, "merge", twin.pk, kept=street.pk, reason="街道合并")
    assert "并入" in page(client, "organisation", twin.pk)
    post(client, "close", street.pk, reason="撤街")
    text = page(client, "organisation", street.pk)
    for word in ("设立", "变更", "调整隶属", "合并", "撤销"):
        assert word in text
    assert reverse("network:amend", args=[street.pk]) not in text, "nothing is done to a closed organisation"


def test_closing_says_beforehand_what_is_left(system_admin: Actor, district: Organisation, caseworker: Actor) -> None:
    client = at(system_admin)
    assert "还有1个在任岗位" in page(client, "close", district.pk)
    assert "还有1个在任岗位" in post(client, "close", district.pk, status=422, reason="试")


def test_a_district_administrator_is_offered_only_their_own_tree(
    district: Organisation, neighbour_district: Organisation, town: Organisation
) -> None:
    client = at(appoint("quxi", "区系统", district, Role.SYSTEM_ADMIN))
    options = page(client, "found")
    assert "北桥街总工会" in options
    assert "河南区总工会" not in options
    assert reverse("network:amend", args=[neighbour_district.pk]) not in page(
        client, "organisation", neighbour_district.pk
    )
    page(client, "amend", neighbour_district.pk, status=404)
    post(client, "close", neighbour_district.pk, reason="越权", status=404)


def test_a_first_password_is_shown_once_and_kept_nowhere(system_admin: Actor) -> None:
    client = at(system_admin)
    response = client.post(reverse("network:create_person"), {"display_name": "辛来", "username": "xin", "email": ""})
    text = response.content.decode()
    user = User.objects.get(username="xin")
    password = text.split('class="password-once">')[1].split("<")[0]
    assert user.check_password(password)
    assert "no-store" in response["Cache-Control"]
    assert password not in str(dict(client.session)) + str(client.cookies)
    assert password not in page(client, "person", user.pk)
    assert "已被使用" in post(client, "create_person", status=422, display_name="另一人", username="xin", email="")


def test_a_security_administrator_appoints_and_ends(
    security_admin: Actor, caseworker: Actor, second_caseworker: Actor, city: Organisation
) -> None:
    client = at(security_admin)
    person = second_caseworker.user
    post(client, "appoint", person.pk, organisation=city.pk, role="manager", starts_on="2026年1月1日")
    held = Post.objects.get(user=person, role=Role.MANAGER)
    text = post(client, "appoint", person.pk, organisation=city.pk, role="lawyer", starts_on="2026-01-01", status=422)
    assert "只能设在律师事务所" in text
    assert "免去" in page(client, "person", person.pk)
    post(client, "deputy", caseworker.post.pk, deputy=second_caseworker.post.pk)
    post(client, "end_post", held.pk, ends_on="2026-06-30", reason="轮岗")
    held.refresh_from_db()
    assert str(held.ends_on) == "2026-06-30"
    assert "轮岗" in page(client, "person", person.pk)
    own = page(client, "person", security_admin.user.pk)
    assert reverse("network:end_post", args=[security_admin.post.pk]) not in own


def test_a_security_administrator_helps_who_is_locked_out(security_admin: Actor, caseworker: Actor) -> None:
    from django.utils import timezone

    row = AccessAttempt.objects.create(
        username="cai", ip_address="10.0.0.7", failures_since_start=5, user_agent="x", attempt_time=timezone.now()
    )
    client = at(security_admin)
    text = page(client, "attempts")
    assert "蔡小岚" in text
    assert "已锁定" in text
    assert "10.0.0.7" in page(client, "unlock", row.pk)
    post(client, "unlock", row.pk, scope="account", reason="本人来电")
    assert not AccessAttempt.objects.exists()
    post(client, "sign_out", caseworker.user.pk, reason="电脑遗失")
    post(client, "second_factor", caseworker.user.pk, reason="手机遗失")
    assert "password-once" in post(client, "password", caseworker.user.pk, status=200, reason="忘记")
    told = PersonChange.objects.filter(user=caseworker.user).order_by("pk").values_list("what", flat=True)
    assert list(told) == ["unlocked", "signed_out", "second_factor", "password"]


def test_an_audit_administrator_reads_who_read_what(
    audit_admin: Actor, caseworker: Actor, system_admin: Actor, town: Organisation
) -> None:
    log_read(by=caseworker, at=NOON, action="reveal", subject="worker:12", reason="核对身份")
    log_read(by=caseworker, at=NOON, action="export", subject="list:matters", reason="月报")
    organisations.amend_organisation(organisation_id=town.pk, phone="020-1", by=system_admin, at=NOON)
    people.create_person(username="xin", display_name="辛来", by=system_admin, at=NOON)
    client = at(audit_admin)
    text = page(client, "read_log")
    assert "核对身份" in text
    assert "职工 12" in text
    narrowed = page(client, "read_log", query="?subject=worker:12")
    assert "核对身份" in narrowed
    assert "月报" not in narrowed
    for query in ("?q=cai", "?action=reveal", "?at_after=2026-11-20&at_before=2026-11-20"):
        assert "核对身份" in page(client, "read_log", query=query)
    for query in ("?q=nobody", "?at_before=2026-11-19"):
        assert "核对身份" not in page(client, "read_log", query=query)
    assert "公开电话：— → 020-1" in page(client, "organisation_changes", query="?organisation=北桥")
    assert "辛来" in page(client, "person_changes", query="?person=辛&q=席")


def test_an_audit_export_asks_for_its_reason_and_is_itself_on_record(audit_admin: Actor, caseworker: Actor) -> None:
    log_read(by=caseworker, at=NOON, action="reveal", subject="worker:12", reason="核对身份")
    client = at(audit_admin)
    address = reverse("network:read_log")
    assert client.post(address, {"action": "export", "reason": ""}).status_code == 422
    response = client.post(address, {"action": "export", "reason": "年度审计取证"})
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(response))).active.values)
    assert "职工 12" in rows[-1]
    logged = ReadLog.objects.latest("pk")
    assert (logged.action, logged.subject, logged.reason) == ("export", "list:read_log", "年度审计取证")
    assert at(caseworker).post(address, {"action": "export", "reason": "好奇看看"}).status_code == 403


def test_a_district_auditor_reads_only_their_own_districts_log(
    district: Organisation, caseworker: Actor, neighbour: Actor, hr_bureau: Organisation, partner: Actor
) -> None:
    for actor in (caseworker, neighbour, partner):
        log_read(by=actor, at=NOON, action="open", subject="matter:1", reason=f"查看者{actor.name}")
    text = page(at(appoint("qushen", "区审计", district, Role.AUDIT_ADMIN)), "read_log")
    assert "查看者蔡小岚" in text
    assert "查看者任社" in text
    assert "查看者林邻" not in text


def test_people_are_found_by_sign_in_name_only_by_administrators(
    caseworker: Actor, neighbour: Actor, system_admin: Actor
) -> None:
    assert "林邻" not in page(at(caseworker), "people", query="?q=lin")
    assert "林邻" in page(at(caseworker), "people", query="?q=林")
    assert "林邻" in page(at(system_admin), "people", query="?q=lin")


def test_filters_narrow_the_lists(
    system_admin: Actor, caseworker: Actor, lawyer: Actor, firm: Organisation, district: Organisation
) -> None:
    people.create_person(username="xin", display_name="辛来", by=system_admin, at=NOON)
    client = at(system_admin)
    lawyers = page(client, "people", query="?role=lawyer")
    assert "陆律师" in lawyers
    assert "蔡小岚" not in lawyers
    assert "陆律师" not in page(client, "people", query=f"?under={district.pk}")
    assert "蔡小岚" in page(client, "people", query=f"?organisation={district.pk}")
    assert "辛来" in page(client, "people", query="?state=without_post")
    assert "辛来" not in page(at(caseworker), "people"), "an account without any post is administrators' business"
    firms = page(client, "organisation_list", query="?kind=law_firm&state=open")
    assert "岭南律师事务所" in firms
    assert f'"list-open" href="/network/organisations/{district.pk}/"' not in firms


LISTS = ["organisation_list", "people", "read_log", "person_changes", "organisation_changes", "attempts"]


@pytest.mark.parametrize("name", LISTS)
def test_twenty_rows_take_as_many_queries_as_one(
    name: str, city: Organisation, system_admin: Actor, security_admin: Actor, audit_admin: Actor
) -> None:
    reader = {"attempts": security_admin}.get(name, audit_admin)
    client = at(reader)

    def fill(start: int, count: int) -> None:
        for n in range(start, start + count):
            firm = found(Kind.LAW_FIRM, f"第{n}律师事务所", attached_to=city)
            person = appoint(f"lawyer{n}", f"律师{n}", firm, Role.LAWYER)
            log_read(by=person, at=NOON, action="open", subject=f"matter:{n}")
            OrganisationChange.objects.create(organisation=firm, what="founded", at=NOON, by_user=person.user)
            PersonChange.objects.create(
                user=person.user, what="created", at=NOON, by_user=system_admin.user, by_post=system_admin.post
            )
            AccessAttempt.objects.create(username=f"lawyer{n}", ip_address="10.0.0.1", failures_since_start=1)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page(client, name)
        return len(captured)

    fill(1, 1)
    page(client, name)
    few = queries()
    fill(2, 19)
    assert queries() == few
    assert few <= 12


@pytest.mark.parametrize("name", ["organisation", "person", "organisations"])
def test_a_page_of_the_directory_takes_few_queries(
    name: str, district: Organisation, caseworker: Actor, system_admin: Actor
) -> None:
    client = at(system_admin)
    args = {"organisation": [district.pk], "person": [caseworker.user.pk]}.get(name, [])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, name, *args)
        return len(captured)

    found(Kind.STATION, "站点0", parent=district)
    page(client, name, *args)
    few = queries()
    for n in range(1, 20):
        appoint(f"p{n}", f"人{n}", district, Role.SUPERVISOR)
        found(Kind.STATION, f"站点{n}", parent=district)
        Post.objects.create(
            user=caseworker.user,
            organisation=found(Kind.TOWN_UNION, f"街{n}", parent=district),
            role=Role.CASEWORKER,
            starts_on=NOON.date(),
        )
    assert queries() == few
    assert few <= 14

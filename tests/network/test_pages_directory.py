"""The directory for everyone: the tree, the lists, and what they cost."""

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import NOON, Kind, appoint, found
from tests.network.browsing import OFFICES, OTHERS, at, page
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, OrganisationChange, PersonChange, Post
from unionlaw.network.readlog import log_read
from unionlaw.network.roles import Role
from unionlaw.network.services import people

EVERYONES = [("organisations",), ("organisation_list",), ("people",)]


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

"""The pages by which a system administrator changes organisations."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOON, Kind, appoint, found
from tests.network.browsing import at, page, post
from tests.network.organising import new
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role
from unionlaw.network.services import organisations


@pytest.fixture
def desk(system_admin: Actor) -> Client:
    return at(system_admin)


@pytest.fixture
def street(system_admin: Actor, district: Organisation) -> Organisation:
    return new(kind=Kind.TOWN_UNION, name="南桥街总工会", parent=district, by=system_admin)


def test_a_system_administrator_founds(desk: Client, district: Organisation) -> None:
    assert f'value="{district.pk}" selected' in page(desk, "found", query=f"?under={district.pk}")
    fields = {"kind": Kind.TOWN_UNION, "union": district.pk, "name": "南桥街总工会"}
    post(desk, "found", **fields)
    assert Organisation.objects.get(name="南桥街总工会").parent == district
    assert "已有同名的组织" in post(desk, "found", status=422, **fields)
    assert "上级只能是" in post(desk, "found", status=422, **{**fields, "kind": Kind.DISTRICT_UNION, "name": "某区"})


def test_a_system_administrator_amends_unless_it_changed_meanwhile(desk: Client, street: Organisation) -> None:
    post(desk, "amend", street.pk, version=1, name="南桥街道总工会", short_name="南桥")
    text = post(desk, "amend", street.pk, version=1, status=409, name="南桥街工会", short_name="南桥")
    assert "南桥街总工会 → 南桥街道总工会" in text
    assert 'value="南桥街工会"' in text, "nothing typed is lost"


def test_a_system_administrator_moves(desk: Client, street: Organisation, neighbour_district: Organisation) -> None:
    assert "原上级不再看到" in page(desk, "move", street.pk)
    post(desk, "move", street.pk, parent=neighbour_district.pk, reason="区划调整")
    street.refresh_from_db()
    assert street.parent == neighbour_district


def test_a_system_administrator_merges(desk: Client, street: Organisation, district: Organisation) -> None:
    twin = found(Kind.TOWN_UNION, "西桥街总工会", parent=district)
    post(desk, "merge", twin.pk, kept=street.pk, reason="街道合并")
    assert "并入" in page(desk, "organisation", twin.pk)


def test_a_closed_organisations_page_tells_its_whole_course_and_offers_nothing(
    desk: Client, street: Organisation, district: Organisation, neighbour_district: Organisation, system_admin: Actor
) -> None:
    by = {"by": system_admin, "at": NOON}
    organisations.amend_organisation(organisation_id=street.pk, phone="020-1", **by)
    organisations.move_organisation(organisation_id=street.pk, new_parent=neighbour_district, reason="区划调整", **by)
    twin = found(Kind.TOWN_UNION, "西桥街总工会", parent=neighbour_district)
    street.refresh_from_db()
    organisations.merge_organisations(kept=street, dropped=twin, reason="街道合并", **by)
    post(desk, "close", street.pk, reason="撤街")
    text = page(desk, "organisation", street.pk)
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

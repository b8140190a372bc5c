"""Reports as somebody asks for them who means no good: odd addresses, other unions, names that are formulas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils.http import urlencode
from knox.models import AuthToken

from tests.cast import NOON, appoint
from tests.reports.rounds import Month
from tests.reports.test_outputs import read_csv
from unionlaw.lib.errors import Missing
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.reports.models import Layout, Output
from unionlaw.reports.outputs.facts import fact_file
from unionlaw.reports.services import outputs
from unionlaw.reports.spans import Span, month_of

pytestmark = pytest.mark.django_db
NOVEMBER = month_of(NOON.date())
TOO_LARGE = str(2**63)
ODD = ["x", "１２", TOO_LARGE, "\x00", "%(zone)s"]
DAYS = ["2026-13-01", "2026-11-31", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-W01-1", "20261101"]
MONTHS = ["2026-13", "2026-00", "0000-01", "9999-12", "２０２６-11", "2026-11-01"]
FACTS = {"indicator": "matters_opened", "start": "2026-11-01", "end": "2026-11-30"}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def head(district: Any) -> Actor:
    """The manager of one district."""
    return appoint("quguan", "区管", district, Role.MANAGER)


@pytest.fixture
def with_facts(month: Month, caseworker: Actor) -> Month:
    for _ in range(3):
        month.matter(caseworker, NOON)
    return month


def asked() -> list[tuple[str, dict[str, str]]]:
    """Addresses with one parameter that nobody would type."""
    odd = {
        "reports:facts": (FACTS, ["indicator", "organisation", "round", "side", "after", "cause", "union", "lawyer"]),
        "reports:pivot": ({}, ["indicator", "rows", "columns", "by", "cause", "union"]),
        "reports:live": ({}, ["organisation", "layout"]),
        "reports:deliveries": ({}, ["organisation"]),
        "reports:set_up_delivery": ({}, ["organisation", "layout"]),
        "reports:ask_facts": (FACTS, ["indicator", "organisation", "round", "side", "station"]),
        "reports:ask_output": ({"layout": "small"}, ["organisation", "layout", "length", "report"]),
        "reports:outputs": ({}, ["after", "sort", "q"]),
        "reports:rounds": ({}, ["after", "sort", "q"]),
    }  # fmt: skip
    found = [
        (route, {**query, name: value}) for route, (query, names) in odd.items() for name in names for value in ODD
    ]
    found += [("reports:facts", {**FACTS, name: value}) for name in ("start", "end") for value in DAYS]
    found += [("reports:facts", {**FACTS, "start": value, "end": value}) for value in DAYS]
    found += [("reports:facts", {**FACTS, "after": f"{value}~1"}) for value in [*DAYS, "\x00"]]
    found += [("reports:facts", {**FACTS, "after": f"2026-11-30~{value}"}) for value in ODD]
    found += [(route, {"month": value}) for route in ("reports:live", "reports:ask_output") for value in MONTHS]
    return [(f"{reverse(route)}", query) for route, query in found]


def test_no_address_of_a_page_breaks_it(with_facts: Month, head: Actor, sign_in: Any):
    client = sign_in(head)
    broken = []
    for path, query in asked():
        try:
            status = client.get(path, query).status_code
        except Exception as error:
            status = f"{type(error).__name__}: {str(error)[:90]}"
        if status not in (200, 302, 400, 403, 404, 422):
            broken.append((path, query, status))
    assert broken == []


def test_a_number_in_an_address_tells_no_name(
    with_facts: Month, head: Actor, district: Any, neighbour_district: Any, neighbour_supervisor: Actor, sign_in: Any
):
    client = sign_in(head)
    for by, number in (
        ("union", neighbour_district.pk),
        ("station", neighbour_district.pk),
        ("firm", neighbour_district.pk),
        ("lawyer", neighbour_supervisor.post.pk),
    ):
        for query in ({by: number}, {by: [number, district.pk]}):
            [(_name, listed)] = client.get(reverse("reports:facts"), {**FACTS, **query}).context["members"]
            assert str(number) in listed
            chips = client.get(reverse("reports:pivot"), query).context["chips"]
            assert str(number) in [name for _label, name, _url in chips]
    [(_name, listed)] = client.get(reverse("reports:facts"), {**FACTS, "station": district.pk}).context["members"]
    assert listed == district.short_name


def test_no_address_of_the_api_breaks_it(with_facts: Month, head: Actor, client: Any):
    token = {"Authorization": f"Token {AuthToken.objects.create(head.user)[1]}"}
    asked = [("reports/", {name: value}) for name in ("organisation", "layout", "month", "report") for value in ODD]
    names = ("indicator", "organisation", "round", "after", "cause", "start", "end")
    asked += [("reports/facts/", {**FACTS, name: value}) for name in names for value in [*ODD, *DAYS]]
    broken = []
    for path, query in asked:
        try:
            status = client.get(f"/api/v1/{path}", query, headers=token).status_code
        except Exception as error:
            status = f"{type(error).__name__}: {str(error)[:90]}"
        if status not in (200, 400, 403, 404):
            broken.append((path, query, status))
    assert broken == []


def test_a_pivot_under_a_name_that_cannot_be_kept_is_not_kept(month: Month, head: Actor, sign_in: Any):
    response = sign_in(head).post(f"{reverse('reports:pivot')}?cause=%00", {"name": "甲\x00"})
    assert response.status_code in (302, 422)


@pytest.mark.parametrize("route", ["output", "download_output", "cancel_output", "report", "sign", "freeze", "restate"])
def test_a_number_that_no_row_can_have_is_not_found(month: Month, head: Actor, sign_in: Any, route: str):
    assert sign_in(head).get(reverse(f"reports:{route}", args=[2**63])).status_code in (403, 404)


def test_a_district_sees_nothing_of_its_neighbour_whatever_it_asks(
    with_facts: Month, head: Actor, neighbour_district: Any, city: Any, sign_in: Any, client: Any
):
    signed_in = sign_in(head)
    token = {"Authorization": f"Token {AuthToken.objects.create(head.user)[1]}"}
    for other in (neighbour_district, city):
        query = {**FACTS, "organisation": other.pk}
        for route in ("facts", "pivot", "live", "ask_facts", "ask_output"):
            assert signed_in.get(reverse(f"reports:{route}"), query).status_code == 404, route
        for path in ("reports/", "reports/facts/"):
            assert client.get(f"/api/v1/{path}", query, headers=token).status_code == 404, path


def test_conditions_on_another_union_leave_nothing_of_it(
    month: Month, neighbour: Actor, head: Actor, neighbour_district: Any, sign_in: Any
):
    month.matter(neighbour, NOON)
    for name in ("union", "station"):
        page = sign_in(head).get(reverse("reports:facts"), {**FACTS, name: neighbour_district.pk})
        assert (page.context["count"], page.context["lines"]) == (0, [])


def test_files_of_another_post_are_not_there(with_facts: Month, manager: Actor, head: Actor, sign_in: Any, city: Any):
    file = outputs.ask_output(
        organisation=city, layout=with_facts.layout, length="month", last_month=date(2026, 11, 1), form="csv",
        by=manager, at=NOON,
    )  # fmt: skip
    client = sign_in(head)
    for route in ("output", "download_output", "cancel_output"):
        assert client.get(reverse(f"reports:{route}", args=[file.pk])).status_code == 404
    assert client.post(reverse("reports:cancel_output", args=[file.pk])).status_code == 404
    with pytest.raises(Missing):
        outputs.cancel_output(output_id=file.pk, by=head, at=NOON)


def test_another_unions_layout_makes_no_file(month: Month, head: Actor, neighbour_district: Any, sign_in: Any):
    theirs = Layout.objects.create(
        key="theirs", name="别区", blocks=month.layout.blocks, organisation=neighbour_district
    )
    for route in ("live", "ask_output"):
        assert sign_in(head).get(reverse(f"reports:{route}"), {"layout": "theirs"}).status_code == 404
    with pytest.raises(Missing):
        outputs.ask_output(
            organisation=head.organisation, layout=theirs, length="month", last_month=date(2026, 11, 1), form="csv",
            by=head, at=NOON,
        )  # fmt: skip


@pytest.mark.parametrize(("round_of", "span"), [("none", NOVEMBER), ("own", month_of(date(2026, 10, 1)))])
def test_a_list_is_asked_of_a_round_of_the_own_tree_for_its_days_alone(
    month: Month, manager: Actor, city: Any, round_of: str, span: Span
):
    opened = month.computed()
    with pytest.raises(Missing):
        outputs.ask_facts(
            organisation=city, indicator="matters_opened", span=span, members={}, form="csv", reason="核对数字",
            round_id=opened.pk + (1 if round_of == "none" else 0), by=manager, at=NOON,
        )  # fmt: skip


def test_no_name_in_the_csv_of_a_list_is_a_formula(with_facts: Month, manager: Actor, city: Any):
    city.name = "=cmd|' /C calc'!A0"
    city.save(update_fields=["name"])
    found = outputs.ask_facts(
        organisation=city, indicator="matters_opened", span=NOVEMBER, members={}, form="csv", reason="核对数字",
        by=manager, at=NOON,
    )  # fmt: skip
    output = Output.objects.select_related("organisation").get(pk=found.pk)
    lines = read_csv(fact_file(output, manager, NOON, lambda percent: None))
    assert not [word for line in lines for word in line if word.startswith(("=", "+", "-", "@"))]
    assert "'=cmd" in str(lines)


def test_a_list_over_more_than_ten_years_is_not_made(with_facts: Month, head: Actor, sign_in: Any):
    query = urlencode({**FACTS, "start": "2000-01-01", "end": "2026-11-30"})
    assert sign_in(head).get(f"{reverse('reports:facts')}?{query}").status_code == 404

"""The list of time limits, its counts, the month, and the page of one limit."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from cases.services.consultations import record_consultation
from tests.cases.pages import said
from tests.cast import NOON
from unionlaw.deadlines.models import Deadline
from unionlaw.deadlines.services.opening import open_by_hand
from unionlaw.matters.models import Grant, Matter
from unionlaw.matters.services.grants import grant
from unionlaw.network.actors import Actor

TODAY = NOON.date()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def four(limit: Callable[..., Deadline], caseworker: Actor, supervisor: Actor) -> list[Deadline]:
    """One overdue, one due today, one within the week, one later: the caseworker's, but for the first."""
    return [
        limit(caseworker, due_on=TODAY + days * DAY, responsible=who.post)
        for days, who in ((-3, supervisor), (0, caseworker), (7, caseworker), (8, caseworker))
    ]


def shown(response: Any) -> list[int]:
    return [row.pk for row in response.context["list"].rows]


def test_whoever_works_on_cases_comes_for_their_own_and_whoever_oversees_for_all(
    four: list[Deadline], caseworker: Actor, supervisor: Actor, sign_in: Callable[[Actor], Client]
):
    response = sign_in(caseworker).get("/deadlines/", follow=True)
    assert response.redirect_chain == [("/deadlines/?mine=true", 302)]
    assert shown(response) == [limit.pk for limit in four[1:]]
    assert shown(sign_in(supervisor).get("/deadlines/")) == [limit.pk for limit in four]


def test_each_tile_counts_what_its_list_shows(
    four: list[Deadline], supervisor: Actor, sign_in: Callable[[Actor], Client]
):
    client = sign_in(supervisor)
    tiles = client.get("/deadlines/").context["tiles"]
    assert [(tile.key, tile.count) for tile in tiles] == [
        ("overdue", "1"),
        ("today", "1"),
        ("week", "1"),
        ("later", "1"),
    ]
    for tile, limit in zip(tiles, four, strict=True):
        response = client.get(tile.url)
        assert shown(response) == [limit.pk]
        assert response.context["list"].count_text == tile.count


def test_the_list_is_narrowed_by_each_of_its_filters(
    four: list[Deadline], limit: Callable[..., Deadline], caseworker: Actor, supervisor: Actor,
    station_caseworker: Actor, station: Any, sign_in: Callable[[Actor], Client],
):  # fmt: skip
    client = sign_in(supervisor)
    elsewhere = limit(station_caseworker, due_on=TODAY + 30 * DAY, provisional=True)
    met = limit(caseworker, state="met", ended_at=NOON, next_step_at=None)
    open_ids = [row.pk for row in [*four, elsewhere]]
    for query, wanted in {
        f"responsible={caseworker.post.pk}": [row.pk for row in four[1:]],
        "mine=true": [four[0].pk],
        f"organisation={station.pk}": [elsewhere.pk],
        "provisional=true": [elsewhere.pk],
        "state=met": [met.pk],
        "rule=test.limit": open_ids,
        "rule=sue_nonfinal": [],
        "kind=consultation": open_ids,
        "kind=aid_case": [],
        "due_on_after=2026-11-20&due_on_before=2026-11-20": [four[1].pk],
        "due=week": [four[2].pk],
    }.items():
        assert shown(client.get(f"/deadlines/?{query}")) == wanted, query


def test_branches_of_the_list_hold_what_the_wall_lets_through_and_no_row_twice(
    four: list[Deadline], limit: Callable[..., Deadline], neighbour: Actor, supervisor: Actor, lawyer: Actor
):
    theirs = limit(neighbour)
    for viewer in (supervisor, lawyer):
        grant(matter=theirs.matter, viewer=viewer.post, why=Grant.Why.HANDED_OVER, by=neighbour, at=NOON)
        grant(matter=four[0].matter, viewer=viewer.post, why=Grant.Why.HANDED_OVER, by=neighbour, at=NOON)
    for actor, count in ((supervisor, 5), (lawyer, 2), (neighbour, 1)):
        found = [
            pk
            for b in Deadline.objects.visible_branches(actor, ["open"])
            for pk in b.queryset.values_list("pk", flat=True)
        ]
        assert sorted(found) == sorted(Deadline.objects.visible_to(actor).values_list("pk", flat=True))
        assert len(found) == count


def test_summaries_by_person_and_organisation_open_lists_of_the_same_length(
    four: list[Deadline], limit: Callable[..., Deadline], supervisor: Actor, station_caseworker: Actor,
    sign_in: Callable[[Actor], Client],
):  # fmt: skip
    limit(station_caseworker, due_on=TODAY)
    client = sign_in(supervisor)
    for address in ("/deadlines/by-person/", "/deadlines/by-organisation/"):
        lines = client.get(address).context["lines"]
        assert sum(line.total for line in lines) == 4, address
        for line in lines:
            for cell in line.cells:
                if cell.url and cell.count:
                    assert len(shown(client.get(cell.url))) == cell.count


def test_the_month_shows_limits_on_their_days_and_why_days_are_off(
    limit: Callable[..., Deadline], caseworker: Actor, sign_in: Callable[[Actor], Client]
):
    rows = [limit(caseworker, due_on=date(2026, 2, 14)) for _n in range(6)]
    response = sign_in(caseworker).get("/deadlines/calendar/?month=2026-02")
    days = {day.on: day for week in response.context["grid"] for day in week}
    assert (days[date(2026, 2, 14)].kind, days[date(2026, 2, 17)].kind) == ("made_up", "holiday")
    assert (days[date(2026, 2, 14)].count, days[date(2026, 2, 14)].more) == (6, 2)
    page = said(response)
    assert "春节" in page
    assert f"/deadlines/{rows[0].pk}/" in page
    assert "2月有 6" in page or "本月有 6" in page
    for odd in ("2026-13", "x", "0001-01", "99999-01"):
        assert sign_in(caseworker).get(f"/deadlines/calendar/?month={odd}").context["first"] == date(2026, 11, 1)


def test_the_page_of_a_limit_says_why_the_date_is_what_it_is_and_where_it_is_not_sure(
    open_consultation: Callable[..., Matter], caseworker: Actor, sign_in: Callable[[Actor], Client]
):
    matter = open_consultation(caseworker)
    found = open_by_hand(matter_id=matter.pk, rule_key="negotiation_reply", start_on=TODAY, by=caseworker, at=NOON)
    page = said(sign_in(caseworker).get(f"/deadlines/{found.pk}/"))
    assert "起算日：2026年11月20日（周五）" in page
    assert "企业劳动争议协商调解规定第10条" in page
    assert "来源未核实" in page
    assert "到期前1个工作日" in page
    english = Client(HTTP_ACCEPT_LANGUAGE="en")
    english.force_login(caseworker.user)
    type(caseworker.user).objects.filter(pk=caseworker.user.pk).update(language="en")
    with translation.override("en"):
        assert "Answer to a request to negotiate" in said(english.get(f"/deadlines/{found.pk}/"))


def test_superiors_see_who_was_told_and_the_responsible_do_not(
    limit: Callable[..., Deadline], caseworker: Actor, supervisor: Actor, sign_in: Callable[[Actor], Client]
):
    from unionlaw.deadlines.services.sweeping import sweep

    row = limit(caseworker)
    sweep(at=NOON)
    assert "已发出的提醒" in said(sign_in(supervisor).get(f"/deadlines/{row.pk}/"))
    assert "蔡小岚" in said(sign_in(supervisor).get(f"/deadlines/{row.pk}/"))
    assert "已发出的提醒" not in said(sign_in(caseworker).get(f"/deadlines/{row.pk}/"))


def test_a_matters_page_shows_its_limits_with_their_arithmetic(
    make_worker: Callable[[str], Any], make_employer: Callable[[str], Any], caseworker: Actor, partner: Actor,
    sign_in: Callable[[Actor], Client],
):  # fmt: skip
    asked = record_consultation(
        question="怎么协商", channel="window", workers=[make_worker("张三")], employers=[make_employer("光影")],
        by=caseworker, at=NOON,
    )  # fmt: skip
    matter = Matter.objects.get(pk=asked.pk)
    open_by_hand(matter_id=matter.pk, rule_key="negotiation_reply", start_on=TODAY, by=caseworker, at=NOON)
    page = said(sign_in(caseworker).get(f"/consultations/{matter.pk}/"))
    assert "设定期限" in page
    assert "答复协商要求" in page
    assert "从2026年11月21日（周六）数5日" in page
    grant(matter=matter, viewer=partner.post, why=Grant.Why.REFERRED_ORGAN, by=caseworker, at=NOON)
    assert "答复协商要求" not in said(sign_in(partner).get(f"/consultations/{matter.pk}/"))


def test_live_matters_without_a_limit_to_come_are_listed_as_forgotten(
    limit: Callable[..., Deadline], caseworker: Actor, supervisor: Actor, neighbour: Actor, lawyer: Actor,
    sign_in: Callable[[Actor], Client],
):  # fmt: skip
    never, past, watched = (limit(caseworker).matter for _n in range(3))
    other = limit(neighbour).matter
    for matter, until in ((never, None), (past, TODAY - DAY), (watched, TODAY), (other, None)):
        Matter.objects.filter(pk=matter.pk).update(watched_until=until)
    assert shown(sign_in(supervisor).get("/deadlines/forgotten/")) == [past.pk, never.pk]
    desk = {tile.key: tile.count for tile in sign_in(supervisor).get("/").context["tiles"]}
    assert desk["forgotten"] == "2"
    assert sign_in(lawyer).get("/deadlines/forgotten/").status_code == 403


def test_the_navigation_counts_what_is_due_by_today(
    four: list[Deadline], caseworker: Actor, sign_in: Callable[[Actor], Client]
):
    page = said(sign_in(caseworker).get("/account/"))
    assert re.search(r'href="/deadlines/".*?nav-count[^>]*>\s*1\b', page, re.DOTALL)

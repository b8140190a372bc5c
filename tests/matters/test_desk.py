"""The desk: each count is the count of the list it opens, and what is most urgent comes first."""

import re
from datetime import timedelta

import pytest
from django.db.models import Q
from django.test import Client

from tests.cast import NOON
from unionlaw.lib import clock
from unionlaw.matters import desk, filters, urgent
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Priority
from unionlaw.matters.services.grants import grant
from unionlaw.matters.services.visiting import note_visit
from unionlaw.web.lists import counting

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy_district(caseworker, second_caseworker, station_caseworker, open_consultation):
    """Five matters: two overdue, one due today, one in a week, one that nobody owns."""
    for n, (by, days) in enumerate(((caseworker, -9), (station_caseworker, -3), (caseworker, 0), (caseworker, 5))):
        matter = open_consultation(by, worker=f"张{n}", employer=f"甲{n}公司")
        Matter.objects.filter(pk=matter.pk).update(next_due_on=clock.today() + timedelta(days=days))
    nobodys = open_consultation(second_caseworker, worker="李四", employer="乙公司")
    Matter.objects.filter(pk=nobodys.pk).update(owner=None)


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def tile_counts(client: Client) -> dict[str, tuple[str, str]]:
    html = client.get("/").content.decode()
    found = re.findall(r'href="([^"]+)" data-tile="([^"]+)"><span class="desk-count num">([^<]+)<', html)
    return {key: (count, url.replace("&amp;", "&")) for url, key, count in found}


@pytest.mark.parametrize("who", ["caseworker", "supervisor", "manager", "station_caseworker"])
def test_each_count_equals_its_list(who, busy_district, request):
    client = signed_in(request.getfixturevalue(who))
    counts = tile_counts(client)
    assert counts
    for key, (count, url) in counts.items():
        if key == "drafts":
            continue
        rows = client.get(url).content.decode().count('class="list-open"')
        assert str(rows) == count, key


def test_a_count_says_that_there_are_more_as_its_list_does(caseworker, busy_district, monkeypatch):
    monkeypatch.setattr(counting.view_class("matters:list"), "filtered_count_cap", 1)
    client = signed_in(caseworker)
    count, url = tile_counts(client)["open"]
    assert count == "1+"
    assert '<strong class="num">1+</strong>' in client.get(url).content.decode()


def test_a_caseworker_is_shown_what_is_theirs(caseworker, busy_district):
    counts = {key: count for key, (count, _url) in tile_counts(signed_in(caseworker)).items()}
    assert [counts[key] for key in ("overdue", "today", "week", "unowned", "drafts")] == ["1", "1", "1", "1", "0"]


def test_a_supervisor_sees_what_the_whole_house_missed(supervisor, busy_district):
    counts = {key: count for key, (count, _url) in tile_counts(signed_in(supervisor)).items()}
    assert counts["all-overdue"] == "2"


def test_a_closed_matter_with_a_limit_that_still_runs_is_not_forgotten(caseworker, busy_district):
    matter = Matter.objects.filter(owner=caseworker.post, next_due_on__lt=clock.today()).get()
    Matter.objects.filter(pk=matter.pk).update(
        status="consultation.answered", phase="closed", closed_at=NOON, closed_reason="answered"
    )
    assert tile_counts(signed_in(caseworker))["overdue"][0] == "1"
    assert next(iter(desk.most_urgent(caseworker))) == matter


def test_the_earliest_time_limit_comes_first(caseworker, busy_district):
    assert [matter.claimant_names for matter in desk.most_urgent(caseworker)] == ["张0", "张2", "张3"]


def test_of_those_due_on_one_day_the_pressing_one_is_shown(caseworker, open_consultation, monkeypatch):
    monkeypatch.setattr(desk, "SHOWN", 1)
    first, pressing = (open_consultation(caseworker, worker=f"张{n}", employer=f"甲{n}公司") for n in range(2))
    Matter.objects.filter(pk__in=[first.pk, pressing.pk]).update(next_due_on=clock.today())
    Matter.objects.filter(pk=pressing.pk).update(priority=Priority.URGENT)
    assert desk.most_urgent(caseworker) == [pressing]


def test_what_waits_elsewhere_does_not_crowd_out_what_waits_here(caseworker, neighbour, open_consultation, monkeypatch):
    monkeypatch.setattr(desk, "SHOWN", 1)
    monkeypatch.setattr(urgent, "LOOKED_AT", 1)
    monkeypatch.setattr(desk, "_turns", [lambda _actor: Q(kind="consultation")])
    elsewhere = open_consultation(neighbour, worker="王五", employer="丙公司")
    here = open_consultation(caseworker)
    Matter.objects.filter(pk=elsewhere.pk).update(next_due_on=clock.today() - timedelta(days=9))
    Matter.objects.filter(pk=here.pk).update(next_due_on=clock.today())
    assert desk.most_urgent(caseworker) == [here]


def test_a_lawyers_desk_holds_what_was_assigned_to_them(caseworker, lawyer, other_lawyer, open_consultation):
    matter = open_consultation(caseworker)
    grant(matter=matter, viewer=lawyer.post, why="assigned_lawyer", by=caseworker, at=NOON)
    assert list(desk.most_urgent(lawyer)) == [matter]
    assert list(desk.most_urgent(other_lawyer)) == []


def test_what_somebody_else_gave_me_is_new_until_i_have_opened_it(caseworker, second_caseworker, open_consultation):
    open_consultation(caseworker)
    given = open_consultation(second_caseworker, worker="王五", employer="丙公司")
    Matter.objects.filter(pk=given.pk).update(owner=caseworker.post)
    client = signed_in(caseworker)
    count, url = tile_counts(client)["unseen"]
    assert count == "1", "what I recorded myself is not new to me"
    assert given.title in client.get(url).content.decode()
    note_visit(matter=given, by=caseworker, at=NOON)
    assert tile_counts(client)["unseen"][0] == "0"


def test_the_desk_leads_back_to_what_was_opened_last(caseworker, neighbour, open_consultation):
    first, second = open_consultation(caseworker), open_consultation(caseworker, worker="王五", employer="丙公司")
    client = signed_in(caseworker)
    for minute, matter in enumerate((first, second, first)):
        note_visit(matter=matter, by=caseworker, at=NOON + timedelta(minutes=minute))
    html = client.get("/").content.decode().partition('id="recent-title"')[2]
    assert html.index(first.number) < html.index(second.number)
    assert "recent-title" not in signed_in(neighbour).get("/").content.decode()


def test_what_may_no_longer_be_seen_is_not_among_the_last_opened(caseworker, lawyer, open_consultation):
    matter = open_consultation(caseworker)
    grant(matter=matter, viewer=lawyer.post, why="assigned_lawyer", by=caseworker, at=NOON)
    client = signed_in(lawyer)
    note_visit(matter=matter, by=lawyer, at=NOON)
    assert matter.number in client.get("/").content.decode()
    matter.grants.update(ended_at=NOON)
    assert matter.number not in client.get("/").content.decode()


def test_what_i_have_seen_is_found_alike_when_it_is_little_and_when_it_is_much(
    caseworker, second_caseworker, open_consultation, monkeypatch
):
    mine, theirs = open_consultation(caseworker), open_consultation(second_caseworker, worker="王五", employer="丙公司")
    client = signed_in(caseworker)
    for few in (filters.FEW, 0):
        monkeypatch.setattr(filters, "FEW", few)
        for query, found in (("unseen=false", mine), ("unseen=true", theirs)):
            assert client.get(f"/matters/?{query}").context["list"].page.ids == [found.pk], (few, query)

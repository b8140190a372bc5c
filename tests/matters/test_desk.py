"""The desk: each count is the count of the list it opens, and what is most urgent comes first."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import NOON
from unionlaw.lib import clock
from unionlaw.matters import desk
from unionlaw.matters.models import Matter
from unionlaw.matters.services.grants import grant

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


def tile_counts(client: Client) -> dict[str, tuple[int, str]]:
    html = client.get("/").content.decode()
    found = re.findall(r'href="([^"]+)" data-tile="([^"]+)"><span class="desk-count num">(\d+)<', html)
    return {key: (int(count), url.replace("&amp;", "&")) for url, key, count in found}


@pytest.mark.parametrize("who", ["caseworker", "supervisor", "manager", "station_caseworker"])
def test_each_count_equals_its_list(who, busy_district, request):
    client = signed_in(request.getfixturevalue(who))
    counts = tile_counts(client)
    assert counts
    for key, (count, url) in counts.items():
        rows = client.get(url).content.decode().count('class="list-open"')
        assert rows == count, key


def test_a_caseworker_is_shown_what_is_theirs(caseworker, busy_district):
    counts = {key: count for key, (count, _url) in tile_counts(signed_in(caseworker)).items()}
    assert (counts["overdue"], counts["today"], counts["week"], counts["unowned"]) == (1, 1, 1, 1)


def test_a_supervisor_sees_what_the_whole_house_missed(supervisor, busy_district):
    counts = {key: count for key, (count, _url) in tile_counts(signed_in(supervisor)).items()}
    assert counts["all-overdue"] == 2


def test_the_earliest_time_limit_comes_first(caseworker, busy_district):
    assert [matter.claimant_names for matter in desk.most_urgent(caseworker)] == ["张0", "张2", "张3"]


def test_a_lawyers_desk_holds_what_was_assigned_to_them(caseworker, lawyer, other_lawyer, open_consultation):
    matter = open_consultation(caseworker)
    grant(matter=matter, viewer=lawyer.post, why="assigned_lawyer", by=caseworker, at=NOON)
    assert list(desk.most_urgent(lawyer)) == [matter]
    assert list(desk.most_urgent(other_lawyer)) == []


def test_the_desk_takes_twelve_queries_at_most(caseworker, busy_district, django_assert_max_num_queries):
    client = signed_in(caseworker)
    client.get("/")
    with django_assert_max_num_queries(12):
        client.get("/")

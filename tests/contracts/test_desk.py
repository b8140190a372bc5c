"""Every number on every desk is the count of the list it opens, now and when time has gone by; the desk stays cheap."""

import re
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.services import consultations
from tests.cast import NOON
from tests.contracts import mediations
from tests.contracts.world import World, employer, undone, worker
from unionlaw.matters.models import Grant, Matter
from unionlaw.matters.services.grants import grant
from unionlaw.matters.services.visiting import note_visit
from unionlaw.network.actors import Actor
from unionlaw.network.roles import ADMINISTRATORS, Role

pytestmark = pytest.mark.django_db

AT_DESKS = [role for role in Role if role not in ADMINISTRATORS]
MOST_QUERIES = 12
TILE = re.compile(r'href="([^"]+)" data-tile="([^"]+)"><span class="desk-count num">([^<]+)<')
OF_ROLE = {
    Role.CASEWORKER: {"overdue", "today", "week", "unseen", "waiting", "open", "unowned", "drafts"},
    Role.LAWYER: {
        "live-overdue",
        "live-today",
        "live-week",
        "open",
        "to-accept",
        "hearings",
        "unlogged",
        "reports-due",
        "drafts",
    },
    Role.MEDIATOR: {"mediating-overdue", "sessions-today", "sessions-week", "sessions-unlogged", "mediating"},
    Role.LETTER_APPROVER: {"my-turn"},
    Role.SUPERVISOR: {"overdue", "all-overdue", "unowned", "forgotten", "my-turn"},
    Role.MANAGER: {"all-overdue", "live"},
}


def sign_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def tiles(client: Client) -> dict[str, tuple[str, str]]:
    html = client.get("/").content.decode()
    return {key: (count, url.replace("&amp;", "&")) for url, key, count in TILE.findall(html)}


@pytest.mark.parametrize("days", [0, 40], ids=["today", "weeks later"])
def test_every_number_equals_its_list(world: World, days: int):
    wrong, counted = [], 0
    with undone(), time_machine.travel(NOON + timedelta(days=days, hours=-2), tick=False):
        for cast in (world.inside, world.outside) if days else (world.inside,):
            for role in AT_DESKS:
                client = sign_in(cast[role])
                for key, (count, url) in tiles(client).items():
                    page = client.get(url)
                    if key == "drafts":
                        rows = said = str(page.content.decode().count("data-draft-row"))
                    else:
                        listing = page.context["list"]
                        assert not listing.applied.errors, f"{key}: {listing.applied.errors}"
                        rows, said = str(len(listing.rows)), listing.count_text
                    counted += int(count)
                    if not count == said == rows:
                        wrong.append(f"{key} as {role}: {count} on the desk, {said} over {rows} rows at {url}")
    assert not wrong, "\n".join(wrong)
    assert counted > 20, "the world gives desks something to count"


@pytest.mark.parametrize("role", OF_ROLE)
def test_each_role_has_what_it_works_on(world: World, role: Role):
    assert OF_ROLE[role] <= set(tiles(sign_in(world.inside[role])))


def test_a_mediator_is_told_of_their_sessions(world: World):
    counts = {}
    for days in (0, 3, 5):
        with undone(), time_machine.travel(NOON + timedelta(days=days, hours=-1), tick=False):
            found = tiles(sign_in(world.inside[Role.MEDIATOR]))
            counts[days] = [found[f"sessions-{key}"][0] for key in ("today", "week", "unlogged")]
    assert counts == {0: ["0", "1", "0"], 3: ["1", "1", "0"], 5: ["0", "0", "1"]}


def test_opening_a_matter_leads_back_to_it_from_the_desk_and_the_search(world: World):
    case = world.rows["case"].matter
    with undone():
        client = sign_in(world.inside[Role.LAWYER])
        assert "recent-title" not in client.get("/").content.decode()
        client.get(f"/matters/{case.pk}/", follow=True)
        for page in ("/", "/search/", "/search/recent/"):
            assert case.number in client.get(page).content.decode(), page


def test_a_lawyer_is_told_of_reports_that_are_due(world: World):
    with undone(), time_machine.travel(NOON + timedelta(days=25), tick=False):
        found = tiles(sign_in(world.inside[Role.LAWYER]))
        assert found["reports-due"][0] == "1"
        assert found["unlogged"][0] == "1", "the meeting of the case has no result"


def queries(client: Client) -> int:
    client.get("/")
    with CaptureQueriesContext(connection) as said:
        assert client.get("/").status_code == 200
    return len(said)


def test_the_desk_of_each_role_costs_the_same_for_one_matter_and_for_twenty(world: World):
    staff = world.inside[Role.CASEWORKER]
    with undone():
        clients = {role: sign_in(world.inside[role]) for role in AT_DESKS}
        one = world.rows["mediation"].matter
        for role, client in clients.items():
            grant(matter=one, viewer=world.inside[role].post, why=Grant.Why.HANDED_OVER, by=staff, at=NOON)
            client.get(f"/matters/{one.pk}/", follow=True)
        few = {role: queries(client) for role, client in clients.items()}
        for n in range(20):
            who, where = worker(world, f"群众{n}", 700 + n), employer(world, f"第{n}鞋厂", 700 + n)
            asked = consultations.record_consultation(
                question=f"第{n}问", channel="window", workers=[who], employers=[where], by=staff, at=NOON
            )
            talks = mediations.received(world, who, where)
            for pk, role in product((asked.pk, talks.pk), AT_DESKS):
                matter, viewer = Matter.objects.get(pk=pk), world.inside[role]
                grant(matter=matter, viewer=viewer.post, why=Grant.Why.HANDED_OVER, by=staff, at=NOON)
                note_visit(matter=matter, by=viewer, at=NOON)
        assert {role: queries(client) for role, client in clients.items()} == few
        assert max(few.values()) <= MOST_QUERIES


def test_a_managers_month_opens_the_facts_behind_each_figure(world: World):
    client = sign_in(world.inside[Role.MANAGER])
    assert 'hx-get="/reports/month/"' in client.get("/").content.decode()
    part = client.get("/reports/month/", headers={"HX-Request": "true"}).content.decode()
    links = re.findall(r'href="(/reports/facts/[^"]+)"', part)
    assert links
    assert "<html" not in part
    opened = next(url for url in links if "matters_opened" in url).replace("&amp;", "&")
    said = re.search(r'href="/reports/facts/\?indicator=matters_opened[^>]*>([\d,]+)<', part)
    assert said
    assert said[1] == str(Matter.objects.exclude(kind="report").filter(scope2=world.rows["organisation"].pk).count())
    assert client.get(opened).status_code == 200

"""Every list, page or API, costs as many queries for twenty rows as for one (P4), and a page no more than twelve."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import AidCase
from cases.services import consultations
from mediation.models import Mediation
from monitoring_letters.services.campaigns import starting
from tests.cast import NOON, Kind, appoint
from tests.contracts import mediations, reporting
from tests.contracts.routes import Route, all_routes
from tests.contracts.world import World, employer, worker
from tests.worlds import committed
from unionlaw.matters.models import Grant, Matter
from unionlaw.matters.services import care
from unionlaw.matters.services.grants import grant
from unionlaw.network.actors import Actor
from unionlaw.network.models import ReadLog
from unionlaw.network.readlog import log_read
from unionlaw.network.roles import Role
from unionlaw.network.services import organisations, people
from unionlaw.notices.models import Delivery
from unionlaw.notices.services.telling import tell
from unionlaw.web import policy
from unionlaw.web.lists.views import ListView

pytestmark = pytest.mark.django_db

MANY = 20
MOST_QUERIES = 12
"""Of a page, beside the four that find out who asks."""
WHO_ASKS = 4

# Lists of one thing's rows (its address has arguments) are counted by tests of their own.
PAGES = [
    route
    for route in all_routes()
    if isinstance(route.cls, type) and issubclass(route.cls, ListView) and not route.arguments
]
# No rows: a table of figures, counted by tests of its own, and a registry that lies in the code.
NO_ROWS = {"api:reports-list", "api:indicators-list"}
RESOURCES = [
    route
    for route in all_routes()
    if getattr(route.view, "actions", {}).get("get") == "list" and route.name not in NO_ROWS
]

READERS = {Role.LAWYER, Role.PARTNER}
"""Beside the first role that may: those who see what was granted to them walk other branches."""


@pytest.fixture(scope="module")
def full(world: World) -> World:
    """The world with more than twenty rows in every list."""
    with committed():
        fill(world)
    assert ReadLog.objects.count() > MANY
    return world


def fill(world: World) -> None:
    staff, lawyer = world.inside[Role.CASEWORKER], world.inside[Role.LAWYER]
    top = world.inside[Role.SYSTEM_ADMIN]
    reporting.many(world.inside, MANY)
    for n in range(MANY + 1):
        who, where = worker(world, f"群众{n}", 400 + n), employer(world, f"第{n}制衣厂", 400 + n)
        world.walk.make_worker = lambda _name, who=who: who
        case: AidCase = world.walk.apply(employer=where)
        asked = consultations.record_consultation(
            question=f"第{n}问", channel="window", workers=[who], employers=[where], by=staff, at=NOON
        )
        lead = world.letter_walk.lead(employer=where, workers=[who])
        letter = world.letter_walk.draft("notice", employer=where)
        public = world.letter_walk.draft("notice", reach="area", audience=f"第{n}片区")
        starting.open_campaign(letter_id=public.pk, by=staff, at=NOON)
        talks = mediations.received(world, who, where)
        Mediation.objects.filter(pk=talks.pk).update(
            referred_by=world.rows["bureau"], reference=f"移〔2026〕{n + 10}号"
        )
        for pk in (case.pk, asked.pk, lead.pk, letter.pk, public.pk, talks.pk):
            grant(matter=Matter.objects.get(pk=pk), viewer=lawyer.post, why=Grant.Why.HANDED_OVER, by=staff, at=NOON)
            care.refer(matter_id=pk, to=world.rows["bureau"], reason="请协查", by=staff, at=NOON)
        # No limit watches these from now on.
        Matter.objects.filter(pk=asked.pk).update(watched_until=None)
        station = organisations.found_organisation(
            kind=Kind.STATION, name=f"第{n}服务站", short_name=f"{n}站", parent=world.rows["organisation"], by=top,
            at=NOON,
        )  # fmt: skip
        made = people.create_person(username=f"person.{n}", display_name=f"人员{n}", by=top, at=NOON)
        post = appoint(f"person.{n}", f"人员{n}", station, Role.CASEWORKER)
        log_read(by=Actor(user=made.user, post=post.post), at=NOON, action="open", subject=f"worker:{who.pk}")
        type(world.rows["attempt"]).objects.create(
            username=made.user.username, ip_address=f"10.1.2.{n}", user_agent="x", path_info="/", attempt_time=NOON,
            failures_since_start=1,
        )  # fmt: skip
        for role in (Role.CASEWORKER, Role.LAWYER, Role.PARTNER):
            (notice,) = tell(
                kind="delivery.dead", to=[world.inside[role].post], key=f"{n}", matter=case.matter,
                data={"place": "越山"}, at=NOON,
            )  # fmt: skip
        Delivery.objects.create(notice=notice, channel="email", state="dead", created_at=NOON)


def readers(world: World, found: Any) -> list[Actor]:
    """Whom the list is measured for: the first that may, and each kind of reader by grant."""
    may = [world.inside[role] for role in Role if not found.refusal(world.inside[role])]
    return may[:1] + [actor for actor in may[1:] if actor.role in READERS]


def queries(world: World, actor: Actor, url: str) -> tuple[int, Any]:
    client = world.client(actor)
    client.get(url)
    with CaptureQueriesContext(connection) as said:
        response = client.get(url)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    return len(said), response


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_a_list_page_costs_the_same_for_one_row_and_for_twenty(
    route: Route, full: World, monkeypatch: pytest.MonkeyPatch
):
    found, wrong = route.policy("get"), []
    assert isinstance(found, policy.Right)
    for actor in readers(full, found):
        for sort in route.cls.sorts:
            url = f"{reverse(route.name)}?sort={sort}"
            counts = {}
            for size in (1, MANY):
                monkeypatch.setattr(route.cls, "page_size", size)
                counts[size], response = queries(full, actor, url)
                rows = len(response.context["list"].rows)
                if rows != size:
                    wrong.append(f"{url} as {actor.role} shows {rows} rows instead of {size}: make some in `full`")
            if counts[1] != counts[MANY] or counts[MANY] > MOST_QUERIES + WHO_ASKS:
                wrong.append(f"{url} as {actor.role}: {counts}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", RESOURCES, ids=lambda route: route.name)
def test_a_list_of_the_api_costs_the_same_for_one_row_and_for_twenty(route: Route, full: World):
    wrong = []
    for actor in readers(full, route.policy("get")):
        for sort in route.cls.list_class.sorts:
            counts = {}
            for size in (1, MANY):
                url = f"{reverse(route.name)}?sort={sort}&page_size={size}"
                counts[size], response = queries(full, actor, url)
                rows = len(response.json()["results"])
                if rows != size:
                    wrong.append(f"{url} as {actor.role} gives {rows} rows instead of {size}: make some in `full`")
            if counts[1] != counts[MANY]:
                wrong.append(f"{reverse(route.name)}?sort={sort} as {actor.role}: {counts}")
    assert not wrong, "\n".join(wrong)


def test_there_are_lists_to_measure():
    assert len(PAGES) >= 10
    assert len(RESOURCES) >= 6

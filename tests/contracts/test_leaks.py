"""Nothing of one district's people and matters reaches those outside: no list, filter, search, look-up or export.

The world's secrets belong to one district. Everyone of the neighbour district, a lawyer who has none of its cases and
an organ nothing was referred to ask for everything they may ask for, by each of the secrets.
"""

import copy
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import Http404, QueryDict
from django.urls import resolve, reverse

from tests.contracts.reading import read_of
from tests.contracts.routes import Route, all_routes
from tests.contracts.test_access import url_of
from tests.contracts.world import World, undone
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.web import policy
from unionlaw.web.lists.listing import Listing
from unionlaw.web.lists.views import ListView

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("posts_known")]

ROUTES = all_routes()
LISTS = [route for route in ROUTES if isinstance(route.cls, type) and issubclass(route.cls, ListView)]
RESOURCES = [route for route in ROUTES if getattr(route.view, "actions", {}).get("get") == "list"]
# Addresses without arguments whose answer depends on what is typed.
POSTED = [
    route
    for route in ROUTES
    if "post" in route.methods and not route.arguments and not route.is_api and route.name.split(":")[0] != "accounts"
    and ":" in route.name
]  # fmt: skip

# Who asks for an exact number may learn that it is registered, and whose it is: the city keeps one register.
EXACT_NUMBERS = {"registers:worker_find", "registers:worker_lookup", "registers:worker_check"}
"""Of these, staff who register workers get the name (logged); nobody else, and nothing but the name."""
TYPED_INTO = ("q", "x-q", "number", "name", "id_number", "phone", "lookup", "x-lookup")
ROWS_ONLY = {"HX-Request": "true", "HX-Target": "list-region"}
"""With these a list answers without the page around it, as it does to a search; with the page it is read once."""


def said(response: Any) -> str:
    """All that an answer carries as text; of a workbook every sheet."""
    content = b"".join(response) if response.streaming else response.content
    if not content.startswith(b"PK"):
        return content.decode() + str(dict(response.headers))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def leaks(world: World, text: str, typed: str = "", allowed: tuple[str, ...] = ()) -> list[str]:
    """Which secrets stand in `text`, besides what was typed to get it (a page repeats it)."""
    return [
        what for what, secret in world.secrets.items() if secret in text and secret != typed and what not in allowed
    ]


def finds(route: Route, request: Any, typed: str) -> bool:
    """Whether the list has any row for what is typed into its search, asked as its page asks it for the same reader."""
    again = copy.copy(request)
    again.GET = QueryDict(urlencode({"q": typed}))
    view, match = route.cls(), resolve(request.path)
    view.setup(again, *match.args, **match.kwargs)
    try:
        return bool(Listing(view, again).page.ids)
    except Http404:  # the list of something that is not there for this reader
        return False


def outsiders(world: World, found: Any) -> Iterator[Actor]:
    for actor in world.outside.values():
        if isinstance(found, policy.Right) and not found.refusal(actor):
            yield actor


@pytest.mark.parametrize("route", LISTS, ids=lambda route: route.name)
def test_lists_and_their_filters_and_exports_show_outsiders_nothing(route: Route, world: World):
    wrong = []
    url = url_of(route, world)
    for actor in outsiders(world, route.policy("get")):
        client = world.client(actor)
        asked = [("", ""), ("?panel=filters", ""), ("?panel=export", "")]
        asked += [(f"?q={secret}", secret) for secret in world.secrets.values()]
        searched = None
        for query, typed in asked:
            # One search is read as a page that found nothing; the others are, if the list finds anything for them.
            if typed and searched and not finds(route, searched, typed):
                continue
            response = client.get(url + query, headers=ROWS_ONLY if typed else None)
            searched = response.wsgi_request if typed else None
            wrong += [f"{url}{query} as {actor.role}: {what}" for what in leaks(world, said(response), typed)]
        with undone():
            text = said(client.post(url, {"action": "export", "reason": "年度统计用"}))
        wrong += [f"export of {url} as {actor.role}: {what}" for what in leaks(world, text)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", RESOURCES, ids=lambda route: route.name)
def test_lists_of_the_api_show_outsiders_nothing(route: Route, world: World):
    wrong = []
    url = reverse(route.name)
    for actor in outsiders(world, route.policy("get")):
        for typed in ["", *world.secrets.values()]:
            text = said(world.client(actor).get(url, {"q": typed} if typed else {}))
            text = json.dumps(json.loads(text.partition("{'Content")[0]), ensure_ascii=False)
            wrong += [f"{url}?q={typed} as {actor.role}: {what}" for what in leaks(world, text, typed)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", POSTED, ids=lambda route: route.name)
def test_what_is_typed_into_searches_and_look_ups_finds_outsiders_nothing(route: Route, world: World):
    wrong = []
    url = reverse(route.name)
    for actor in outsiders(world, route.policy("post")):
        read = set()
        for typed in world.secrets.values():
            fields = dict.fromkeys(TYPED_INTO, typed)
            with undone(), read_of(TYPED_INTO) as heard:
                response = world.client(actor).post(f"{url}?field=x", {**fields, "x-search": "1"})
                if route.name in EXACT_NUMBERS:
                    response_too = world.client(actor).post(url, {**fields, "-q": typed})
                    text = said(response) + said(response_too)
                else:
                    text = said(response)
                to = response.url if response.status_code == 302 else ""
                # A list sends what it is not asked to do back to itself, as it stands: reading that once is enough.
                if to.startswith("/") and "login" not in to and not (to in read and route in LISTS):
                    text += said(world.client(actor).get(to))
                    read.add(to)
            by_number = typed in (world.secrets["identity number"], world.secrets["phone"])
            allowed = ("worker's name",) if by_number and actor.may("worker.register") else ()
            wrong += [f"{url} for {typed} as {actor.role}: {what}" for what in leaks(world, text, typed, allowed)]
            # An address that did not look at what was typed gives the same answer to everything else.
            if not heard and route.name not in EXACT_NUMBERS:
                break
    assert not wrong, "\n".join(wrong)


def test_pages_that_outsiders_may_open_name_nothing(world: World):
    """Shared pages (employers, organisations, people), desks and search boxes alike."""
    wrong = []
    for route in ROUTES:
        found = route.policy("get")
        if "get" not in route.methods or route.regex or ":" not in route.name:
            continue
        actors = world.outside.values() if isinstance(found, policy.SignedIn) else outsiders(world, found)
        for actor in actors:
            with undone():
                text = said(world.client(actor).get(url_of(route, world)))
            wrong += [f"{route.name} as {actor.role}: {what}" for what in leaks(world, text)]
    assert not wrong, "\n".join(wrong)


def test_the_secrets_are_there_for_those_inside(world: World):
    """Else this module would prove nothing."""
    client = world.client(world.inside[Role.SUPERVISOR])
    text = said(client.get(reverse("cases:aid_case", args=[world.rows["case"].pk])))
    assert {"worker's name", "number of the case", "facts", "document"} <= set(leaks(world, text))
    text = said(client.get(reverse("cases:consultation", args=[world.rows["consultation"].pk])))
    assert {"other worker's name", "number of the consultation", "question"} <= set(leaks(world, text))
    named = {"q": world.secrets["worker's name"]}
    rows = said(client.get(reverse("cases:aid_cases"), named, headers=ROWS_ONLY))
    assert "number of the case" in leaks(world, rows)
    assert "<html" not in rows
    cases = next(route for route in LISTS if route.name == "cases:aid_cases")
    searched = client.get(reverse("cases:aid_cases")).wsgi_request
    assert finds(cases, searched, world.secrets["worker's name"])
    assert not finds(cases, searched, world.secrets["question"])
    found = said(client.post(reverse("registers:worker_lookup") + "?field=x", {"x-q": world.secrets["worker's name"]}))
    assert "worker's name" in leaks(world, found)
    with undone():
        export = said(client.post(reverse("matters:list"), {"action": "export", "reason": "年度统计用"}))
    assert "number of the case" in leaks(world, export)

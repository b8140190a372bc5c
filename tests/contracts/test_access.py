"""Every address × method × role: strangers are sent to sign in, outsiders find nothing, colleagues are told why not.

Driven by the policies that views declare, so a new route is tried without being named here. Only what its arguments
stand for has to be told once, in RECIPES.
"""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests.contracts.recipes import RECIPES
from tests.contracts.routes import Route, all_routes
from tests.contracts.walls import reason_at_the_wall
from tests.contracts.world import World, undone
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.web import policy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("posts_known")]

# Routes that are not tried by role, each with the reason.
NOT_TRIED = {
    "account_reset_password_from_key": "its key is a secret mailed to one person",
    "mfa_edit_webauthn": "of one's own keys only; the library's own query",
    "mfa_remove_webauthn": "of one's own keys only; the library's own query",
    "api:no-such-route": "answers 404 to everyone by purpose",
    "accounts:language": "a button of every page, without a page of its own",
}

# What outsiders with the right may see as well (all arguments below the prefix), each with the reason.
SHARED = {
    "employers/": "employers are reference data of the whole city",
    "letters/employers/": "as employers; which letters and ratings are shown, their own wall says",
    "api/v1/employers/": "employers are reference data of the whole city",
    "network/": "who serves where is open to everyone with a post",
    "api/v1/organisations/": "who serves where is open to everyone with a post",
    "deadlines/rules/": "how limits are counted is no secret of one organisation",
    "deadlines/ladders/": "as rules",
    "deadlines/working-days/": "the working calendar is the same for all",
    "drafts/": "the key names one's own draft",
    "administration/people/": "the directory knows everyone; how far an office extends, its services say with a reason",
    "administration/posts/": "as people",
}

# Routes that do not exist for someone without a second factor, a passkey, a form key, leave, a notice or a feed
# of their own; a sheet is there for those alone who keep the roster it is about, or whose organ sent it in.
# The role may, this person may not: the lawyer of the world follows the mediation without mediating in it.
NOT_IN_PERSON = {("api:mediations-conclude", Role.LAWYER), ("api:mediations-schedule-session", Role.LAWYER)}
OWN_THINGS = re.compile(
    r"^(mfa_|account_reauthenticate|network:(act_as|cancel_absence)|notices:notice$|deadlines:revoke_feed$"
    r"|rosters:(sheet|columns|copy|take|discard)$|api:notices-(detail|mark-read)"
    r"|api:report-files-detail$|reports:(output|download_output|cancel_output)$)"
)

ROUTES = [route for route in all_routes() if route.name not in NOT_TRIED]
TRIED = [route for route in ROUTES if not isinstance(route.policy("get"), policy.Closed)]
# With or without the words before it by which row history learns who acts.
WRITES = re.compile(r'(?:^|;)\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"')
# What a GET may write: that something sensitive was opened, that a notice was, and what one looked at last.
READ_LOG = {"network_readlog", "notices_notice", "matters_visit"}
# Sessions are the plumbing of a request.
PLUMBING = {"django_session", "usersessions_usersession", "usersessions"}


def url_of(route: Route, world: World) -> str:
    kwargs = {re.search(r"(\w+)>$", key)[1]: RECIPES[key](world) for key in route.arguments}  # type: ignore[index]
    return reverse(route.name, kwargs=kwargs)


def ask(client: Client, route: Route, method: str, url: str, **fields: Any) -> tuple[HttpResponse, set[str]]:
    """The answer, and the tables that were written to; everything is taken back."""
    said: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        said.append(str(sql))
        return execute(sql, *rest)

    with undone(), connection.execute_wrapper(note):
        body = {"data": json.dumps(fields), "content_type": "application/json"} if route.is_api else {"data": fields}
        response = getattr(client, method)(url, **(body if method != "get" else {}))
    tables = {table for sql in said for table in WRITES.findall(sql)}
    return response, tables - PLUMBING


def reason_in(response: Any, route: Route, reason: str) -> bool:
    if route.is_api:
        return reason in response.json().get("detail", "")
    return str(escape(reason)) in response.content.decode()


def told_off(route: Route, method: str, actor: Actor, world: World, url: str, reason: str) -> list[str]:
    """What is wrong with how a colleague without the right is answered."""
    response, written = ask(world.client(actor), route, method, url)
    who = f"{method.upper()} {route.name} as {actor.role}"
    if response.status_code != 403:
        return [f"{who}: {response.status_code} instead of 403"]
    wrong = [] if reason_in(response, route, reason) else [f"{who}: the reason is not said"]
    return wrong + ([f"{who}: refused, but wrote to {written}"] if written else [])


def let_in(route: Route, method: str, actor: Actor, world: World, url: str) -> list[str]:
    response, written = ask(world.client(actor), route, method, url)
    who = f"{method.upper()} {route.name} as {actor.role}"
    if response.status_code in (403, 404) or response.status_code >= 500:
        return [f"{who}: {response.status_code} for someone who may"]
    if method == "get" and written - READ_LOG:
        return [f"{who}: a page that is only read wrote to {written}"]
    return []


def kept_out(route: Route, method: str, actor: Actor, world: World, url: str) -> list[str]:
    """What is wrong with how someone with the right is answered about what they may not know of."""
    response, written = ask(world.client(actor), route, method, url)
    who = f"{method.upper()} {route.name} as {actor.role} from elsewhere"
    if response.status_code == 405:
        return []
    wrong = [] if response.status_code == 404 else [f"{who}: {response.status_code} instead of 404"]
    return wrong + ([f"{who}: not found, but wrote to {written}"] if written else [])


def anonymous_refused(route: Route, method: str, world: World, url: str) -> list[str]:
    response, written = ask(world.client(None), route, method, url)
    who = f"{method.upper()} {route.name} without signing in"
    if route.is_api:
        wrong = [] if response.status_code == 401 else [f"{who}: {response.status_code} instead of 401"]
    else:
        to = response.headers.get("Location", "")
        wrong = [] if to.startswith("/accounts/login/") else [f"{who}: {response.status_code} {to}, not to sign-in"]
    return wrong + ([f"{who}: wrote to {written}"] if written else [])


def shared(route: Route) -> bool:
    return any(route.pattern.startswith(prefix) for prefix in SHARED)


def problems_of(route: Route, method: str, world: World) -> list[str]:
    found = route.policy(method)
    url = url_of(route, world)
    if isinstance(found, policy.Public):
        response, _written = ask(world.client(None), route, method, url)
        bad = response.status_code in (401, 403) or response.status_code >= 500
        return [f"{method.upper()} {route.name}: {response.status_code} on a public page"] if bad else []
    wrong, refused = anonymous_refused(route, method, world, url), False
    for role in Role:
        actor = world.inside[role]
        if isinstance(found, policy.Right) and (reason := found.refusal(actor)):
            if not refused:
                wrong += told_off(route, method, actor, world, url, reason)
            elif (said := reason_at_the_wall(route, method, actor, url)) != reason:
                wrong.append(f"{method.upper()} {route.name} as {role}: told {said!r} at the wall")
            refused = True
            continue
        if not OWN_THINGS.match(route.name) and (route.name, role) not in NOT_IN_PERSON:
            wrong += let_in(route, method, actor, world, url)
        if isinstance(found, policy.Right) and route.arguments and not shared(route):
            wrong += kept_out(route, method, world.outside[role], world, url)
    return wrong


def test_every_route_says_who_may_use_it():
    silent = [route.name for route in all_routes() for method in route.methods if route.policy(method) is None]
    assert silent == [], "no policy: set `policy` on the view, or name a library's route in unionlaw/policies.py"


def test_every_argument_has_a_recipe():
    lacking = {key for route in TRIED for key in route.arguments} - set(RECIPES)
    assert lacking == set(), "tell in RECIPES which row these stand for"


def test_the_tables_of_this_test_name_only_what_exists():
    routes = all_routes()
    assert set(RECIPES) - {key for route in routes for key in route.arguments} == set()
    assert set(NOT_TRIED) - {route.name for route in routes} == set()
    assert {name for name, _role in NOT_IN_PERSON} - {route.name for route in routes} == set()
    assert [prefix for prefix in SHARED if not any(r.pattern.startswith(prefix) for r in routes)] == []


@pytest.mark.parametrize("route", TRIED, ids=lambda route: route.name)
def test_each_route_lets_in_whom_its_policy_names_and_nobody_else(route: Route, world: World):
    found = [wrong for method in route.methods for wrong in problems_of(route, method, world)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("route", [r for r in TRIED if r.is_api], ids=lambda route: route.name)
def test_other_methods_of_the_api_are_no_way_round(route: Route, world: World):
    if isinstance(route.policy("get"), policy.Public):
        pytest.skip("public")
    url, wrong = url_of(route, world), []
    for method in {"get", "post", "put", "patch", "delete"} - set(route.methods):
        response, written = ask(world.client(None), route, method, url)
        own, _written = ask(world.client(world.inside[Role.SUPERVISOR]), route, method, url)
        if response.status_code not in (401, 405) or own.status_code not in (403, 405) or written:
            wrong.append((method, response.status_code, own.status_code, written))
    assert wrong == []


def test_someone_without_a_post_reaches_nothing_but_the_way_out(world: World):
    client, wrong = world.clients[world.rows["nobody"].pk], []
    for route in TRIED:
        for method in route.methods:
            if isinstance(route.policy(method), policy.Public):
                continue
            response, written = ask(client, route, method, url_of(route, world))
            if response.status_code != 403 or written:
                wrong.append((route.name, method, response.status_code, written))
    assert wrong == []


def test_what_a_request_writes_is_noticed(world: World):
    """Else "refused, but wrote to" would prove nothing."""
    note = next(route for route in TRIED if route.name == "matters:note")
    url = url_of(note, world)
    _response, written = ask(world.client(world.inside[Role.SUPERVISOR]), note, "post", url, text="已联系")
    assert "matters_event" in written

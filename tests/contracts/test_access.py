"""Every address × method × role: strangers are sent to sign in, outsiders find nothing, colleagues are told why not.

Driven by the policies that views declare, so a new route is tried without being named here. Only what its arguments
stand for has to be told once, in RECIPES.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from tests.contracts.routes import Route, all_routes
from tests.contracts.world import World, undone
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.web import policy

pytestmark = pytest.mark.django_db

# What an argument stands for, by the pattern up to and including it.
RECIPES: dict[str, Callable[[World], Any]] = {
    "matters/<int:pk>": lambda w: w.rows["case"].pk,
    "matters/<int:matter_id>": lambda w: w.rows["consultation"].pk,
    "leads/<int:pk>": lambda w: w.rows["lead"].pk,
    "letters/<int:pk>": lambda w: w.rows["letter"].pk,
    "letters/employers/<int:pk>": lambda w: w.rows["employer"].pk,
    "letters/ratings/<int:pk>": lambda w: w.rows["rating"].pk,
    "letters/ratings/<int:pk>/objections/<int:objection_id>": lambda w: w.rows["objection"].pk,
    "letters/ladders/<int:pk>": lambda w: w.rows["organisation"].pk,
    "letters/ladders/<int:pk>/<slug:instrument>": lambda w: "opinion",
    "letters/ladders/<int:pk>/<slug:instrument>/<slug:reach>": lambda w: "single",
    "online-answers/<int:pk>": lambda w: w.rows["online_answer"].pk,
    "answer/<str:code>": lambda w: w.rows["answered"].paper.code if w.rows["answered"].paper else "A" * 20,
    "campaigns/<int:pk>": lambda w: w.rows["campaign"].pk,
    "campaigns/<int:pk>/addressees/<int:addressee>": lambda w: w.rows["addressee"].pk,
    "campaigns/from/<int:pk>": lambda w: w.rows["letter"].pk,
    "handed-over/<int:pk>": lambda w: w.rows["letter"].pk,
    "consultations/<int:pk>": lambda w: w.rows["consultation"].pk,
    "consultations/<int:matter_id>": lambda w: w.rows["consultation"].pk,
    "aid-cases/<int:pk>": lambda w: w.rows["case"].pk,
    "aid-cases/apply/from/<int:matter_id>": lambda w: w.rows["letter"].pk,
    "aid-cases/<int:pk>/materials/<int:material_id>": lambda w: w.rows["material"].pk,
    "aid-cases/<int:pk>/hearings/<int:hearing_id>": lambda w: w.rows["hearing"].pk,
    "aid-cases/<int:pk>/payments/<int:payment_id>": lambda w: w.rows["payment"].pk,
    "aid-cases/<int:pk>/facts/parties/<int:party_id>": lambda w: w.rows["party"].pk,
    "aid-cases/<int:pk>/facts/claims/<int:claim_id>": lambda w: w.rows["claim"].pk,
    "mediations/<int:pk>": lambda w: w.rows["mediation"].pk,
    "mediations/from/<int:matter_id>": lambda w: w.rows["consultation"].pk,
    "mediations/<int:pk>/sessions/<int:session_id>": lambda w: w.rows["session"].pk,
    "mediations/centre/rooms/<int:room_id>": lambda w: w.rows["room"].pk,
    "mediations/centre/mediators/<int:post_id>": lambda w: w.inside[Role.MEDIATOR].post.pk,
    "mediations/<int:pk>/agreements/<int:agreement_id>": lambda w: w.rows["agreement"].pk,
    "mediations/<int:pk>/payments/<int:payment_id>": lambda w: w.rows["mediation_payment"].pk,
    "mediations/<int:pk>/organs/<int:participation_id>": lambda w: w.rows["participation"].pk,
    "mediations/<int:pk>/facts/parties/<int:party_id>": lambda w: w.rows["mediation_party"].pk,
    "mediations/<int:pk>/facts/claims/<int:claim_id>": lambda w: w.rows["mediation_claim"].pk,
    "workers/<int:pk>": lambda w: w.rows["worker"].pk,
    "employers/<int:pk>": lambda w: w.rows["employer"].pk,
    "employers/<int:pk>/contacts/<int:contact_id>": lambda w: w.rows["contact"].pk,
    "employers/<int:pk>/relations/<int:relation_id>": lambda w: w.rows["relation"].pk,
    "network/organisations/<int:pk>": lambda w: w.rows["organisation"].pk,
    "network/people/<int:pk>": lambda w: w.rows["person"].pk,
    "network/absences/<int:pk>": lambda w: w.rows["absence"].pk,
    "administration/organisations/<int:pk>": lambda w: w.rows["organisation"].pk,
    "administration/people/<int:pk>": lambda w: w.rows["person"].pk,
    "administration/posts/<int:pk>": lambda w: w.rows["post"].pk,
    "administration/sign-ins/<int:pk>": lambda w: w.rows["attempt"].pk,
    "administration/dead-letters/<int:pk>": lambda w: w.rows["dead_letter"].pk,
    "administration/robots/<int:pk>": lambda w: w.rows["robot"].pk,
    "notices/<int:pk>": lambda w: w.rows["notice"].pk,
    "administration/put-aside/<int:pk>": lambda w: w.rows["put_aside"].pk,
    "deadlines/<int:pk>": lambda w: w.rows["limit"].pk,
    "deadlines/open/<int:pk>": lambda w: w.rows["case"].pk,
    "deadlines/chases/<int:pk>": lambda w: w.rows["chase"].pk,
    "deadlines/feeds/<int:pk>": lambda w: w.rows["feed"].pk,
    "deadlines/rules/<int:pk>": lambda w: w.rows["rule"].pk,
    "deadlines/ladders/<int:pk>": lambda w: w.rows["ladder"].pk,
    "deadlines/working-days/<int:year>": lambda w: 2027,
    "deadlines/closures/<int:pk>": lambda w: w.rows["closure"].pk,
    "calendar/<str:token>": lambda w: "no-such-address",
    "rosters/<int:pk>": lambda w: w.rows["case"].pk,
    "rosters/<int:pk>/people/<int:party_id>": lambda w: w.rows["party"].pk,
    "sheets/<int:pk>": lambda w: w.rows["sheet"].pk,
    "api/v1/mediations/<int:id>": lambda w: w.rows["mediation"].pk,
    "api/v1/mediation-referrals/<int:id>": lambda w: w.rows["referred"].pk,
    "documents/upload/<int:pk>": lambda w: w.rows["case"].pk,
    "documents/<int:pk>": lambda w: w.rows["document"].pk,
    "papers/<int:pk>": lambda w: w.rows["paper"].pk,
    "papers/new/<int:pk>": lambda w: w.rows["case"].pk,
    "papers/new/<int:pk>/<slug:key>": lambda w: "receipt",
    "papers/templates/<int:pk>": lambda w: w.rows["paper_template"].pk,
    "papers/seals/<int:pk>": lambda w: w.rows["seal"].pk,
    "papers/batches/<int:pk>": lambda w: w.rows["paper_batch"].pk,
    "papers/batches/new/<int:pk>": lambda w: w.rows["paper_template"].pk,
    "verify/<str:code>": lambda w: w.rows["paper"].code,
    "drafts/<str:key>": lambda w: "consultation.new",
    "api/v1/matters/<int:id>": lambda w: w.rows["case"].pk,
    "api/v1/consultations/<int:id>": lambda w: w.rows["consultation"].pk,
    "api/v1/aid-cases/<int:id>": lambda w: w.rows["case"].pk,
    "api/v1/leads/<int:id>": lambda w: w.rows["lead"].pk,
    "api/v1/supervision-letters/<int:id>": lambda w: w.rows["letter"].pk,
    "api/v1/workers/<int:id>": lambda w: w.rows["worker"].pk,
    "api/v1/employers/<int:id>": lambda w: w.rows["employer"].pk,
    "api/v1/organisations/<int:id>": lambda w: w.rows["organisation"].pk,
    "api/v1/deadlines/<int:id>": lambda w: w.rows["limit"].pk,
    "api/v1/notices/<int:id>": lambda w: w.rows["notice"].pk,
}

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
    r"|rosters:(sheet|columns|copy|take|discard)$|api:notices-(detail|mark-read))"
)

ROUTES = [route for route in all_routes() if route.name not in NOT_TRIED]
TRIED = [route for route in ROUTES if not isinstance(route.policy("get"), policy.Closed)]
# With or without the words before it by which row history learns who acts.
WRITES = re.compile(r'(?:^|;)\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"')
# What a GET may write: that something sensitive was opened, and that a notice was.
READ_LOG = {"network_readlog", "notices_notice"}
# Sessions are the plumbing of a request.
PLUMBING = {"django_session", "usersessions_usersession", "usersessions"}


def url_of(route: Route, world: World) -> str:
    kwargs = {re.search(r"(\w+)>$", key)[1]: RECIPES[key](world) for key in route.arguments}  # type: ignore[index]
    return reverse(route.name, kwargs=kwargs)


def ask(client: Client, route: Route, method: str, url: str, **fields: Any) -> tuple[HttpResponse, set[str]]:
    """The answer, and the tables that were written to; everything is taken back."""
    with undone(), CaptureQueriesContext(connection) as said:
        body = {"data": json.dumps(fields), "content_type": "application/json"} if route.is_api else {"data": fields}
        response = getattr(client, method)(url, **(body if method != "get" else {}))
    tables = {table for query in said for table in WRITES.findall(query["sql"])}
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
    wrong = anonymous_refused(route, method, world, url)
    for role in Role:
        actor = world.inside[role]
        if isinstance(found, policy.Right) and (reason := found.refusal(actor)):
            wrong += told_off(route, method, actor, world, url, reason)
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

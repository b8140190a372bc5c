"""A walk through the portal's pages in one browser: what is wrong with each, on a desktop and on a phone.

Which pages there are is found by walking the addresses; each is opened by someone who may, on a matter in a status that
lets it be done.
"""

from collections.abc import Callable, Collection, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as BrowserError

from cases import states
from tests.browser.conftest import DESKTOP, PASSWORD, SCREENS, as_user, assert_clean, assert_fits, watched
from tests.contracts.routes import Route, all_routes
from tests.contracts.test_access import NOT_TRIED, url_of
from tests.contracts.world import World, build
from unionlaw.lib.workflow import Transition
from unionlaw.matters import statuses
from unionlaw.matters.models.matter import Kind
from unionlaw.network.roles import Role
from unionlaw.web import policy
from unionlaw.web.lists.views import ListView

# No pages: files, and answers to scripts.
NO_PAGES = {
    "documents:download",
    "mfa_download_recovery_codes",
    "mfa_login_webauthn",
    "healthz",
    "readyz",
    "notices:deep_health",
    "account_logout",
}
SAME_ON_EVERY_LIST = ("panel=views", "panel=export", "q=没有这个人")
"""One component draws these whatever the list, so each role opens them on its first list; filters differ by list."""
BOTH, PHONE_ONLY = tuple(SCREENS), ("phone",)
OWN = Role.CASEWORKER
"""Who looks at the pages that everyone has."""

ROUTES = [
    route
    for route in all_routes()
    if "get" in route.methods and not route.is_api and route.name not in NOT_TRIED and route.name not in NO_PAGES
]


def reader(route: Route, world: World) -> Role | None:
    """The role that visits: the first that may do it, None for pages that need no account."""
    found = route.policy("get")
    if isinstance(found, policy.Public):
        return None
    if isinstance(found, policy.SignedIn):
        return OWN
    return next(role for role in (Role.SUPERVISOR, *Role) if not found.refusal(world.inside[role]))


def address(route: Route, world: World, cases: dict[str, Any]) -> str:
    """The page of a matter whose status lets the step be taken, where it is one."""
    verb = getattr(route.cls, "verb", "")
    if verb and getattr(route.cls, "kind", "") == Kind.AID_CASE:
        step: Transition = statuses.workflow_of(Kind.AID_CASE).by_verb[verb]
        if states.CONDUCTING not in step.sources:
            status = next(code for code in cases if code in step.sources)
            return url_of(route, World(rows={**world.rows, "case": cases[status]}))
    return url_of(route, world)


class Visit:
    """One browser, as one person, remembering what is wrong where."""

    def __init__(self, page: Page) -> None:
        self.page, self.wrong, self.seen = page, [], 0

    def look(self, what: str, checked: Collection[str] = BOTH) -> None:
        """Try the page as it stands in every size.

        Args:
            checked: the sizes in which every rule of accessibility is tried; in the others it is seen to fit. What is
                one column everywhere is the same elements in the same colours.
        """
        if not self.page.evaluate("document.contentType === 'text/html' && !!document.doctype"):
            return  # a fragment, or a paper in the browser's own viewer
        self.seen += 1
        for size, viewport in SCREENS.items():
            self.page.set_viewport_size(viewport)  # type: ignore[arg-type]
            try:
                (assert_clean if size in checked else assert_fits)(self.page)
            except AssertionError as error:
                self.wrong.append(f"{what}, {size}: {str(error)[:700]}")
            self.page.complaints = []  # type: ignore[attr-defined]
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    def open(self, url: str, what: str = "", checked: Collection[str] = BOTH) -> None:
        try:
            response = self.page.goto(url)
        except BrowserError as error:
            if "Download is starting" not in error.message:
                self.wrong.append(f"{url}: {error}")
            return
        if response is not None and response.status >= 500:
            self.wrong.append(f"{url}: {response.status}")
        self.look(what or url, checked)

    def send_empty(self, url: str) -> None:
        """Send the page's form with nothing filled in, when it has fields, and look at the complaints."""
        asks = "main form[method=post]:has(textarea, select, input:not([type=hidden]))"
        if self.page.evaluate("asks => document.querySelectorAll(asks).length", asks) != 1:
            return
        with self.page.expect_navigation():
            self.page.locator(asks).evaluate(
                """form => {
                    for (const field of form.querySelectorAll("input:not([type=hidden]), textarea")) {
                        if (field.type === "checkbox" || field.type === "radio") field.checked = false;
                        else if (field.type !== "file") field.value = "";
                    }
                    HTMLFormElement.prototype.submit.call(form);
                }"""
            )
        self.look(f"{url} sent empty", PHONE_ONLY)


@pytest.fixture(name="world")
def world_to_tour(transactional_db: None, tmp_path: Any, settings: Any) -> World:
    settings.FILES_DIR = tmp_path / "files"
    world = build()
    for actor in world.inside.values():
        actor.user.set_password(PASSWORD)
        actor.user.save()
    return world


@pytest.fixture(name="visit")
def visit_as(new_context: Callable[..., BrowserContext], world: World) -> Callable[[Role | None], Visit]:
    def start(role: Role | None) -> Visit:
        page = watched(new_context().new_page())
        if role is not None:
            as_user(page, world.inside[role].user.username, PASSWORD)
        return Visit(page)

    return start


def in_each_status(world: World) -> dict[str, Any]:
    """A case in every status of the workflow."""
    codes = [status.code for status in statuses.all_statuses() if status.kind == Kind.AID_CASE]
    return {code: world.walk.to(code).matter for code in codes}


def by_role(world: World) -> dict[Role | None, list[Route]]:
    found: dict[Role | None, list[Route]] = {}
    for route in ROUTES:
        if not isinstance(route.policy("get"), policy.Closed):
            found.setdefault(reader(route, world), []).append(route)
    return found


def is_list(route: Route) -> bool:
    return isinstance(route.cls, type) and issubclass(route.cls, ListView)


def is_step(route: Route) -> bool:
    """Whether the page is one verb of a workflow."""
    return bool(getattr(route.cls, "verb", ""))


def visits(route: Route, url: str, first_list: bool) -> Iterator[str]:
    yield url
    if is_list(route):
        yield f"{url}?panel=filters"
        yield from (f"{url}?{query}" for query in SAME_ON_EVERY_LIST if first_list)


def walk(
    routes: dict[Role | None, list[Route]], world: World, visit: Callable[[Role | None], Visit]
) -> tuple[list[str], int]:
    """Open every page of these routes, and send each form empty; returns what is wrong and how many were looked at."""
    cases, wrong, seen = in_each_status(world), [], 0
    for role, of_role in routes.items():
        tour = visit(role)
        first_list = next(filter(is_list, of_role), None)
        for route in of_role:
            if route.cls is None and tour.page.request.get(address(route, world, cases)).status == 405:
                continue  # a button, no page
            for url in visits(route, address(route, world, cases), route is first_list):
                tour.open(url, checked=PHONE_ONLY if is_step(route) or "?panel=" in url else BOTH)
            if isinstance(route.policy("get"), policy.Right) and not hasattr(route.cls, "list_key"):
                tour.send_empty(route.name)
        wrong += tour.wrong
        seen += tour.seen
    return wrong, seen

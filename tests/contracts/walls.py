"""What makes thousands of refusals quick: the wall asked directly, and error pages that are drawn once for each reader.

The first refusal of each address and method is asked for over HTTP, so that the wall is known to stand before it; the
same wall is then asked about everyone else, as the middleware and REST framework ask it.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation
from rest_framework.exceptions import PermissionDenied

from tests.contracts.routes import Route
from unionlaw.network import middleware
from unionlaw.network.actors import Actor
from unionlaw.web import errors
from unionlaw.web.middleware import PolicyMiddleware

FACTORY = RequestFactory()
WALL = PolicyMiddleware(lambda _request: None)  # type: ignore[arg-type, return-value]


def reason_at_the_wall(route: Route, method: str, actor: Actor, url: str) -> str:
    """Why the actor may not pass, as the wall before the view says it; empty when it lets them pass."""
    request: Any = getattr(FACTORY, method)(url)
    request.user, request.actor = actor.user, actor
    request.resolver_match = match = resolve(url)
    if route.is_api:
        view = route.cls(**getattr(route.view, "initkwargs", {}))
        view.action = getattr(route.view, "actions", {}).get(method)
        view.request = request
        try:
            view.check_permissions(request)
        except PermissionDenied as error:
            return str(error.detail)
        return ""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(errors, "forbidden", lambda _request, *, reason: reason)
        return str(WALL.process_view(request, match.func, match.args, match.kwargs) or "")


@contextmanager
def error_pages_drawn_once() -> Iterator[None]:
    """An error page differs by its words, its language and its reader, not by the address that was asked for."""
    draw, drawn = errors.render_to_string, {}

    def draw_once(template: str, context: dict[str, Any], request: Any = None) -> str:
        reader = (request.user.pk, request.method) if request else None
        key = (template, repr(context), reader, translation.get_language(), bool(getattr(request, "htmx", False)))
        if key not in drawn:
            drawn[key] = draw(template, context, request=request)
        return drawn[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(errors, "render_to_string", draw_once)
        yield


@contextmanager
def posts_looked_up_once() -> Iterator[None]:
    """In which posts a reader serves is asked of the database once, not by each of thousands of requests."""
    find, known = middleware.open_posts, {}

    def find_once(user: Any) -> list[Any]:
        if user.pk not in known:
            known[user.pk] = find(user)
        posts = [copy.copy(post) for post in known[user.pk]]
        for post in posts:
            post.user = user
        return posts

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(middleware, "open_posts", find_once)
        yield

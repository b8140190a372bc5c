"""Puts the actor on the request: the signed-in person in the post they chose to act in."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject
from pghistory.middleware import HistoryMiddleware as BaseHistoryMiddleware

from unionlaw.accounts.models import User
from unionlaw.lib import clock
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post

SESSION_KEY = "acting_post"


def open_posts(user: User) -> list[Post]:
    """The posts `user` holds today, in a fixed order, their organisations loaded."""
    posts = list(Post.objects.open(on=clock.today()).filter(user=user).select_related("organisation"))
    for post in posts:
        post.user = user
    return posts


def resolve_actor(user: User, wanted: int | None) -> tuple[Actor, list[Post]]:
    """The actor for `user`: in the post `wanted` when they hold it today, else in the first they hold, else in none.

    Returns the actor and all open posts, from one query.
    """
    posts = open_posts(user)
    chosen = next((p for p in posts if p.pk == wanted), posts[0] if posts else None)
    return Actor(user=user, post=chosen), posts


class ActorMiddleware:
    def __init__(self, get_response: Callable[[Any], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        def load() -> Actor | None:
            if not request.user.is_authenticated:
                return None
            actor, request.open_posts = resolve_actor(request.user, request.session.get(SESSION_KEY))
            return actor

        # Who is signed in acts at once (the history of changes asks in any case); a token is read by the API later.
        request.actor = load() if request.user.is_authenticated else SimpleLazyObject(load)
        return self.get_response(request)


class HistoryMiddleware(BaseHistoryMiddleware):
    """Row history remembers the acting user and post, not the address bar (URLs may hold search words)."""

    def get_context(self, request: Any) -> dict[str, object]:
        signed_in = request.user.is_authenticated
        post = getattr(request.actor, "post", None) if signed_in else None
        return {"user": request.user.pk if signed_in else None, "post": post.pk if post else None}

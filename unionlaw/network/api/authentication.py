"""Who calls the API: a person signed in by session or token, in the post they act in."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication as KnoxAuthentication
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from unionlaw.network.actors import Actor
from unionlaw.network.middleware import resolve_actor

HEADER = "X-Acting-Post"


def act(request: Request, user: Any, otherwise: int | None = None) -> Actor:
    """Put on the request the actor in the post that the header names, else in `otherwise` or the first open one.

    Raises PermissionDenied when the header names a post that this person does not hold today.
    """
    typed = request.headers.get(HEADER, "")
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 18):
        raise exceptions.PermissionDenied(_("X-Acting-Post 应为岗位编号。"))
    wanted = int(typed) if typed else otherwise
    actor, posts = resolve_actor(user, wanted)
    if typed and (actor.post is None or actor.post.pk != wanted):
        raise exceptions.PermissionDenied(_("您今天没有这个岗位。"))
    request._request.actor = actor  # type: ignore[attr-defined]
    request._request.open_posts = posts  # type: ignore[attr-defined]
    return actor


class TokenAuthentication(KnoxAuthentication):
    """`Authorization: Token …` (or `Bearer …`), for tokens made by `manage.py api_token`."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        words = authentication.get_authorization_header(request).split()
        if not words or words[0].lower() not in {b"token", b"bearer"}:
            return None
        if len(words) != 2:
            raise exceptions.AuthenticationFailed(_("令牌格式不对。"))
        try:
            user, token = self.authenticate_credentials(words[1])
        except (UnicodeDecodeError, exceptions.AuthenticationFailed):
            raise exceptions.AuthenticationFailed(_("令牌无效或已过期。")) from None
        act(request, user)
        return user, token

    def authenticate_header(self, request: Request) -> str:
        return "Token"


class SessionAuthentication(authentication.SessionAuthentication):
    """The session of the pages, with their form token on every change."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = super().authenticate(request)
        if found and request.headers.get(HEADER):
            act(request, found[0])
        return found


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "unionlaw.network.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Token <token>, made by manage.py api_token USER",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "unionlaw.network.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}

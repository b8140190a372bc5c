"""Default deny, error pages worded for people, and the content security policy."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django_htmx.http import HttpResponseClientRedirect

from unionlaw.lib.errors import DomainError
from unionlaw.web import errors, policy

GetResponse = Callable[[HttpRequest], HttpResponse]


def _is_api(view: Any) -> bool:
    """REST framework views: they authenticate and check their policy themselves, and answer problem+json."""
    return hasattr(getattr(view, "cls", None), "authentication_classes")


class PolicyMiddleware:
    """Lets a request reach its view only when the view's policy allows it (quality.md, default deny).

    A route without a policy is a programming error: raised where ``settings.POLICY_STRICT`` is set, else a plain 404.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    @cached_property
    def third_party(self) -> dict[str, policy.Policy]:
        table: dict[str, policy.Policy] = import_string(settings.THIRD_PARTY_POLICIES)
        return table

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        found = policy.of_route(view, name, self.third_party)
        if found is None:
            if settings.POLICY_STRICT:
                raise ImproperlyConfigured(f"route {name or request.path!r} has no access policy")
            raise Http404
        if isinstance(found, policy.Closed):
            raise Http404
        if isinstance(found, policy.Public) or _is_api(view):
            return None
        if not request.user.is_authenticated:
            return self._to_sign_in(request)
        actor = getattr(request, "actor", None)
        # Whoever must change a given password may do so before the first appointment (accounts.middleware).
        without_post = name in settings.ROUTES_WITHOUT_POST or getattr(request, "password_was_given", False)
        if not getattr(actor, "post", None) and not without_post:
            return errors.no_post(request)
        if isinstance(found, policy.Right) and (reason := found.refusal(actor)):
            return errors.forbidden(request, reason=reason)
        return None

    @staticmethod
    def _to_sign_in(request: Any) -> HttpResponse:
        if getattr(request, "htmx", False):
            here = request.htmx.current_url_abs_path or "/"
            return HttpResponseClientRedirect(redirect_to_login(here, resolve_url(settings.LOGIN_URL)).url)
        here = request.get_full_path() if request.method == "GET" else request.path
        return redirect_to_login(here, resolve_url(settings.LOGIN_URL))


class ErrorPagesMiddleware:
    """Turns what services refuse into pages: 403 with the reason, 404, 409 with what changed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DomainError):
            return errors.page_for(request, exception)
        return None


class ContentSecurityMiddleware:
    """Sends ``settings.CONTENT_SECURITY_POLICY`` with every answer that does not bring its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.value = "; ".join(f"{name} {source}" for name, source in settings.CONTENT_SECURITY_POLICY.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.value)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        return response

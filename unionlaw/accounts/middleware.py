"""Idle logout, the password one must choose oneself, and the second factor a site demands."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from unionlaw.accounts import second_factor
from unionlaw.lib import clock

GetResponse = Callable[[HttpRequest], HttpResponse]
LAST_SEEN = "last_seen"
# The session row is written at most this often; seconds.
GRAIN = 60


class IdleLogoutMiddleware:
    """Ends a session after IDLE_LOGOUT without a request (GB/T 22239-2019, 8.1.4.1: automatic exit)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            now = int(clock.now().timestamp())
            idle = now - request.session.get(LAST_SEEN, now)
            limit = int(settings.IDLE_LOGOUT.total_seconds())
            if idle > limit:
                logout(request)
                messages.warning(request, settings.SESSION_ENDED_MESSAGE % {"minutes": limit // 60})
            elif (idle >= GRAIN or LAST_SEEN not in request.session) and not self._asks_by_itself(request):
                request.session[LAST_SEEN] = now
        return self.get_response(request)

    @staticmethod
    def _asks_by_itself(request: HttpRequest) -> bool:
        """Whether a part of the page renews itself (hx-trigger "every …"): htmx names the part that asked."""
        asked = getattr(request, "htmx", None)
        return asked is not None and asked.trigger in settings.NOT_A_CLICK


class GivenPasswordMiddleware:
    """Lets nobody work under a password that an administrator has seen (GB/T 22239-2019, 8.1.4.1: identity is unique).

    Comes before the second factor: that is set up by the holder alone, not by whoever handed over the password.
    """

    OPEN = (
        "account_change_password",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "accounts:language",
        "jsi18n",
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or not request.user.password_is_given:
            return None
        request.password_was_given = True  # type: ignore[attr-defined]  # read when it has been changed
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in self.OPEN:
            return None
        if getattr(request, "htmx", False):
            # The whole page, not the part of it that was asked for.
            return HttpResponseClientRedirect(reverse("account_change_password"))
        return redirect("account_change_password")


class SecondFactorMiddleware:
    """Sends people whose role demands a second factor to set one up before anything else."""

    OPEN = ("account_logout", "account_reauthenticate", "accounts:language", "accounts:second_factor", "jsi18n")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        # Whose password was given changes it first: GivenPasswordMiddleware.
        if not request.user.is_authenticated or request.user.password_is_given:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in self.OPEN or name.startswith("mfa_"):
            return None
        return redirect("accounts:second_factor") if second_factor.is_missing(request) else None

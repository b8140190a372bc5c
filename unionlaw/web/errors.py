"""Error pages. Each says what happened, why, and what to do next."""

import logging
import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, DomainError, Invalid, Missing, Refused, Stale, Taken
from unionlaw.web import policy

log = logging.getLogger(__name__)
RETRY_AFTER = 10  # seconds; the supervisor has a killed database back in less


def _page(request: HttpRequest, template: str, status: int, context: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(render_to_string(template, context, request=request), status=status)
    if getattr(request, "htmx", False):
        # A fragment was asked for, but this concerns the page as a whole.
        response["HX-Retarget"] = "body"
        response["HX-Reswap"] = "innerHTML"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself is damaged (Django's handler400)."""
    return _page(request, "400.html", 400, {})


def forbidden(request: HttpRequest, exception: Exception | None = None, *, reason: str = "") -> HttpResponse:
    """403 with the reason in words (Django's handler403, and refusals of policies and services)."""
    if not reason and exception is not None:
        reason = str(exception)
    return _page(request, "403.html", 403, {"reason": reason})


@policy.public("the page a failed form token leads to")
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 after a missing or outdated form token (settings.CSRF_FAILURE_VIEW). Says how to go on, not the mechanism."""
    return forbidden(request, reason=_("页面已过期或浏览器禁用了 Cookie。请返回上一页，刷新后重新提交。"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 (Django's handler404). Never tells whether something exists that the reader may not see."""
    return _page(request, "404.html", 404, {})


def conflict(request: HttpRequest, error: Conflict) -> HttpResponse:
    """409: someone else was faster. Shows who, or what changed."""
    return _page(
        request,
        "409.html",
        409,
        {
            "reason": error.message,
            "changes": getattr(error, "changes", []),
            "taken_by": getattr(error, "by", ""),
            "is_stale": isinstance(error, Stale),
            "is_taken": isinstance(error, Taken),
        },
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away (Django's handler500).

    Needs neither database, session nor collected files: any may be what failed.
    """
    away = is_away(sys.exception())
    sheets = [url for name in ("vendor/tabler.min.css", "css/app.css") if (url := _static_or_nothing(name))]
    response = HttpResponse(render_to_string("500.html", {"sheets": sheets, "away": away}), status=503 if away else 500)
    if away:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def is_away(error: BaseException | None) -> bool:
    """Whether a request failed because the database did not answer: the same request may well succeed in a moment."""
    return isinstance(error, OperationalError | InterfaceError)


def _static_or_nothing(name: str) -> str:
    try:
        return static(name)
    except Exception:
        log.exception("no address for %s", name)
        return ""


def no_post(request: HttpRequest) -> HttpResponse:
    """403 for a person whose last post has ended: nothing but signing out is left."""
    return _page(request, "accounts/no_post.html", 403, {})


def page_for(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page that answers a service's DomainError when no form is there to show it."""
    if isinstance(error, Refused):
        return forbidden(request, reason=error.message)
    if isinstance(error, Missing):
        return not_found(request)
    if isinstance(error, Conflict):
        return conflict(request, error)
    messages = [m for said in error.errors.values() for m in said] if isinstance(error, Invalid) else [error.message]
    return _page(request, "400.html", 400, {"reasons": messages})

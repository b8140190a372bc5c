"""Drafts of long forms: saved by themselves as one types, so that a closed window or a lost session costs nothing.

The store is the accounts app's business (one row per person and form, sealed); it registers itself here at start-up.
"""

import datetime as dt
import re
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionlaw.lib import clock
from unionlaw.web import policy
from unionlaw.web.format import prose_time

KEY = re.compile(r"[a-z0-9][a-z0-9._:-]{0,79}\Z")
LARGEST = 200_000
LONGEST_ADDRESS = 300
LEFT_OUT = ("csrfmiddlewaretoken", "version", "password", "otp")


class Draft(Protocol):
    """What was typed, and when it was last saved."""

    updated_at: dt.datetime

    def text(self) -> str:
        """The fields, form-encoded."""


class Store(Protocol):
    def load(self, user: Any, key: str) -> Draft | None: ...

    def save(self, user: Any, key: str, text: str, at: dt.datetime, address: str = "") -> None: ...

    def discard(self, user: Any, key: str) -> None: ...


_store: Store | None = None


def use(store: Store) -> None:
    """Names where drafts are kept; called once at start-up."""
    global _store
    _store = store


def store() -> Store:
    if _store is None:
        raise LookupError("no draft store is registered")
    return _store


def find(user: Any, key: str) -> tuple[Draft, QueryDict] | None:
    """The draft of `user` for the form `key` with its fields, or None."""
    draft = store().load(user, key) if key else None
    return (draft, QueryDict(draft.text(), mutable=True)) if draft else None


def _checked(key: str) -> str:
    if not KEY.match(key):
        raise Http404
    return key


@policy.signed_in("one's own half-filled forms")
@require_POST
def save(request: HttpRequest, key: str) -> HttpResponse:
    """Keeps the posted fields as the draft `key`; answers when it was saved. Too much text is refused with 413."""
    fields = request.POST.copy()
    for name in LEFT_OUT:
        fields.pop(name, None)
    text = fields.urlencode()
    if len(text) > LARGEST:
        return JsonResponse({"message": _("内容过长，未能自动保存，请尽快提交。")}, status=413)
    at = clock.now()
    store().save(request.user, _checked(key), text, at, _page_of(request))
    return JsonResponse({"message": _("草稿已于%(at)s自动保存") % {"at": prose_time(at)}})


def _page_of(request: HttpRequest) -> str:
    """The page on which the form stands, as the browser names it; "" when it is none of ours or too long.

    Without what was searched there, which may be a name: the address is not sealed.
    """
    here = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(here, {request.get_host()}, request.is_secure()):
        return ""
    parts = urlsplit(here)
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if name != "q"])
    address = f"{parts.path}?{query}" if query else parts.path
    return address if len(address) <= LONGEST_ADDRESS else ""


@policy.signed_in("one's own half-filled forms")
@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Throws the draft `key` away and returns to its form."""
    store().discard(request.user, _checked(key))
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    return HttpResponseRedirect(target)

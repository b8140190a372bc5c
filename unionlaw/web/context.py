"""What every page's frame needs, worked out only when the template asks for it."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from unionlaw.web import navigation


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _may_search(actor: Any) -> bool:
    return bool(getattr(actor, "post", None)) and actor.may("matter.view")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, the acting post and its alternatives, and the addresses the top bar posts to ("" hides the part)."""
    actor = getattr(request, "actor", None)
    return {
        "site_name": str(settings.SITE_NAME),
        # Templates call what can be called: worked out once, and only on pages that have a frame.
        "navigation": cache(lambda: navigation.items_for(request)),
        "nav_collapsed": request.COOKIES.get("nav") == "collapsed",
        "actor": actor,
        "search_url": cache(lambda: _url("matters:search") if _may_search(actor) else ""),
        "act_as_url": _url("network:act_as"),
        "absences_url": _url("network:absences"),
        "languages": settings.LANGUAGES,
    }

"""Counts of lists that are not on screen: a number that opens a list is counted by that list itself."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import resolve, reverse

from unionlaw.web.lists import capped
from unionlaw.web.lists.listing import Listing
from unionlaw.web.lists.views import ListView


def listing_of(url_name: str, query: str, request: HttpRequest) -> Listing:
    """The list at `url_name` as its address with the query string `query` would show it to who asks.

    Args:
        url_name: of a ListView whose address has no arguments.
        query: "mine=true&due=overdue".
        request: the one being answered; says who asks.
    """
    path = reverse(url_name)
    view: ListView = view_class(url_name)()
    # What filters look up for one list, those counted beside it need not look up again.
    request.__dict__.setdefault("looked_up", {})
    asked: Any = copy.copy(request)
    asked.GET, asked.path = QueryDict(query), path
    view.setup(asked)
    return Listing(view, asked)


def view_class(url_name: str) -> type[ListView]:
    """The list behind an address."""
    found: type[ListView] = resolve(reverse(url_name)).func.view_class  # type: ignore[attr-defined]
    return found


def may_open(url_name: str, actor: Any) -> bool:
    """Whether the list at `url_name` is open to `actor`."""
    refusal = getattr(view_class(url_name).policy, "refusal", None)  # type: ignore[attr-defined]
    return not (refusal and refusal(actor))


def counts(listings: Sequence[Listing]) -> list[tuple[int, str]]:
    """How many rows each list has and how it says so ("200+" beyond its cap), all in one query."""
    cap = min((listing.view.filtered_count_cap for listing in listings), default=0)
    found = capped.capped_counts([listing.branches for listing in listings], cap) if listings else []
    return [(count, f"{cap}+" if count > cap else f"{count}") for count in found]

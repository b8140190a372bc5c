"""One box for everything: the lists it looks into, and the numbers under which a matter is known.

Apps register the list of their kind and the numbers that others gave its matters when they start:

    searching.register(searching.Group("aid_cases", _("法律援助"), "cases:aid_cases", searching.of_matter, 20))
    searching.register_numbers(lambda numbers: Filing.objects.filter(reference__in=numbers).values("case"))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionlaw.lib.wording import listed
from unionlaw.matters import panels, statuses
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.web.lists import counting, keyset

SHOWN = 5
MOST_SAME = 20
BRACKETS = re.compile(r"[〔［\[（(【]([^〕］\])）】]*)[〕］\])）】]")
YEAR = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d\d)(?=\d|[^\W\d_])(?![年月日])")
SHORTEST = 6
STYLES = ("〔{}〕", "（{}）", "({})", "[{}]")


@dataclass(frozen=True, slots=True)
class Group:
    """A list the box looks into.

    Args:
        key: name in tests.
        label: heading of its results.
        url_name: the list (a ListView with a filter "q").
        line: title and what stands below it, of one row.
        order: position, small first.
    """

    key: str
    label: str | Promise
    url_name: str
    line: Callable[[Any], tuple[str, str]]
    order: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One result."""

    title: str
    sub: str
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """The first results of one list, and its address when there are more."""

    key: str
    label: str | Promise
    hits: Sequence[Hit]
    more_url: str


Numbered = Callable[[list[str]], QuerySet[Any, Any]]
_groups: dict[str, Group] = {}
_numbers: list[Numbered] = []


def register(group: Group) -> None:
    """Add a list; registering its key again replaces it."""
    _groups[group.key] = group


def register_numbers(source: Numbered) -> None:
    """Add numbers that matters are known under.

    Args:
        source: of ways to write a number, gives the keys of the matters that have it, as a query of one column. Who
            may know of them is no business of the source.
    """
    if source not in _numbers:
        _numbers.append(source)


def of_matter(matter: Matter) -> tuple[str, str]:
    """The line of a matter."""
    return matter.title, f"{matter.number} · {statuses.status_def(matter.status_id).label}"


def find(words: str, request: HttpRequest) -> list[Found]:
    """What the lists open to who asks find for `words`: the first rows of each that has any, two queries a list."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    query = urlencode({"q": words})
    found = []
    for group in sorted(_groups.values(), key=lambda group: group.order):
        if not counting.may_open(group.url_name, actor):
            continue
        listing = counting.listing_of(group.url_name, query, request)
        _key, sort, descending = listing.sort
        page = keyset.walk(listing.branches, sort, descending=descending, limit=SHOWN)
        rows = listing.fetch(page.ids)
        if not rows:
            continue
        url_of = listing.view.row_url
        hits = [Hit(*group.line(row), url_of(row) if url_of else "") for row in rows]
        more = f"{reverse(group.url_name)}?{query}" if page.has_next else ""
        found.append(Found(group.key, group.label, hits, more))
    return found


def by_number(typed: str, actor: Actor) -> list[Matter]:
    """The matters `actor` may see that have exactly this number: their own, or one another gave them."""
    ways = written(typed)
    if not ways:
        return []
    known = _keys([Matter.objects.filter(number__in=ways).order_by().values_list("pk"), *_given(ways)])
    if not known:
        return []
    return list(Matter.objects.visible_to(actor).filter(Q(pk__in=known)).order_by("-opened_at", "-pk")[:MOST_SAME])


def by_others_number(typed: str, actor: Actor) -> list[int]:
    """The keys of the matters `actor` may see to which another gave exactly this number: a court, a partner organ.

    For lists, whose words are looked for in what a matter says itself; its own number stands there. Fewer than six
    signs are no number here: somebody's may be "12".
    """
    ways = written(typed)
    known = _keys(_given(ways)) if ways and min(map(len, ways)) >= SHORTEST else []
    if not known:
        return []
    return list(
        Matter.objects.visible_to(actor).filter(pk__in=known).order_by().values_list("pk", flat=True)[:MOST_SAME]
    )


def _given(ways: list[str]) -> list[QuerySet[Any, Any]]:
    return [source(ways) for source in _numbers]


def _keys(found: list[QuerySet[Any, Any]]) -> list[int]:
    return [pk for (pk,) in found[0].union(*found[1:])] if found else []


def written(typed: str) -> list[str]:
    """The ways a number may be written: without blanks, in each style of brackets, with 号 or without it.

    A year typed without brackets may have them. Empty for what is no number: it has no digit.
    """
    bare = re.sub(r"\s", "", typed)
    if not re.search(r"\d", bare):
        return []
    cut = BRACKETS.sub(r"〔\1〕", bare)
    cut = cut if cut != bare or BRACKETS.search(bare) else YEAR.sub(r"〔\1〕", bare)
    ways = {bare, *(BRACKETS.sub(lambda found, style=style: style.format(found[1]), cut) for style in STYLES)}  # type: ignore[misc]
    return sorted(ways | {f"{way}号" for way in ways if not way.endswith("号")})


def lines(matters: Iterable[Matter]) -> list[Hit]:
    """Matters as results."""
    return [Hit(*of_matter(matter), panels.url_of(matter.kind, matter.pk)) for matter in matters]


def _worker(row: Any) -> tuple[str, str]:
    return row.name, " · ".join(part for part in (str(row.id_number), row.organisation.short_name) if part)


def join() -> None:
    """Register the lists of the floors below, at start-up."""
    for group in (
        Group("workers", pgettext_lazy("list", "职工"), "registers:workers", _worker, 60),
        Group(
            "employers",
            pgettext_lazy("list", "用人单位"),
            "registers:employers",
            lambda row: (row.name, row.uscc),
            70,
        ),
        Group(
            "organisations",
            _("组织"),
            "network:organisation_list",
            lambda row: (row.name, str(row.get_kind_display())),
            80,
        ),
        Group(
            "people",
            _("人员"),
            "network:people",
            lambda row: (str(row), listed(post.organisation.short_name for post in row.open_posts)),
            81,
        ),
    ):
        register(group)

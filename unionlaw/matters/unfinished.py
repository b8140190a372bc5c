"""Forms that a person began and has not sent: where they stand, and what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.accounts.models import Draft
from unionlaw.matters.desk import Counted
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.network.roles import STAFF, Role

ALWAYS = frozenset({*STAFF, Role.LAWYER, Role.MEDIATOR})
"""Whose desk says so even when there is none."""
OF_MATTER = ("pk", "matter_id")


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A draft: the form's name, the matter it is about ("" for none), its page ("" when nobody knows it)."""

    key: str
    label: str | Promise
    about: str
    url: str
    updated_at: datetime


def count(actor: Actor) -> int:
    return Draft.objects.filter(user=actor.user).count()


def tiles(actor: Actor) -> list[Counted]:
    """The tile of a desk; one query."""
    found = count(actor)
    if not found and actor.role not in ALWAYS:
        return []
    return [Counted("drafts", gettext_lazy("草稿"), "quiet", f"{found}", reverse("matters:drafts"), 70)]


def rows(actor: Actor) -> list[Unfinished]:
    """The drafts of this person, the latest first; two queries. Titles only of matters they may still see."""
    drafts = list(Draft.objects.filter(user=actor.user).only("key", "address", "updated_at").order_by("-updated_at"))
    pages = {draft.key: _page(draft.address) for draft in drafts}
    ids = {pk for match in pages.values() if (pk := _matter_of(match))}
    known = Matter.objects.visible_to(actor).filter(pk__in=ids).only("number", "title") if ids else ()
    titles = {matter.pk: f"{matter.number} {matter.title}" for matter in known}
    return [
        Unfinished(
            draft.key,
            _label(pages[draft.key]),
            titles.get(_matter_of(pages[draft.key]), ""),
            draft.address if pages[draft.key] else "",
            draft.updated_at,
        )
        for draft in drafts
    ]


def _page(address: str) -> ResolverMatch | None:
    try:
        return resolve(address.partition("?")[0]) if address else None
    except Resolver404:
        return None


def _matter_of(match: ResolverMatch | None) -> int:
    """The matter whose page the form is, or 0; a page of something else has a number of another meaning."""
    if match is None or not hasattr(_view(match), "verb"):
        return 0
    return next((int(match.kwargs[name]) for name in OF_MATTER if name in match.kwargs), 0)


def _label(match: ResolverMatch | None) -> str | Promise:
    view = _view(match)
    if getattr(view, "verb", ""):
        return str(view.transition().label)
    found: str | Promise = getattr(view, "title", "") or getattr(view, "submit_label", "")
    return found or _("表单")


def _view(match: ResolverMatch | None) -> Any:
    return getattr(match.func, "view_class", None) if match else None

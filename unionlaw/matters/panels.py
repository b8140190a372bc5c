"""Where an app says how a kind of matter is shown: its page, the panels on it, and the actions it offers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise

from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.web.lists.cells import RowUrl


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done with a matter; shown with its reason when it is not allowed now.

    Args:
        label: the verb on the button.
        url: the page that does it.
        refusal: why not, or "" when allowed.
        primary: whether it is the next step.
    """

    label: str | Promise
    url: str
    refusal: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class KindPage:
    """How one kind of matter is shown.

    Args:
        kind: the kind.
        url_name: its detail page, taking the matter's id as `pk`.
        actions: (matter, actor) → actions in order.
    """

    kind: str
    url_name: str
    actions: Callable[[Any, Actor], list[Action]]


_pages: dict[str, KindPage] = {}


def register(page: KindPage) -> None:
    _pages[page.kind] = page


def url_of(kind: str, pk: int) -> str:
    """The page of the matter `pk` of `kind`."""
    page = _pages.get(kind)
    return _pages_under(page.url_name if page else "matters:detail").of(pk)


@cache
def _pages_under(url_name: str) -> RowUrl:
    # A list asks for fifty of them.
    return RowUrl(url_name)


def actions_of(matter: Matter, actor: Actor) -> list[Action]:
    page = _pages.get(matter.kind)
    return page.actions(matter, actor) if page else []

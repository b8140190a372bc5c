"""The left navigation. Apps register their entries from ``ready()``; each person sees only what their post may open.

    from unionlaw.web import navigation
    navigation.register(navigation.NavItem(_("职工"), "registers:workers", "users", right="worker.view", order=50))

Order numbers in use: 10 我的工作台, 20 事项, 30 咨询, 40 法律援助, 50 职工,
60 用人单位, 70 组织与人员, 75 文书模板, 76 电子印章, 80 管理.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class NavItem:
    """One entry.

    Args:
        label: translated lazily.
        url_name: where it leads; also what marks it as current, with every page below its path.
        icon: a Tabler outline icon's name.
        right: the right (or any of several) the acting post needs, or None for everyone.
        order: position, small first.
        key: the letter that goes there after "g" on the keyboard; empty: none.
        count: given the actor, a number to show beside the label; 0 shows nothing.
    """

    label: str | Promise
    url_name: str
    icon: str
    right: str | tuple[str, ...] | None = None
    order: int = 100
    count: Callable[[Any], int] | None = None
    key: str = ""

    def open_to(self, actor: Any) -> bool:
        if self.right is None:
            return True
        codes = (self.right,) if isinstance(self.right, str) else self.right
        return any(actor.may(code) for code in codes)


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as one page shows it; equal ones look the same."""

    label: str
    url: str
    icon: str
    count: int
    key: str
    current: bool = False


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Adds an entry; registering the same URL name again replaces it, so start-up may run twice."""
    _items[item.url_name] = item


def items_for(request: HttpRequest) -> tuple[Shown, ...]:
    """What the navigation shows to the acting post, in order, the current entry marked."""
    actor = getattr(request, "actor", None)
    if not getattr(actor, "post", None):
        return ()
    shown: list[Shown] = []
    for item in sorted(_items.values(), key=attrgetter("order")):
        if not item.open_to(actor):
            continue
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:
            # A page that another release brings: the entry appears together with it.
            continue
        count = item.count(actor) if item.count else 0
        shown.append(Shown(str(item.label), url, item.icon, count, item.key))
    here = (s.url for s in shown if request.path == s.url or (s.url != "/" and request.path.startswith(s.url)))
    best = max(here, key=len, default=None)
    return tuple(replace(s, current=True) if s.url == best else s for s in shown)

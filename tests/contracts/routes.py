"""Every address of the portal, with the methods it answers and who may use each."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from unionlaw.policies import THIRD_PARTY
from unionlaw.web import policy

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One address.

    Args:
        pattern: as the URL configuration spells it, all prefixes included: "aid-cases/<int:pk>/grant/".
        name: with its namespace: "cases:grant".
        view: the callable behind it.
        regex: whether `pattern` is a regular expression.
    """

    pattern: str
    name: str
    view: Any
    regex: bool = False

    @property
    def is_api(self) -> bool:
        return hasattr(getattr(self.view, "cls", None), "authentication_classes")

    @property
    def cls(self) -> Any:
        """The class behind it, None for a function."""
        return getattr(self.view, "view_class", None) or getattr(self.view, "cls", None)

    @property
    def arguments(self) -> list[str]:
        """For each argument the pattern up to and including it, the key of the table of recipes."""
        if self.regex:
            return [self.pattern] if "(?P<" in self.pattern else []
        return [self.pattern[: found.end()] for found in ARGUMENT.finditer(self.pattern)]

    @property
    def methods(self) -> list[str]:
        """What it answers, among GET and POST and the like."""
        if actions := getattr(self.view, "actions", None):
            return [name for name in actions if name != "head"]
        if self.cls is None:
            return ["get", "post"]
        return [name for name in ("get", "post", "put", "patch", "delete") if hasattr(self.cls, name)]

    def policy(self, method: str) -> Any:
        """Who may use `method`: an API action's own where it has one, else the view's or the library table's."""
        action = getattr(self.view, "actions", {}).get(method)
        if action:
            own = self.view.initkwargs.get("policy")
            return own or self.cls.policies.get(action) or self.cls.policy
        return policy.of_route(self.view, self.name, THIRD_PARTY)


def _walk(patterns: Iterable[Any], prefix: str, space: str, regex: bool) -> Iterator[Route]:
    for entry in patterns:
        pattern = prefix + str(entry.pattern)
        is_regex = regex or isinstance(entry.pattern, RegexPattern)
        if isinstance(entry, URLResolver):
            below = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, pattern, below, is_regex)
        elif isinstance(entry, URLPattern):
            yield Route(pattern, f"{space}{entry.name}", entry.callback, is_regex)


def all_routes() -> list[Route]:
    return list(_walk(get_resolver("unionlaw.urls").url_patterns, "", "", False))

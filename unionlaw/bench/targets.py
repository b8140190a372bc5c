"""Which pages are measured: the desk and every list, by five readers, with every filter and sort on offer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import django_filters
from django.urls import URLResolver, get_resolver, resolve
from django.utils.http import urlencode
from django.views import View

from unionlaw.network.models import Organisation
from unionlaw.web.lists.views import ListView

READERS = {
    "city manager": "bench.manager",
    "district": "bench.supervisor1",
    "town": "bench.town1.1",
    "lawyer": "bench.lawyer1.1",
    "partner organ": "bench.partner1",
}
SEARCHES = ("工", "工资", "尘肺病", "违法解除劳动关系")
MOST_CHOICES = 4


@dataclass(frozen=True)
class Target:
    """One page as one reader opens it."""

    reader: str
    path: str
    query: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def url(self) -> str:
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path

    @property
    def name(self) -> str:
        words = " ".join(f"{key}={value}" for key, value in self.query.items())
        return f"{self.reader} {self.path} {words}".strip()


def view_of(path: str) -> Any:
    """The class of the list view at `path`."""
    return resolve(path).func.view_class  # type: ignore[attr-defined]


@cache
def lists() -> list[str]:
    """The address of every list of the portal, found in the URL configuration."""
    found = []

    def walk(patterns: list[Any], before: str) -> None:
        for pattern in patterns:
            path = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, path)
            elif "<" not in path and issubclass(getattr(pattern.callback, "view_class", View), ListView):
                found.append(path)

    walk(get_resolver().url_patterns, "/")
    return found


def desks() -> Iterator[Target]:
    """What every reader comes back to."""
    yield from (Target(reader, "/") for reader in READERS)


def plain() -> Iterator[Target]:
    """Every list as it opens, for every reader."""
    for path in lists():
        for reader in READERS:
            yield Target(reader, path)


def sorted_and_filtered() -> Iterator[Target]:
    """Every list with each sort in both directions and each filter with some of its values, for every reader."""
    for path in lists():
        view = view_of(path)
        queries = [{"sort": f"{sign}{key}"} for key in view.sorts for sign in ("", "-")]
        for name, offered in (view.filterset_class.base_filters if view.filterset_class else {}).items():
            queries += [{key: value} for key, value in _values(name, offered)]
        for reader in READERS:
            yield from (Target(reader, path, query) for query in queries)


def searches(path: str = "/matters/") -> Iterator[Target]:
    """The list of matters searched by 1, 2, 3 and 8 characters, for every reader."""
    for reader in READERS:
        yield from (Target(reader, path, {"q": words}) for words in SEARCHES)


def _values(name: str, offered: django_filters.Filter) -> list[tuple[str, str]]:
    """Some values of a filter, common and rare, as (parameter, value)."""
    if name == "organisation":
        return [(name, str(pk)) for pk in _some_organisations()]
    if isinstance(offered, django_filters.BooleanFilter):
        return [(name, "true"), (name, "false")]
    if isinstance(offered, django_filters.DateFromToRangeFilter):
        return [(f"{name}_after", "2025-01-01"), (f"{name}_before", "2023-01-01")]
    choices = [str(value) for value, _label in getattr(offered.field, "choices", []) if str(value)]
    if len(choices) > MOST_CHOICES:
        step = len(choices) / MOST_CHOICES
        choices = [choices[int(index * step)] for index in range(MOST_CHOICES)]
    return [(name, value) for value in choices]


def _some_organisations() -> list[int]:
    found = Organisation.objects.filter(name__in=["量测1区总工会", "量测1区1街总工会"])
    return list(found.values_list("pk", flat=True))

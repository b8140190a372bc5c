"""A list as one request sees it. Everything is worked out when a template or the export first asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionlaw.web.lists import capped, columns, filters, keyset, ports, tokens
from unionlaw.web.lists.bulk import BulkAction, offered
from unionlaw.web.lists.export import MOST_ROWS
from unionlaw.web.lists.links import Links

if TYPE_CHECKING:
    from unionlaw.web.lists.views import ListView

EXPORT_CHUNK = 2_000


@dataclass(frozen=True)
class Heading:
    label: str | Promise
    css: str
    url: str = ""
    aria_sort: str = ""


@dataclass(frozen=True)
class SortChoice:
    label: str | Promise
    url: str
    chosen: bool
    descending: bool


@dataclass(frozen=True)
class Tab:
    label: str | Promise
    url: str
    chosen: bool
    shared: bool = False


class Listing(Links):
    """The state of a list page: filters, sort, rows, links."""

    def __init__(self, view: ListView, request: HttpRequest, *, panel: str = "") -> None:
        self.view, self.request = view, request
        self.actor: Any = request.actor  # type: ignore[attr-defined]
        self.query = filters.cleaned_query(request.GET)
        self.asked_panel = panel or request.GET.get("panel", "")
        self.panel_errors: dict[str, list[str]] = {}
        self.typed: dict[str, str] = {}
        self.notices: list[str] = []

    # -- what was asked for ------------------------------------------------------------------------------------------

    @cached_property
    def visible(self) -> QuerySet[Any]:
        return self.view.rows(self.actor)

    @cached_property
    def applied(self) -> filters.Applied:
        return filters.apply(
            self.view.filterset_class,
            self.request.GET,
            self.visible,
            self.request,
            always=self.asked_panel == "filters",
        )

    @cached_property
    def sort(self) -> tuple[str, keyset.Sort, bool]:
        """Key, sort and whether descending; an unknown one in the URL gives the list's own with a notice."""
        asked = self.query.get("sort", "")
        if asked and asked.lstrip("-") not in self.view.sorts:
            self.notices.append(_("没有这种排序，已按默认顺序显示。"))
            asked = ""
            self.query.pop("sort", None)
        asked = asked or self.view.default_sort
        key = asked.lstrip("-")
        return key, self.view.sorts[key], asked.startswith("-")

    @cached_property
    def branches(self) -> list[keyset.Branch]:
        branches, model = self.view.branches(self.actor), self.visible.model
        return self.applied.narrow_branches(branches, model, self.view.fan_out, self.sort[1].field)

    @cached_property
    def panel(self) -> str:
        """Which side sheet is open; wrong filter values open theirs, with the messages beside the fields."""
        offered = {"views", "filters", *(["export"] if self.view.export_right else [])}
        if self.asked_panel in offered:
            return self.asked_panel
        return "filters" if self.applied.errors else ""

    # -- rows --------------------------------------------------------------------------------------------------------

    @cached_property
    def page(self) -> keyset.Page:
        key, sort, descending = self.sort
        edges: dict[str, keyset.Cursor] = {}
        for name in ("after", "before"):
            token = self.request.GET.get(name, "")
            if token and not edges:
                try:
                    edges[name] = tokens.decode(token, key, self.branches[0], sort)
                except tokens.BadToken:
                    self.notices.append(_("页码已失效，已回到第一页。"))
        if not self.branches:
            return keyset.Page([])
        cap = self.cap if self.is_counted and self.cap < capped.HIGH_CAP else None
        return keyset.walk(self.branches, sort, descending=descending, limit=self.view.page_size, cap=cap, **edges)

    @cached_property
    def rows(self) -> list[Any]:
        rows = self.fetch(self.page.ids)
        self.view.decorate(rows)
        return rows

    def fetch(self, ids: list[Any]) -> list[Any]:
        """The rows with these keys in this order; one that has just vanished from sight is left out."""
        if not ids:
            return []
        found = {row.pk: row for row in self.view.display(self.visible.order_by().filter(pk__in=ids))}
        return [found[pk] for pk in ids if pk in found]

    def all_rows(self) -> Iterator[Any]:
        """Every row in order, read page by page along the same index as the screen, so memory stays flat."""
        _key, sort, descending = self.sort
        after = None
        while self.branches:
            page = keyset.walk(self.branches, sort, descending=descending, limit=EXPORT_CHUNK, after=after)
            rows = self.fetch(page.ids)
            self.view.decorate(rows)
            yield from rows
            if not page.has_next:
                return
            after = page.last

    @cached_property
    def body(self) -> SafeString:
        return columns.body(self.view.columns, self.rows, url=self.view.row_url, selectable=self.selectable)

    @cached_property
    def bulk(self) -> list[BulkAction]:
        """What this reader can do with several rows at once."""
        return offered(self.view.bulk_actions, self.actor)

    @property
    def selectable(self) -> bool:
        return self.view.selectable or bool(self.bulk)

    @cached_property
    def count_text(self) -> str:
        """How many, exactly up to the cap: "1,234" or "10,000+". A search, whose matches nothing counts cheaply, says
        what its page shows, and that there is more."""
        if not self.is_counted:
            more = self.page.has_previous or self.page.has_next
            return f"{self.view.page_size:,}+" if more else f"{len(self.page.ids):,}"
        count = self.page.count
        if count is None:
            _key, sort, descending = self.sort
            count = capped.capped_count(self.branches, self.cap, (sort, descending)) if self.branches else 0
        return f"{self.cap:,}+" if count > self.cap else f"{count:,}"

    @property
    def is_counted(self) -> bool:
        return "q" not in self.applied.values

    @property
    def cap(self) -> int:
        """How far rows are counted."""
        return self.view.filtered_count_cap if self.applied.values else self.view.count_cap

    @property
    def export_most(self) -> str:
        return f"{MOST_ROWS:,}"

    @cached_property
    def export_too_many(self) -> bool:
        return bool(self.branches) and capped.capped_count(self.branches, MOST_ROWS) > MOST_ROWS

    # -- furniture ---------------------------------------------------------------------------------------------------

    @cached_property
    def headings(self) -> list[Heading]:
        chosen, _sort, descending = self.sort
        found = []
        for column in self.view.columns:
            if not column.sort:
                found.append(Heading(column.label, column.css))
                continue
            order = ("descending" if descending else "ascending") if column.sort == chosen else ""
            found.append(Heading(column.label, column.css, self._sort_url(column.sort), order))
        return found

    @cached_property
    def sort_choices(self) -> list[SortChoice]:
        chosen, _sort, descending = self.sort
        return [
            SortChoice(sort.label, self._sort_url(key), key == chosen, descending if key == chosen else sort.descending)
            for key, sort in self.view.sorts.items()
        ]

    def _sort_url(self, key: str) -> str:
        chosen, _sort, descending = self.sort
        down = not descending if key == chosen else self.view.sorts[key].descending
        asked = f"-{key}" if down else key
        return self.link(sort="" if asked == self.view.default_sort else asked)

    @cached_property
    def chips(self) -> list[filters.Chip]:
        return [
            filters.Chip(chip.label, chip.value, f"{self.path}?{chip.query}" if chip.query else self.path)
            for chip in filters.chips(self.applied, self.query)
        ]

    @cached_property
    def has_search(self) -> bool:
        return self.view.filterset_class is not None and "q" in self.view.filterset_class.base_filters

    @property
    def search_text(self) -> str:
        return self.query.get("q", "")

    @cached_property
    def hidden_for_search(self) -> list[tuple[str, str]]:
        """What a search keeps: every parameter in force but the search itself."""
        return [(key, value) for key, values in self.query.lists() for value in values if key != "q"]

    @cached_property
    def saved(self) -> list[ports.Viewed]:
        return list(ports.store().saved_views(by=self.actor, list_key=self.view.list_key))

    @cached_property
    def tabs(self) -> list[Tab]:
        here = _canonical(self.query)
        named = any(not preset.query for preset in self.view.presets)
        declared = [] if named else [Tab(_("全部"), self.path, here == [])]
        for preset in self.view.presets:
            declared.append(
                Tab(
                    preset.label, f"{self.path}?{preset.query}".rstrip("?"), here == _canonical(QueryDict(preset.query))
                )
            )
        for saved in self.saved:
            chosen = here == _canonical(QueryDict(saved.query))
            declared.append(Tab(saved.name, f"{self.path}?{saved.query}", chosen, shared=saved.shared))
        return declared


def _canonical(query: QueryDict) -> list[tuple[str, list[str]]]:
    return sorted((key, sorted(values)) for key, values in query.lists())

"""The view behind every list of the product. docs/how-to/lists.md shows one declared in twenty lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django_filters import FilterSet

from unionlaw.lib import clock
from unionlaw.lib.errors import Invalid
from unionlaw.web.lists import keyset, ports
from unionlaw.web.lists.bulk import MOST_ROWS as MOST_CHOSEN
from unionlaw.web.lists.bulk import BulkAction
from unionlaw.web.lists.bulk_pages import BulkPages
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.export import workbook
from unionlaw.web.lists.filters import FanOut
from unionlaw.web.lists.listing import Listing
from unionlaw.web.lists.text_export import csv_file, json_lines_file

SHORTEST_REASON = 4
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
}


@dataclass(frozen=True)
class Preset:
    """A view every reader of the list has as a tab.

    Args:
        label: the tab.
        query: query string, e.g. "phase=open&sort=due".
    """

    label: str | Promise
    query: str


@dataclass(frozen=True)
class Action:
    """The primary button of the page, also offered when the list is empty. Shown to those who hold `right`."""

    label: str | Promise
    url_name: str
    right: str = ""
    icon: str = "plus"


class ListView(View):
    """A list with keyset paging, filters, sorts, saved views and export. Subclasses set `policy` and declare:

    list_key        names the list in saved views and in the reading log, e.g. "matters"
    title           heading of the page
    columns         what is shown
    sorts           key in the URL -> Sort
    default_sort    e.g. "-opened"
    filterset_class shared with the API; a filter named "q" becomes the search box
    fan_out         filter name -> column, or what gives conditions: multiple choices walked value by value (see
                    filters.Applied.narrow_branches)
    row_url         address of a row's page, usually RowUrl("matters:detail")
    presets         tabs beside the saved views
    export_right    right needed to export; empty: no export
    action          the primary button
    empty_text      why the list may be empty and what to do
    search_hint     what the search box finds
    swap_template   what htmx swaps in; one that extends the page's own with what else depends on the filters
    selectable      checkbox column, named "pk"; posted by the page that extends `template_name`
    bulk_actions    what can be done with several rows at once; gives the checkbox column and the bar above it
    bulk_columns    keys of the columns by which the preview tells rows apart, besides the title
    """

    list_key: str = ""
    title: str | Promise = ""
    columns: Sequence[Column] = ()
    sorts: Mapping[str, keyset.Sort] = {}
    default_sort: str = ""
    filterset_class: type[FilterSet] | None = None
    fan_out: FanOut = {}
    row_url: Callable[[Any], str] | None = None
    presets: Sequence[Preset] = ()
    export_right: str = ""
    action: Action | None = None
    empty_text: str | Promise = gettext_lazy("这里还没有记录。")
    search_hint: str | Promise = gettext_lazy("在列表中查找")
    selectable: bool = False
    bulk_actions: Sequence[BulkAction] = ()
    bulk_columns: Sequence[str] = ("number", "status")
    bulk_most: int = MOST_CHOSEN
    page_size: int = 50
    count_cap: int = 10_000
    filtered_count_cap: int = 200
    template_name: str = "components/list.html"
    swap_template: str = "components/list_swap.html"
    http_method_names = ["get", "post", "head", "options"]

    def rows(self, actor: Any) -> QuerySet[Any]:
        """What the actor may see: begins with `visible_to(actor)`."""
        raise NotImplementedError  # every list says what its readers may see

    def branches(self, actor: Any) -> Sequence[keyset.Branch]:
        """The same rows as branches that one index each can walk; a list with one simple condition needs no other."""
        return [keyset.Branch(self.rows(actor))]

    def display(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Load what the cells read and no more: `select_related` and `only`."""
        return rows

    def decorate(self, rows: list[Any]) -> None:
        """Add to the rows of one page what a join cannot give, in a fixed number of queries."""

    def context(self, listing: Listing) -> dict[str, Any]:
        """Extra names for a page that extends `template_name`."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._page(Listing(self, request))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        deeds: dict[str, Callable[[HttpRequest], HttpResponseBase]] = {
            "save_view": self._save_view,
            "delete_view": self._delete_view,
            "rename_view": self._rename_view,
        }
        if self.export_right:
            deeds["export"] = self._export
        if self.bulk_actions:
            deeds["bulk"] = self._bulk
        deed = deeds.get(request.POST.get("action", ""))
        return deed(request) if deed else redirect(request.get_full_path())

    def _page(self, listing: Listing, status: int = 200) -> HttpResponse:
        request = listing.request
        wanted = "" if request.headers.get("HX-History-Restore-Request") else request.headers.get("HX-Target", "")
        template = {
            "list-region": self.swap_template,
            "list-panel": "components/list_panel.html",
        }.get(wanted, self.template_name)
        context = {"list": listing, "view": self, "title": self.title, **self.context(listing)}
        response = render(request, template, context, status=status)
        if wanted == "list-region":
            response.headers["HX-Push-Url"] = listing.url
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response

    def _export(self, request: HttpRequest) -> HttpResponseBase:
        listing = Listing(self, request, panel="export")
        listing.actor.require(self.export_right)
        reason = " ".join(request.POST.get("reason", "").split())
        asked = request.POST.get("format", "")
        form = asked if asked in FORMATS else "xlsx"
        if len(reason) < SHORTEST_REASON:
            listing.panel_errors = {"reason": [_("请写明导出的用途，至少%(least)s个字。") % {"least": SHORTEST_REASON}]}
            listing.typed = {"reason": reason, "format": form}
            return self._page(listing, status=422)
        ports.store().log_export(
            by=listing.actor,
            at=clock.now(),
            list_key=self.list_key,
            reason=reason[:500],
            query=listing.query.urlencode(),
        )
        if form == "csv":
            file = csv_file(listing, self.columns)
        elif form == "jsonl":
            file = json_lines_file(listing, self.columns)
        else:
            file = workbook(str(self.title), self.columns, listing.all_rows())
        name = f"{self.title}-{clock.today():%Y%m%d}.{form}"
        return FileResponse(file, as_attachment=True, filename=name, content_type=FORMATS[form])

    def _bulk(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.POST.get("bulk", "")
        action = next((one for one in self.bulk_actions if one.key == asked), None)
        if action is None:
            return redirect(request.get_full_path())
        if action.right:
            request.actor.require(action.right)  # type: ignore[attr-defined]
        return BulkPages(self, request, action).respond()

    def _save_view(self, request: HttpRequest) -> HttpResponse:
        listing = Listing(self, request, panel="views")
        name, shared = request.POST.get("name", ""), request.POST.get("shared") == "on"
        try:
            ports.store().save_view(
                by=listing.actor,
                at=clock.now(),
                list_key=self.list_key,
                name=name,
                query=listing.query.urlencode(),
                shared=shared,
            )
        except Invalid as error:
            listing.panel_errors, listing.typed = error.errors, {"name": name, "shared": "on" if shared else ""}
            return self._page(listing, status=422)
        messages.success(request, _("已保存视图“%(name)s”。") % {"name": name.strip()})
        return redirect(listing.first_url)

    def _rename_view(self, request: HttpRequest) -> HttpResponse:
        listing, name = Listing(self, request, panel="views"), request.POST.get("name", "")
        try:
            said = ports.store().rename_view(by=listing.actor, at=clock.now(), view_id=_key(request), name=name)
        except Invalid as error:
            listing.panel_errors = {"renamed": error.errors["name"]}
            listing.typed = {"view": request.POST.get("view", ""), "renamed": name}
            return self._page(listing, status=422)
        messages.success(request, _("视图已改名为“%(name)s”。") % {"name": said})
        return redirect(listing.link(panel="views"))

    def _delete_view(self, request: HttpRequest) -> HttpResponse:
        listing = Listing(self, request)
        name = ports.store().delete_view(by=listing.actor, at=clock.now(), view_id=_key(request))
        messages.success(request, _("已删除视图“%(name)s”。") % {"name": name})
        return redirect(listing.first_url)


def _key(request: HttpRequest) -> int:
    """The key of the saved view that a form names; 0 for none."""
    pk = request.POST.get("view", "")
    return int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 19 else 0

"""The pivot: any indicator over two dimensions under any conditions, each cell with its list, kept under a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from unionlaw.lib import clock
from unionlaw.lib.errors import Invalid
from unionlaw.lib.text import storable
from unionlaw.network.models import Organisation
from unionlaw.reports import asking, dimensions, reach
from unionlaw.reports.forms import sections
from unionlaw.reports.indicators import Unit
from unionlaw.reports.links import list_url
from unionlaw.reports.models import PivotView
from unionlaw.reports.pivoting import MONTH, Pivot, PivotRow, members_with_figures, pivot
from unionlaw.reports.presenting import Shown
from unionlaw.reports.services import pivots
from unionlaw.reports.spans import Length, named, span_of
from unionlaw.reports.tables import Cell
from unionlaw.reports.views.live import months, ways
from unionlaw.reports.wording import brief, exact, with_unit
from unionlaw.web import policy
from unionlaw.web.views import PageView

FIRST = {"indicator": "matters_opened", "rows": "cause", "columns": "channel"}


class Pivots(PageView):
    """`?indicator=&rows=&columns=&organisation=&length=&month=`, and members of dimensions as conditions.

    `&choose=1&by=` offers the members of a dimension. POST keeps the pivot or deletes a kept one.
    """

    policy = policy.Right("report.read")
    template_name = "reports/pivot.html"
    title = pgettext_lazy("list", "透视")
    errors: dict[str, list[str]] = {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "choose" in request.GET and getattr(request, "htmx", False):
            return render(request, "reports/pivot_members.html", self._conditions(self._parameters()))
        return self.render()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "delete":
            number = asking.number_in(request.POST, "view") or 0
            name = pivots.delete_pivot(view_id=number, by=self.actor, at=self.at)
            messages.success(request, _("已删除视图“%(name)s”。") % {"name": name})
            return HttpResponseRedirect(reverse("reports:pivot"))
        asked = self._asked()
        try:
            view = pivots.save_pivot(
                name=storable(request.POST.get("name", "")),
                shared=request.POST.get("shared") == "on",
                indicator=asked["indicator"],
                rows=asked["rows"],
                columns=asked["columns"],
                length=asking.length_in(request.GET),
                members=asking.members_in(request.GET),
                by=self.actor,
                at=self.at,
            )
        except Invalid as error:
            self.errors = error.errors
            return self.render(status=422)
        messages.success(request, _("已保存视图“%(name)s”。") % {"name": view.name})
        return HttpResponseRedirect(request.get_full_path())

    def _asked(self) -> dict[str, str]:
        query = self.request.GET
        asked = {name: query.get(name, default) for name, default in FIRST.items()}
        if "columns" not in query and "rows" in query:
            asked["columns"] = ""
        for name in ("rows", "columns"):
            if asked[name] and asked[name] != MONTH and not dimensions.is_known(asked[name]):
                asked[name] = ""
        if not dimensions.is_known(asked["rows"]):
            asked["rows"] = FIRST["rows"]
        if asked["columns"] == asked["rows"]:
            asked["columns"] = ""
        return asked

    def _parameters(self) -> dict[str, Any]:
        """What was asked for, in the portal's own terms."""
        query, asked = self.request.GET.copy(), self._asked()
        query["indicator"] = asked["indicator"]
        return {
            "asked": asked,
            "chosen": asking.indicator_in(query),
            "organisation": asking.organisation_in(query, self.actor),
            "length": asking.length_in(query),
            "month": asking.month_in(query, clock.today()),
            "members": asking.members_in(query),
        }

    def _conditions(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """The conditions chosen, and what else the dimension `by` has to choose from."""
        query, members = self.request.GET, parameters["members"]
        by = query.get("by", "") if "choose" in query and dimensions.is_known(query.get("by", "")) else ""
        chosen = {key: dimensions.wanted(member) for key, member in members.items()}
        hidden = [(key, member) for key, found in chosen.items() if key != by for member in found]
        if not by:
            return {"hidden": hidden}
        span = span_of(parameters["length"], parameters["month"])
        indicator = parameters["chosen"]
        found = members_with_figures(parameters["organisation"], indicator.key, by, span, members)
        offered = [(one.key, one.name, exact(one.value, indicator.unit)) for one in found]
        mine, known, one = chosen.get(by, []), {row[0] for row in offered}, dimensions.dimension(by)
        gone = [member for member in mine if member not in known]
        names = dimensions.names_asked(one, gone, parameters["organisation"])
        offered += [(key, name, "") for key, name in zip(gone, names, strict=True)]
        return {"hidden": hidden, "by": by, "by_name": one.name, "one_alone": one.many, "offered": offered,
                "ticked": mine}  # fmt: skip

    def get_context(self, **extra: Any) -> dict[str, Any]:
        today, given = clock.today(), self._parameters()
        asked, chosen, organisation = given["asked"], given["chosen"], given["organisation"]
        length, month, members = given["length"], given["month"], given["members"]
        span = span_of(length, month)
        found = pivot(organisation, chosen.key, asked["rows"], asked["columns"], span, members)
        return super().get_context(
            asked=asked,
            chosen=chosen,
            filtered=bool(members),
            unit=Unit(chosen.unit).label,
            organisation=organisation,
            organisations=reach.near(self.actor, organisation),
            length=length,
            month=f"{month:%Y-%m}",
            span=named(span),
            pivot=found,
            head=dimensions.dimension(asked["rows"]).name,
            lines=[
                (_name(row), self._line_url(asked["rows"], row, members), _points(found, row)) for row in found.rows
            ],
            sections=sections(),
            dimensions=[(one.key, one.name) for one in dimensions.all_dimensions()],
            month_columns=MONTH,
            chips=self._chips(members, organisation),
            unfiltered_url=self._url({key: [] for key in members}),
            lengths=Length.choices,
            months=months(today),
            views=[(view, _address(view, organisation.pk, f"{month:%Y-%m}")) for view in pivots.pivots_of(self.actor)],
            own_post=self.actor.post.pk if self.actor.post else None,
            errors=[message for said in self.errors.values() for message in said],
            typed=self.request.POST,
            ways=ways("pivot"),
            **self._conditions(given),
            **extra,
        )

    def _url(self, conditions: Mapping[str, list[str]]) -> str:
        """The same pivot with these conditions in the place of its own on those dimensions."""
        query: QueryDict = self.request.GET.copy()
        for name in ("choose", "by"):
            query.pop(name, None)
        for key, members in conditions.items():
            query.setlist(key, members)
        return f"{self.request.path}?{query.urlencode()}"

    def _line_url(self, by: str, row: PivotRow, members: Mapping[str, dimensions.Wanted]) -> str:
        """The same pivot, of this line alone; empty where it is so already."""
        if row.member is None or members.get(by) == row.member:
            return ""
        return self._url({by: [row.member]})

    def _chips(
        self, members: Mapping[str, dimensions.Wanted], organisation: Organisation
    ) -> list[tuple[str, str, str]]:
        """Each condition: the dimension, the member, and the address without it."""
        found = []
        for key, member in members.items():
            one, all_of_it = dimensions.dimension(key), dimensions.wanted(member)
            for each, name in zip(all_of_it, dimensions.names_asked(one, all_of_it, organisation), strict=True):
                found.append((str(one.name), name, self._url({key: [other for other in all_of_it if other != each]})))
        return found


def _name(row: PivotRow) -> str:
    return _("合计") if row.member is None else row.name


def _points(found: Pivot, row: PivotRow) -> list[Shown]:
    return [_shown(found, cell, heading or _("合计")) for cell, heading in zip(row.cells, found.headings, strict=True)]


def _shown(found: Pivot, cell: Cell, label: str) -> Shown:
    unit = cell.indicator.unit
    has_list = cell.value is not None and (bool(cell.value) or cell.indicator.is_rate)
    members = {**found.members, **cell.members}
    url = list_url(cell.indicator.key, found.organisation, found.spans[cell.span], members) if has_list else ""
    return Shown(label, brief(cell.value, unit), with_unit(cell.value, unit), url)


def _address(view: PivotView, organisation: int, month: str) -> str:
    query = {
        **view.members,
        "indicator": view.indicator,
        "rows": view.rows,
        "columns": view.columns,
        "length": view.length,
        "organisation": organisation,
        "month": month,
    }
    return f"{reverse('reports:pivot')}?{urlencode(query, doseq=True)}"

"""The pivot: any indicator over two dimensions, each cell with its list, kept under a name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from unionlaw.lib import clock
from unionlaw.lib.errors import Invalid
from unionlaw.reports import asking, dimensions, reach
from unionlaw.reports.forms import sections
from unionlaw.reports.indicators import Unit
from unionlaw.reports.links import list_url
from unionlaw.reports.models import PivotView
from unionlaw.reports.pivoting import MONTH, Pivot, PivotRow, pivot
from unionlaw.reports.presenting import Shown
from unionlaw.reports.services import pivots
from unionlaw.reports.spans import Length, named, span_of
from unionlaw.reports.tables import Cell
from unionlaw.reports.views.live import months, ways
from unionlaw.reports.wording import brief, with_unit
from unionlaw.web import policy
from unionlaw.web.views import PageView

FIRST = {"indicator": "matters_opened", "rows": "cause", "columns": "channel"}


class Pivots(PageView):
    """`?indicator=&rows=&columns=&organisation=&length=&month=&by=&member=`; POST keeps it or deletes a kept one."""

    policy = policy.Right("report.read")
    template_name = "reports/pivot.html"
    title = pgettext_lazy("list", "透视")
    errors: dict[str, list[str]] = {}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "delete":
            number = asking.number_in(request.POST, "view") or 0
            name = pivots.delete_pivot(view_id=number, by=self.actor, at=self.at)
            messages.success(request, _("已删除视图“%(name)s”。") % {"name": name})
            return HttpResponseRedirect(reverse("reports:pivot"))
        asked = self._asked()
        try:
            view = pivots.save_pivot(
                name=request.POST.get("name", ""),
                shared=request.POST.get("shared") == "on",
                indicator=asked["indicator"],
                rows=asked["rows"],
                columns=asked["columns"],
                length=asking.length_in(request.GET),
                members=_filter(asked),
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
        asked["by"] = query.get("by", "") if dimensions.is_known(query.get("by", "")) else ""
        asked["member"] = query.get("member", "")[:120]
        return asked

    def get_context(self, **extra: Any) -> dict[str, Any]:
        query, today = self.request.GET.copy(), clock.today()
        asked = self._asked()
        query["indicator"] = asked["indicator"]
        chosen = asking.indicator_in(query)
        organisation = asking.organisation_in(query, self.actor)
        length, month = asking.length_in(query), asking.month_in(query, today)
        span = span_of(length, month)
        found = pivot(organisation, chosen.key, asked["rows"], asked["columns"], span, _filter(asked))
        kept = {name: str(value) for name, value in query.items() if name not in ("by", "member")}
        return super().get_context(
            asked=asked,
            chosen=chosen,
            unit=Unit(chosen.unit).label,
            organisation=organisation,
            organisations=reach.near(self.actor, organisation),
            length=length,
            month=f"{month:%Y-%m}",
            span=named(span),
            pivot=found,
            head=dimensions.dimension(asked["rows"]).name,
            lines=[(_name(row), self._filter_url(kept, asked["rows"], row), _points(found, row)) for row in found.rows],
            sections=sections(),
            dimensions=[(one.key, one.name) for one in dimensions.all_dimensions()],
            month_columns=MONTH,
            filtered=_filtered(asked),
            unfiltered_url=f"{self.request.path}?{urlencode(kept)}",
            lengths=Length.choices,
            months=months(today),
            views=[(view, _address(view, organisation.pk, f"{month:%Y-%m}")) for view in pivots.pivots_of(self.actor)],
            own_post=self.actor.post.pk if self.actor.post else None,
            errors=[message for said in self.errors.values() for message in said],
            typed=self.request.POST,
            ways=ways("pivot"),
            **extra,
        )

    def _filter_url(self, kept: dict[str, str], by: str, row: PivotRow) -> str:
        """The same pivot, of this line alone."""
        if row.member is None:
            return ""
        return f"{self.request.path}?{urlencode({**kept, 'by': by, 'member': row.member})}"


def _filter(asked: dict[str, str]) -> dict[str, str]:
    return {asked["by"]: asked["member"]} if asked["by"] else {}


def _filtered(asked: dict[str, str]) -> tuple[str, str] | None:
    if not asked["by"]:
        return None
    one = dimensions.dimension(asked["by"])
    return str(one.name), dimensions.named(one, [asked["member"]])[asked["member"]]


def _name(row: PivotRow) -> str:
    return _("合计") if row.member is None else row.name


def _points(found: Pivot, row: PivotRow) -> list[Shown]:
    return [_shown(found, cell, heading or _("合计")) for cell, heading in zip(row.cells, found.headings, strict=True)]


def _shown(found: Pivot, cell: Cell, label: str) -> Shown:
    unit = cell.indicator.unit
    has_list = cell.value is not None and (bool(cell.value) or cell.indicator.is_rate)
    url = list_url(cell.indicator.key, found.organisation, found.spans[cell.span], cell.members) if has_list else ""
    return Shown(label, brief(cell.value, unit), with_unit(cell.value, unit), url)


def _address(view: PivotView, organisation: int, month: str) -> str:
    by, member = next(iter(view.members.items()), ("", ""))
    query = {
        "indicator": view.indicator,
        "rows": view.rows,
        "columns": view.columns,
        "length": view.length,
        "organisation": organisation,
        "month": month,
        **({"by": by, "member": member} if by else {}),
    }
    return f"{reverse('reports:pivot')}?{urlencode(query)}"

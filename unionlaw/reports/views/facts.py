"""Which matters: the list of facts behind a figure, with what the figure says in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.lib.errors import Missing
from unionlaw.lib.text import storable
from unionlaw.lib.wording import listed
from unionlaw.matters import panels
from unionlaw.matters.models import Matter
from unionlaw.network.models import Organisation
from unionlaw.reports import asking, dimensions
from unionlaw.reports.computed import computed_round
from unionlaw.reports.frozen_listing import FrozenFactList
from unionlaw.reports.indicators import Indicator, Unit, indicator, rate
from unionlaw.reports.links import report_url
from unionlaw.reports.listing import PAGE, Fact, FactList
from unionlaw.reports.models import Round
from unionlaw.reports.presenting import bases_of
from unionlaw.reports.sources import source
from unionlaw.reports.spans import Length, Span, named, span_of
from unionlaw.reports.tables import Value
from unionlaw.reports.wording import exact, with_unit
from unionlaw.web import policy
from unionlaw.web.views import PageView


@dataclass(frozen=True, slots=True)
class Line:
    """One fact on the page; without a matter when the reader may not see it."""

    on_date: date
    amount: str
    matter: Matter | None
    url: str


class Facts(PageView):
    """`?indicator=&organisation=&start=&end=`, members of dimensions, `round=` for frozen facts, `side=` of a rate."""

    policy = policy.Right("report.read")
    template_name = "reports/facts.html"
    title = gettext_lazy("数字背后的事项")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        query = self.request.GET
        if "indicator" not in query:
            return super().get_context(chosen=None, **extra)
        chosen, organisation = asking.indicator_in(query), asking.organisation_in(query, self.actor)
        span, members = asking.span_in(query), asking.members_in(query)
        frozen = self._round(organisation)
        if frozen is not None and frozen.span != span:
            raise Missing(_("没有这个期间。"))
        sides = bases_of(chosen.key)
        side = query.get("side", "") if chosen.is_rate else ""
        key = next((base for name, base, _label in sides if name == side), sides[0][1])
        lists = {
            base: FrozenFactList(base, organisation, members, frozen.pk)
            if frozen is not None
            else FactList(base, organisation, span, members)
            for _name, base, _label in sides
        }
        totals = {base: found.total() for base, found in lists.items()}
        rows = lists[key].page(_after(query.get("after", "")), PAGE + 1)
        base = indicator(key)
        return super().get_context(
            chosen=chosen,
            base=base,
            unit_of_amount=Unit(base.unit).label if base.sum else "",
            source=source(base.source),
            organisation=organisation,
            span=named(span),
            start=span.start,
            end=span.end,
            members=_in_words(members, organisation, known=bool(totals[key][1])),
            figure=_figure(chosen, {base: value for base, (value, _lines) in totals.items()}),
            figure_of_list=with_unit(totals[key][0], base.unit),
            count=totals[key][1],
            tabs=self._tabs(sides, key, totals) if chosen.is_rate else [],
            round=frozen,
            version=frozen.versions.get(chosen.key, chosen.version) if frozen else chosen.version,
            lines=self._lines(rows[:PAGE], base),
            next_url=self._next(rows[PAGE - 1]) if len(rows) > PAGE else "",
            back_url=_report_of(organisation, span, frozen),
            first_url=self._first() if "after" in query else "",
            **extra,
        )

    def _round(self, organisation: Organisation) -> Round | None:
        if "round" not in self.request.GET:
            return None
        return computed_round(organisation, asking.number_in(self.request.GET, "round"))

    def _lines(self, rows: list[Fact], base: Indicator) -> list[Line]:
        seen = Matter.objects.visible_to(self.actor).filter(pk__in={row.matter for row in rows})
        matters = {matter.pk: matter for matter in seen.select_related("organisation")}
        return [
            Line(
                row.on_date,
                exact(row.amount, base.unit) if row.amount is not None else "",
                matters.get(row.matter),
                panels.url_of(matters[row.matter].kind, row.matter) if row.matter in matters else "",
            )
            for row in rows
        ]

    def _tabs(
        self, sides: list[tuple[str, str, str]], key: str, totals: dict[str, tuple[int, int]]
    ) -> list[dict[str, Any]]:
        query, found = self.request.GET.copy(), []
        query.pop("after", None)
        for name, base, label in sides:
            query["side"] = name
            found.append(
                {
                    "label": _("%(side)s：%(name)s") % {"side": label, "name": indicator(base).name},
                    "url": f"{self.request.path}?{query.urlencode()}",
                    "current": base == key,
                    "count": exact(totals[base][0], indicator(base).unit),
                }
            )
        return found

    def _next(self, last: Fact) -> str:
        query = self.request.GET.copy()
        query["after"] = f"{last.on_date.isoformat()}~{last.fact}"
        return f"{self.request.path}?{query.urlencode()}"

    def _first(self) -> str:
        query = self.request.GET.copy()
        query.pop("after", None)
        return f"{self.request.path}?{query.urlencode()}"


def _report_of(organisation: Organisation, span: Span, frozen: Round | None) -> str:
    """The report that the figure stands in: the handed-in one, or the live one of the same days."""
    if frozen is not None:
        report = frozen.reports.filter(organisation=organisation).first()
        return reverse("reports:report", args=[report.pk]) if report else ""
    length = next((one for one in Length.values if span_of(one, span.end) == span), "")
    return report_url(organisation.pk, "", length, f"{span.end:%Y-%m}") if length else ""


def _after(typed: str) -> tuple[date, str] | None:
    day, _sign, fact = typed.partition("~")
    try:
        return (date.fromisoformat(day), storable(fact)[:60]) if fact else None
    except ValueError:
        return None


def _figure(chosen: Indicator, values: dict[str, int]) -> str:
    value: Value = values.get(chosen.key)
    if chosen.is_rate:
        value = rate(chosen, values[chosen.part], values[chosen.whole])
    return with_unit(value, chosen.unit)


def _in_words(
    members: dict[str, dimensions.Wanted], organisation: Organisation, *, known: bool
) -> list[tuple[str, str]]:
    """Dimensions and members by name; `known` says that there are facts that have them."""
    found = []
    for key, member in members.items():
        one, asked = dimensions.dimension(key), dimensions.wanted(member)
        has_it = known and len(asked) == 1
        names = dimensions.names_of(one, asked) if has_it else dimensions.names_asked(one, asked, organisation)
        found.append((str(one.name), listed(names)))
    return found

"""The SQL of a source's facts for an organisation, spans and dimensions: computing sums it, listing lists it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from unionlaw.lib import clock
from unionlaw.network.models import Organisation
from unionlaw.network.models.organisation import MAX_DEPTH
from unionlaw.reports.dimensions import Dimension, Wanted, wanted
from unionlaw.reports.indicators import Indicator
from unionlaw.reports.sources import MATTER, Source
from unionlaw.reports.spans import Span


@dataclass
class Relation:
    """A SELECT over facts with its parameters.

    Its columns: fact (text), matter_id, on_date, those of the source, those of the matter, and d_… for each dimension.
    """

    source: Source
    organisation: Organisation
    spans: list[Span]
    dimensions: list[Dimension] = field(default_factory=list)
    events: set[str] = field(default_factory=set)
    parameters: dict[str, Any] = field(default_factory=dict)
    members: Mapping[str, Wanted] = field(default_factory=dict)
    """Dimension key → the member or members wanted; the dimension must be one of `dimensions`."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Further columns, as SQL over the matter and the joins of `joined`."""
    joined: list[Dimension] = field(default_factory=list)
    """Dimensions that are joined without a column of their own."""

    def sql(self) -> str:
        """The SELECT; `parameters` is complete once it was called."""
        source = self.source
        self.parameters |= {
            "zone": settings.TIME_ZONE,
            "organisation": self.organisation.pk,
            "today": clock.today(),
            "first": midnight(min(span.start for span in self.spans)),
            **source.parameters(),
        }
        columns = {
            "fact": f"({source.fact})::text",
            "matter_id": "m.id",
            "on_date": source.on_date,
            **({"event": source.names} if source.names else {}),
            **MATTER,
            **source.columns,
            **{f"d_{one.key}": self._member(one) for one in self.dimensions},
            **self.columns,
        }
        relation = source.relation
        for joins in dict.fromkeys(one.joins for one in [*self.dimensions, *self.joined] if one.joins):
            relation += f" {joins}"
        conditions = [f"m.scope{self.organisation.depth} = %(organisation)s", f"({source.where})", self._period()]
        if source.stock:
            relation += " CROSS JOIN unnest(%(days)s::date[]) AS d(day)"
            self.parameters["days"] = sorted({span.end for span in self.spans})
        if source.names:
            conditions.append(f"{source.names} = ANY(%(events)s)")
            self.parameters["events"] = sorted(self.events)
        for n, (key, member) in enumerate(self.members.items()):
            conditions.append(f"{self._member(self._dimension(key))} = ANY(%(member{n})s)")
            self.parameters[f"member{n}"] = wanted(member)
        selected = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
        return f"SELECT {selected} FROM {relation} WHERE {' AND '.join(conditions)}"  # noqa: S608  declared in code

    def _dimension(self, key: str) -> Dimension:
        return next(one for one in self.dimensions if one.key == key)

    def _member(self, dimension: Dimension) -> str:
        depth = self.organisation.depth
        return f"coalesce(({dimension.sql.format(depth=depth, below=min(depth + 1, MAX_DEPTH))})::text, '')"

    def _period(self) -> str:
        if self.source.stock:
            return f"({self.source.stock})"
        found = []
        for n, span in enumerate(_merged(self.spans)):
            if self.source.moment:
                column, self.parameters[f"from{n}"] = self.source.moment, midnight(span.start)
                self.parameters[f"until{n}"] = midnight(span.end + timedelta(days=1))
            else:
                column, self.parameters[f"from{n}"] = self.source.day, span.start
                self.parameters[f"until{n}"] = span.end + timedelta(days=1)
            found.append(f"{column} >= %(from{n})s AND {column} < %(until{n})s")
        return f"({' OR '.join(found)})"


def condition(indicator: Indicator, parameters: dict[str, Any]) -> str:
    """SQL over a relation's columns that the indicator's facts fulfil, whatever their day."""
    found = f"({indicator.where})"
    if indicator.events:
        name = f"events_{indicator.key}"
        parameters[name] = list(indicator.events)
        # The name first: it is compared quickly and decides most often.
        found = f"event = ANY(%({name})s) AND {found}"
    return found


def within(source: Source, span: Span, name: str, parameters: dict[str, Any]) -> str:
    """SQL over a relation's columns: the fact belongs to the span. A stock belongs to the span's last day."""
    parameters[f"{name}_end"] = span.end
    if source.stock:
        return f"on_date = %({name}_end)s"
    parameters[f"{name}_start"] = span.start
    return f"on_date BETWEEN %({name}_start)s AND %({name}_end)s"


def amount(indicator: Indicator, where: str = "TRUE") -> str:
    """SQL of the aggregate that makes the figure from the facts that fulfil `where`."""
    if indicator.distinct:
        return f"count(DISTINCT {indicator.distinct}) FILTER (WHERE {where})"
    if indicator.sum:
        return f"coalesce(sum({indicator.sum}) FILTER (WHERE {where}), 0)"
    return f"count(*) FILTER (WHERE {where})"


def midnight(day: Any) -> datetime:
    """The moment the day begins, in the project's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The spans without overlaps, so that an index is walked once for each stretch of days."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end + timedelta(days=1):
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found

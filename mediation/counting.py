"""The figures of centres: what was received, accepted, settled, failed, confirmed and recovered in a span of days.

Each figure is a condition on mediations that lists filter by too (mediation/filters.py), so that a number and the list
it opens are one and the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mediation import states
from mediation.models import Confirmation, Mediation
from unionlaw.matters.models import Matter, Payment
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both included; None is open."""

    start: date | None
    end: date | None

    def on(self, column: str) -> Q:
        """A day column lies in the span."""
        found = Q(**{f"{column}__gte": self.start}) if self.start else Q()
        return found & (Q(**{f"{column}__lte": self.end}) if self.end else Q())

    def at(self, column: str) -> Q:
        """A moment lies in the span, by the local day."""
        found = Q(**{f"{column}__gte": _midnight(self.start)}) if self.start else Q()
        # After the last day of the calendar comes none.
        end = self.end if self.end != date.max else None
        return found & (Q(**{f"{column}__lt": _midnight(end + timedelta(days=1))}) if end else Q())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def received(span: Span) -> Q:
    """Received in the span."""
    return span.on("received_on")


def accepted(span: Span) -> Q:
    """Taken up in the span."""
    return span.on("accepted_on")


def effective(span: Span) -> Q:
    """Their agreement took effect in the span."""
    return span.on("effective_on")


def failed(span: Span) -> Q:
    """Ended in the span without an agreement."""
    return span.at("matter__closed_at") & Q(matter__status=states.FAILED)


def confirmed(span: Span) -> Q:
    """An agreement was confirmed in the span."""
    granted = Confirmation.objects.filter(
        span.on("decided_on"), agreement__mediation=OuterRef("pk"), state=Confirmation.State.GRANTED
    )
    return Q(Exists(granted))


def paid(span: Span) -> Q:
    """Money reached a worker in the span."""
    payments = Payment.objects.filter(span.on("paid_on"), matter=OuterRef("pk"), cancelled_reason="")
    return Q(Exists(payments))


FIGURES: dict[str, tuple[str | Promise, Callable[[Span], Q]]] = {
    "received": (_("收到"), received),
    "accepted": (_("受理"), accepted),
    "effective": (_("达成协议"), effective),
    "failed": (_("调解不成"), failed),
    "confirmed": (_("审查确认"), confirmed),
    "paid": (_("有款项到账"), paid),
}
"""Key → label and condition on mediations; the key is also the filter of lists."""


@dataclass(frozen=True, slots=True)
class Month:
    """The figures of one month; `recovered` in fen."""

    month: date
    counts: dict[str, int]
    recovered: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of a span; `days` is how long settled mediations took on average, None without one."""

    counts: dict[str, int]
    recovered: int
    days: int | None

    @property
    def rate(self) -> int | None:
        """Settled of those that were settled or failed, in per cent; None while neither happened."""
        done = self.counts["effective"] + self.counts["failed"]
        return round(100 * self.counts["effective"] / done) if done else None


def of(actor: Actor, organisation: Organisation | None) -> QuerySet[Mediation]:
    """The mediations the actor may know of, of one centre or union and those below it when it is named."""
    matters = Matter.objects.visible_to(actor).filter(kind=Kind.MEDIATION)
    if organisation is not None:
        matters = matters.filter(**{f"scope{len(organisation.lineage)}": organisation.pk})
    return Mediation.objects.filter(matter__in=matters)


def totals(rows: QuerySet[Mediation], span: Span) -> Totals:
    """Every figure of the span, in three queries."""
    counts = rows.aggregate(**{key: Count("pk", filter=condition(span)) for key, (_l, condition) in FIGURES.items()})
    took = rows.filter(effective(span)).aggregate(days=Avg(F("effective_on") - F("received_on")))["days"]
    return Totals(counts, _recovered(rows, span)["sum"], round(took / timedelta(days=1)) if took is not None else None)


def by_month(rows: QuerySet[Mediation], span: Span) -> list[Month]:
    """The figures month by month, newest first; months in which nothing happened are shown with zeros."""
    months = [Span(first, last_of(first)) for first in _months(span)]
    named = {
        f"{key}_{index}": Count("pk", filter=condition(month))
        for index, month in enumerate(months)
        for key, (_l, condition) in FIGURES.items()
    }
    counts = rows.aggregate(**named) if named else {}
    money = dict(
        _payments(rows, span).annotate(month=TruncMonth("paid_on")).values_list("month").annotate(sum=Sum("amount"))
    )
    found = [
        Month(month.start, {key: counts[f"{key}_{index}"] for key in FIGURES}, money.get(month.start, 0))
        for index, month in enumerate(months)
        if month.start
    ]
    return found[::-1]


def _payments(rows: QuerySet[Mediation], span: Span) -> QuerySet[Payment]:
    return Payment.objects.filter(span.on("paid_on"), matter__in=rows.values("pk"), cancelled_reason="")


def _recovered(rows: QuerySet[Mediation], span: Span) -> dict[str, Any]:
    return {"sum": _payments(rows, span).aggregate(sum=Sum("amount"))["sum"] or 0}


def _months(span: Span) -> list[date]:
    """The first day of every month of the span."""
    assert span.start
    assert span.end
    first, found = span.start.replace(day=1), []
    while first <= span.end:
        found.append(first)
        first = last_of(first) + timedelta(days=1)
    return found


def last_of(first: date) -> date:
    """The last day of the month that begins on `first`."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)

"""Spans of days that figures are asked for: a month, a quarter, a year so far, and what stands beside them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, order=True)
class Span:
    """Days from `start` to `end`, both included.

    Raises:
        ValueError: they are in the wrong order.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.end} lies before {self.start}")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


class Length(models.TextChoices):
    """How long a report's span is."""

    MONTH = "month", gettext_lazy("月报")
    QUARTER = "quarter", gettext_lazy("季报")
    YEAR_TO_DATE = "year_to_date", gettext_lazy("年初至今")


def month_of(day: date) -> Span:
    """The calendar month that `day` lies in."""
    return Span(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def months_back(day: date, count: int) -> date:
    """The first day of the month `count` months before the month of `day` (after it, when negative)."""
    months = day.year * 12 + day.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def span_of(length: str, last_month: date) -> Span:
    """The span of a report whose last month is the month of `last_month`.

    A quarter ends with that month's quarter; the year to date ends with the month itself.
    """
    if length == Length.QUARTER:
        first = date(last_month.year, (last_month.month - 1) // 3 * 3 + 1, 1)
        return Span(first, month_of(months_back(first, -2)).end)
    end = month_of(last_month).end
    return Span(end.replace(month=1, day=1) if length == Length.YEAR_TO_DATE else end.replace(day=1), end)


def before(length: str, span: Span) -> Span:
    """What "last month" (last quarter, last year) is to the span; the year to date has last year's same days."""
    if length == Length.YEAR_TO_DATE:
        return last_year(length, span)
    return span_of(length, span.start - timedelta(days=1))


def last_year(length: str, span: Span) -> Span:
    """The same span one year earlier."""
    return span_of(length, months_back(span.end, 12))


def named(span: Span) -> str:
    """The span in words: "2026年11月", "2026年第4季度", "2026年1月至11月", or its two days."""
    start, end = span.start, span.end
    whole = start.day == 1 and end == month_of(end).end and start.year == end.year
    if whole and start.month == end.month:
        return _("%(year)s年%(month)s月") % {"year": start.year, "month": start.month}
    if whole and start.month % 3 == 1 and end.month == start.month + 2:
        return _("%(year)s年第%(quarter)s季度") % {"year": start.year, "quarter": end.month // 3}
    if whole and start.month == 1:
        return _("%(year)s年1月至%(month)s月") % {"year": start.year, "month": end.month}
    return _("%(start)s至%(end)s") % {"start": start.isoformat(), "end": end.isoformat()}

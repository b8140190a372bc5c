"""The figures of a centre, each opening its list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from mediation import counting
from mediation.counting import Span
from mediation.services.places import holders_below
from unionlaw.lib import clock
from unionlaw.network.models import Organisation
from unionlaw.web import policy
from unionlaw.web.views import PageView

YEARS = 5


class Statistics(PageView):
    policy = policy.Right("mediation.view")
    template_name = "mediation/statistics.html"
    title = _("调解统计")

    @cached_property
    def years(self) -> list[int]:
        now = clock.today().year
        return list(range(now, now - YEARS, -1))

    @cached_property
    def span(self) -> Span:
        """The year asked for up to today."""
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else self.years[0]
        year = year if year in self.years else self.years[0]
        return Span(date(year, 1, 1), min(date(year, 12, 31), clock.today()))

    @cached_property
    def places(self) -> list[Organisation]:
        """What can be chosen: for those who read a tree, it and the places below that hold mediations."""
        return list(holders_below(self.actor)) if self.actor.reads_tree and not self.actor.is_outside else []

    @cached_property
    def organisation(self) -> Organisation | None:
        asked = self.request.GET.get("organisation", "")
        return next((place for place in self.places if str(place.pk) == asked), None)

    def opening(self, key: str, span: Span) -> str:
        """The list of what a figure counts."""
        query: dict[str, Any] = {f"{key}_after": span.start, f"{key}_before": span.end}
        if self.organisation:
            query["organisation"] = self.organisation.pk
        return f"{reverse('mediation:mediations')}?{urlencode(query)}"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        rows = counting.of(self.actor, self.organisation)
        totals = counting.totals(rows, self.span)
        months = [
            {
                "month": month,
                "cells": [
                    (key, month.counts[key], self.opening(key, Span(month.month, counting.last_of(month.month))))
                    for key in counting.FIGURES
                ],
            }
            for month in counting.by_month(rows, self.span)
        ]
        return super().get_context(
            totals=totals,
            figures=[
                (key, label, totals.counts[key], self.opening(key, self.span))
                for key, (label, _condition) in counting.FIGURES.items()
            ],
            settled_url=self.opening("effective", self.span),
            paid_url=self.opening("paid", self.span),
            months=months,
            chosen_year=self.span.start.year if self.span.start else 0,
            list_url=reverse("mediation:mediations"),
            **extra,
        )

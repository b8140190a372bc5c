"""Filters of mediations, shared by pages and the API: those of matters, with the statuses of one kind and their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import django_filters as df
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mediation import states
from mediation.counting import FIGURES, Span
from mediation.models import Confirmation, Mediation, MediatorAssignment, Origin, Session
from mediation.models.mediation import CHOICES, DAYS
from unionlaw.lib import clock
from unionlaw.matters.beside import Beside
from unionlaw.matters.dated_filters import DatedFilter
from unionlaw.matters.filters import YES_NO
from unionlaw.matters.models import Matter, Party, Payment
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.recorded import any_by, late
from unionlaw.web.lists.keyset import Branch

SESSIONS = [("today", _("今天召开")), ("week", _("七天内召开")), ("unlogged", _("时间已过，待记录"))]


class MediationFilter(DatedFilter):
    beside = Mediation
    choices_in_order = CHOICES
    status = df.MultipleChoiceFilter(
        label=_("状态"), choices=[(status.code, status.label) for status in states.mediation.statuses]
    )
    origin = df.MultipleChoiceFilter(label=_("来源渠道"), choices=Origin, method="of_row")
    track = df.MultipleChoiceFilter(label=_("通道"), choices=Mediation.Track, method="of_row")
    form = df.MultipleChoiceFilter(label=_("方式"), choices=Mediation.Form, method="of_row")
    mediating = df.BooleanFilter(label=_("我调解的"), method="by_mediating", widget=YES_NO)
    session = df.ChoiceFilter(label=_("调解会"), choices=SESSIONS, method="by_session")
    mediator = df.NumberFilter(label=_("调解员"), method="by_mediator", widget=forms.HiddenInput)
    employer = df.NumberFilter(label=_("用人单位"), method="by_employer", widget=forms.HiddenInput)
    referred_by = df.NumberFilter(label=_("移送单位"), method="by_referrer", widget=forms.HiddenInput)
    received = df.DateFromToRangeFilter(label=_("收到日期"), method="by_figure")
    accepted = df.DateFromToRangeFilter(label=_("受理日期"), method="by_figure")
    effective = df.DateFromToRangeFilter(label=_("协议生效日期"), method="by_figure")
    failed = df.DateFromToRangeFilter(label=_("调解不成日期"), method="by_figure")
    confirmed = df.DateFromToRangeFilter(label=_("审查确认日期"), method="by_figure")
    paid = df.DateFromToRangeFilter(label=_("到账日期"), method="by_figure")

    def in_order(self, values: Mapping[str, Any], order: str) -> Callable[[Branch], list[Branch]] | None:
        """Confirmed from some day on: few of all mediations, and their last day says it: only these are walked."""
        since = values["confirmed"].start if set(values) == {"confirmed"} and not values["confirmed"].stop else None
        if since is None or order != "opened_at":
            return super().in_order(values, order)
        self.walked_in_order = "confirmed"
        return self.beside_rows([{"confirmed_on__gte": since.date()}])

    def by_mediating(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        post = getattr(self.request.actor, "post", None)
        return self.narrow(queryset, name, _assigned(post.pk if post else 0), way="mediation", having=value)

    def by_session(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """A planned session today, on one of the seven days from today on, or over and not on record."""
        planned = Session.objects.filter(state=Session.State.PLANNED)
        if value == "unlogged":
            planned = planned.filter(ends_at__lt=clock.now())
        else:
            midnight = clock.midnight(clock.today())
            until = midnight + timedelta(days=1 if value == "today" else 7)
            planned = planned.filter(starts_at__gte=midnight, starts_at__lt=until)
        return self.narrow(queryset, name, planned, way="mediation")

    def by_mediator(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """By the mediator's post; pages link here, nobody types it."""
        return self.narrow(queryset, name, _assigned(_id(value)), way="mediation")

    def by_employer(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """By the employer's id; pages link here, nobody types it."""
        return self.narrow(queryset, name, Party.objects.filter(employer=_id(value)), way="dispute", column="dispute")

    def by_referrer(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """By the organ that passed it on."""
        return self.narrow(queryset, name, Mediation.objects.filter(referred_by=_id(value)))

    def by_figure(self, queryset: QuerySet[Any], name: str, value: slice) -> QuerySet[Any]:
        """What the statistics count under this name, from a day, to a day, or both (counting.FIGURES)."""
        span = Span(value.start and value.start.date(), value.stop and value.stop.date())
        if span.start is None and span.end is None:
            return queryset
        if name == "failed":
            return self.by_end(queryset, span)
        if name == "paid":
            paid = Payment.objects.filter(span.on("paid_on"), cancelled_reason="")
            begun = self.begun(queryset, name, paid.filter(matter__kind=Kind.MEDIATION), span.end)
            return self.narrow(begun, name, paid)
        if name == "confirmed":
            granted = Confirmation.objects.filter(span.on("decided_on"), state=Confirmation.State.GRANTED)
            return self.narrow(self.begun(queryset, name, granted, span.end), name, granted, way="mediation")
        rows = Mediation.objects.filter(FIGURES[name][1](span))
        return self.narrow(self.begun(queryset, name, rows, span.end), name, rows)

    def until(self) -> Iterable[tuple[date, QuerySet[Any]]]:
        for name in FIGURES:
            value = self.form.cleaned_data.get(name)
            if value is None or value.stop is None or name == "failed":
                continue
            end = value.stop.date()
            if name == "paid":
                yield end, Payment.objects.filter(late("paid_on"), paid_on__lte=end)
            else:
                # What a tribunal or court decides on is in effect by then.
                yield end, Mediation.objects.filter(late(*DAYS), any_by(end, *DAYS))

    def by_end(self, queryset: QuerySet[Any], span: Span) -> QuerySet[Any]:
        """Those that failed in the span, by what matters and grants have themselves: only one status is walked, from
        the day on which they can have been opened at the latest. When they were closed is looked up on the way."""
        begun = queryset.filter(Span(None, span.end).at("opened_at"), status=states.FAILED)
        if queryset.model is Matter:
            return begun.filter(span.at("closed_at"))
        return Beside(Matter.objects.filter(span.at("closed_at")), "pk", few=None).narrow(begun)


def _assigned(post: int) -> QuerySet[Any]:
    return MediatorAssignment.objects.serving().filter(post=post)


def _id(value: Any) -> int:
    return int(value) if 0 < value < 2**63 else 0

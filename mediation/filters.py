"""Filters of mediations, shared by pages and the API: those of matters, with the statuses of one kind and their own."""

from __future__ import annotations

from typing import Any

import django_filters as df
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from mediation import states
from mediation.counting import FIGURES, Span
from mediation.models import Mediation, MediatorAssignment, Origin
from unionlaw.matters.filters import YES_NO, MatterFilter
from unionlaw.matters.models import Matter, Party


class MediationFilter(MatterFilter):
    """Filters on the row beside the matter. Lists walk matters and grants alike, so it is looked up row by row."""

    kind = None
    status = df.MultipleChoiceFilter(
        label=_("状态"), choices=[(status.code, status.label) for status in states.mediation.statuses]
    )
    origin = df.MultipleChoiceFilter(label=_("来源渠道"), choices=Origin, method="of_row")
    track = df.MultipleChoiceFilter(label=_("通道"), choices=Mediation.Track, method="of_row")
    form = df.MultipleChoiceFilter(label=_("方式"), choices=Mediation.Form, method="of_row")
    mediating = df.BooleanFilter(label=_("我调解的"), method="by_mediating", widget=YES_NO)
    mediator = df.NumberFilter(label=_("调解员"), method="by_mediator", widget=forms.HiddenInput)
    employer = df.NumberFilter(label=_("用人单位"), method="by_employer", widget=forms.HiddenInput)
    referred_by = df.NumberFilter(label=_("移送单位"), method="by_referrer", widget=forms.HiddenInput)
    received = df.DateFromToRangeFilter(label=_("收到日期"), method="by_figure")
    accepted = df.DateFromToRangeFilter(label=_("受理日期"), method="by_figure")
    effective = df.DateFromToRangeFilter(label=_("协议生效日期"), method="by_figure")
    failed = df.DateFromToRangeFilter(label=_("调解不成日期"), method="by_figure")
    confirmed = df.DateFromToRangeFilter(label=_("审查确认日期"), method="by_figure")
    paid = df.DateFromToRangeFilter(label=_("到账日期"), method="by_figure")

    def of_row(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return _beside(queryset, **{f"{name}__in": value}) if value else queryset

    def by_mediating(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        post = getattr(self.request.actor, "post", None)
        condition = _assigned(queryset, post.pk if post else 0)
        return queryset.filter(condition) if value else queryset.exclude(condition)

    def by_mediator(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """By the mediator's post; pages link here, nobody types it."""
        return queryset.filter(_assigned(queryset, _id(value)))

    def by_employer(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """By the employer's id; pages link here, nobody types it."""
        return queryset.filter(Exists(Party.objects.filter(dispute=OuterRef("dispute"), employer=_id(value))))

    def by_referrer(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """By the organ that passed it on."""
        return _beside(queryset, referred_by=_id(value))

    def by_figure(self, queryset: QuerySet[Any], name: str, value: slice) -> QuerySet[Any]:
        """What the statistics count under this name, from a day, to a day, or both."""
        span = Span(value.start and value.start.date(), value.stop and value.stop.date())
        if span.start is None and span.end is None:
            return queryset
        rows = Mediation.objects.filter(FIGURES[name][1](span), matter=OuterRef(_key(queryset)))
        return queryset.filter(Exists(rows))


def _key(queryset: QuerySet[Any]) -> str:
    return "pk" if queryset.model is Matter else "matter_id"


def _beside(queryset: QuerySet[Any], **wanted: Any) -> QuerySet[Any]:
    return queryset.filter(Exists(Mediation.objects.filter(matter=OuterRef(_key(queryset)), **wanted)))


def _assigned(queryset: QuerySet[Any], post: int) -> Exists:
    return Exists(MediatorAssignment.objects.serving().filter(mediation=OuterRef(_key(queryset)), post=post))


def _id(value: Any) -> int:
    return int(value) if 0 < value < 2**63 else 0

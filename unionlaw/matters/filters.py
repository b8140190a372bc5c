"""Filters of matters, shared by pages, exports and the API; an index serves each (docs/adr/0002-visibility.md)."""

from collections import Counter
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelMultipleChoiceField

from unionlaw.lib import clock
from unionlaw.lib.wording import bracketed
from unionlaw.matters import searching, statuses
from unionlaw.matters.beside import FEW, among
from unionlaw.matters.models import Grant, Matter, Status
from unionlaw.matters.models.matter import LIVE_PHASES, Channel, Kind, Phase
from unionlaw.matters.services.visiting import seen_keys, unseen
from unionlaw.network.models import Organisation
from unionlaw.registers.models import Cause

DUE = [
    ("overdue", _("已逾期")),
    ("today", _("今天到期")),
    ("week", _("七天内到期")),
    ("later", _("七天以后")),
    ("none", _("没有期限")),
]
YES_NO = forms.Select(choices=[("", "—"), ("true", _("是")), ("false", _("否"))])


def _organisations(request: Any) -> QuerySet[Organisation]:
    actor = getattr(request, "actor", None)
    organisation = getattr(actor, "organisation", None)
    if actor is None or organisation is None or not actor.reads_tree:
        return Organisation.objects.none()
    return Organisation.objects.below(organisation).order_by("lineage")


class StatusChoices(ModelMultipleChoiceField):
    """Statuses of every kind of matter: where several kinds have one of a name, each says whose it is."""

    @cached_property
    def _named_alike(self) -> set[str]:
        found = Counter(str(status.label) for status in statuses.all_statuses())
        return {label for label, times in found.items() if times > 1}

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}{bracketed(obj.get_kind_display())}" if str(obj) in self._named_alike else str(obj)


class StatusFilter(filters.ModelMultipleChoiceFilter):
    field_class = StatusChoices


class MatterFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("关键词"))
    kind = filters.MultipleChoiceFilter(choices=Kind, label=_("种类"))
    status = StatusFilter(queryset=Status.objects.all(), label=_("状态"))
    phase = filters.MultipleChoiceFilter(choices=Phase, label=_("阶段"))
    due = filters.ChoiceFilter(choices=DUE, method="by_due", label=_("期限"))
    channel = filters.MultipleChoiceFilter(choices=Channel, label=_("来源"))
    cause = filters.ModelMultipleChoiceFilter(queryset=Cause.objects.selectable(), label=_("案由"))
    organisation = filters.ModelChoiceFilter(queryset=_organisations, method="by_organisation", label=_("承办单位"))
    mine = filters.BooleanFilter(method="by_mine", label=_("我经办的"), widget=YES_NO)
    unowned = filters.BooleanFilter(field_name="owner", lookup_expr="isnull", label=_("无人经办"), widget=YES_NO)
    unseen = filters.BooleanFilter(method="by_unseen", label=_("我没看过的"), widget=YES_NO)
    green_channel = filters.BooleanFilter(label=_("绿色通道"), widget=YES_NO)
    group = filters.BooleanFilter(label=_("群体性"), widget=YES_NO)
    opened = filters.DateFromToRangeFilter(field_name="opened_at", label=_("受理日期"))

    class Meta:
        model = Matter
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        known = self.by_others_number(value)
        return queryset.filter(pk__in=known) if known else queryset.matching(value)

    def by_others_number(self, typed: str) -> list[int]:
        """What a court or a partner organ knows under exactly what was typed; looked up once for the whole list."""
        if typed not in self._numbers:
            self._numbers[typed] = searching.by_others_number(typed, self.request.actor)
        return self._numbers[typed]

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        return {}

    def by_due(self, queryset: QuerySet[Matter], name: str, value: str) -> QuerySet[Matter]:
        return queryset.filter(due_condition(value, clock.today()))

    def by_organisation(self, queryset: QuerySet[Matter], name: str, value: Organisation) -> QuerySet[Matter]:
        return queryset.filter(**{f"scope{len(value.lineage)}": value.pk})

    def by_mine(self, queryset: QuerySet[Matter], name: str, value: bool) -> QuerySet[Matter]:
        condition = mine(self.request.actor, "pk" if queryset.model is Matter else "matter")
        return queryset.filter(condition) if value else queryset.exclude(condition)

    def by_unseen(self, queryset: QuerySet[Matter], name: str, value: bool) -> QuerySet[Matter]:
        matter = "pk" if queryset.model is Matter else "matter_id"
        if not value and self.seen_keys is not None:
            # In a large union these are few of what one may see: not to be met on a walk.
            return queryset.filter(among(matter, self.seen_keys))
        condition = unseen(self.request.actor, matter)
        return queryset.filter(condition) if value else queryset.exclude(condition)

    @cached_property
    def seen_keys(self) -> list[int] | None:
        """What this reader has opened or worked on, while it is little."""
        return seen_keys(self.request.actor, FEW)


def due_condition(bucket: str, today: date) -> Q:
    """Matters whose next time limit falls in `bucket` (a code of DUE) as seen on the day `today`.

    These are live ones, and closed ones on which a limit still runs (a follow-up).
    """
    week = today + timedelta(days=7)
    when = {
        "overdue": Q(next_due_on__lt=today),
        "today": Q(next_due_on=today),
        "week": Q(next_due_on__gt=today, next_due_on__lte=week),
        "later": Q(next_due_on__gt=week),
        "none": Q(next_due_on__isnull=True, phase__in=LIVE_PHASES),
    }
    return when[bucket]


def mine(actor: Any, matter: str = "pk") -> Q:
    """Matters the acting post answers for: owned by it, or assigned to it as lawyer or mediator.

    Args:
        matter: path to the matter's key, for a query of grants.
    """
    if actor is None or actor.post is None:
        return Q(pk__in=[])
    if actor.reads_tree:
        return Q(owner=actor.post)
    return Q(Exists(Grant.objects.filter(matter=OuterRef(matter), ended_at=None, viewer_key=f"post:{actor.post.pk}")))

"""Filters of time limits, shared by the list, the month calendar, the export and the API."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField, ModelChoiceIterator

from unionlaw.deadlines.models import Deadline, Rule, RuleVersion, State
from unionlaw.lib import clock
from unionlaw.matters.models.matter import Kind
from unionlaw.network.models import Organisation, Post

WEEK = timedelta(days=7)
BUCKETS = [
    ("overdue", _("已逾期")),
    ("today", _("今天到期")),
    ("week", _("七天内到期")),
    ("later", _("七天以后")),
]
YES_NO = forms.Select(choices=[("", "—"), ("true", _("是")), ("false", _("否"))])


def bucket_condition(bucket: str, today: date) -> Q:
    """Open limits whose due date falls in `bucket` (a code of BUCKETS) as seen on the day `today`."""
    when = {
        "overdue": Q(due_on__lt=today),
        "today": Q(due_on=today),
        "week": Q(due_on__gt=today, due_on__lte=today + WEEK),
        "later": Q(due_on__gt=today + WEEK),
    }
    return when[bucket] & Q(state=State.OPEN)


def _organisations(request: Any) -> QuerySet[Organisation]:
    actor = getattr(request, "actor", None)
    organisation = getattr(actor, "organisation", None)
    if actor is None or organisation is None or not actor.reads_tree:
        return Organisation.objects.none()
    return Organisation.objects.below(organisation).order_by("lineage")


def _posts(request: Any) -> QuerySet[Post]:
    """Whose limits can be asked for: everyone's whose post the reader may know. What is found is walled off anyway."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return Post.objects.none()
    return Post.objects.visible_to(actor).select_related("user")


def _rules(request: Any = None) -> QuerySet[Rule]:
    """One row for each key: a rule's local variants are the same rule."""
    return Rule.objects.order_by("key", "jurisdiction").distinct("key")


class _Colleagues(ModelChoiceIterator):
    """Only those of the choices that are worth offering."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        if (offered := getattr(field, "offered", None)) is not None:
            self.queryset: Any = field.queryset.filter(offered).order_by("user__display_name", "pk")


class _ColleaguesField(ModelChoiceField):
    iterator = _Colleagues


class ColleaguesFilter(filters.ModelChoiceFilter):
    """Offers the people of the reader's own organisation; understands every post (links of the summaries)."""

    field_class = _ColleaguesField

    @property
    def field(self) -> Any:
        field = super().field
        request, today = self.get_request(), clock.today()
        organisation = getattr(getattr(request, "actor", None), "organisation", None)
        open_now = Q(starts_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        offered = Q(organisation=organisation) & open_now if organisation else Q(pk__in=[])
        asked = request.GET.get("responsible", "") if organisation else ""
        if asked.isascii() and asked.isdigit() and len(asked) < 19:
            offered |= Q(pk=int(asked))
        field.offered = offered
        return field


class DeadlineFilter(filters.FilterSet):
    due = filters.ChoiceFilter(choices=BUCKETS, method="by_bucket", label=_("到期"))
    mine = filters.BooleanFilter(method="by_mine", label=_("我负责的"), widget=YES_NO)
    state = filters.MultipleChoiceFilter(choices=State, label=_("状态"))
    rule = filters.ModelChoiceFilter(queryset=_rules, method="by_rule", to_field_name="key", label=_("期限规则"))
    responsible = ColleaguesFilter(queryset=_posts, label=_("责任人"))
    organisation = filters.ModelChoiceFilter(queryset=_organisations, method="by_organisation", label=_("承办单位"))
    kind = filters.MultipleChoiceFilter(choices=Kind, label=_("事项种类"))
    provisional = filters.BooleanFilter(label=_("暂定"), widget=YES_NO)
    due_on = filters.DateFromToRangeFilter(label=_("到期日"))

    class Meta:
        model = Deadline
        fields: list[str] = []

    def by_bucket(self, queryset: QuerySet[Deadline], name: str, value: str) -> QuerySet[Deadline]:
        return queryset.filter(bucket_condition(value, clock.today()))

    def by_mine(self, queryset: QuerySet[Deadline], name: str, value: bool) -> QuerySet[Deadline]:
        post = getattr(self.request.actor, "post", None)
        return queryset.filter(responsible=post) if value else queryset.exclude(responsible=post)

    def by_rule(self, queryset: QuerySet[Deadline], name: str, value: Rule) -> QuerySet[Deadline]:
        # Its versions by number, so that (rule_version, due_on) can be walked.
        versions = RuleVersion.objects.filter(rule__key=value.key).values_list("pk", flat=True)
        return queryset.filter(rule_version__in=list(versions))

    def by_organisation(self, queryset: QuerySet[Deadline], name: str, value: Organisation) -> QuerySet[Deadline]:
        return queryset.filter(**{f"scope{len(value.lineage)}": value.pk})

"""Filters of campaigns: which employers to write to, and which addressees to look at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters as df
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from monitoring_letters.models import CampaignAddressee, SupervisionLetter
from monitoring_letters.services.campaigns.tracking import DISPUTES, MARKS, STAGES, marked
from unionlaw.lib import clock
from unionlaw.matters.models import Matter, Party
from unionlaw.registers.filters import EmployerFilter
from unionlaw.registers.models import Cause, Employer

MONTH = 30.44  # days


class ChoosingFilter(EmployerFilter):
    """Employers by trade, place, size and what was between them and the unions in the last months."""

    history = df.ChoiceFilter(
        label=_("近期情况"),
        choices=[("letters", _("发过函书")), ("disputes", _("有争议")), ("neither", _("都没有"))],
        method="by_history",
    )
    months = df.NumberFilter(
        label=_("最近几个月"),
        method="only_with_history",
        widget=forms.NumberInput(attrs={"class": "num", "min": 1, "max": 120, "placeholder": "12"}),
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )

    kind = df.MultipleChoiceFilter(label=_("类型"), choices=Employer.Kind, widget=forms.CheckboxSelectMultiple)
    size = df.MultipleChoiceFilter(label=_("规模"), choices=Employer.Size, widget=forms.CheckboxSelectMultiple)
    # Of no use when choosing whom to write to.
    registered = without_uscc = None

    def only_with_history(self, queryset: Any, name: str, value: Any) -> Any:
        """Read by by_history."""
        return queryset

    def by_history(self, queryset: QuerySet[Employer], name: str, value: str) -> QuerySet[Employer]:
        months = int(self.form.cleaned_data.get("months") or 12)
        since = clock.today() - timedelta(days=round(months * MONTH))
        letters = SupervisionLetter.objects.filter(employer=OuterRef("pk"), issued_on__gte=since)
        matters = Matter.objects.filter(dispute=OuterRef("dispute"), kind__in=DISPUTES, opened_at__date__gte=since)
        parties = Party.objects.filter(employer=OuterRef("pk"), side=Party.Side.RESPONDENT).filter(Exists(matters))
        conditions = {
            "letters": Q(Exists(letters)),
            "disputes": Q(Exists(parties)),
            "neither": ~Q(Exists(letters)) & ~Q(Exists(parties)),
        }
        return queryset.filter(conditions[value])


class AddresseeFilter(df.FilterSet):
    q = df.CharFilter(label=_("名称"), method="by_name")
    stage = df.MultipleChoiceFilter(label=_("进度"), choices=list(STAGES.items()))
    mark = df.ChoiceFilter(label=_("情况"), choices=list(MARKS.items()), method="by_mark")

    class Meta:
        model = CampaignAddressee
        fields: list[str] = []

    def by_name(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(employer__in=Employer.objects.all().matching(value).values("pk"))

    def by_mark(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return marked(queryset, value)


class DisputeFilter(df.FilterSet):
    """The disputes against a campaign's employers; the list itself says which period."""

    period = df.ChoiceFilter(
        label=_("时段"), choices=[("before", _("发函前")), ("after", _("发函后"))], method="by_period"
    )
    cause = df.ModelChoiceFilter(label=_("案由"), queryset=Cause.objects.all(), widget=forms.HiddenInput)
    without_cause = df.BooleanFilter(
        label=_("没有案由"), field_name="cause", lookup_expr="isnull", widget=forms.HiddenInput
    )

    class Meta:
        model = Matter
        fields: list[str] = []

    def by_period(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Narrowed by the list, which knows the campaign."""
        return queryset

"""Filters of workers and employers, the same for pages, exports and the API. Numbers of people are never filters: they
would stand in the address bar."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from unionlaw.lib import clock
from unionlaw.registers import lookups
from unionlaw.registers.models import Employer, Industry, Region, Worker
from unionlaw.registers.models.worker import ADULT_AGE, Group, Household, IdKind, Sex, years_before

YES_NO = forms.Select(choices=[("", "—"), ("true", _("是")), ("false", _("否"))])


def counties(request: Any = None) -> QuerySet[Region]:
    """The places offered in forms and filters: down to counties, and prefectures that have none."""
    return Region.objects.filter(level__in=[Region.Level.PREFECTURE, Region.Level.COUNTY]).order_by("code")


def group_condition(group: str) -> Q:
    """Workers of a group today; women and minors by sex and birth date."""
    if group == Group.WOMAN:
        return Q(sex=Sex.FEMALE)
    if group == Group.MINOR:
        return Q(birth_date__gt=years_before(clock.today(), ADULT_AGE))
    return Q(groups__contains=[group])


def within(queryset: QuerySet[Any], region: Region) -> QuerySet[Any]:
    """Rows whose region is `region` or a place in it. The codes are read first: a list of values is served by the index
    on region or filtered on the way, a join by neither."""
    return queryset.filter(region__in=_places(region))


def places_of_employers(region: Region) -> list[dict[str, Any]]:
    """Of `region` and the places in it those that employers stand in, each as a condition: one walk for each, and none
    where there are no employers (`fan_out`)."""
    # One by one: EXISTS would be taken for a join with all employers.
    one = Employer.objects.filter(region=OuterRef("code"), merged_into=None).values("region")[:1]
    found = Region.objects.filter(IsNull(Subquery(one), False), code__in=_places(region))
    return [{"region": code} for code in found.order_by().values_list("code", flat=True)]


def _places(region: Region) -> list[str]:
    """The codes of the region and of all places in it."""
    below = Region.objects.filter(Q(parent=region) | Q(parent__parent=region)).values_list("code", flat=True)
    return [region.code, *below]


class WorkerFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("姓名"))
    group = filters.MultipleChoiceFilter(choices=Group, method="by_group", label=_("群体"))
    sex = filters.ChoiceFilter(choices=Sex, label=_("性别"))
    household_type = filters.MultipleChoiceFilter(choices=Household, label=_("户籍"))
    id_kind = filters.MultipleChoiceFilter(choices=IdKind, label=_("证件类型"))
    region = filters.ModelChoiceFilter(queryset=counties, method="by_region", label=_("居住地"))
    registered = filters.DateFromToRangeFilter(field_name="registered_at", label=_("登记日期"))

    class Meta:
        model = Worker
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def by_group(self, queryset: QuerySet[Worker], name: str, value: list[str]) -> QuerySet[Worker]:
        condition = Q()
        for group in value:
            condition |= group_condition(group)
        return queryset.filter(condition)

    def by_region(self, queryset: QuerySet[Worker], name: str, value: Region) -> QuerySet[Worker]:
        return within(queryset, value)


class EmployerFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("名称或信用代码"))
    kind = filters.MultipleChoiceFilter(choices=Employer.Kind, label=_("类型"))
    size = filters.MultipleChoiceFilter(choices=Employer.Size, label=_("规模"))
    industry = filters.ModelChoiceFilter(queryset=Industry.objects.all(), method="by_industry", label=_("行业"))
    region = filters.ModelChoiceFilter(queryset=counties, method="by_region", label=_("所在地"))
    without_uscc = filters.BooleanFilter(
        field_name="uscc", lookup_expr="isnull", label=_("缺统一社会信用代码"), widget=YES_NO
    )
    registered = filters.DateFromToRangeFilter(field_name="registered_at", label=_("登记日期"))

    class Meta:
        model = Employer
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        if code := lookups.whole_code(value):
            return queryset.filter(uscc=code)
        return queryset.matching(value)

    def by_industry(self, queryset: QuerySet[Employer], name: str, value: Industry) -> QuerySet[Employer]:
        below = Industry.objects.filter(parent=value).values_list("code", flat=True)
        return queryset.filter(industry__in=[value.code, *below])

    def by_region(self, queryset: QuerySet[Employer], name: str, value: Region) -> QuerySet[Employer]:
        return within(queryset, value)

"""Filters of organisations, people and what is remembered about them, the same for pages, exports and the API."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from unionlaw.accounts.models import User
from unionlaw.lib import clock
from unionlaw.network import readings
from unionlaw.network.models import Organisation, OrganisationChange, PersonChange, Post, ReadLog
from unionlaw.network.roles import Role

STATES = [("open", _("现有")), ("closed", _("已撤销"))]
ACCOUNTS = [("active", _("使用中")), ("inactive", _("已停用")), ("without_post", _("没有在任岗位"))]


def _upper_unions(request: Any) -> QuerySet[Organisation]:
    kinds = (Organisation.Kind.CITY_UNION, Organisation.Kind.DISTRICT_UNION)
    return Organisation.objects.filter(kind__in=kinds).order_by("lineage")


class OrganisationFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("名称"))
    kind = filters.MultipleChoiceFilter(choices=Organisation.Kind, label=_("类型"))
    under = filters.ModelChoiceFilter(queryset=_upper_unions, method="by_under", label=_("所属工会"))
    region = filters.CharFilter(field_name="region_code", lookup_expr="startswith", label=_("行政区划代码"))
    state = filters.ChoiceFilter(choices=STATES, method="by_state", label=_("状态"))

    class Meta:
        model = Organisation
        fields: list[str] = []

    def search(self, queryset: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        return queryset.filter(Q(name__icontains=value.strip()) | Q(short_name__icontains=value.strip()))

    def by_under(self, queryset: QuerySet[Organisation], name: str, value: Organisation) -> QuerySet[Organisation]:
        inside = Q(lineage__contains=[value.pk]) | Q(attached_to__lineage__contains=[value.pk])
        return queryset.filter(inside)

    def by_state(self, queryset: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        return queryset.filter(closed_on__isnull=value == "open")


class PersonFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("姓名"))
    role = filters.MultipleChoiceFilter(choices=Role, method="by_role", label=_("岗位"))
    organisation = filters.NumberFilter(method="by_organisation", label=_("组织"), widget=forms.HiddenInput)
    under = filters.ModelChoiceFilter(queryset=_upper_unions, method="by_under", label=_("所属工会"))
    state = filters.ChoiceFilter(choices=ACCOUNTS, method="by_state", label=_("账号"))

    class Meta:
        model = User
        fields: list[str] = []

    def _holding(self, **conditions: Any) -> Exists:
        return Exists(Post.objects.open(on=clock.today()).filter(user=OuterRef("pk"), **conditions))

    def search(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        found = Q(display_name__icontains=value.strip())
        actor = getattr(self.request, "actor", None)
        if actor is not None and actor.may("admin.view"):
            # Sign-in names are half of a credential: only administrators find people by them.
            found |= Q(username__icontains=value.strip())
        return queryset.filter(found)

    def by_role(self, queryset: QuerySet[User], name: str, value: list[str]) -> QuerySet[User]:
        return queryset.filter(self._holding(role__in=value)) if value else queryset

    def by_organisation(self, queryset: QuerySet[User], name: str, value: Any) -> QuerySet[User]:
        return queryset.filter(self._holding(organisation_id=int(value)))

    def by_under(self, queryset: QuerySet[User], name: str, value: Organisation) -> QuerySet[User]:
        own = [value.pk]
        return queryset.filter(
            Q(self._holding(organisation__lineage__contains=own))
            | Q(self._holding(organisation__attached_to__lineage__contains=own))
        )

    def by_state(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        if value == "without_post":
            return queryset.filter(~self._holding(), is_active=True)
        return queryset.filter(is_active=value == "active")


class RecordFilter(filters.FilterSet):
    """What the three lists of an audit administrator have in common."""

    q = filters.CharFilter(method="search", label=_("办理人"))
    at = filters.DateFromToRangeFilter(label=_("日期"))

    who = "by_user"

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        value = value.strip()
        found = Q(**{f"{self.who}__display_name__icontains": value}) | Q(**{f"{self.who}__username": value})
        return queryset.filter(found)


class ReadLogFilter(RecordFilter):
    who = "user"
    q = filters.CharFilter(method="search", label=_("查阅人"))
    action = filters.MultipleChoiceFilter(choices=ReadLog.Action, label=_("动作"))
    subject = filters.CharFilter(method="by_subject", label=_("对象"), help_text=_("与列表中所写相同，如“职工 12”"))

    class Meta:
        model = ReadLog
        fields: list[str] = []

    def by_subject(self, queryset: QuerySet[ReadLog], name: str, value: str) -> QuerySet[ReadLog]:
        return queryset.filter(subject=readings.named(value))


class OrganisationChangeFilter(RecordFilter):
    what = filters.MultipleChoiceFilter(choices=OrganisationChange.What, label=_("变更"))
    organisation = filters.CharFilter(field_name="organisation__name", lookup_expr="icontains", label=_("组织名称"))

    class Meta:
        model = OrganisationChange
        fields: list[str] = []


class PersonChangeFilter(RecordFilter):
    what = filters.MultipleChoiceFilter(choices=PersonChange.What, label=_("办理事项"))
    person = filters.CharFilter(field_name="user__display_name", lookup_expr="icontains", label=_("涉及人员"))

    class Meta:
        model = PersonChange
        fields: list[str] = []

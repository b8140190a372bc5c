"""A list of organisations that only these tests serve, on addresses of its own."""

from typing import Any

import django_filters as df
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path

from unionlaw import urls
from unionlaw.network.models import Organisation
from unionlaw.network.rights import Right, declare
from unionlaw.network.roles import Role
from unionlaw.web import policy
from unionlaw.web.lists.cells import Choice, Date, RowUrl
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.keyset import Branch, Sort
from unionlaw.web.lists.views import ListView, Preset

Kind = Organisation.Kind
declare(Right("test.export", "导出测试列表", frozenset({Role.MANAGER})))


class OrganisationFilter(df.FilterSet):
    q = df.CharFilter(label="查找", field_name="name", lookup_expr="contains", max_length=30)
    kind = df.MultipleChoiceFilter(label="类型", choices=Kind.choices)
    opened_on = df.DateFromToRangeFilter(label="成立日期")
    depth = df.NumberFilter(label="层级")

    class Meta:
        model = Organisation
        fields: list[str] = []


SORTS = {
    "name": Sort("名称", "name", descending=False),
    "opened": Sort("成立日期", "opened_on", nullable=True),
    "prefix": Sort("代字", "number_prefix"),
}


class OrganisationList(ListView):
    policy = policy.SignedIn("served in tests only")
    list_key = "test-organisations"
    title = "测试组织"
    columns = (
        Column("name", "名称", "name", sort="name", phone="title"),
        Column("kind", "类型", Choice("kind", dict(Kind.choices))),
        Column("parent", "上级", "parent.short_name"),
        Column("opened", "成立日期", Date("opened_on"), sort="opened", numeric=True),
        Column("phone", "电话", "phone", phone="hide"),
    )
    sorts = SORTS
    default_sort = "name"
    filterset_class = OrganisationFilter
    fan_out = {"kind": "kind"}
    row_url = RowUrl("one")
    presets = (Preset("区级", "kind=district_union"),)
    export_right = "test.export"
    page_size = 20

    def rows(self, actor: Any) -> QuerySet[Organisation]:
        return Organisation.objects.visible_to(actor)

    def display(self, rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
        return rows.select_related("parent").only("name", "kind", "opened_on", "phone", "parent__short_name")


class BranchedList(OrganisationList):
    """The same rows reached twice over, once through another model."""

    def branches(self, actor: Any) -> list[Branch]:
        from unionlaw.network.models import Post

        held = Post.objects.filter(user=actor.user)
        return [
            Branch(self.rows(actor)),
            Branch(held, pk="organisation_id", columns={"name": "organisation__name"}, repeats=3),
        ]


@policy.signed_in("served in tests only")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(str(pk))


urlpatterns = [
    path("test-list/", OrganisationList.as_view(), name="test-list"),
    path("test-branched/", BranchedList.as_view(), name="test-branched"),
    path("test-list/<int:pk>/", one, name="one"),
    *urls.urlpatterns,
]

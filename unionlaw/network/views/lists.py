"""The lists of the directory."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy

from unionlaw.accounts.models import User
from unionlaw.lib import clock
from unionlaw.lib.wording import sentences
from unionlaw.network import reach
from unionlaw.network.filters import (
    OrganisationFilter,
    PersonFilter,
)
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role
from unionlaw.network.views.directory import directory_tabs
from unionlaw.web import policy
from unionlaw.web.lists.cells import Choice, Flag, RowUrl
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.keyset import Sort
from unionlaw.web.lists.listing import Listing
from unionlaw.web.lists.views import Action, ListView, Preset


@policy.right("organisation.view")
class OrganisationList(ListView):
    list_key = "organisations"
    title = gettext_lazy("组织与人员")
    template_name = "network/list.html"
    filterset_class = OrganisationFilter
    search_hint = gettext_lazy("组织名称")
    columns = (
        Column("name", gettext_lazy("名称"), "name", sort="name", phone="title"),
        Column("kind", gettext_lazy("类型"), Choice("kind", dict(Organisation.Kind.choices))),
        Column(
            "union",
            gettext_lazy("上级或所服务的工会"),
            lambda row: (row.parent or row.attached_to or "") and str(row.parent or row.attached_to),
        ),
        Column("address", gettext_lazy("地址"), "address", wide=True, phone="hide"),
        Column("phone", gettext_lazy("公开电话"), "phone"),
        Column("hours", gettext_lazy("服务时间"), "hours", wide=True),
        Column("closed", gettext_lazy("状态"), Flag("closed_on", gettext_lazy("已撤销"))),
    )
    sorts = {
        "tree": Sort(gettext_lazy("组织树顺序"), "lineage", descending=False),
        "name": Sort(gettext_lazy("名称"), "name", descending=False),
        "opened": Sort(gettext_lazy("成立日期"), "opened_on", nullable=True),
    }
    default_sort = "tree"
    row_url = RowUrl("network:organisation")
    presets = (
        Preset(gettext_lazy("服务站点"), "kind=station&kind=mediation_centre&state=open"),
        Preset(gettext_lazy("律师事务所"), "kind=law_firm&state=open"),
        Preset(gettext_lazy("已撤销"), "state=closed"),
    )
    export_right = "organisation.export"
    action = Action(gettext_lazy("设立组织"), "network:found", right="organisation.change")

    def rows(self, actor: Any) -> QuerySet[Organisation]:
        return Organisation.objects.visible_to(actor)

    def display(self, rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
        return rows.select_related("parent", "attached_to")

    def context(self, listing: Listing) -> dict[str, Any]:
        return {"tabs": directory_tabs("list")}


def _posts(person: User) -> str:
    return sentences(f"{post.organisation.short_name} {Role(post.role).label}" for post in person.open_posts)  # type: ignore[attr-defined]


@policy.right("organisation.view")
class PeopleList(ListView):
    list_key = "people"
    title = gettext_lazy("组织与人员")
    template_name = "network/list.html"
    filterset_class = PersonFilter
    search_hint = gettext_lazy("姓名")
    columns = (
        Column("name", gettext_lazy("姓名"), str, sort="name", phone="title"),
        Column("posts", gettext_lazy("在任岗位"), _posts),
        Column("active", gettext_lazy("账号"), Flag(lambda row: not row.is_active, gettext_lazy("已停用"))),
    )
    sorts = {
        "name": Sort(gettext_lazy("姓名"), "display_name", descending=False),
        "joined": Sort(gettext_lazy("建立账号的时间"), "date_joined"),
    }
    default_sort = "name"
    row_url = RowUrl("network:person")
    presets = (
        Preset(gettext_lazy("工会律师"), "role=lawyer&state=active"),
        Preset(gettext_lazy("协作单位人员"), "role=partner&state=active"),
    )
    export_right = "person.export"
    action = Action(gettext_lazy("新增人员"), "network:create_person", right="person.change")

    def rows(self, actor: Any) -> QuerySet[User]:
        return reach.people(actor)

    def display(self, rows: QuerySet[User]) -> QuerySet[User]:
        posts = Post.objects.open(on=clock.today()).select_related("organisation")
        return rows.only("display_name", "username", "is_active").prefetch_related(
            Prefetch("posts", posts, to_attr="open_posts")
        )

    def context(self, listing: Listing) -> dict[str, Any]:
        return {"tabs": directory_tabs("people")}

"""The lists of workers and employers."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_htmx.http import HttpResponseClientRedirect

from unionlaw.lib import clock
from unionlaw.lib.wording import listed
from unionlaw.registers import hooks
from unionlaw.registers.filters import EmployerFilter, WorkerFilter, places_of_employers
from unionlaw.registers.forms import NumberForm
from unionlaw.registers.lookups import is_number
from unionlaw.registers.models import Employer, Worker
from unionlaw.registers.models.worker import Group, Sex
from unionlaw.web import format as fmt
from unionlaw.web import policy
from unionlaw.web.lists.cells import Cell, Choice, Date, RowUrl
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.keyset import Branch, Sort
from unionlaw.web.lists.listing import Listing
from unionlaw.web.lists.views import Action, ListView


class Groups(Cell):
    """The groups a worker belongs to today; sex has a column of its own."""

    def __init__(self) -> None:
        super().__init__(lambda row: [group for group in row.groups_on(clock.today()) if group != Group.WOMAN])

    def html(self, row: Any) -> str:
        return SafeString(" ".join(fmt.badge(str(group.label), "quiet") for group in self.value(row)))

    def export(self, row: Any) -> Any:
        return listed(group.label for group in self.value(row))


class WorkerList(ListView):
    policy = policy.Right("worker.view")
    template_name = "registers/worker_list.html"
    list_key = "workers"
    title = pgettext_lazy("list", "职工")
    columns = (
        Column("name", _("姓名"), "name", phone="title"),
        Column("id_number", _("证件号码"), lambda row: str(row.id_number), phone="hide"),
        Column("phone", _("手机号码"), lambda row: str(row.phone)),
        Column("sex", _("性别"), Choice("sex", dict(Sex.choices)), phone="hide"),
        Column("groups", _("群体"), Groups()),
        Column("employer", _("现用人单位"), "employer.name"),
        Column("organisation", _("登记单位"), "organisation.short_name", phone="hide", wide=True),
        Column("registered", _("登记日期"), Date("registered_at"), sort="registered", phone="hide"),
    )
    sorts = {"registered": Sort(_("登记时间"), "registered_at")}
    default_sort = "-registered"
    filterset_class = WorkerFilter
    row_url = RowUrl("registers:worker")
    export_right = "worker.export"
    action = Action(_("登记职工"), "registers:worker_new", right="worker.register")
    empty_text = _("这里列出本单位及下级单位登记的职工。在别处登记过的，请用完整的证件号码或手机号码查找。")
    search_hint = _("姓名的任何部分，或拼音首字母")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_number(request.GET.get("q", "")):
            # It stood in the address by mistake: take it away from there, and say where numbers are searched.
            messages.info(request, _("号码不在列表里搜索，以免留在网址中。请用“按号码精确查找”。"))
            response = redirect("registers:workers")
            return HttpResponseClientRedirect(response.url) if getattr(request, "htmx", False) else response
        return super().get(request, *args, **kwargs)

    def rows(self, actor: Any) -> QuerySet[Any]:
        return Worker.objects.visible_to(actor).current()

    def branches(self, actor: Any) -> Sequence[Branch]:
        if actor.reads_tree:
            # Those registered elsewhere who are party to a matter of ours are found from that matter, or by number.
            return [Branch(Worker.objects.in_tree_of(actor).current())]
        if actor.is_system or not actor.may("worker.view"):
            return [Branch(self.rows(actor))]
        return hooks.worker_branches(actor)

    def display(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("employer", "organisation").only(
            "sealed_id",
            "name",
            "id_number",
            "phone",
            "sex",
            "birth_date",
            "groups",
            "registered_at",
            "employer__name",
            "organisation__short_name",
        )

    def context(self, listing: Listing) -> dict[str, Any]:
        return {"number_form": NumberForm() if listing.actor.may("worker.register") else None}


class EmployerList(ListView):
    policy = policy.Right("employer.view")
    list_key = "employers"
    title = pgettext_lazy("list", "用人单位")
    columns = (
        Column("name", _("名称"), "name", phone="title"),
        Column("uscc", _("统一社会信用代码"), "uscc", phone="hide"),
        Column("kind", _("类型"), Choice("kind", dict(Employer.Kind.choices))),
        Column("industry", _("行业"), "industry.name", phone="hide"),
        Column("region", _("所在地"), "region.name"),
        Column("size", _("规模"), Choice("size", dict(Employer.Size.choices)), phone="hide", wide=True),
        Column("registered", _("登记日期"), Date("registered_at"), sort="registered", phone="hide"),
    )
    sorts = {"registered": Sort(_("登记时间"), "registered_at")}
    default_sort = "-registered"
    filterset_class = EmployerFilter
    fan_out = {"kind": "kind", "size": "size", "region": places_of_employers}
    row_url = RowUrl("registers:employer")
    export_right = "employer.export"
    action = Action(_("登记用人单位"), "registers:employer_new", right="employer.register")
    empty_text = _("还没有登记用人单位。受理咨询或援助申请时可以随手登记。")
    search_hint = _("名称的任何部分、拼音首字母，或统一社会信用代码")

    def rows(self, actor: Any) -> QuerySet[Any]:
        return Employer.objects.visible_to(actor).current()

    def display(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("industry", "region").only(
            "name", "uscc", "kind", "size", "registered_at", "industry__name", "region__name"
        )

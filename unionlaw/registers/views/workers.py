"""Pages of one worker."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.lib import clock
from unionlaw.lib.errors import Invalid
from unionlaw.network.readlog import log_read
from unionlaw.registers import forms, hooks, lookups, services
from unionlaw.registers.models import Worker
from unionlaw.registers.services.revealing import WORKER_FIELDS
from unionlaw.registers.views.duplicates import Merge, ShowsDuplicates
from unionlaw.web import policy
from unionlaw.web.views import FormActionView, PageView

LABELS = {name: Worker._meta.get_field(name).verbose_name for name in WORKER_FIELDS}  # type: ignore[union-attr]


def read_worker(actor: Any, pk: int) -> Worker:
    """The worker, if the actor may know of them. Raises Http404."""
    related = ("employer", "organisation", "region", "merged_into", "registered_by")
    found = Worker.objects.visible_to(actor).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


class OfWorker:
    """Views of one worker."""

    actor: Any
    kwargs: dict[str, Any]

    def get_object(self) -> Worker:
        return read_worker(self.actor, self.kwargs["pk"])


def page_context(request: HttpRequest, actor: Any, worker: Worker, plain: dict[str, str]) -> dict[str, Any]:
    """What the page of a worker shows.

    Args:
        plain: revealed values, by field; the others stay masked.
    """
    sealed = {name: plain.get(name, getattr(worker, name)) for name in WORKER_FIELDS}
    identity = [
        (_("姓名"), worker.name),
        (worker.get_id_kind_display(), sealed["id_number"]),
        (_("出生日期"), worker.birth_date.isoformat() if worker.birth_date else ""),
        (_("性别"), worker.get_sex_display()),
        (_("户籍"), worker.get_household_type_display()),
    ]
    contact = [
        (LABELS["phone"], sealed["phone"]),
        (_("居住地"), worker.region or ""),
        (LABELS["address"], sealed["address"]),
        (LABELS["injury_note"], sealed["injury_note"]),
    ]
    return {
        "worker": worker,
        "identity": identity,
        "contact": contact,
        "revealed": [LABELS[name] for name in plain],
        "groups": worker.groups_on(clock.today()),
        "panels": [
            {"title": panel.title, "template": panel.template, "data": panel.context(request, worker)}
            for panel in hooks.panels("worker")
        ],
        "may_amend": not worker.merged_into_id and actor.may("worker.amend"),
        "may_merge": not worker.merged_into_id and actor.may("worker.merge"),
        "reveal_refusal": actor.refusal("worker.reveal"),
    }


class WorkerPage(OfWorker, PageView):
    policy = policy.Right("worker.view")
    template_name = "registers/worker.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        worker = self.get_object()
        self.title = worker.name
        log_read(by=self.actor, at=self.at, action="open", subject=f"worker:{worker.pk}")
        return self.render(**page_context(request, self.actor, worker, {}))


class WorkerReveal(OfWorker, FormActionView):
    """Asks for a reason, then answers with the page of the worker in plain; nothing of it is kept by the browser."""

    policy = policy.Right("worker.reveal")
    form_class = forms.RevealForm
    title = gettext_lazy("显示完整信息")
    submit_label = gettext_lazy("显示")

    def consequences(self) -> list[Any]:
        return [_("您的姓名、时间和理由记入查看记录，供安全审计。"), _("离开页面后恢复隐藏。")]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        plain = services.reveal(
            worker_id=self.object.pk,
            fields=form.cleaned_data["fields_wanted"],
            reason=form.cleaned_data["reason"],
            by=self.actor,
            at=self.at,
        )
        self.template_name, self.title = "registers/worker.html", self.object.name
        response = self.render(**page_context(request, self.actor, self.object, plain))
        response["Cache-Control"] = "no-store"
        return response


class WorkerFormView(ShowsDuplicates):
    form_class = forms.WorkerForm
    template_name = "registers/worker_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def look_for_duplicates(self, form: Any, facts: dict[str, Any]) -> None:
        """Raises Invalid once when number, phone, or name and birth date are registered; the box lets it pass."""
        if form.cleaned_data["not_duplicate"]:
            return
        found = services.find_duplicates(
            by=self.actor,
            at=self.at,
            name=facts["name"],
            birth_date=facts.get("birth_date"),
            id_number=facts.get("id_number", ""),
            phone=facts.get("phone", ""),
            besides=self.object.pk if self.object else 0,
        )
        options = [lookups.worker_option(match) for match in found]
        self.refuse(form, options, _("可能已经登记过，请核对下列登记。"))


class WorkerRegister(WorkerFormView):
    policy = policy.Right("worker.register")
    title = gettext_lazy("登记职工")
    submit_label = gettext_lazy("登记")
    success_message = gettext_lazy("已登记。")

    def get_draft_key(self) -> str:
        return "worker.new"

    def perform(self, form: Any) -> Worker:
        facts = form.facts()
        from unionlaw.registers.services.workers import WorkerFacts, checked

        facts["birth_date"] = checked(WorkerFacts(**facts), on=clock.today())["birth_date"]
        self.look_for_duplicates(form, facts)
        return services.register_worker(**facts, by=self.actor, at=self.at)


class WorkerAmend(OfWorker, WorkerFormView):
    policy = policy.Right("worker.amend")
    title = gettext_lazy("修改职工信息")
    submit_label = gettext_lazy("保存")
    success_message = gettext_lazy("已保存。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor, "worker": self.object}

    def get_initial(self) -> dict[str, Any]:
        plain = ("name", "id_kind", "birth_date", "sex", "household_type", "groups", "employer", "region")
        return {name: getattr(self.object, name) for name in plain}

    def perform(self, form: Any) -> Worker:
        facts = form.facts()
        if "phone" in facts:
            self.look_for_duplicates(form, {"name": "", "phone": facts["phone"]})
        return services.amend_worker(worker_id=self.object.pk, version=self.version, **facts, by=self.actor, at=self.at)


class WorkerMerge(OfWorker, Merge):
    policy = policy.Right("worker.merge")
    form_class = forms.MergeWorkersForm
    service = services.merge_workers

    def consequences(self) -> list[Any]:
        return [
            _("另一条登记并入“%(name)s”：它的事项、请求和到账都归到这里。") % {"name": self.object.name},
            _("这里空着的信息用另一条的补上；两条都有的以这里为准。"),
            _("合并不能撤回，历史记录保留。"),
        ]


class WorkerFind(PageView):
    """Finds workers by an exact number, anywhere in the city. The number travels in the body of the request only."""

    policy = policy.Right("worker.register")
    template_name = "registers/worker_find.html"
    title = gettext_lazy("按号码查找职工")

    @cached_property
    def form(self) -> forms.NumberForm:
        return forms.NumberForm(self.request.POST if self.request.method == "POST" else None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render(form=self.form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.form.is_valid():
            return self.render(form=self.form, status=422)
        number = self.form.cleaned_data["number"]
        try:
            matches = services.lookup_worker(id_number=number, phone=number, by=self.actor, at=self.at)
        except Invalid as error:
            self.form.add_error("number", error.message)
            return self.render(form=self.form, status=422)
        return self.render(form=self.form, matches=matches, searched=True)

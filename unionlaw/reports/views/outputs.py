"""Files of reports: watching one being made, taking it away, cancelling it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View

from unionlaw.documents.files import open_file
from unionlaw.lib import clock
from unionlaw.lib.wording import bracketed, shown
from unionlaw.reports.models import Output
from unionlaw.reports.services import outputs
from unionlaw.reports.spans import named
from unionlaw.reports.views.live import ways
from unionlaw.web import format as fmt
from unionlaw.web import policy
from unionlaw.web.lists.cells import Badge, Cell, Moment, RowUrl
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.keyset import Sort
from unionlaw.web.lists.listing import Listing
from unionlaw.web.lists.views import ListView
from unionlaw.web.views import ActionView, PageView

TONES = {"waiting": "waiting", "working": "active", "done": "done", "failed": "danger"}


class OutputList(ListView):
    """What the acting post asked for, or is sent."""

    policy = policy.Right("report.read")
    list_key = "report_outputs"
    title = gettext_lazy("报表文件")
    template_name = "reports/outputs.html"
    columns = (
        Column("title", gettext_lazy("文件"), lambda row: shown(row.title), phone="title"),
        Column("organisation", gettext_lazy("单位"), "organisation.short_name"),
        Column("span", gettext_lazy("期间"), lambda row: named(row.span)),
        Column("form", gettext_lazy("格式"), Cell("get_form_display")),
        Column("state", gettext_lazy("状态"), Badge("state", dict(Output.State.choices), TONES)),
        Column("at", pgettext_lazy("report", "申请时间"), Moment("asked_at"), sort="at"),
    )
    sorts = {"at": Sort(gettext_lazy("申请时间"), "asked_at")}
    default_sort = "-at"
    row_url = RowUrl("reports:output")
    empty_text = gettext_lazy("还没有导出过报表。打开报表，选“导出”。")

    def rows(self, actor: Any) -> QuerySet[Output]:
        return Output.objects.visible_to(actor)

    def display(self, rows: QuerySet[Output]) -> QuerySet[Output]:
        return rows.select_related("organisation")

    def decorate(self, rows: list[Any]) -> None:
        for row in rows:
            said = str(row.get_form_display())
            row.get_form_display = f"{said}{bracketed(_('对外提供'))}" if row.outside else said

    def context(self, listing: Listing) -> dict[str, Any]:
        return {"running": running(listing.actor), "ways": ways("outputs")}


def running(actor: Any) -> list[Output]:
    """What is in line for the actor."""
    return list(Output.objects.visible_to(actor).in_line().select_related("organisation").order_by("asked_at"))


class Running(PageView):
    """The part of the list that changes by itself; asked for again until nothing is in line."""

    policy = policy.Right("report.read")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request, "htmx", False):
            return HttpResponseRedirect(reverse("reports:outputs"))
        found = running(self.actor)
        response = render(request, "reports/outputs_running.html", {"running": found})
        if not found:
            # What was made stands in the list now.
            response["HX-Refresh"] = "true"
        return response


class _OfOutput:
    actor: Any
    kwargs: dict[str, Any]

    def get_object(self) -> Output:
        found = Output.objects.visible_to(self.actor).select_related("organisation", "file", "layout", "delivery")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_cancel_url(self) -> str:
        return reverse("reports:output", args=[self.kwargs["pk"]])


class OutputPage(_OfOutput, PageView):
    """One file. While it is made, the part that changes is asked for again every two seconds."""

    policy = policy.Right("report.read")
    template_name = "reports/output.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "htmx", False):
            return render(request, "reports/output_progress.html", self.get_context())
        return self.render()

    def get_context(self, **extra: Any) -> dict[str, Any]:
        output = self.get_object()
        self.title = shown(output.title)
        facts = [
            (_("单位"), output.organisation.name),
            (_("期间"), named(output.span)),
            (_("格式"), output.get_form_display()),
            (_("对外提供"), _("是") if output.outside else _("否")),
            (_("用途"), output.reason),
            (_("申请时间"), fmt.table_time(output.asked_at)),
            (_("生成时间"), fmt.table_time(output.done_at)),
            (_("保存到"), fmt.table_date(output.done_at + outputs.KEPT) if output.done_at else ""),
        ]
        tone = TONES.get(output.state, "quiet")
        return super().get_context(output=output, facts=facts, tone=tone, kept_days=outputs.KEPT.days, **extra)


@policy.right("report.read")
class Download(View):
    """The file as an attachment; taking it away is written down first."""

    http_method_names = ["get", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        output = outputs.open_output(output_id=pk, by=request.actor, at=clock.now())  # type: ignore[attr-defined]
        assert output.file is not None
        try:
            content = open_file(output.file.sha256)
        except FileNotFoundError:
            raise Http404 from None
        name = f"{output.organisation.short_name} {shown(output.title)} {output.start_on:%Y%m%d}-{output.end_on:%Y%m%d}"
        response = FileResponse(
            content, as_attachment=True, filename=f"{name}.{output.form}", content_type=output.file.media_type
        )
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


class CancelOutput(_OfOutput, ActionView):
    policy = policy.Right("report.read")
    title = gettext_lazy("取消导出")
    submit_label = gettext_lazy("取消导出")
    success_message = gettext_lazy("已取消。")

    def perform(self, form: Any) -> Output:
        return outputs.cancel_output(output_id=self.object.pk, by=self.actor, at=self.at)

    def get_success_url(self, result: Any) -> str:
        return reverse("reports:outputs")

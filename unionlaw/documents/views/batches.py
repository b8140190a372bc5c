"""Many papers at once: the batches of one's office, beginning one, watching it, stopping and resuming it."""

from contextlib import suppress
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from unionlaw.documents.forms import BatchForm
from unionlaw.documents.models import PaperBatch, PaperTemplate
from unionlaw.documents.services import batches
from unionlaw.documents.tasks import issue_batches
from unionlaw.lib.wording import shown
from unionlaw.web import policy
from unionlaw.web.views import ActionView, FormActionView, PageView

FAILURES_SHOWN = 100


def wake() -> None:
    """Tell a worker after the commit; a broker that is away is made up for by beat."""

    def send() -> None:
        with suppress(OperationalError):
            issue_batches.apply_async(queue="slow", expires=3600)

    transaction.on_commit(send)


class Batches(PageView):
    policy = policy.Right("paper.issue")
    template_name = "documents/batches.html"
    title = _("批量制发文书")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        found = PaperBatch.objects.visible_to(self.actor).select_related("template", "begun_by__user", "organisation")
        rows = [(batch, batches.progress(batch)) for batch in found[:20]]
        organisation, templates = self.actor.organisation, []
        if organisation is not None:
            kinds = PaperTemplate.objects.values_list("matter_kind", flat=True).distinct().order_by("matter_kind")
            templates = [
                template for kind in kinds for template in PaperTemplate.objects.holding_for(organisation, kind)
            ]
        return super().get_context(rows=rows, templates=templates, **extra)


class Begin(FormActionView):
    policy = policy.Right("paper.issue")
    form_class = BatchForm
    submit_label = _("开始制发")
    back_label = _("批量制发文书")

    def get_object(self) -> PaperTemplate:
        return get_object_or_404(PaperTemplate.objects.visible_to(self.actor), pk=self.kwargs["pk"])

    @property
    def current_version(self) -> None:
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        held = self.object.version_on(timezone.localdate(self.at))
        return {"asks": held.asks if held else [], "sealable": self.actor.may("seal.use")}

    def consequences(self) -> list[Any]:
        return [_("按所列顺序编号，每件归入各自的案卷；缺内容的跳过并说明原因。"), _("可以随时停止，以后再继续。")]

    def perform(self, form: Any) -> PaperBatch:
        with transaction.atomic():
            batch = batches.begin_batch(
                template_id=self.object.pk,
                numbers=form.cleaned_data["numbers"].splitlines(),
                answers=form.answers,
                sealed=form.cleaned_data.get("sealed", False),
                by=self.actor,
                at=self.at,
            )
            wake()
        return batch

    def get_success_url(self, result: PaperBatch) -> str:
        return reverse("documents:batch", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("documents:batches")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(title=shown(self.object.name), subtitle=_("批量制发文书"), **extra)


class Batch(PageView):
    """How far it is. The part that changes is asked for again every two seconds while work goes on."""

    policy = policy.Right("paper.issue")
    template_name = "documents/batch.html"

    @cached_property
    def batch(self) -> PaperBatch:
        found = PaperBatch.objects.visible_to(self.actor).select_related("template", "begun_by__user", "organisation")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "htmx", False):
            return render(request, "documents/batch_progress.html", self.get_context())
        return super().get(request, *args, **kwargs)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        batch = self.batch
        counts = batches.progress(batch)
        failed = batch.items.filter(state="failed").select_related("matter").order_by("position")
        return super().get_context(
            title=shown(batch.template.name),
            batch=batch,
            counts=counts,
            failed=failed[:FAILURES_SHOWN],
            running=batch.stopped_at is None and batch.finished_at is None,
            resumable=batch.stopped_at is not None or (batch.finished_at is not None and counts["failed"] > 0),
            **extra,
        )


class _Change(ActionView):
    def get_object(self) -> PaperBatch:
        return get_object_or_404(PaperBatch.objects.visible_to(self.actor), pk=self.kwargs["pk"])

    @property
    def current_version(self) -> None:
        return None

    def get_success_url(self, result: Any) -> str:
        return reverse("documents:batch", args=[self.object.pk])

    def get_cancel_url(self) -> str:
        return reverse("documents:batch", args=[self.object.pk])


class Stop(_Change):
    policy = policy.Right("paper.issue")
    title = _("停止制发")
    submit_label = _("停止")
    danger = True

    def consequences(self) -> list[Any]:
        return [_("已经制发的保留，其余不再制发；可以以后继续。")]

    def perform(self, form: Any) -> PaperBatch:
        return batches.stop_batch(batch_id=self.object.pk, by=self.actor, at=self.at)


class Resume(_Change):
    policy = policy.Right("paper.issue")
    title = _("继续制发")
    submit_label = _("继续")

    def consequences(self) -> list[Any]:
        return [_("没有制发的接着制发，原来跳过的再试一次。")]

    def perform(self, form: Any) -> PaperBatch:
        with transaction.atomic():
            batch = batches.resume_batch(batch_id=self.object.pk, by=self.actor, at=self.at)
            wake()
        return batch

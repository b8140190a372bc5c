"""Pages of a matter's folder: add papers, open one, withdraw one."""

import io
from typing import IO, Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View

from unionlaw.documents import hooks, services
from unionlaw.documents.files import open_file
from unionlaw.documents.forms import UploadForm
from unionlaw.documents.models import Document
from unionlaw.documents.services.editable import MEDIA_TYPE, editable_copy
from unionlaw.documents.services.watermark import watermarked
from unionlaw.lib import clock
from unionlaw.lib.errors import Invalid
from unionlaw.matters import panels
from unionlaw.matters.models import Matter
from unionlaw.web import policy
from unionlaw.web.views import ConfirmView, FormActionView


def folder_url(matter: Matter) -> str:
    """The folder on the matter's page."""
    return f"{panels.url_of(matter.kind, matter.pk)}#documents"


class Upload(FormActionView):
    """Several files at once: the good ones are kept, the others are named with what to do about each."""

    policy = policy.Right("document.add")
    form_class = UploadForm
    title = _("上传文书与材料")
    submit_label = _("上传")

    def get_object(self) -> Matter:
        return get_object_or_404(Matter.objects.visible_to(self.actor), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"materials": hooks.materials_of(self.object)}

    def get_initial(self) -> dict[str, Any]:
        material = self.request.GET.get("material", "")
        return {"material_key": material, "kind": Document.Kind.MATERIAL} if material else {}

    def perform(self, form: Any) -> int:
        files = form.cleaned_data["files"]
        refused: list[str] = []
        for file in files:
            try:
                services.add_document(
                    matter_id=self.object.pk,
                    upload=file,
                    kind=form.cleaned_data["kind"],
                    material_key=form.cleaned_data.get("material_key", ""),
                    title=form.cleaned_data["title"] if len(files) == 1 else "",
                    by=self.actor,
                    at=self.at,
                )
            except Invalid as error:
                if set(error.errors) != {"files"}:
                    raise
                refused += error.errors["files"]
        kept = len(files) - len(refused)
        if refused:
            if kept:
                messages.success(self.request, self.get_success_message(kept))
            raise Invalid({"files": refused})
        return kept

    def get_success_message(self, result: int) -> str:
        return ngettext("已上传%(n)d份文件。", "已上传%(n)d份文件。", result) % {"n": result}

    def get_success_url(self, result: int) -> str:
        return folder_url(self.object)

    def get_cancel_url(self) -> str:
        return folder_url(self.object)


@policy.right("document.view")
class Download(View):
    """The file as an attachment: browsers store it and never run it."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        document = services.open_document(document_id=pk, by=request.actor, at=clock.now())  # type: ignore[attr-defined]
        try:
            content: IO[bytes] = open_file(document.file.sha256)
        except FileNotFoundError:
            raise Http404 from None
        if "watermark" in request.GET and document.file.extension == "pdf":
            with content:
                content = io.BytesIO(watermarked(content.read(), self.words(request)))
        response = FileResponse(
            content, as_attachment=True, filename=document.original_name, content_type=document.file.media_type
        )
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def words(self, request: HttpRequest) -> str:
        """Who takes the file away, and when."""
        actor = request.actor  # type: ignore[attr-defined]
        return f"{actor.name} {timezone.localtime(clock.now()):%Y-%m-%d %H:%M}"


@policy.right("document.view")
class Editable(View):
    """A copy of an issued paper to work on with, as DOCX; the PDF stays the record."""

    http_method_names = ["get", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        name, content = editable_copy(document_id=pk, by=request.actor, at=clock.now())  # type: ignore[attr-defined]
        response = FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=MEDIA_TYPE)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


class Withdraw(ConfirmView):
    policy = policy.Right("document.withdraw")
    title = _("撤下文件")
    submit_label = _("撤下")
    success_message = _("已撤下。")
    danger = True

    def get_object(self) -> Document:
        return get_object_or_404(
            Document.objects.visible_to(self.actor).in_force().select_related("matter"), pk=self.kwargs["pk"]
        )

    @property
    def current_version(self) -> None:
        return None

    def consequences(self) -> list[Any]:
        return [_("文件不再能打开，但名称、撤下人和原因仍留在案卷里。")]

    def perform(self, form: Any) -> Document:
        return services.withdraw_document(
            document_id=self.object.pk, reason=form.cleaned_data["reason"], by=self.actor, at=self.at
        )

    def get_success_url(self, result: Any) -> str:
        return folder_url(self.object.matter)

    def get_cancel_url(self) -> str:
        return folder_url(self.object.matter)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subtitle=self.object.title, **extra)

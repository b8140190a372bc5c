"""A sheet on its way in: upload, columns, dry run, copy with errors, take-over."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from kombu.exceptions import OperationalError

from unionlaw.lib import clock
from unionlaw.lib.wording import shown
from unionlaw.rosters import purposes
from unionlaw.rosters.forms import ColumnsForm, SheetForm
from unionlaw.rosters.models import SheetImport
from unionlaw.rosters.services import copies, sheets, working
from unionlaw.rosters.services.roster_rows import KEY
from unionlaw.rosters.tasks import work_off
from unionlaw.rosters.views.base import RosterAction, matter_url, read_matter
from unionlaw.web import policy
from unionlaw.web.views import ActionView, FormActionView, PageView

log = logging.getLogger(__name__)
ERRORS_SHOWN = 50


def work(sheet: SheetImport) -> None:
    """After the commit: a small sheet is worked at now, a large one by a worker; beat makes up for a lost call."""

    def now() -> None:
        try:
            working.work_off(sheet_id=sheet.pk, at=clock.now())
        except Exception:
            # The sheet stays in line, beat has it done again; the page shows how far it is.
            log.exception("sheet %s was not worked off", sheet.pk)

    def send() -> None:
        with suppress(OperationalError):
            work_off.apply_async(queue="slow", expires=3600)

    transaction.on_commit(now if sheet.total <= working.AT_ONCE else send)


class ImportRoster(RosterAction):
    policy = policy.Right("roster.keep")
    form_class = SheetForm
    title = _("导入名册")
    submit_label = _("上传")

    @property
    def current_version(self) -> None:
        return None

    def consequences(self) -> list[Any]:
        return [_("先核对，不写入；您确认之后才导入。"), _("已在名册的职工按表格更正，不会重复登记。")]

    def perform(self, form: Any) -> SheetImport:
        return sheets.begin_import(
            purpose=KEY, upload=form.cleaned_data["file"], matter_id=self.object.pk, by=self.actor, at=self.at
        )

    def get_success_url(self, result: SheetImport) -> str:
        return reverse("rosters:columns", args=[result.pk])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(blank_url=reverse("rosters:blank", args=[self.object.pk]), **extra)


@policy.right("roster.keep")
class Blank(View):
    """An empty sheet with the headings that need no mapping."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        read_matter(request.actor, pk)  # type: ignore[attr-defined]
        return attachment(copies.blank(purposes.get(KEY)), str(_("名册模板.xlsx")))


def attachment(file: Any, name: str) -> FileResponse:
    """A workbook to be stored, never shown or kept by a browser."""
    response = FileResponse(file, as_attachment=True, filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


class _OfSheet:
    """Reads the import through its wall."""

    kwargs: dict[str, Any]
    actor: Any

    @cached_property
    def sheet(self) -> SheetImport:
        found = SheetImport.objects.visible_to(self.actor).select_related("matter", "begun_by__user", "file")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def purpose(self) -> purposes.Purpose:
        return purposes.get(self.sheet.purpose)

    def back_url(self) -> str:
        matter = self.sheet.matter
        return reverse("rosters:roster", args=[matter.pk]) if matter else self.purpose.done_url(self.sheet)


class Sheet(_OfSheet, PageView):
    """How far a sheet is. The part that changes is asked for again while work goes on."""

    policy = policy.Right("sheet.import")
    template_name = "rosters/sheet.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "htmx", False):
            return render(request, "rosters/sheet_state.html", self.get_context())
        return super().get(request, *args, **kwargs)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        sheet, purpose = self.sheet, self.purpose
        wrong = sheet.rows.exclude(errors=[]).order_by("line")
        labels = {column.key: column.label for column in purpose.columns}
        return super().get_context(
            title=purpose.label,
            sheet=sheet,
            back_url=self.back_url(),
            matter_url=matter_url(sheet.matter) if sheet.matter else "",
            words=purpose.row_words(sheet.result) if sheet.result else [],
            wrong=[
                (row, [(labels.get(key, ""), shown(said)) for key, said in row.errors]) for row in wrong[:ERRORS_SHOWN]
            ],
            right_count=sheet.total - sheet.wrong,
            refusal=purpose.refusal(sheet, self.actor) if sheet.state == SheetImport.State.CHECKED else "",
            done_url=purpose.done_url(sheet),
            **extra,
        )


class MapColumns(_OfSheet, FormActionView):
    """Which column is which; suggested by their headings, or as the last time."""

    policy = policy.Right("sheet.import")
    template_name = "rosters/columns.html"
    title = _("对应列")
    submit_label = _("核对表格")

    def get_object(self) -> SheetImport:
        return self.sheet

    @property
    def current_version(self) -> None:
        return None

    def make_form(self, data: Any = None) -> ColumnsForm:
        sheet = self.sheet
        initial = {**sheet.columns, **{f"option_{key}": value for key, value in sheet.options.items()}}
        samples = copies.samples(sheet) if data is None else []
        return ColumnsForm(data, purpose=self.purpose, headings=sheet.headings, samples=samples, initial=initial)

    def perform(self, form: ColumnsForm) -> SheetImport:
        with transaction.atomic():
            sheet = sheets.map_columns(
                sheet_id=self.sheet.pk, columns=form.columns(), options=form.options(), by=self.actor, at=self.at
            )
            work(sheet)
        return sheet

    def get_success_url(self, result: SheetImport) -> str:
        return reverse("rosters:sheet", args=[result.pk])

    def get_cancel_url(self) -> str:
        return self.back_url()

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(sheet=self.sheet, subtitle=self.sheet.name, **extra)


@policy.right("sheet.import")
class Copy(View):
    """The sheet again, with what is wrong beside each row."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        sheet = sheets.open_copy(sheet_id=pk, by=request.actor, at=clock.now())  # type: ignore[attr-defined]
        try:
            file = copies.with_errors(sheet)
        except FileNotFoundError:
            raise Http404 from None
        return attachment(file, f"{sheet.name.rpartition('.')[0]}-{_('核对')}.xlsx")


class _Change(_OfSheet, ActionView):
    policy = policy.Right("sheet.import")

    def get_object(self) -> SheetImport:
        return self.sheet

    @property
    def current_version(self) -> None:
        return None

    def get_success_url(self, result: Any) -> str:
        return reverse("rosters:sheet", args=[self.sheet.pk])

    def get_cancel_url(self) -> str:
        return reverse("rosters:sheet", args=[self.sheet.pk])


class Take(_Change):
    title = _("导入")
    submit_label = _("导入")

    def consequences(self) -> list[Any]:
        return [_("没有错误的行写入本事项，有错误的行跳过；要么全部写入，要么一行也不写。")]

    def perform(self, form: Any) -> SheetImport:
        with transaction.atomic():
            sheet = sheets.confirm_import(sheet_id=self.sheet.pk, by=self.actor, at=self.at)
            work(sheet)
        return sheet


class Discard(_Change):
    title = _("放弃这份表格")
    submit_label = _("放弃")
    danger = True

    def consequences(self) -> list[Any]:
        return [_("表格和核对结果会删除，名册不变。")]

    def perform(self, form: Any) -> SheetImport:
        return sheets.discard_import(sheet_id=self.sheet.pk, by=self.actor, at=self.at)

    def get_success_url(self, result: Any) -> str:
        return self.back_url()

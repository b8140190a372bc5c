"""Wording papers: the templates one may see, the versions of one, and the editor with its lint and preview."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.documents import asks as asked
from unionlaw.documents import fields
from unionlaw.documents.forms import VersionForm
from unionlaw.documents.models import PaperTemplate, PaperTemplateVersion
from unionlaw.documents.services import drafting, templates
from unionlaw.documents.typesetting.lint import Problem, keys_in
from unionlaw.documents.views.papers import pictures
from unionlaw.lib import wording
from unionlaw.lib.errors import Invalid
from unionlaw.matters.models import Matter
from unionlaw.matters.services.numbering import issuer_of
from unionlaw.web import policy
from unionlaw.web.forms import add_errors
from unionlaw.web.views import FormActionView, PageView


class Templates(PageView):
    policy = policy.Right("paper_template.change")
    template_name = "documents/templates.html"
    title = gettext_lazy("文书模板")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        today = timezone.localdate(self.at)
        found = PaperTemplate.objects.visible_to(self.actor).select_related("organisation")
        rows = [
            (template, template.version_on(today), template.made) for template in found.annotate(made=Count("versions"))
        ]
        return super().get_context(rows=rows, **extra)


class Template(FormActionView):
    """One template: what holds, what held, and the editor for the next wording."""

    policy = policy.Right("paper_template.change")
    template_name = "documents/template.html"
    form_class = VersionForm
    submit_label = gettext_lazy("保存为新版本")
    success_message = gettext_lazy("新版本已保存。")
    back_label = gettext_lazy("文书模板")

    def get_object(self) -> PaperTemplate:
        found = PaperTemplate.objects.visible_to(self.actor).select_related("organisation")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def shown(self) -> PaperTemplateVersion | None:
        """The version that the editor starts from: the one asked for, else the latest."""
        typed = self.request.GET.get("version", "")
        versions = self.object.versions.all()
        if typed.isascii() and typed.isdigit() and len(typed) < 9:
            return get_object_or_404(versions, number=int(typed))
        return versions.first()

    @property
    def ownable(self) -> bool:
        organisation = self.actor.organisation
        return organisation is not None and self.object.organisation_id != organisation.pk

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            "ownable": self.ownable,
            "must_own": bool(templates.change_refusal(self.object, self.actor)),
            "may_see_matters": self.actor.may("matter.view"),
        }

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {"effective_from": timezone.localdate(self.at)}
        if self.shown is not None:
            initial |= {"source": self.shown.source, "asks": asked.write(self.shown.asks)}
        return initial

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "preview" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.make_form(request.POST)
        form.is_valid()
        form.errors.clear()
        source = request.POST.get("source", "").replace("\r\n", "\n")
        asks, wrong = asked.read(request.POST.get("asks", ""))
        today = timezone.localdate(self.at)
        kind, name = self.object.matter_kind, self.object.name
        problems = [Problem(0, text) for text in wrong] or templates.problems_of(
            source=source, kind=kind, name=name, asks=asks, on=today
        )
        pages: list[str] = []
        if not problems:
            try:
                pages = pictures(self._preview(source, asks, request.POST.get("matter", "").strip()))
            except Invalid as error:
                add_errors(form, error.errors)
        return self.show(form, status=422 if problems or form.errors else 200, problems=problems, pages=pages)

    def _preview(self, source: str, asks: list[dict[str, Any]], number: str) -> drafting.Rendered:
        """The pages with the examples, or of a real matter that the editor may see."""
        if not number or not self.actor.may("matter.view"):
            data = drafting.sample_data(self.object.matter_kind, asks, self.object.name, timezone.localdate(self.at))
            return drafting.render(source, {**data, "preview": True}, self.at, form="png")
        found = Matter.objects.visible_to(self.actor).select_related("organisation", "owner__user", "dispute", "cause")
        matter = found.filter(number=number, kind=self.object.matter_kind).first()
        if matter is None:
            raise Invalid({"matter": _("没有这个编号的事项，或者您无权查看。")})
        version = PaperTemplateVersion(template=self.object, source=source, asks=asks, fields=keys_in(source))
        made = drafting.draft(
            matter=matter, version=version, issuer=issuer_of(matter.organisation), answers={}, by=self.actor
        )
        return drafting.preview(made, self.at)

    def perform(self, form: Any) -> PaperTemplateVersion:
        data = form.cleaned_data
        return templates.add_version(
            template_id=self.object.pk,
            source=data["source"],
            asks=data["asks"],
            effective_from=data["effective_from"],
            effective_to=data["effective_to"],
            why=data["why"],
            own=data.get("own", False),
            by=self.actor,
            at=self.at,
        )

    def get_success_url(self, result: PaperTemplateVersion) -> str:
        return reverse("documents:template", args=[result.template_id])

    def get_cancel_url(self) -> str:
        return reverse("documents:templates")

    @property
    def current_version(self) -> None:
        return None

    def get_context(self, **extra: Any) -> dict[str, Any]:
        today = timezone.localdate(self.at)
        known = fields.of_kind(self.object.matter_kind).values()
        return super().get_context(
            title=wording.shown(self.object.name),
            template=self.object,
            versions=list(self.object.versions.select_related("made_by__user")),
            holding=self.object.version_on(today),
            known=[(field, call_of(field)) for field in known],
            change_refusal=templates.change_refusal(self.object, self.actor),
            **extra,
        )


def call_of(field: fields.Field) -> str:
    """How a template writes the field."""
    call = {fields.TEXT: "field", fields.PROSE: "prose", fields.LIST: "list-of", fields.TABLE: "table-of"}[field.shape]
    return f'#{call}("{field.key}")'

"""Issuing a paper about a matter: choose it, look it over, issue it."""

import base64
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.documents import asks as asked
from unionlaw.documents import conditions, fields
from unionlaw.documents.forms import PaperForm
from unionlaw.documents.models import Paper, PaperTemplate, PaperTemplateVersion
from unionlaw.documents.services import drafting, papers
from unionlaw.documents.services.seals import seal_refusal
from unionlaw.documents.views.folder import folder_url
from unionlaw.lib.errors import Conflict, DomainError, Invalid
from unionlaw.lib.wording import sentences, shown
from unionlaw.matters.models import Matter
from unionlaw.matters.services.numbering import issuer_of
from unionlaw.web import policy
from unionlaw.web.forms import add_errors
from unionlaw.web.views import FormActionView, PageView


def pictures(rendered: drafting.Rendered) -> list[str]:
    """The pages as addresses that need no request of their own."""
    return ["data:image/png;base64," + base64.b64encode(part).decode() for part in rendered.parts]


def read_matter(actor: Any, pk: int) -> Matter:
    """The matter, for papers about it; 404 for whom it is not."""
    found = Matter.objects.visible_to(actor).select_related("organisation", "owner__user", "dispute", "cause")
    return get_object_or_404(found, pk=pk)


class Choose(PageView):
    """The papers that can be issued about the matter, the others with the reason why not now."""

    policy = policy.Right("paper.issue")
    template_name = "documents/choose_paper.html"
    title = gettext_lazy("生成文书")

    @cached_property
    def matter(self) -> Matter:
        return read_matter(self.actor, self.kwargs["pk"])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        held = PaperTemplate.objects.holding_for(self.matter.organisation, self.matter.kind)
        choices = [(template, conditions.refusal(self.matter, template.key)) for template in held]
        return super().get_context(matter=self.matter, choices=choices, cancel_url=folder_url(self.matter), **extra)


class Compose(FormActionView):
    """The paper with its values, what is missing named; previewed any number of times, then issued once."""

    policy = policy.Right("paper.issue")
    template_name = "documents/compose_paper.html"
    submit_label = gettext_lazy("制发")
    back_label = gettext_lazy("返回案件")

    def get_object(self) -> Matter:
        return read_matter(self.actor, self.kwargs["pk"])

    @property
    def matter(self) -> Matter:
        found: Matter = self.object
        return found

    @cached_property
    def held(self) -> PaperTemplateVersion:
        """The wording that holds today; 404 when there is none."""
        return drafting.template_for(self.matter, self.kwargs["key"], timezone.localdate(self.at))

    @cached_property
    def former(self) -> Paper | None:
        """The paper to be corrected."""
        typed = self.request.POST.get("corrects") or self.request.GET.get("corrects") or ""
        if not (typed.isascii() and typed.isdigit() and len(typed) < 16):
            return None
        found = Paper.objects.filter(document__matter=self.matter, template_version__template__key=self.kwargs["key"])
        return found.select_related("superseded_by", "document").filter(pk=int(typed)).first()

    @cached_property
    def draft(self) -> drafting.Draft:
        answers = {ask["key"]: self.request.POST.get(f"ask_{ask['key']}", "") for ask in self.held.asks}
        return drafting.draft(
            matter=self.matter,
            version=self.held,
            issuer=issuer_of(self.matter.organisation),
            answers=answers,
            by=self.actor,
        )

    @cached_property
    def no_seal(self) -> str:
        """Why the seal cannot be placed by this person, or ""."""
        return seal_refusal(issuer=self.draft.issuer, by=self.actor, on=timezone.localdate(self.at))

    @property
    def refusal(self) -> str:
        """Why the paper cannot be issued at all now, or ""."""
        if self.former is not None and (reason := papers.correction_refusal(self.former)):
            return reason
        return conditions.refusal(self.matter, self.kwargs["key"])

    def make_form(self, data: Any = None) -> PaperForm:
        initial = self.get_initial()
        return PaperForm(
            data,
            initial=initial,
            asks=self.held.asks,
            sealable=not self.no_seal,
            correcting=self.former is not None,
        )

    def get_initial(self) -> dict[str, Any]:
        if self.former is None:
            return {}
        said = {key[4:]: value for key, value in self.former.data.items() if key.startswith(asked.PREFIX)}
        return {f"ask_{key}": value for key, value in said.items()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "preview" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.make_form(request.POST)
        form.is_valid()
        form.errors.clear()  # a preview shows what is missing where it is missing
        try:
            pages = pictures(drafting.preview(self.draft, self.at))
        except Invalid as error:
            add_errors(form, error.errors)
            return self.show(form, status=422)
        return self.show(form, pages=pages)

    def perform(self, form: Any) -> Paper:
        try:
            return papers.issue_paper(
                matter_id=self.matter.pk,
                key=self.kwargs["key"],
                answers=form.answers,
                sealed=form.cleaned_data.get("sealed", False),
                supersedes_id=self.former.pk if self.former else None,
                why=form.cleaned_data.get("why", ""),
                by=self.actor,
                at=self.at,
                version=self.version,
            )
        except Conflict as error:
            if type(error) is not Conflict:
                raise
            # The case went on, or the paper was corrected by someone else: said on the same page.
            raise DomainError(error.message) from None

    def rows(self) -> list[tuple[str, str, str]]:
        """Label, value and state ("", "missing", "optional") of each value the paper shows."""
        made, rows = self.draft, []
        known = fields.of_kind(self.matter.kind)
        for key in self.held.fields:
            if key not in known:
                continue
            value, label = made.values.get(key), made.labels[key]
            state = "" if value else ("missing" if label in made.missing else "optional")
            rows.append((str(known[key].label), said(value), state))
        return rows

    def get_success_message(self, result: Paper) -> str:
        return _("已制发《%(title)s》%(number)s。") % {"title": shown(result.title), "number": result.number}

    def get_success_url(self, result: Any) -> str:
        return folder_url(self.matter)

    def get_cancel_url(self) -> str:
        return folder_url(self.matter)

    def consequences(self) -> list[Any]:
        template = self.draft.template
        lines = [_("PDF归入案卷，内容不能再改；有误时另行更正。")]
        if template.number_word:
            lines.insert(0, _("由%(union)s编号，文号连续、不重复。") % {"union": self.draft.issuer.name})
        return lines

    def get_context(self, **extra: Any) -> dict[str, Any]:
        missing = [label for label in self.draft.missing if label not in asked.labels(self.held.asks).values()]
        return super().get_context(
            title=shown(self.draft.template.name),
            matter=self.matter,
            draft=self.draft,
            held=self.held,
            rows=self.rows(),
            missing=missing,
            former=self.former,
            refusal=self.refusal,
            no_seal=self.no_seal,
            **extra,
        )


def said(value: Any) -> str:
    """A value as one line."""
    if isinstance(value, dict):
        return _("表格，%(n)d行") % {"n": len(value.get("rows", []))} if value else ""
    if isinstance(value, list):
        return sentences(value)
    return value or ""

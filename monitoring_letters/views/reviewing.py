"""Legal review and approval on screen: whoever decides sees the letter as it will be printed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.views import View

from monitoring_letters.forms import reviewing as forms
from monitoring_letters.models import Approval
from monitoring_letters.services import paper, reviewing
from monitoring_letters.services.persons import author_ids, current_step
from monitoring_letters.views.base import BESIDE_LETTER, LetterAction
from unionlaw.deadlines.views.matter import read_matter
from unionlaw.documents.views.papers import pictures
from unionlaw.lib import clock
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.wording import bracketed
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.network.models import Post
from unionlaw.network.roles import Role
from unionlaw.web import policy
from unionlaw.web.views import Text


class ReadingAction(LetterAction):
    """A decision with the letter in view, page by page; its words where no template of the paper holds."""

    template_name = "monitoring_letters/deciding.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        pages: list[str] = []
        broken = ""
        try:
            if rendered := paper.preview(self.letter, form="png", by=self.actor, at=self.at):
                pages = pictures(rendered)
        except Invalid as error:
            broken = next(iter(error.errors.values()))[0]
        steps = Approval.objects.filter(letter=self.letter, round=self.letter.round).exclude(decision="")
        return super().get_context(
            pages=pages,
            broken=broken,
            text=paper.text_of(self.letter, on=timezone.localdate(self.at)),
            opinions=steps.select_related("decided_by__user"),
            **extra,
        )


class Submit(LetterAction):
    verb = "submit_for_review"
    event = "letter.submitted"
    service = reviewing.submit_for_review
    form_class = forms.SubmitForm
    success_message = _("已提交法律审核。")

    @cached_property
    def reviewers(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """Supervisors of the union and those above it, the nearest first, then lawyers who work with them; by
        organisation, without those who wrote the letter."""
        lineage = self.matter.organisation.lineage
        open_posts = Post.objects.open(on=timezone.localdate(self.at)).filter(user__is_active=True)
        found = open_posts.exclude(user__in=author_ids(self.letter)).select_related("user", "organisation")
        bosses = found.filter(role=Role.SUPERVISOR, organisation__in=lineage).order_by("-organisation__depth", "pk")
        lawyers = found.filter(role=Role.LAWYER, organisation__attached_to__in=lineage)
        groups: dict[str, list[tuple[int, str]]] = {}
        for post in [*bosses, *lawyers.order_by("organisation__name", "pk")]:
            named = f"{post.user}{bracketed(post.get_role_display())}"
            groups.setdefault(post.organisation.name, []).append((post.pk, named))
        return list(groups.items())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"reviewers": self.reviewers}

    def get_initial(self) -> dict[str, Any]:
        # Whoever reviewed it before knows it.
        return {"reviewer_post_id": self.letter.reviewer_id or ""}


class Review(ReadingAction):
    """A lawyer from outside the union's tree sees the letter only until they decide."""

    def get_success_url(self, result: Any) -> str:
        if Matter.objects.visible_to(self.actor).filter(pk=self.matter.pk).exists():
            return super().get_success_url(result)
        return reverse("monitoring_letters:letters")


class PassReview(Review):
    verb = "pass_review"
    event = "letter.review_passed"
    service = reviewing.pass_review
    form_class = forms.OpinionForm
    success_message = _("已审核通过，送审批。")


class ReturnFromReview(Review):
    verb = "return_from_review"
    event = "letter.review_returned"
    service = reviewing.return_from_review
    form_class = forms.ReturnForm
    success_message = _("已退回起草人修改。")


class Approve(ReadingAction):
    verb = "approve"
    service = reviewing.approve
    form_class = forms.OpinionForm
    success_message = _("已同意。")

    def consequences(self) -> list[Text]:
        step = current_step(self.letter)
        following = step and self.letter.approvals.filter(round=step.round, position=step.position + 1).first()
        if following:
            words = {"organisation": following.organisation, "role": following.get_role_display()}
            return [_g("接着由%(organisation)s的%(role)s审批。") % words]
        return [_g("审批完成，可以编号制发。")]


class ReturnForChanges(ReadingAction):
    verb = "return_for_changes"
    event = "letter.returned"
    service = reviewing.return_for_changes
    form_class = forms.ReturnForm
    success_message = _("已退回起草人修改。")


@policy.right("letter.view")
class Preview(View):
    """The letter as it would be printed, as a PDF marked as a preview: without number, code and seal."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor = request.actor  # type: ignore[attr-defined]
        matter = read_matter(actor, Kind.SUPERVISION_LETTER, pk, beside=BESIDE_LETTER)
        rendered = paper.preview(matter.supervision_letter, form="pdf", by=actor, at=clock.now())
        if rendered is None:
            raise Missing(_g("没有这种文书，或者它今天不启用。"))
        response = HttpResponse(rendered.parts[0], content_type="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="preview-{pk}.pdf"'
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

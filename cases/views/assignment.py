"""Giving a case to a lawyer, with the conflict check in sight before it is submitted; and the lawyer's answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from cases.forms.assignment import AssignForm, DeclineForm
from cases.models import AidCase
from cases.services import assignments
from cases.views.base import MatterAction, read_matter
from unionlaw.matters.models.matter import Kind
from unionlaw.network.models import Post
from unionlaw.web import policy
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import NoFields


class Assign(MatterAction):
    verb = "assign"
    event = "aid_case.assigned"
    service = assignments.assign
    form_class = AssignForm
    template_name = "cases/assign.html"
    success_message = _("已指派，等待律师确认。")

    @cached_property
    def lawyers(self) -> list[Post]:
        return list(assignments.eligible_lawyers(self.case))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"lawyers": self.lawyers}

    def chosen(self, form: Any) -> Post | None:
        """The lawyer ticked on the form, if any."""
        value = str(form["lawyer_post_id"].value() or "")
        return next((post for post in self.lawyers if str(post.pk) == value), None)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        form = extra.get("form")
        lawyer = self.chosen(form) if form is not None else None
        return super().get_context(
            # Who was chosen before the page came back is in sight, however long the list.
            lawyers=sorted(self.lawyers, key=lambda post: post != lawyer),
            chosen=lawyer,
            conflicts=conflicts_shown(form, self.case, lawyer),
            **extra,
        )


def conflicts_shown(form: Any, case: AidCase, lawyer: Post | None) -> list[assignments.Conflict]:
    """What speaks against `lawyer`; the form then no longer calls the reason optional."""
    found = assignments.check_conflicts(case, lawyer) if lawyer else []
    if form is not None:
        form.fields["conflict_reason"].required = bool(found)
    return found


@policy.right("aid_case.assign")
@require_GET
def conflicts(request: HttpRequest, pk: int) -> HttpResponse:
    """The conflict check for the lawyer just ticked, as a fragment of the form."""
    actor = request.actor  # type: ignore[attr-defined]
    case = read_matter(actor, Kind.AID_CASE, pk).aid_case
    lawyers = list(assignments.eligible_lawyers(case))
    form = AssignForm(initial={"lawyer_post_id": request.GET.get("lawyer_post_id")}, lawyers=lawyers)
    value = str(form["lawyer_post_id"].value() or "")
    chosen = next((post for post in lawyers if str(post.pk) == value), None)
    found = conflicts_shown(form, case, chosen)
    return render(request, "cases/conflicts.html", {"form": form, "chosen": chosen, "conflicts": found})


class Accept(MatterAction):
    verb = "accept_assignment"
    event = "aid_case.accepted"
    service = assignments.accept_assignment
    form_class = NoFields
    template_name = "cases/accept.html"
    success_message = _("已接受指派。请尽快会见当事人。")


class Decline(MatterAction):
    verb = "decline_assignment"
    event = "aid_case.declined"
    service = assignments.decline_assignment
    form_class = DeclineForm
    danger = True
    success_message = _("已谢绝指派。")

    def get_success_url(self, result: Any) -> str:
        # Once declined, the case is out of this lawyer's sight.
        return reverse("cases:aid_cases")


class Replace(MatterAction):
    verb = "replace_lawyer"
    event = "aid_case.lawyer_replaced"
    service = assignments.replace_lawyer
    form_class = ReasonForm
    danger = True
    success_message = _("已撤下承办律师，请另行指派。")

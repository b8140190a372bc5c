"""Mediators: assigned with the conflict check in sight, objected to, recused."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from mediation.forms import organs as forms
from mediation.models import MediatorAssignment
from mediation.services import mediators
from mediation.services.conflicts import check_conflicts
from mediation.views.base import BESIDE, MediationAction
from unionlaw.deadlines.views.matter import read_matter
from unionlaw.lib import clock
from unionlaw.matters.models.matter import Kind
from unionlaw.network.models import Post
from unionlaw.web import policy
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import Text


def ticked(typed: Any, among: list[Post]) -> Post | None:
    """The mediator whose id was ticked, if any."""
    return next((post for post in among if str(post.pk) == str(typed or "")), None)


class Assign(MediationAction):
    verb = "assign_mediator"
    event = "mediation.mediator_assigned"
    service = mediators.assign_mediator
    form_class = forms.AssignForm
    template_name = "mediation/assign_mediator.html"
    success_message = gettext_lazy("已安排调解员。")

    @cached_property
    def free(self) -> list[Post]:
        return mediators.free_mediators(self.mediation, self.at)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"mediators": self.free}

    def get_initial(self) -> dict[str, Any]:
        return {"leads": not self.mediation.mediators.filter(ended_on=None).exists()}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        form = extra.get("form")
        chosen = ticked(form["mediator"].value(), self.free) if form is not None else None
        return super().get_context(
            free=self.free,
            chosen=chosen,
            conflicts=check_conflicts(self.mediation, chosen) if chosen else [],
            **extra,
        )

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#organs"


@policy.right("mediation.assign")
@require_GET
def conflicts(request: HttpRequest, pk: int) -> HttpResponse:
    """The conflict check for the mediator just ticked, as a fragment of the form."""
    actor = request.actor  # type: ignore[attr-defined]
    mediation = read_matter(actor, Kind.MEDIATION, pk, beside=BESIDE).mediation
    chosen = ticked(request.GET.get("mediator"), mediators.free_mediators(mediation, clock.now()))
    found = check_conflicts(mediation, chosen) if chosen else []
    return render(request, "mediation/conflicts.html", {"chosen": chosen, "conflicts": found})


class Object(MediationAction):
    verb = "object_to_mediator"
    event = "mediation.mediator_ended"
    service = mediators.object_to_mediator
    form_class = forms.ObjectForm
    danger = True
    success_message = gettext_lazy("异议成立，请另行安排调解员。")

    def get_form_kwargs(self) -> dict[str, Any]:
        standing = self.mediation.mediators.filter(ended_on=None).select_related("post__user", "post__organisation")
        return {"standing": list[MediatorAssignment](standing)}

    def consequences(self) -> list[Text]:
        return [_("这位调解员退出本次调解，不再看到它。")]


class Recuse(MediationAction):
    verb = "recuse"
    event = "mediation.mediator_ended"
    service = mediators.recuse
    form_class = ReasonForm
    danger = True
    success_message = gettext_lazy("已登记回避。")

    def get_success_url(self, result: Any) -> str:
        # Once recused, the mediation may be out of this mediator's sight.
        return reverse("mediation:mediations")

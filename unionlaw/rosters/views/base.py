"""What pages of rosters share: the matter through its wall, the reason when its workflow does not allow it now."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from unionlaw.matters import panels, statuses
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.rosters import kinds
from unionlaw.rosters.kinds import RosterKind
from unionlaw.web.views import FormActionView


def read_matter(actor: Actor, pk: int) -> Matter:
    """A matter with a roster, if the actor may know of it. Raises Http404."""
    found = Matter.objects.visible_to(actor).filter(pk=pk, kind__in=kinds.with_rosters())
    matter = found.select_related("organisation", "owner__user", "dispute").first()
    if matter is None:
        raise Http404
    return matter


def matter_url(matter: Matter) -> str:
    """The matter's page."""
    return panels.url_of(matter.kind, matter.pk)


class RosterAction(FormActionView):
    """One change of a roster as a page: the form where right and status allow it, else the reason."""

    template_name = "rosters/action.html"
    verb: ClassVar[str] = "change_facts"
    """The workflow's verb that must be open to the actor now."""

    back_label = _("返回名册")

    def get_object(self) -> Matter:
        return read_matter(self.actor, self.kwargs["pk"])

    @cached_property
    def kind(self) -> RosterKind:
        return kinds.get(self.object)

    def refusal(self) -> str:
        return self.kind.refusal(self.object, self.verb, self.actor) if self.verb else ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reason := self.refusal():
            context = {**self.get_context(reason=reason), "cancel_url": self.get_cancel_url()}
            return render(request, "matters/refused.html", context, status=409)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object  # noqa: B018  a stranger gets 404 before anything is checked
        return super().post(request, *args, **kwargs)

    def get_success_url(self, result: Any) -> str:
        return reverse("rosters:roster", args=[self.kwargs["pk"]])

    def get_cancel_url(self) -> str:
        return reverse("rosters:roster", args=[self.kwargs["pk"]])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(matter=self.object, status=statuses.status_def(self.object.status_id), **extra)

"""The page of one matter on the shared frame, with its papers and time limits: for every workflow app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property

from unionlaw.deadlines.running import earliest
from unionlaw.deadlines.wording import why
from unionlaw.matters.models import Matter
from unionlaw.matters.presenters import MatterPage
from unionlaw.matters.services.visiting import note_visit
from unionlaw.network.actors import Actor
from unionlaw.rosters import kinds
from unionlaw.web.views import PageView, Text


def read_matter(actor: Actor, kind: str, pk: int, *, beside: tuple[str, ...] = ()) -> Matter:
    """The matter of `kind` with all that its page's head shows, if the actor may know of it.

    Args:
        beside: the app's rows that are read with it, as for select_related.

    Raises Http404.
    """
    found = (
        Matter.objects.visible_to(actor)
        .filter(kind=kind, pk=pk)
        .select_related("organisation", "owner__user", "dispute__cause", *beside)
        .first()
    )
    if found is None:
        raise Http404
    return found


def url_or_none(name: str, *args: Any) -> str:
    """The address of a page that another part of the portal brings, "" where it is not there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


class MatterDetail(PageView):
    """The page of one matter on the shared frame."""

    kind: ClassVar[str]
    list_url_name = ""
    list_label: Text = ""

    @property
    def beside(self) -> tuple[str, ...]:
        """The app's rows that are read with the matter."""
        return ()

    @cached_property
    def matter(self) -> Matter:
        return read_matter(self.actor, self.kind, self.kwargs["pk"], beside=self.beside)

    @cached_property
    def page(self) -> MatterPage:
        before = self.request.GET.get("before", "")
        return MatterPage(
            self.matter,
            self.actor,
            timeline=self.request.GET.get("timeline", ""),
            before=int(before) if before.isascii() and before.isdigit() and len(before) < 10 else 0,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().get(request, *args, **kwargs)
        note_visit(matter=self.matter, by=self.actor, at=self.at)
        return answer

    def get_context(self, **extra: Any) -> dict[str, Any]:
        may_note = self.actor.may("matter.note")
        return super().get_context(
            title=f"{self.matter.number} {self.matter.title}",
            page=self.page,
            due_explanation=why(first) if (first := earliest(self.matter)) else "",
            list_url=reverse(self.list_url_name),
            list_label=self.list_label,
            note_url=url_or_none("matters:note", self.matter.pk) if may_note else "",
            roster_url=url_or_none("rosters:roster", self.matter.pk) if kinds.find(self.kind) else "",
            worker_url_name="registers:worker" if url_or_none("registers:worker", 1) else "",
            employer_url_name="registers:employer" if url_or_none("registers:employer", 1) else "",
            **extra,
        )

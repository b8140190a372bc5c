"""What the pages of consultations and aid cases share: reading through the wall, actions by verb."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from cases import states  # noqa: F401  the workflows, before their verbs are looked up
from cases.services import actions
from unionlaw.deadlines.views import action as matter_actions
from unionlaw.deadlines.views import matter as matter_pages
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.web.views import Text

BESIDE = {
    Kind.CONSULTATION: ("consultation",),
    Kind.AID_CASE: (
        "aid_case__supplement_request",
        "aid_case__lawyer__user",
        "aid_case__lawyer__organisation",
    ),
}


def read_matter(actor: Actor, kind: str, pk: int) -> Matter:
    """The matter of `kind` with all that its page's head shows, if the actor may know of it. Raises Http404."""
    return matter_pages.read_matter(actor, kind, pk, beside=BESIDE[Kind(kind)])


def consequences_of(event_name: str, at: dt.datetime, kind: str = Kind.AID_CASE) -> list[Text]:
    """What recording the event will do: status, what the worker reads, which time limits start by the rules."""
    return matter_actions.consequences_of(event_name, at, kind)


class MatterDetail(matter_pages.MatterDetail):
    """The page of a consultation or of a case."""

    @property
    def beside(self) -> tuple[str, ...]:
        return BESIDE[Kind(self.kind)]


class MatterAction(matter_actions.MatterAction):
    """One verb of a consultation or of a case."""

    template_name = "cases/action.html"
    refused_template = "cases/refused.html"
    kind: ClassVar[str] = Kind.AID_CASE
    id_name: ClassVar[str] = "case_id"
    back_label = gettext_lazy("返回案件")
    refusal_of = staticmethod(actions.refusal)

    def get_object(self) -> Matter:
        return read_matter(self.actor, self.kind, self.kwargs["pk"])

    @property
    def case(self) -> Any:
        return self.matter.aid_case

"""What the pages of leads and letters share: the verbs, read through the wall."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from monitoring_letters import states  # noqa: F401  the workflows, before their verbs are looked up
from monitoring_letters.models import Lead, SupervisionLetter
from monitoring_letters.services import actions
from unionlaw.deadlines.views.action import MatterAction
from unionlaw.matters.models.matter import Kind

BESIDE_LEAD = ("lead__employer", "lead__joined_into__matter", "lead__assessed_by__user")
BESIDE_LETTER = (
    "supervision_letter__employer",
    "supervision_letter__authority",
    "supervision_letter__reviewer__user",
    "supervision_letter__drafted_by",
    "supervision_letter__paper",
)
"""The rows that are read with a lead's or a letter's matter."""


class LeadAction(MatterAction):
    """One verb of a lead as a page."""

    template_name = "monitoring_letters/action.html"
    kind: ClassVar[str] = Kind.LEAD
    id_name: ClassVar[str] = "lead_id"
    beside: ClassVar[tuple[str, ...]] = BESIDE_LEAD
    back_label = gettext_lazy("返回线索")
    refusal_of = staticmethod(actions.refusal)

    @property
    def lead(self) -> Lead:
        found: Lead = self.matter.lead
        return found

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(lead=self.lead, **extra)


class LetterAction(MatterAction):
    """One verb of a letter as a page."""

    template_name = "monitoring_letters/action.html"
    kind: ClassVar[str] = Kind.SUPERVISION_LETTER
    id_name: ClassVar[str] = "letter_id"
    beside: ClassVar[tuple[str, ...]] = BESIDE_LETTER
    back_label = gettext_lazy("返回函书")
    refusal_of = staticmethod(actions.refusal)

    @property
    def letter(self) -> SupervisionLetter:
        found: SupervisionLetter = self.matter.supervision_letter
        return found

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(letter=self.letter, **extra)

"""What the pages of mediations share: reading through the wall, one verb as a page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from mediation import states  # noqa: F401  the workflow, before its verbs are looked up
from mediation.models import Mediation
from mediation.services import actions
from unionlaw.deadlines.views import action as matter_actions
from unionlaw.matters.models.matter import Kind

BESIDE = ("mediation__referred_by",)
"""The rows that are read with a mediation's matter."""


class MediationAction(matter_actions.MatterAction):
    """One verb of a mediation as a page: a page names `verb`, `service`, `form_class` and mostly `event`."""

    template_name = "mediation/action.html"
    kind: ClassVar[str] = Kind.MEDIATION
    id_name: ClassVar[str] = "mediation_id"
    beside: ClassVar[tuple[str, ...]] = BESIDE
    back_label = gettext_lazy("返回调解")
    refusal_of = staticmethod(actions.refusal)

    @property
    def mediation(self) -> Mediation:
        found: Mediation = self.matter.mediation
        return found

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(mediation=self.mediation, **extra)

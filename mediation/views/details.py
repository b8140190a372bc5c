"""The page of one mediation."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediation import states
from mediation.models import Mediation
from mediation.pages import actions_for
from mediation.services import actions
from mediation.views import core_panels, panels  # noqa: F401  the first registers the panels of the core
from mediation.views.base import BESIDE
from unionlaw.deadlines.views.matter import MatterDetail
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.presenters import MatterPage, care_actions
from unionlaw.web import policy
from unionlaw.web.format import prose_date


class Detail(MatterDetail):
    policy = policy.Right("mediation.view")
    template_name = "mediation/mediation.html"
    kind = Kind.MEDIATION
    list_url_name = "mediation:mediations"
    list_label = pgettext_lazy("list", "调解")

    @property
    def beside(self) -> tuple[str, ...]:
        return BESIDE

    @cached_property
    def mediation(self) -> Mediation:
        found: Mediation = self.matter.mediation
        return found

    @cached_property
    def refusals(self) -> dict[str, str]:
        """Why each verb cannot be done now, asked once for the menu and for the buttons in the panels."""
        return actions.refusals(self.matter, states.mediation.by_verb, self.actor)

    @cached_property
    def page(self) -> MatterPage:
        page = super().page
        page.actions = [*actions_for(self.matter, self.refusals, self.actor), *care_actions(self.matter, self.actor)]
        return page

    def facts(self) -> list[tuple[Any, Any]]:
        """The line of facts below the title."""
        mediation = self.mediation
        found = [
            (_("来源"), mediation.get_origin_display()),
            (_("移送单位"), mediation.referred_by.short_name if mediation.referred_by else ""),
            (_("移送单位案号"), mediation.reference),
            (_("收到日期"), prose_date(mediation.received_on)),
            (_("方式"), mediation.get_form_display()),
            (_("通道"), mediation.get_track_display() if mediation.track != Mediation.Track.STANDARD else ""),
        ]
        return [fact for fact in found if fact[1]]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(
            mediation=self.mediation,
            page_facts=self.facts(),
            facts_url="" if self.refusals["change_facts"] else reverse("mediation:change_facts", args=[self.matter.pk]),
            may={verb: not reason for verb, reason in self.refusals.items()},
            # A partner organ sees how the mediation goes, not how the union weighs it.
            internal=not self.actor.is_outside,
            **panels.context_of(self.mediation, self.actor),
            **extra,
        )

"""Changing parties, claims and facts after the application was received."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from cases.forms import facts as forms
from cases.services import facts
from cases.views.base import MatterAction
from unionlaw.deadlines.views import facts as pages


class CaseFacts(MatterAction):
    verb = "change_facts"


class Amend(pages.ChangeFacts, CaseFacts):
    service = facts.amend_facts
    form_class = forms.FactsForm
    template_name = "cases/facts.html"

    def get_initial(self) -> dict[str, Any]:
        dispute = self.matter.dispute
        return {
            **super().get_initial(),
            "infringed_on": dispute.infringed_on if dispute else None,
            "employment_ended_on": dispute.employment_ended_on if dispute else None,
            "limitation_on": self.case.limitation_on,
        }


class AddApplicant(pages.AddApplicant, CaseFacts):
    service = facts.add_applicant
    success_message = gettext_lazy("已增加申请人。")


class AddRespondent(pages.AddRespondent, CaseFacts):
    service = facts.add_respondent
    success_message = gettext_lazy("已增加被申请人。")


class AddClaim(pages.AddClaim, CaseFacts):
    service = facts.add_claim


class AmendClaim(pages.AmendClaim, CaseFacts):
    service = facts.amend_claim


class NameRepresentatives(pages.FactsAction, CaseFacts):
    service = facts.name_representatives
    form_class = forms.RepresentativesForm
    title = gettext_lazy("推举职工代表")
    success_message = gettext_lazy("已记录职工代表。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"choices": [(row.party.pk, row.party.name) for row in self.page.claimants]}

    def get_initial(self) -> dict[str, Any]:
        return {"party_ids": [row.party.pk for row in self.page.claimants if row.party.representative]}

"""Changing parties, claims and facts after the application was received."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import facts as forms
from cases.services import facts
from cases.views.base import MatterAction
from unionlaw.matters.intake.changes import ApplicantForm, RespondentForm
from unionlaw.matters.intake.claims import ClaimForm
from unionlaw.matters.models import Claim, Party
from unionlaw.matters.presenters import MatterPage
from unionlaw.web.views import Text


class FactsAction(MatterAction):
    verb = "change_facts"
    submit_label = gettext_lazy("保存")
    back_label = gettext_lazy("返回案件")

    @cached_property
    def page(self) -> MatterPage:
        return MatterPage(self.matter, self.actor)

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#parties"

    def party(self, pk: int) -> Party:
        found = next((row.party for row in self.page.parties if row.party.pk == pk), None)
        if found is None:
            raise Http404
        return found


class Amend(FactsAction):
    service = facts.amend_facts
    form_class = forms.FactsForm
    template_name = "cases/facts.html"
    title = gettext_lazy("修改当事人与请求")
    success_message = gettext_lazy("已修改。")

    def get_initial(self) -> dict[str, Any]:
        dispute = self.matter.dispute
        return {
            "cause": dispute.cause_id if dispute else None,
            "facts": dispute.facts if dispute else "",
            "infringed_on": dispute.infringed_on if dispute else None,
            "employment_ended_on": dispute.employment_ended_on if dispute else None,
            "limitation_on": self.case.limitation_on,
        }

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(page=self.page, **extra)


class AddApplicant(FactsAction):
    service = facts.add_applicant
    form_class = ApplicantForm
    title = gettext_lazy("增加申请人")
    submit_label = gettext_lazy("增加申请人")
    success_message = gettext_lazy("已增加申请人。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"worker": form.cleaned_data["worker"], "claims": [form.claim()]}


class AddRespondent(FactsAction):
    service = facts.add_respondent
    form_class = RespondentForm
    title = gettext_lazy("增加被申请人")
    submit_label = gettext_lazy("增加被申请人")
    success_message = gettext_lazy("已增加被申请人。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor}


class AddClaim(FactsAction):
    service = facts.add_claim
    form_class = ClaimForm
    submit_label = gettext_lazy("增加请求")
    success_message = gettext_lazy("已增加请求。")

    @property
    def title(self) -> Text:  # type: ignore[override]
        return _("为%(name)s增加请求") % {"name": self.party(self.kwargs["party_id"]).name}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"party_id": self.party(self.kwargs["party_id"]).pk, "claim": form.claim()}


class AmendClaim(FactsAction):
    service = facts.amend_claim
    form_class = ClaimForm
    success_message = gettext_lazy("已修改请求。")

    @cached_property
    def claim(self) -> Claim:
        found = next((line.claim for line in self.page.lines if line.claim.pk == self.kwargs["claim_id"]), None)
        if found is None:
            raise Http404
        return found

    @property
    def title(self) -> Text:  # type: ignore[override]
        words = {"name": self.claim.party.name, "head": self.claim.get_head_display()}
        return _("修改%(name)s的“%(head)s”") % words

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.claim, name) for name in ("head", "amount", "from_on", "to_on", "basis")}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"claim_id": self.claim.pk, "claim": form.claim()}


class NameRepresentatives(FactsAction):
    service = facts.name_representatives
    form_class = forms.RepresentativesForm
    title = gettext_lazy("推举职工代表")
    success_message = gettext_lazy("已记录职工代表。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"choices": [(row.party.pk, row.party.name) for row in self.page.claimants]}

    def get_initial(self) -> dict[str, Any]:
        return {"party_ids": [row.party.pk for row in self.page.claimants if row.party.representative]}

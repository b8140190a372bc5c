"""Changing what a matter is about, as pages: cause and facts, parties and claims. An app names verb and services.

A page of an app is the page here before the app's own base of actions, which names kind, `verb` and templates.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.deadlines.views.action import MatterAction
from unionlaw.matters.intake.changes import ApplicantForm, RespondentForm
from unionlaw.matters.intake.claims import ClaimForm
from unionlaw.matters.models import Claim, Party
from unionlaw.matters.presenters import MatterPage
from unionlaw.web.views import Text


class FactsAction(MatterAction):
    """One change; afterwards the page of the matter shows its parties."""

    submit_label = gettext_lazy("保存")

    @cached_property
    def page(self) -> MatterPage:
        return MatterPage(self.matter, self.actor)

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#parties"


class ChangeFacts(FactsAction):
    """Cause and facts, with links to the other changes; an app adds what is its own (form, template, initial)."""

    title = gettext_lazy("修改当事人与请求")
    success_message = gettext_lazy("已修改。")

    def get_initial(self) -> dict[str, Any]:
        dispute = self.matter.dispute
        return {"cause": dispute.cause_id if dispute else None, "facts": dispute.facts if dispute else ""}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(page=self.page, **extra)


class PartyAction(FactsAction):
    """What takes parties and claims: the services of `FactsChanges`, which go by the matter."""

    id_name = "matter_id"


class AddApplicant(PartyAction):
    form_class = ApplicantForm
    title = gettext_lazy("增加申请人")
    submit_label = gettext_lazy("增加申请人")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"worker": form.cleaned_data["worker"], "claims": [form.claim()]}


class AddRespondent(PartyAction):
    form_class = RespondentForm
    title = gettext_lazy("增加被申请人")
    submit_label = gettext_lazy("增加被申请人")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor}


class AddClaim(PartyAction):
    form_class = ClaimForm
    submit_label = gettext_lazy("增加请求")
    success_message = gettext_lazy("已增加请求。")

    @cached_property
    def party(self) -> Party:
        found = next((row.party for row in self.page.claimants if row.party.pk == self.kwargs["party_id"]), None)
        if found is None:
            raise Http404
        return found

    @property
    def title(self) -> Text:  # type: ignore[override]
        return _("为%(name)s增加请求") % {"name": self.party.name}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"party_id": self.party.pk, "claim": form.claim()}


class AmendClaim(PartyAction):
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

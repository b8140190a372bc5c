"""Changing parties, claims and facts before an agreement, and the construction site behind unpaid wages."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.forms import facts as forms
from mediation.models import FastTrack
from mediation.services import facts, fast_track
from mediation.views.base import MediationAction
from unionlaw.matters.intake.changes import ApplicantForm, RespondentForm
from unionlaw.matters.intake.claims import ClaimForm
from unionlaw.matters.models import Claim, Party
from unionlaw.matters.presenters import MatterPage
from unionlaw.web.rows import RowsView
from unionlaw.web.views import Text


class FactsAction(MediationAction):
    verb = "change_facts"
    submit_label = gettext_lazy("保存")

    @cached_property
    def page(self) -> MatterPage:
        return MatterPage(self.matter, self.actor)

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#parties"

    def party(self, pk: int) -> Party:
        found = next((row.party for row in self.page.claimants if row.party.pk == pk), None)
        if found is None:
            raise Http404
        return found


class Change(FactsAction):
    service = facts.change_facts
    form_class = forms.FactsForm
    template_name = "mediation/facts.html"
    title = gettext_lazy("修改当事人与请求")
    success_message = gettext_lazy("已修改。")

    def get_initial(self) -> dict[str, Any]:
        dispute = self.matter.dispute
        return {
            "cause": dispute.cause_id if dispute else None,
            "facts": dispute.facts if dispute else "",
            "form": self.mediation.form,
        }

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(page=self.page, **extra)


class AddApplicant(FactsAction):
    service = facts.add_applicant
    form_class = ApplicantForm
    title = gettext_lazy("增加申请人")
    submit_label = gettext_lazy("增加申请人")
    success_message = gettext_lazy("已增加申请人，请登记其调解意愿。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"worker": form.cleaned_data["worker"], "claims": [form.claim()]}


class AddRespondent(FactsAction):
    service = facts.add_respondent
    form_class = RespondentForm
    title = gettext_lazy("增加被申请人")
    submit_label = gettext_lazy("增加被申请人")
    success_message = gettext_lazy("已增加被申请人，请登记其调解意愿。")

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


class SetFastTrack(RowsView, MediationAction):
    verb = "set_fast_track"
    event = "mediation.fast_track_set"
    service = fast_track.set_fast_track
    form_class = forms.SiteForm
    template_name = "mediation/fast_track.html"
    success_message = gettext_lazy("已登记工程欠薪信息。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def get_initial(self) -> dict[str, Any]:
        site = FastTrack.objects.filter(mediation=self.mediation).first()
        if site is None:
            return {}
        columns = ("project", "site", "deposit_place", "special_account", "real_name_register", "note")
        known = {name: getattr(site, name) for name in columns}
        return {
            **known,
            "developer": site.developer_id,
            "main_contractor": site.main_contractor_id,
            "deposit": site.deposit or None,
            "rows": site.chain,
        }

    def arguments(self, form: Any) -> dict[str, Any]:
        return {**form.cleaned_data, "chain": form.links()}

    def consequences(self) -> list[Text]:
        return [_("转入工程建设领域欠薪通道和绿色通道，优先办理。")]

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#site"

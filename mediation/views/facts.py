"""Changing parties, claims and facts before an agreement, and the construction site behind unpaid wages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.forms import facts as forms
from mediation.models import FastTrack
from mediation.services import facts, fast_track
from mediation.views.base import MediationAction
from unionlaw.deadlines.views import facts as pages
from unionlaw.web.rows import RowsView
from unionlaw.web.views import Text


class MediationFacts(MediationAction):
    verb = "change_facts"


class Change(pages.ChangeFacts, MediationFacts):
    service = facts.change_facts
    form_class = forms.FactsForm
    template_name = "mediation/facts.html"

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "form": self.mediation.form}


class AddApplicant(pages.AddApplicant, MediationFacts):
    service = facts.add_applicant
    success_message = gettext_lazy("已增加申请人，请登记其调解意愿。")


class AddRespondent(pages.AddRespondent, MediationFacts):
    service = facts.add_respondent
    success_message = gettext_lazy("已增加被申请人，请登记其调解意愿。")


class AddClaim(pages.AddClaim, MediationFacts):
    service = facts.add_claim


class AmendClaim(pages.AmendClaim, MediationFacts):
    service = facts.amend_claim


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

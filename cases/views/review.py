"""The review of an application: what is missing, the decision, objection, referral and withdrawal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import review as forms
from cases.models import Material
from cases.services import reviews
from cases.views.base import MatterAction
from unionlaw.lib.wording import shown
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import NoFields, Text

SUPPLEMENT_DAYS = 15


class ReviewAction(MatterAction):
    """A decision on the application, taken with the checklist in view."""

    template_name = "cases/review.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        materials = list(Material.objects.filter(case_id=self.matter.pk))
        return super().get_context(
            case=self.case,
            materials=materials,
            missing=[m for m in materials if m.required_for == Material.RequiredFor.REVIEW and not m.is_settled],
            **extra,
        )


class RequestSupplement(ReviewAction):
    verb = "request_supplement"
    event = "aid_application.supplement_requested"
    service = reviews.request_supplement
    form_class = forms.SupplementForm
    success_message = gettext_lazy("已一次性告知补正。")

    def get_form_kwargs(self) -> dict[str, Any]:
        missing = Material.objects.filter(case_id=self.matter.pk, received_on=None, waived_reason="")
        return {
            "missing": [(m.label, shown(m.label)) for m in missing if m.required_for != Material.RequiredFor.CLOSING]
        }

    def get_initial(self) -> dict[str, Any]:
        lacking = [m.label for m in self.get_context()["missing"]]
        return {"listed": lacking, "due_on": timezone.localdate(self.at) + dt.timedelta(days=SUPPLEMENT_DAYS)}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {name: form.cleaned_data[name] for name in ("items", "due_on", "note")}


class ReceiveSupplement(ReviewAction):
    verb = "receive_supplement"
    event = "aid_application.supplemented"
    service = reviews.receive_supplement
    form_class = NoFields
    success_message = gettext_lazy("补正已收齐，审查期限重新起算。")


class Grant(ReviewAction):
    verb = "grant"
    event = "aid_application.granted"
    service = reviews.grant
    form_class = forms.DecisionForm
    success_message = gettext_lazy("已决定给予援助，请指派律师。")

    def get_initial(self) -> dict[str, Any]:
        return {"reason": _("符合援助条件：%(why)s。") % {"why": self.case.get_eligibility_display()}}


class GrantUrgently(ReviewAction):
    verb = "grant_urgently"
    event = "aid_application.granted_urgently"
    service = reviews.grant_urgently
    form_class = forms.UrgentForm
    success_message = gettext_lazy("已决定先行提供援助，欠交的材料已记下。")


class Refuse(ReviewAction):
    verb = "refuse"
    event = "aid_application.refused"
    service = reviews.refuse
    form_class = forms.RefusalForm
    danger = True
    success_message = gettext_lazy("已决定不予援助。")

    def consequences(self) -> list[Text]:
        return [*super().consequences(), _("告知申请人理由，以及可以向本单位提出异议、由上级复查。")]


class ObjectToRefusal(MatterAction):
    verb = "object_to_refusal"
    event = "aid_application.objected"
    service = reviews.object_to_refusal
    form_class = forms.ObjectionForm
    success_message = gettext_lazy("已登记异议，等待复查。")


class UpholdRefusal(ReviewAction):
    verb = "uphold_refusal"
    event = "aid_application.refusal_upheld"
    service = reviews.uphold_refusal
    form_class = forms.DecisionForm
    danger = True
    success_message = gettext_lazy("已维持不予援助的决定。")


class ReferElsewhere(MatterAction):
    verb = "refer_elsewhere"
    event = "aid_application.referred"
    service = reviews.refer_elsewhere
    form_class = forms.ReferForm
    success_message = gettext_lazy("已转介。")


class Withdraw(MatterAction):
    verb = "withdraw"
    event = "aid_case.withdrawn"
    service = reviews.withdraw
    form_class = ReasonForm
    danger = True
    success_message = gettext_lazy("已登记申请人撤回。")

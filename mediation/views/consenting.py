"""Before acceptance: consents, signs of a sham, acceptance, declining, withdrawal."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.forms import consenting as forms
from mediation.models import WarningSign
from mediation.services import consenting, due, warnings
from mediation.views.base import MediationAction
from unionlaw.matters.models import Party
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import Text


class RecordConsent(MediationAction):
    verb = "record_consent"
    service = consenting.record_consent
    form_class = forms.ConsentForm
    success_message = gettext_lazy("已登记调解意愿。")

    @cached_property
    def parties(self) -> list[Party]:
        return list(consenting.parties_of(self.mediation))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"parties": self.parties}

    def get_initial(self) -> dict[str, Any]:
        answered = due.last_answers(self.mediation)
        silent = [party for party in self.parties if party.pk not in answered]
        # Most often one side answers at a time: the first that has not.
        side = silent[0].side if silent else ""
        return {
            "said_on": timezone.localdate(self.at),
            "party_ids": [party.pk for party in silent if party.side == side],
        }

    def consequences(self) -> list[Text]:
        return [_("双方都同意后可以受理；一方不同意的，不予受理并告知其他途径。")]

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#consents"


class Accept(MediationAction):
    verb = "accept"
    event = "mediation.accepted"
    service = consenting.accept
    form_class = forms.AcceptForm
    success_message = gettext_lazy("已受理，请安排调解员。")

    def get_initial(self) -> dict[str, Any]:
        return {"accepted_on": timezone.localdate(self.at)}


class Decline(MediationAction):
    verb = "decline"
    event = "mediation.declined"
    service = consenting.decline
    form_class = forms.DeclineForm
    danger = True
    success_message = gettext_lazy("已登记不予受理。")

    def consequences(self) -> list[Text]:
        return [*super().consequences(), _("书面告知当事人不予受理的原因和其他途径。")]


class Withdraw(MediationAction):
    verb = "withdraw"
    event = "mediation.withdrawn"
    service = consenting.withdraw
    form_class = ReasonForm
    danger = True
    success_message = gettext_lazy("已登记申请人撤回。")


class JudgeWarnings(MediationAction):
    verb = "judge_warnings"
    service = warnings.judge_warnings
    form_class = forms.JudgeForm
    template_name = "mediation/judge_warnings.html"
    success_message = gettext_lazy("已登记核对结果。")

    @cached_property
    def signs(self) -> list[WarningSign]:
        return list(self.mediation.warning_signs.select_related("judged_by__user"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"signs": self.signs}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"judged": form.judged()}

    def consequences(self) -> list[Text]:
        return [_("都已排除的，可以受理或者继续；疑似虚假的，应当不予受理或者结束调解。")]

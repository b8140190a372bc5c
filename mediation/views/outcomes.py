"""What came of each claim, logged on a phone right after the session; talks concluded or resumed."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.forms import outcomes as forms
from mediation.outcomes import REGISTRY
from mediation.services import concluding, outcomes
from mediation.views.base import MediationAction
from unionlaw.lib.errors import Invalid
from unionlaw.lib.text import storable
from unionlaw.matters.models import Claim, ClaimOutcome, Party
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import NoFields, Text, unchecked

PAGE = 30
"""Workers on one page; larger groups are entered as a table (the roster) or page by page."""


class RecordOutcomes(MediationAction):
    """`?page=` and `?q=` (a name) choose the workers shown; only they are recorded."""

    verb = "record_outcomes"
    event = "mediation.outcome_recorded"
    service = outcomes.record_outcomes
    form_class = forms.OutcomesForm
    template_name = "mediation/outcomes.html"
    success_message = gettext_lazy("已登记调解结果。")

    @cached_property
    def workers(self) -> Any:
        """The page of claimants that is shown."""
        rows = Party.objects.filter(dispute=self.matter.dispute_id, side=Party.Side.CLAIMANT, claims__isnull=False)
        if query := storable(self.request.GET.get("q", "")).strip()[:40]:
            rows = rows.filter(worker__name__icontains=query)
        return Paginator(rows.distinct().order_by("pk"), PAGE).get_page(self.request.GET.get("page"))

    @cached_property
    def claims(self) -> list[Claim]:
        shown = [party.pk for party in self.workers.object_list]
        return list(outcomes.claims_of(self.mediation).filter(party__in=shown))

    def get_form_kwargs(self) -> dict[str, Any]:
        known = ClaimOutcome.objects.filter(matter=self.matter, claim__in=self.claims).select_related("terms")
        return {
            "claims": self.claims,
            "known": {outcome.claim_id: outcome for outcome in known},
            "codes": [spec for spec in REGISTRY.values() if outcomes.may_record(spec, self.actor)],
        }

    def get_initial(self) -> dict[str, Any]:
        return {"decided_on": timezone.localdate(self.at)}

    def get_draft_key(self) -> str:
        return f"mediation-outcomes.{self.kwargs['pk']}.{self.workers.number}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "fill":
            return self.show(unchecked(self.make_form(forms.filled(request.POST, self.claims))))
        return super().post(request, *args, **kwargs)

    def perform(self, form: Any) -> Any:
        try:
            return super().perform(form)
        except Invalid as error:
            raise Invalid(form.beside(error.errors)) from error

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"lines": list(form.lines()), "decided_on": form.cleaned_data["decided_on"]}

    def consequences(self) -> list[Text]:
        return [_("进入签约之前可以再改；进入签约之后不能再改。")]

    def get_success_url(self, result: Any) -> str:
        if self.workers.has_next():
            page = self.workers.next_page_number()
            return f"{reverse('mediation:record_outcomes', args=[self.kwargs['pk']])}?page={page}"
        return f"{super().get_success_url(result)}#outcomes"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(
            workers=self.workers,
            query=self.request.GET.get("q", ""),
            with_money=[code for code, spec in REGISTRY.items() if spec.money != "none"],
            with_reason=[code for code, spec in REGISTRY.items() if spec.reason],
            **extra,
        )


class Conclude(MediationAction):
    verb = "conclude"
    event = "mediation.concluded"
    service = concluding.conclude
    form_class = NoFields
    success_message = gettext_lazy("已进入签约，请拟定协议。")

    def consequences(self) -> list[Text]:
        by_next = outcomes.outcomes_by_next(self.mediation)
        settled = len(by_next.get("agreement", []))
        others = sum(map(len, by_next.values())) - settled
        return [
            _("%(settled)d项请求写入协议，%(others)d项不写入。") % {"settled": settled, "others": others},
            _("调解结果从此不能再改；还没有召开的调解会随之取消。"),
            *super().consequences(),
        ]


class ResumeTalks(MediationAction):
    verb = "resume_talks"
    event = "mediation.talks_resumed"
    service = concluding.resume_talks
    form_class = ReasonForm
    success_message = gettext_lazy("已退回继续调解，调解结果可以再改。")

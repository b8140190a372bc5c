"""Outcomes of all claims in one table, and money as it arrives."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import outcomes as forms
from cases.services import outcomes
from cases.views.base import MatterAction
from unionlaw.matters.models import Payment
from unionlaw.matters.presenters import ClaimLine, MatterPage
from unionlaw.web.format import yuan
from unionlaw.web.views import Text, unchecked


class MoneyAction(MatterAction):
    @cached_property
    def page(self) -> MatterPage:
        return MatterPage(self.matter, self.actor)

    @cached_property
    def lines(self) -> list[ClaimLine]:
        return list(self.page.lines)

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#outcomes"


class RecordOutcomes(MoneyAction):
    verb = "record_outcomes"
    service = outcomes.record_outcomes
    form_class = forms.OutcomesForm
    template_name = "cases/outcomes.html"
    submit_label = gettext_lazy("登记结果")
    success_message = gettext_lazy("已登记结果。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"lines": self.lines}

    def get_initial(self) -> dict[str, Any]:
        return {"decided_on": timezone.localdate(self.at)}

    def get_draft_key(self) -> str:
        return f"outcomes.{self.kwargs['pk']}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "fill":
            return self.show(unchecked(self.make_form(forms.filled(request.POST, self.lines))))
        return super().post(request, *args, **kwargs)

    def arguments(self, form: Any) -> dict[str, Any]:
        data = form.cleaned_data
        return {
            "outcomes": [outcomes.OutcomeInput(**row) for row in form.changed()],
            **{name: data[name] for name in ("decided_on", "instrument", "instrument_number")},
        }

    def consequences(self) -> list[Text]:
        return [_("每项结果记入经过，申请人查询进展时能看到。"), _("每项请求都有结果之后，案件才能结案。")]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(page=self.page, **extra)


class RecordPayment(MoneyAction):
    verb = "record_payment"
    service = outcomes.record_payment
    form_class = forms.PaymentForm
    success_message = gettext_lazy("已登记到账。")

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = []
        for line in self.lines:
            if line.outcome and line.outcome.amount > line.received:
                left = yuan(line.outcome.amount - line.received)
                words = {"worker": line.claim.party.name, "head": line.claim.get_head_display(), "left": left}
                choices.append((line.claim.pk, _("%(worker)s · %(head)s，尚欠%(left)s") % words))
        return {"choices": choices}

    def get_initial(self) -> dict[str, Any]:
        choices = self.get_form_kwargs()["choices"]
        return {"paid_on": timezone.localdate(self.at), "claim_id": choices[0][0] if len(choices) == 1 else None}

    def consequences(self) -> list[Text]:
        return [_("计入本案挽回的经济损失，只计一次。")]


class CancelPayment(MoneyAction):
    verb = "cancel_payment"
    service = outcomes.cancel_payment
    form_class = forms.CancelPaymentForm
    danger = True
    success_message = gettext_lazy("已撤销这笔到账。")

    @cached_property
    def payment(self) -> Payment:
        found = (
            Payment.objects.filter(matter=self.matter, pk=self.kwargs["payment_id"], cancelled_reason="")
            .select_related("claim__party__worker")
            .first()
        )
        if found is None:
            raise Http404
        return found

    @property
    def title(self) -> Text:  # type: ignore[override]
        return _("撤销%(worker)s的到账%(amount)s") % {
            "worker": self.payment.claim.party.name,
            "amount": yuan(self.payment.amount),
        }

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"payment_id": self.payment.pk, **super().arguments(form)}

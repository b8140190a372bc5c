"""Pages of performance: money as it arrives, and closing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.forms import performing as forms
from mediation.models import InstalmentPayment, Mediation
from mediation.services import closing_performance, performing
from mediation.services.instalments import Due
from mediation.views import panels
from mediation.views.base import MediationAction
from unionlaw.lib import clock
from unionlaw.lib.money import format_fen
from unionlaw.matters.models import Payment
from unionlaw.matters.services.outcomes import recovered_amount
from unionlaw.network.actors import Actor
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import NoFields, Text, unchecked


class MoneyAction(MediationAction):
    @cached_property
    def dues(self) -> list[Due]:
        """Instalments that are owed."""
        self.mediation.matter = self.matter
        return [due for due in performing.dues_in_force(self.mediation) if due.left]

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#performance"


class RecordPayment(MoneyAction):
    verb = "record_payment"
    service = performing.record_payment
    form_class = forms.PaymentForm
    template_name = "mediation/record_payment.html"
    success_message = gettext_lazy("已登记到账。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"dues": self.dues}

    def get_initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {"paid_on": timezone.localdate(self.at)}
        chosen = self.request.GET.get("due", "")
        for due in self.dues:
            if str(due.pk) == chosen:
                found |= {"fill": due.pk} | {
                    f"instalment-{row.instalment.pk}": row.left for row in due.rows if row.left
                }
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "fill":
            return self.show(unchecked(self.make_form(forms.filled(request.POST, self.dues))))
        return super().post(request, *args, **kwargs)

    def arguments(self, form: Any) -> dict[str, Any]:
        data = form.cleaned_data
        return {
            "lines": [performing.PaymentLine(pk, amount) for pk, amount in form.amounts.items()],
            **{name: data[name] for name in ("paid_on", "proof", "upload")},
        }

    def consequences(self) -> list[Text]:
        return [_("记入本调解的挽回金额；一期付清的，期限记为完成。")]


class CancelPayment(MoneyAction):
    verb = "cancel_payment"
    service = performing.cancel_payment
    form_class = forms.CancelPaymentForm
    danger = True
    success_message = gettext_lazy("已撤销这笔到账。")

    @cached_property
    def payment(self) -> Payment:
        found = Payment.objects.filter(matter=self.matter.pk, pk=self.kwargs["payment_id"])
        payment = found.select_related("claim__party__worker").first()
        if payment is None:
            raise Http404
        return payment

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"payment_id": self.payment.pk, **form.cleaned_data}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        words = {"who": self.payment.claim.party.name, "amount": format_fen(self.payment.amount)}
        return super().get_context(subtitle=_("%(who)s %(amount)s元") % words, **extra)


class ClosePerformed(MediationAction):
    verb = "close_performed"
    event = "mediation.performed"
    service = closing_performance.close_performed
    form_class = NoFields
    success_message = gettext_lazy("已按履行完毕办结。")


class CloseUnperformed(MediationAction):
    verb = "close_unperformed"
    event = "mediation.unperformed"
    service = closing_performance.close_unperformed
    form_class = ReasonForm
    danger = True
    success_message = gettext_lazy("已按未履行办结。")


@panels.register
def performance_panel(mediation: Mediation, actor: Actor) -> dict[str, Any]:
    """Instalments with what arrived, payments, breaches with their remedies."""
    if mediation.effective_on is None and not mediation.agreements.filter(state="effective").exists():
        return {"performance": None}
    today = timezone.localdate(clock.now())
    dues = performing.dues_in_force(mediation)
    breaches = list(mediation.breaches.prefetch_related("remedies__paper__document"))
    payments = InstalmentPayment.objects.filter(instalment__agreement__mediation=mediation).select_related(
        "payment__claim__party__worker", "document"
    )
    return {
        "performance": {
            "dues": [(due, due.overdue(today)) for due in dues],
            "total": sum(due.amount for due in dues),
            "left": sum(due.left for due in dues),
            "received": recovered_amount(mediation.matter),
            "missed": performing.overdue(mediation, today),
            "breaches": breaches,
            "payments": list(payments.order_by("-payment__paid_on", "-payment_id")[:60]),
            "record_url": reverse("mediation:record_payment", args=[mediation.pk]),
        }
    }

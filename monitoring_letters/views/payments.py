"""Money that a letter brought: recorded beside the demand, taken back when it was entered wrongly."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters.forms import payments as forms
from monitoring_letters.services import payments
from monitoring_letters.views.base import LetterAction
from monitoring_letters.views.panels import MoneyLine, money_of
from unionlaw.web.format import yuan
from unionlaw.web.views import Text


class MoneyAction(LetterAction):
    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#money"

    @cached_property
    def lines(self) -> list[MoneyLine]:
        return money_of(self.letter)

    def chosen(self, name: str, ids: list[int]) -> int | None:
        """The row named in the address, or the only one."""
        asked = self.request.GET.get(name, "")
        return next((pk for pk in ids if str(pk) == asked), ids[0] if len(ids) == 1 else None)


class RecordPayment(MoneyAction):
    """`?demand=<id>` chooses beforehand."""

    verb = "record_payment"
    service = payments.record_payment
    form_class = forms.PaymentForm
    success_message = gettext_lazy("已登记到账。")

    @cached_property
    def asked_for(self) -> list[MoneyLine]:
        """The demands that ask for money; all of them where none does."""
        return [line for line in self.lines if line.asked] or self.lines

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"choices": [(line.demand.pk, self._said(line)) for line in self.asked_for]}

    def _said(self, line: MoneyLine) -> str:
        words = {"text": line.demand.text, "who": line.who, "left": yuan(line.left)}
        if line.who and line.left:
            return _("%(text)s · %(who)s，尚欠%(left)s") % words
        return _("%(text)s，尚欠%(left)s") % words if line.left else line.demand.text

    def get_initial(self) -> dict[str, Any]:
        chosen = self.chosen("demand", [line.demand.pk for line in self.asked_for])
        left = next((line.left for line in self.asked_for if line.demand.pk == chosen), 0)
        return {"demand_id": chosen, "amount": left or None, "paid_on": timezone.localdate(self.at)}

    def consequences(self) -> list[Text]:
        return [_("计入本函书挽回的经济损失，只计一次；要求写明职工请求的，职工的案件里也能看到。")]


class CancelPayment(MoneyAction):
    """`?payment=<id>` chooses beforehand."""

    verb = "cancel_payment"
    service = payments.cancel_payment
    form_class = forms.CancelPaymentForm
    danger = True
    success_message = gettext_lazy("已撤销这笔到账。")

    @cached_property
    def standing(self) -> list[tuple[int, str]]:
        rows = []
        for line in self.lines:
            for payment in line.payments:
                if not payment.cancelled_reason:
                    words = {
                        "on": payment.paid_on.isoformat(),
                        "amount": yuan(payment.amount),
                        "text": line.demand.text,
                    }
                    rows.append((payment.pk, _("%(on)s %(amount)s · %(text)s") % words))
        return rows

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"choices": self.standing}

    def get_initial(self) -> dict[str, Any]:
        return {"payment_id": self.chosen("payment", [pk for pk, _said in self.standing])}

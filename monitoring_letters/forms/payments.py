"""Forms of money that a letter brought."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.web.forms import DateField, MoneyField, ReasonForm


class PaymentForm(forms.Form):
    demand_id = forms.TypedChoiceField(
        label=_("哪一项要求"), coerce=int, widget=forms.RadioSelect, error_messages={"required": _("请选择要求。")}
    )
    amount = MoneyField(label=_("到账金额"))
    paid_on = DateField(label=_("到账日期"), error_messages={"required": _("请填写到账日期。")})
    proof = forms.CharField(label=_("凭证"), max_length=200, required=False, help_text=_("如“银行回单尾号6621”。"))

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["demand_id"].choices = choices  # type: ignore[attr-defined]


class CancelPaymentForm(ReasonForm):
    payment_id = forms.TypedChoiceField(
        label=_("哪一笔到账"), coerce=int, widget=forms.RadioSelect, error_messages={"required": _("请选择一笔到账。")}
    )
    reason = forms.CharField(
        label=_("撤销原因"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明撤销原因。")},
    )

    field_order = ["payment_id", "reason"]

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payment_id"].choices = choices  # type: ignore[attr-defined]

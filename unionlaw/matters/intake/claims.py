"""One head of claim, as intake and later changes take it in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.errors import Invalid
from unionlaw.lib.money import capital, parse_yuan
from unionlaw.matters.models.dispute import Head
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.web.forms import DateField, MoneyField


class CapitalInput(forms.TextInput):
    """An amount in yuan with the capital numerals beside it, as receipts write them."""

    template_name = "matters/intake/capital_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        try:
            said = capital(parse_yuan(str(value))) if value not in (None, "") else ""
        except Invalid:
            # The field itself says what is wrong.
            said = ""
        return {**super().get_context(name, value, attrs), "said": said}


class ClaimForm(forms.Form):
    place = ""

    head = forms.ChoiceField(
        label=_("请求项目"),
        choices=[("", _("请选择")), *Head.choices],
        error_messages={"required": _("请选择请求项目。")},
    )
    amount = MoneyField(label=_("金额"), widget=CapitalInput)
    from_on = DateField(label=_("起"), required=False)
    to_on = DateField(label=_("止"), required=False)
    basis = forms.CharField(label=_("依据"), max_length=300, required=False)

    def __init__(self, *args: Any, key: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("from_on"), cleaned.get("to_on")
        if start and end and end < start:
            self.add_error("to_on", ValidationError(_("止日早于起日，请核对。")))
        return cleaned

    @property
    def is_blank(self) -> bool:
        """Nothing was typed: a spare row."""
        return not any(str(self[name].value() or "").strip() for name in self.fields)

    def claim(self) -> ClaimInput:
        """What was typed, for the services."""
        data = self.cleaned_data
        return ClaimInput(
            head=data["head"],
            amount=data["amount"],
            basis=data["basis"],
            from_on=data["from_on"],
            to_on=data["to_on"],
        )

"""Forms of outcomes and payments: one table for all workers and claims, made for one thumb on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.money import format_fen
from unionlaw.matters.intake.claims import CapitalInput
from unionlaw.matters.models import Claim, ClaimOutcome
from unionlaw.matters.presenters import ClaimLine
from unionlaw.web.forms import DateField, MoneyField, ReasonForm

COLUMNS = {
    "code": _("结果"),
    "amount": _("确定金额"),
    "received": _("本次到账"),
    "received_on": _("到账日期"),
}
UNDECIDED = ("", _("尚无结果"))
CODES = [(code.value, code.label) for code in ClaimOutcome.OF_CASES]


@dataclass(frozen=True)
class Row:
    """The fields of one claim, beside the claim."""

    line: ClaimLine
    code: BoundField
    amount: BoundField
    received: BoundField
    received_on: BoundField

    @property
    def cells(self) -> list[tuple[Any, BoundField]]:
        """Each control with the heading of its column."""
        return list(zip(COLUMNS.values(), (self.code, self.amount, self.received, self.received_on), strict=True))


class OutcomesForm(forms.Form):
    """What became of each claim. A row left as it was is not recorded again.

    Field names are `claim-<id>-code` and so on, the keys under which the service complains.
    """

    decided_on = DateField(label=_("确定日期"), error_messages={"required": _("请填写文书或协议的日期。")})
    instrument = forms.ChoiceField(label=_("依据的文书"), choices=ClaimOutcome.Instrument.choices)
    instrument_number = forms.CharField(label=_("文书号"), max_length=60, required=False)
    all_code = forms.ChoiceField(label=_("全部记为"), choices=[UNDECIDED, *CODES], required=False)
    all_received_on = DateField(label=_("全额到账日期"), required=False, help_text=_("填了就把全部金额记为当日到账"))

    def __init__(self, *args: Any, lines: Iterable[ClaimLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            key, outcome = f"claim-{line.claim.pk}", line.outcome
            self.fields[f"{key}-code"] = forms.ChoiceField(
                choices=[UNDECIDED, *CODES],
                required=False,
                initial=outcome.code if outcome else "",
            )
            self.fields[f"{key}-amount"] = MoneyField(required=False, initial=outcome.amount if outcome else None)
            self.fields[f"{key}-received"] = MoneyField(required=False)
            self.fields[f"{key}-received_on"] = DateField(required=False)
            for name, heading in COLUMNS.items():
                # Named with the person and the claim, for the summary of errors and for those who hear the page.
                added = self.fields[f"{key}-{name}"]
                added.label = f"{line.claim.party.name} {line.claim.get_head_display()} {heading}"
                added.widget.attrs["aria-label"] = added.label

    @cached_property
    def rows(self) -> list[Row]:
        return [Row(line, *(self[f"claim-{line.claim.pk}-{name}"] for name in COLUMNS)) for line in self.lines]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for line in self.lines:
            self._check(line.claim, cleaned)
        if not self.errors and not list(self.changed()):
            raise ValidationError(_("还没有填写任何新的结果或到账。"))
        return cleaned

    def _check(self, claim: Claim, cleaned: dict[str, Any]) -> None:
        key = f"claim-{claim.pk}"
        code, amount = cleaned.get(f"{key}-code"), cleaned.get(f"{key}-amount")
        received, received_on = cleaned.get(f"{key}-received"), cleaned.get(f"{key}-received_on")
        if not code and (amount or received):
            self.add_error(f"{key}-code", _("请选择结果。"))
        if code in ClaimOutcome.WITH_MONEY and amount is None and f"{key}-amount" not in self.errors:
            self.add_error(f"{key}-amount", _("请填写确定金额。"))
        if received and not received_on and f"{key}-received_on" not in self.errors:
            self.add_error(f"{key}-received_on", _("请填写到账日期。"))

    def changed(self) -> Iterator[dict[str, Any]]:
        """The rows to record, as arguments of OutcomeInput."""
        for line in self.lines:
            key, data = f"claim-{line.claim.pk}", self.cleaned_data
            code, amount, received = (data.get(f"{key}-{name}") for name in ("code", "amount", "received"))
            before = (line.outcome.code, line.outcome.amount) if line.outcome else None
            if code and (before != (code, amount or 0) or received):
                yield {
                    "claim_id": line.claim.pk,
                    "code": code,
                    "amount": amount or 0,
                    "received": received or 0,
                    "received_on": data.get(f"{key}-received_on"),
                }


def filled(data: QueryDict, lines: Iterable[ClaimLine]) -> QueryDict:
    """What was typed with the choice for all claims carried into every row: the claimed amount where money was won."""
    data = data.copy()
    code, received_on = str(data.get("all_code", "")), str(data.get("all_received_on", ""))
    for line in lines:
        key = f"claim-{line.claim.pk}"
        if code:
            data[f"{key}-code"] = code
            won = code in ClaimOutcome.WITH_MONEY
            if not won:
                data[f"{key}-amount"] = data[f"{key}-received"] = data[f"{key}-received_on"] = ""
            elif not data.get(f"{key}-amount"):
                data[f"{key}-amount"] = format_fen(line.claim.amount)
        if received_on and data.get(f"{key}-amount"):
            data[f"{key}-received"] = str(data.get(f"{key}-received") or data[f"{key}-amount"])
            data[f"{key}-received_on"] = received_on
    return data


class PaymentForm(forms.Form):
    claim_id = forms.TypedChoiceField(
        label=_("哪一项请求"), coerce=int, widget=forms.RadioSelect, error_messages={"required": _("请选择请求。")}
    )
    amount = MoneyField(label=_("到账金额"), widget=CapitalInput)
    paid_on = DateField(label=_("到账日期"), error_messages={"required": _("请填写到账日期。")})
    proof = forms.CharField(label=_("凭证"), max_length=200, required=False, help_text=_("如“银行回单尾号6621”。"))

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim_id"].choices = choices  # type: ignore[attr-defined]


class CancelPaymentForm(ReasonForm):
    reason = forms.CharField(
        label=_("撤销原因"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明撤销原因。")},
    )

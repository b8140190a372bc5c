"""Forms of agreements: who signs what, the text and its payments, answers to warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from mediation.services.agreed import Settled
from mediation.services.instalments import Plan, plan
from mediation.services.outcomes import MOST_INSTALMENTS
from unionlaw.lib.money import format_fen
from unionlaw.web.forms import DateField, MoneyField

NO_PARTIES: list[tuple[int, str]] = []


class DraftForm(forms.Form):
    separate = forms.TypedMultipleChoiceField(
        label=_("单独签订的职工"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选的每人一份，其余的人共同签一份；都不勾选就是一份共同协议。"),
    )
    terms = forms.CharField(
        label=_("其他约定"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("金额和付款日期由调解结果带入，不用再写。例如离职证明、逾期怎么办、款项付到职工本人账户。"),
    )
    place = forms.CharField(label=_("签订地点"), required=False, max_length=120)

    def __init__(self, *args: Any, workers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["separate"].choices = workers  # type: ignore[attr-defined]
        if len(workers) < 2:
            del self.fields["separate"]


class ReviseForm(forms.Form):
    """The words, and a row for each payment; `claim-<id>-<number>-amount` and `-due_on` as the service names them."""

    terms = forms.CharField(label=_("其他约定"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    place = forms.CharField(label=_("签订地点"), required=False, max_length=120)
    parts = forms.IntegerField(label=_("期数"), required=False, min_value=1, max_value=MOST_INSTALMENTS)
    first_on = DateField(label=_("首期付款日期"), required=False)
    reason = forms.CharField(
        label=_("修改原因"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, claims: Sequence[Settled], plans: Sequence[Plan], signed: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.claims = [one for one in claims if one.outcome.amount]
        if not signed:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = _("已有人签署；改后为新的一版，所有人重新签署。")
        self.rows_of: dict[int, list[tuple[int, Plan | None]]] = {}
        typed = self._typed()
        for one in self.claims:
            known = [row for row in plans if row.claim_id == one.claim.pk]
            count = typed.get(one.claim.pk, 1) if typed else max(len(known), 1)
            self.rows_of[one.claim.pk] = [(n, known[n - 1] if n <= len(known) else None) for n in range(1, count + 1)]
            for n, row in self.rows_of[one.claim.pk]:
                self._add(one, n, row)

    def _typed(self) -> dict[int, int]:
        """How many rows of each claim were sent."""
        found: dict[int, int] = {}
        for name in self.data:
            part = name.split("-")
            if (
                len(part) == 4
                and part[0] == "claim"
                and part[3] == "amount"
                and part[1].isdigit()
                and part[2].isdigit()
            ):
                found[int(part[1])] = min(max(found.get(int(part[1]), 0), int(part[2])), MOST_INSTALMENTS)
        return found

    def _add(self, one: Settled, number: int, row: Plan | None) -> None:
        key = f"claim-{one.claim.pk}-{number}"
        amount = MoneyField(required=False, initial=row.amount if row else None)
        due_on = DateField(required=False, initial=row.due_on if row else None)
        for name, field, heading in (("amount", amount, _("金额")), ("due_on", due_on, _("付款日期"))):
            field.label = _("%(worker)s %(head)s 第%(number)d期 %(what)s") % {
                "worker": one.claim.party.name,
                "head": one.claim.get_head_display(),
                "number": number,
                "what": heading,
            }
            field.widget.attrs["aria-label"] = field.label
            self.fields[f"{key}-{name}"] = field

    @cached_property
    def rows(self) -> list[tuple[Settled, int, BoundField, BoundField]]:
        """Claim, number of the payment, its amount and its day."""
        return [
            (one, n, self[f"claim-{one.claim.pk}-{n}-amount"], self[f"claim-{one.claim.pk}-{n}-due_on"])
            for one in self.claims
            for n, _row in self.rows_of[one.claim.pk]
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one, n, _amount, _due_on in self.rows:
            key = f"claim-{one.claim.pk}-{n}"
            if cleaned.get(f"{key}-amount") and not cleaned.get(f"{key}-due_on") and f"{key}-due_on" not in self.errors:
                self.add_error(f"{key}-due_on", _("请填写付款日期。"))
        return cleaned

    @property
    def plans(self) -> list[Plan]:
        """The payments that were typed; rows without an amount are left out."""
        return list(self._plans())

    def _plans(self) -> Iterator[Plan]:
        for one, n, _amount, _due_on in self.rows:
            key = f"claim-{one.claim.pk}-{n}"
            if amount := self.cleaned_data.get(f"{key}-amount"):
                yield Plan(one.claim.pk, n, self.cleaned_data.get(f"{key}-due_on"), amount)


def spread(data: QueryDict, claims: Iterable[Settled]) -> QueryDict:
    """What was typed with every amount spread anew over the number of payments and from the day that were typed."""
    data = data.copy()
    try:
        parts = max(1, min(int(data.get("parts") or 1), MOST_INSTALMENTS))
        first_on = DateField(required=False).clean(data.get("first_on"))
    except (ValueError, ValidationError):
        return data
    for name in [name for name in data if name.startswith("claim-")]:
        del data[name]
    for one in claims:
        for row in plan(one.claim.pk, one.outcome.amount, parts=parts, first_on=first_on):
            key = f"claim-{row.claim_id}-{row.number}"
            data[f"{key}-amount"] = format_fen(row.amount)
            data[f"{key}-due_on"] = row.due_on.isoformat() if row.due_on else ""
    return data


class WarningsForm(forms.Form):
    """One answer for each warning; the page shows the warning above its field."""

    def __init__(self, *args: Any, warnings: Sequence[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, text, hint in warnings:
            self.fields[f"warning-{code}"] = forms.CharField(
                label=text,
                help_text=hint,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": _("请写明核对情况或者修改协议。")},
            )

    @property
    def answers(self) -> dict[str, str]:
        return {name.removeprefix("warning-"): value for name, value in self.cleaned_data.items()}

"""Forms of performance: money as it arrives, reminders, breaches, remedies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from mediation.forms.confirming import OneOf, one_of
from mediation.models import Remedy
from mediation.services.instalments import Due, Row
from unionlaw.lib.money import format_fen
from unionlaw.web.forms import DateField, MoneyField, ReasonForm

NONE = "none"


class PaymentForm(forms.Form):
    """An amount for each payment that is owed, under `instalment-<id>`; rows left empty are not paid."""

    fill = forms.TypedChoiceField(label=_("填入整期"), coerce=int, required=False, empty_value=None)
    paid_on = DateField(label=_("到账日期"), error_messages={"required": _("请填写到账日期。")})
    proof = forms.CharField(label=_("凭证"), max_length=200, required=False, help_text=_("如“银行回单尾号6621”。"))
    upload = forms.FileField(label=_("凭证文件"), required=False)

    def __init__(self, *args: Any, dues: Sequence[Due], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dues = dues
        self.fields["fill"].choices = [("", _("不填入")), *due_choices(dues)]  # type: ignore[attr-defined]
        for due in dues:
            for row in due.rows:
                if row.left:
                    field = MoneyField(required=False)
                    field.label = _("%(worker)s %(on)s 到账") % {
                        "worker": row.instalment.claim.party.name,
                        "on": due.due_on.isoformat(),
                    }
                    field.widget.attrs["aria-label"] = field.label
                    self.fields[f"instalment-{row.instalment.pk}"] = field

    @cached_property
    def groups(self) -> list[tuple[Due, list[tuple[Row, BoundField]]]]:
        """Each instalment with its rows that are owed and their fields."""
        return [
            (due, [(row, self[f"instalment-{row.instalment.pk}"]) for row in due.rows if row.left]) for due in self.dues
        ]

    @property
    def amounts(self) -> dict[int, int]:
        """Instalment → fen typed."""
        return {
            int(name.removeprefix("instalment-")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("instalment-") and value
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(name.startswith("instalment-") and value for name, value in cleaned.items()):
            self.add_error(None, _("请至少填写一笔到账。"))
        return cleaned


def filled(data: QueryDict, dues: Iterable[Due]) -> QueryDict:
    """What was typed, with all that one instalment still owes filled in."""
    data = data.copy()
    for due in dues:
        if str(due.pk) == data.get("fill"):
            for row in due.rows:
                if row.left:
                    data[f"instalment-{row.instalment.pk}"] = format_fen(row.left)
    return data


def due_choices(dues: Iterable[Due]) -> list[tuple[int, str]]:
    """Instalments by name, for a choice."""
    return [
        (
            due.pk,
            _("%(who)s第%(number)d期，%(on)s，未付%(left)s元")
            % {"who": due.who, "number": due.number, "on": due.due_on.isoformat(), "left": format_fen(due.left)},
        )
        for due in dues
    ]


class CancelPaymentForm(ReasonForm):
    reason = forms.CharField(
        label=_("撤销原因"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明撤销原因。")},
    )


class RemindForm(OneOf):
    chosen_name = "instalment_id"
    instalment_id = one_of(_("哪一期"))
    how = forms.CharField(
        label=_("向谁、以什么方式催告"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明向谁、以什么方式催告。")},
    )


class BreachForm(forms.Form):
    instalment_id = forms.ChoiceField(
        label=_("未履行的是"), widget=forms.RadioSelect, error_messages={"required": _("请选择一项。")}
    )
    whole = forms.BooleanField(
        label=_("按协议，其余各期一并到期"), required=False, help_text=_("协议约定逾期后剩余款项一次付清的，勾选。")
    )
    what = forms.CharField(
        label=_("未履行的内容"), max_length=300, required=False, help_text=_("款项以外的约定请写明；款项可以不填。")
    )
    since_on = DateField(label=_("违约日期"), required=False, help_text=_("款项可以不填，默认为应付日期的次日。"))

    def __init__(self, *args: Any, dues: Sequence[Due], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instalment_id"].choices = [  # type: ignore[attr-defined]
            *((str(pk), label) for pk, label in due_choices(dues)),
            (NONE, _("款项以外的约定")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("instalment_id")
        cleaned["instalment_id"] = int(chosen) if chosen and chosen != NONE else None
        return cleaned


class CureForm(OneOf):
    chosen_name = "breach_id"
    breach_id = one_of(_("违约"))
    cured_on = DateField(label=_("补正日期"), error_messages={"required": _("请填写补正日期。")})


class RemedyForm(OneOf):
    chosen_name = "breach_id"
    breach_id = one_of(_("违约"))
    kind = forms.ChoiceField(
        label=_("救济途径"),
        choices=Remedy.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择救济途径。")},
    )
    court = forms.CharField(
        label=_("法院"), required=False, max_length=120, help_text=_("申请支付令、强制执行时填写；写在申请书上。")
    )
    property = forms.CharField(
        label=_("财产线索"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") in (Remedy.Kind.PAYMENT_ORDER, Remedy.Kind.ENFORCEMENT) and not cleaned.get("court"):
            self.add_error("court", _("请填写法院名称。"))
        return cleaned

"""The form on which an organ's own people pass a dispute on: people by name and number, not from our registers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mediation.forms.intake import OrganisationField
from mediation.models import Mediation, Origin
from mediation.services.referring import EmployerInput, PersonInput
from unionlaw.matters.intake.people import causes
from unionlaw.matters.models.dispute import Head
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.network.models import Organisation
from unionlaw.registers.models import Cause
from unionlaw.web.forms import DateField, MoneyField
from unionlaw.web.rows import RowForm, RowsForm

HEADS = [("", _("请选择")), *Head.choices]
BESIDE = {"claims": "head", "worker": "name"}
"""Where complaints about a person's claims or register entry are shown."""


class PersonRow(RowForm):
    name = forms.CharField(label=_("姓名"), max_length=60, error_messages={"required": _("请填写姓名。")})
    id_number = forms.CharField(label=_("身份证号码"), max_length=18, required=False)
    phone = forms.CharField(label=_("手机号码"), max_length=20, required=False)
    head = forms.ChoiceField(label=_("请求项目"), choices=HEADS, error_messages={"required": _("请选择请求项目。")})
    amount = MoneyField(label=_("金额"))
    head2 = forms.ChoiceField(label=_("第二项请求"), choices=HEADS, required=False)
    amount2 = MoneyField(label=_("第二项金额"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("head2") and cleaned.get("amount2") is None and "amount2" not in self.errors:
            self.add_error("amount2", ValidationError(_("请填写金额。")))
        return cleaned

    def person(self) -> PersonInput:
        """What was typed, for the service."""
        data = self.cleaned_data
        claims = [ClaimInput(data["head"], data["amount"])]
        if data["head2"]:
            claims.append(ClaimInput(data["head2"], data["amount2"]))
        return PersonInput(data["name"], data["id_number"], data["phone"], claims)


class ReferForm(RowsForm):
    row_class = PersonRow
    row_name = "person"

    to = OrganisationField(
        label=_("移送给"),
        queryset=Organisation.objects.none(),
        empty_label=None,
        error_messages={"required": _("请选择调解中心。")},
    )
    origin = forms.ChoiceField(label=_("移送性质"), error_messages={"required": _("请选择移送性质。")})
    received_on = DateField(
        label=_("移送日期"), help_text=_("期限从次日起算。"), error_messages={"required": _("请填写移送日期。")}
    )
    reference = forms.CharField(
        label=_("本单位案号"), max_length=60, error_messages={"required": _("请填写本单位案号。")}
    )
    track = forms.ChoiceField(label=_("通道"), choices=Mediation.Track.choices, initial=Mediation.Track.STANDARD)
    employer_name = forms.CharField(
        label=_("用人单位"), max_length=120, error_messages={"required": _("请填写用人单位。")}
    )
    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    cause: forms.ModelChoiceField[Cause] = forms.ModelChoiceField(
        label=_("案由"), queryset=None, empty_label=_("请选择"), error_messages={"required": _("请选择案由。")}
    )
    facts = forms.CharField(
        label=_("事实与理由"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请写明事实与理由。")},
    )

    def __init__(self, *args: Any, origins: list[str], centres: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["origin"].choices = [(code, Origin(code).label) for code in origins]  # type: ignore[attr-defined]
        self.fields["to"].queryset = centres  # type: ignore[attr-defined]
        self.fields["cause"].queryset = causes()  # type: ignore[attr-defined]

    @property
    def filled(self) -> list[Any]:
        # Without anybody, the first empty row says what is missing.
        return super().filled or self.rows[:1]

    def arguments(self) -> dict[str, Any]:
        """What `refer_by_facts` is given."""
        data = dict(self.cleaned_data)
        employer = EmployerInput(data.pop("employer_name"), data.pop("uscc"))
        return {**data, "people": [row.person() for row in self.filled], "employers": [employer]}

    def take_errors(self, errors: dict[str, list[str]]) -> dict[str, list[str]]:
        """Put the service's complaints about people beside their rows, those about the employer beside it."""
        named = {}
        for name, said in errors.items():
            kind, _sep, rest = name.partition("-")
            if kind == "applicant":
                number, _sep, column = rest.partition("-")
                column = column.rpartition("-")[2]
                named[f"person-{number}-{BESIDE.get(column, column)}"] = said
            elif kind == "employer":
                named["uscc" if name.endswith("uscc") else "employer_name"] = said
            else:
                named["employer_name" if name == "employers" else name] = said
        return super().take_errors(named)

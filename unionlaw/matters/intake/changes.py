"""Forms that change a matter under way: a worker or an employer joins, cause and facts are put right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.matters.intake.claims import ClaimForm
from unionlaw.matters.intake.people import causes
from unionlaw.registers.fields import EmployerChoiceField, LookupForm, WorkerChoiceField
from unionlaw.registers.models import Cause


class ApplicantForm(LookupForm, ClaimForm):
    """One more worker with a first claim; further claims are added on the matter's page."""

    worker = WorkerChoiceField(label=_("职工"))
    field_order = ["worker", "head", "amount", "from_on", "to_on", "basis"]


class RespondentForm(LookupForm):
    employer = EmployerChoiceField(label=_("用人单位"))


class FactsForm(forms.Form):
    """Cause and facts; an app adds what it keeps besides."""

    cause: forms.ModelChoiceField[Cause] = forms.ModelChoiceField(
        label=_("案由"), queryset=None, empty_label=_("请选择"), error_messages={"required": _("请选择案由。")}
    )
    facts = forms.CharField(
        label=_("事实与理由"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("请写明事实与理由。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].queryset = causes()  # type: ignore[attr-defined]

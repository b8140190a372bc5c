"""Forms with rows of people: the consultation at the window and the application for aid."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.consultation import ConsultationForm
from cases.models import AidCase
from unionlaw.matters.intake.people import WithClaims, WithPeople, causes
from unionlaw.matters.models.matter import Channel
from unionlaw.registers.models import Cause
from unionlaw.web.forms import DateField


class ConsultationIntake(WithPeople, ConsultationForm):
    """The consultation with who asks and against whom; rows left empty are ignored."""

    def take_errors(self, errors: dict[str, list[str]]) -> dict[str, list[str]]:
        """All of the service's complaints are about the form's own fields, or the whole."""
        return errors


class ApplicationForm(WithClaims):
    cause: forms.ModelChoiceField[Cause] = forms.ModelChoiceField(
        label=_("案由"), queryset=None, empty_label=_("请选择"), error_messages={"required": _("请选择案由。")}
    )
    facts = forms.CharField(
        label=_("事实与理由"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("请写明事实与理由。")},
    )
    infringed_on = DateField(label=_("知道权利被侵害之日"), required=False, help_text=_("如最后一次应发工资的日期。"))
    employment_ended_on = DateField(label=_("劳动关系终止日期"), required=False, help_text=_("仍在职的留空。"))
    limitation_on = DateField(label=_("时效届满日"), required=False, help_text=_("与推算不同时才填。"))
    eligibility = forms.ChoiceField(
        label=_("援助条件"),
        choices=AidCase.Eligibility.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择援助条件。")},
    )
    hardship_note = forms.CharField(
        label=_("困难情况说明"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    channel = forms.ChoiceField(label=_("来源"), choices=Channel.choices, initial=Channel.WINDOW)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].queryset = causes()  # type: ignore[attr-defined]

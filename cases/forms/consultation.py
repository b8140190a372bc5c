"""Forms of consultations: one short screen at the window."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.matters.intake.people import causes
from unionlaw.matters.models.matter import Channel
from unionlaw.registers.models import Cause
from unionlaw.web.forms import ReasonForm


class ConsultationForm(forms.Form):
    """What is asked and by whom; people and employers stand in rows beside it (cases.forms.rows)."""

    visitor_name = forms.CharField(
        label=_("来访人称呼"), max_length=40, required=False, help_text=_("来访人不愿登记身份时填写，如“陈女士”。")
    )
    question = forms.CharField(
        label=_("咨询的问题"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写下来访人咨询的问题。")},
    )
    cause: forms.ModelChoiceField[Cause] = forms.ModelChoiceField(
        label=_("案由"), queryset=None, required=False, empty_label=_("暂不确定")
    )
    channel = forms.ChoiceField(label=_("来源"), choices=Channel.choices, initial=Channel.WINDOW)
    advice = forms.CharField(
        label=_("答复意见"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("当场答复的写在这里，登记后即为已答复；留空则三日内答复。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].queryset = causes()  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    advice = forms.CharField(
        label=_("答复意见"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请写下答复意见。")},
    )


class ReferForm(ReasonForm):
    referred_to = forms.CharField(
        label=_("转介单位"), max_length=120, error_messages={"required": _("请写明转介到哪个单位。")}
    )
    field_order = ["referred_to", "reason"]

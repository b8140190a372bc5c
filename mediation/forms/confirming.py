"""Forms of confirmation by tribunal or court."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mediation.models import Confirmation
from mediation.services.deciding import DECISIONS
from unionlaw.network.models import Organisation
from unionlaw.web.forms import DateField

Choices = Sequence[tuple[int, str]]


class OneOf(forms.Form):
    """A form about one of several things; with a single one nothing is asked."""

    chosen_name = "chosen"

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields[self.chosen_name]
        field.choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            field.widget, field.initial, field.required = forms.HiddenInput(), choices[0][0], False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        field = self.fields[self.chosen_name]
        if cleaned.get(self.chosen_name) in (None, "") and isinstance(field.widget, forms.HiddenInput):
            cleaned[self.chosen_name] = field.initial
        return cleaned


def one_of(label: Any) -> Any:
    return forms.TypedChoiceField(
        label=label, coerce=int, widget=forms.RadioSelect, error_messages={"required": _("请选择一项。")}
    )


class ApplyForm(OneOf):
    chosen_name = "agreement_id"
    agreement_id = one_of(_("协议"))
    route = forms.ChoiceField(
        label=_("途径"),
        choices=Confirmation.Route.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择途径。")},
    )
    organ = forms.ModelChoiceField(
        label=_("受理机关"),
        queryset=Organisation.objects.none(),
        error_messages={"required": _("请选择受理的仲裁机构或者法院。")},
    )
    claimant_agreed = forms.BooleanField(
        label=_("职工一方同意共同申请"), error_messages={"required": _("须双方共同申请，请先征得职工一方同意。")}
    )
    respondent_agreed = forms.BooleanField(
        label=_("用人单位同意共同申请"), error_messages={"required": _("须双方共同申请，请先征得用人单位同意。")}
    )

    def __init__(self, *args: Any, organs: QuerySet[Organisation], closed: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs  # type: ignore[attr-defined]
        if closed:
            self.fields["route"].help_text = " ".join(closed.values())


class FileForm(OneOf):
    chosen_name = "confirmation_id"
    confirmation_id = one_of(_("申请"))
    filed_on = DateField(label=_("递交日期"), error_messages={"required": _("请填写递交日期。")})


class AcceptForm(OneOf):
    chosen_name = "confirmation_id"
    confirmation_id = one_of(_("申请"))
    accepted_on = DateField(label=_("受理日期"), error_messages={"required": _("请填写受理日期。")})
    case_number = forms.CharField(label=_("案号"), max_length=60, error_messages={"required": _("请填写案号。")})


class DecideForm(OneOf):
    chosen_name = "confirmation_id"
    confirmation_id = one_of(_("申请"))
    decision = forms.ChoiceField(
        label=_("结果"),
        choices=[(state.value, state.label) for state in DECISIONS],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择结果。")},
    )
    decided_on = DateField(label=_("日期"), error_messages={"required": _("请填写日期。")})
    case_number = forms.CharField(label=_("文书案号"), max_length=60, required=False)
    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不予确认或者撤回时填写。"),
    )
    upload = forms.FileField(label=_("确认文书"), required=False, help_text=_("放入材料，供送交双方。"))

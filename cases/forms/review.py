"""Forms of the review: what is missing, the decision and what may follow it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from unionlaw.web.forms import DateField, ReasonForm

LONGEST_ITEM = 120


class SupplementForm(forms.Form):
    """What the applicant is asked for, once: lines ticked from the checklist, and others written out."""

    listed = forms.MultipleChoiceField(
        label=_("清单中还缺的材料"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("“%(value)s”已不缺，请按现在的清单勾选。")},
    )
    other = forms.CharField(
        label=_("其他需补的材料"),
        required=False,
        help_text=_("每行一项。补正只能告知一次，请一次写全。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = DateField(label=_("补正期限"), error_messages={"required": _("请填写补正期限。")})
    note = forms.CharField(
        label=_("对申请人的说明"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, missing: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["listed"].choices = missing  # type: ignore[attr-defined]
        if not missing:
            del self.fields["listed"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        written = [line.strip() for line in cleaned.get("other", "").splitlines() if line.strip()]
        if any(len(line) > LONGEST_ITEM for line in written):
            self.add_error("other", ValidationError(_("每项材料最多120字。")))
        cleaned["items"] = [*cleaned.get("listed", []), *written]
        if not cleaned["items"]:
            self.add_error("other", ValidationError(_("请勾选或写明至少一项需要补正的材料。")))
        return cleaned


class DecisionForm(ReasonForm):
    """A decision with its reasons."""

    reason = forms.CharField(
        label=_("决定理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写明决定理由。")},
    )


class UrgentForm(DecisionForm):
    preservation = forms.BooleanField(
        label=_("需要立即申请财产保全、证据保全或先予执行"),
        required=False,
        help_text=_("时效尚有七日以上时，只有这一情形可以先行提供援助（法律援助法第44条）。"),
    )
    field_order = ["preservation", "reason"]


class RefusalForm(DecisionForm):
    reason = forms.CharField(
        label=_("不予援助的理由"),
        max_length=500,
        help_text=_("会告知申请人，请写明事实和依据。"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写明不予援助的理由。")},
    )


class ObjectionForm(forms.Form):
    objection = forms.CharField(
        label=_("异议内容"),
        max_length=1000,
        help_text=_("按申请人的原话记录。"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写明申请人的异议。")},
    )


class ReferForm(ReasonForm):
    referred_to = forms.CharField(
        label=_("转介单位"), max_length=120, error_messages={"required": _("请写明转介到哪个单位。")}
    )
    field_order = ["referred_to", "reason"]

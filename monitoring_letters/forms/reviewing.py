"""Forms by which a draft leaves the drafter's desk: review, approval, issue, or the end before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.web.forms import DateField, ReasonForm


class SubmitForm(forms.Form):
    """Args: reviewers: who may review, by organisation."""

    reviewer_post_id = forms.TypedChoiceField(
        label=_("请谁审核"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("指定的人收到通知并可查看本函书；不指定的，本单位和上级的负责人都可以审核。"),
    )

    def __init__(self, *args: Any, reviewers: Sequence[tuple[str, list[tuple[int, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer_post_id"].choices = [("", _("不指定")), *reviewers]  # type: ignore[attr-defined]


class OpinionForm(forms.Form):
    opinion = forms.CharField(
        label=_("意见"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReturnForm(ReasonForm):
    reason = forms.CharField(
        label=_("退回理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明要改哪里；起草人会收到通知。"),
        error_messages={"required": _("请写明退回理由。")},
    )


class IssueForm(forms.Form):
    """Args: no_seal: why the seal cannot be placed now, or ""."""

    sealed = forms.BooleanField(label=_("加盖本单位印章"), required=False)

    def __init__(self, *args: Any, no_seal: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if no_seal:
            self.fields["sealed"].disabled = True
            self.fields["sealed"].help_text = no_seal


class WithdrawDraftForm(ReasonForm):
    reason = forms.CharField(
        label=_("撤回原因"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明撤回原因。")},
    )


class EarlyCorrectionForm(forms.Form):
    corrected_on = DateField(label=_("整改日期"), error_messages={"required": _("请填写整改日期。")})
    note = forms.CharField(
        label=_("整改情况"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("怎样知道已经整改、核对了什么。"),
        error_messages={"required": _("请写明整改情况。")},
    )

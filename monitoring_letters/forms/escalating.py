"""Forms that end a letter or change its course: the next instrument, closing, correction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from unionlaw.network.models import Organisation
from unionlaw.web.forms import DateField, ReasonForm


class NextForm(ReasonForm):
    reason = forms.CharField(
        label=_("为什么转下一文书"),
        max_length=500,
        help_text=_("如“逾期未答复”“两项要求拒不整改”。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明为什么转下一文书。")},
    )
    authority: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("主送部门"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("起草时再选"),
        help_text=_("建议书送给有权处理的部门；制发后该部门能看到案卷。"),
    )

    def __init__(self, *args: Any, partners: QuerySet[Organisation] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if partners is None:
            del self.fields["authority"]
        else:
            self.fields["authority"].queryset = partners  # type: ignore[attr-defined]


class ClosingForm(forms.Form):
    closing_note = forms.CharField(
        label=_("了结说明"),
        max_length=5000,
        help_text=_("整改了什么、怎样核实的、挽回多少。进入案卷。"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请写了结说明。")},
    )


class CorrectionForm(ReasonForm):
    """What is wrong in an issued letter, put right; a field left as it is stays."""

    reason = forms.CharField(
        label=_("更正原因"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明更正原因。")},
    )
    title = forms.CharField(label=_("标题"), max_length=200, error_messages={"required": _("请写标题。")})
    facts = forms.CharField(
        label=_("事实"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    legal_basis = forms.CharField(
        label=_("法律依据"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    reply_by = DateField(label=_("要求答复日期"), required=False, help_text=_("改后，正在走的答复期限随之改变。"))
    reply_to = forms.CharField(label=_("答复地址和联系人"), max_length=200, required=False)
    sealed = forms.BooleanField(label=_("加盖本单位印章"), required=False)

    def __init__(self, *args: Any, sealable: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sealable:
            del self.fields["sealed"]


class WithdrawalForm(ReasonForm):
    reason = forms.CharField(
        label=_("撤销原因"),
        max_length=500,
        help_text=_("文号不再使用；已经送达的，请另行告知对方。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明撤销原因。")},
    )

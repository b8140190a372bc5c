"""Asking after a closed case: the page 登记回访."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import FollowUp
from cases.services import follow_ups
from cases.views.base import MatterAction
from unionlaw.web.forms import DateField
from unionlaw.web.views import Text


class FollowUpForm(forms.Form):
    asked_on = DateField(label=_("回访日期"), error_messages={"required": _("请填写回访日期。")})
    how = forms.ChoiceField(
        label=_("回访方式"),
        choices=FollowUp.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择回访方式。")},
    )
    reached = forms.TypedChoiceField(
        label=_("是否联系上"),
        choices=[("1", _("联系上了")), ("0", _("没有联系上"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择是否联系上。")},
    )
    satisfaction = forms.ChoiceField(
        label=_("满意程度"),
        choices=FollowUp.Satisfaction.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("按职工本人的回答选；没有联系上的不选。"),
    )
    comment = forms.CharField(
        label=_("意见"),
        max_length=follow_ups.COMMENT_LENGTH,
        required=False,
        help_text=_("职工怎么说、款项是否到手；没有联系上的，写明情况。承办律师看不到。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RecordFollowUp(MatterAction):
    verb = "record_follow_up"
    service = follow_ups.record_follow_up
    form_class = FollowUpForm
    success_message = _("已登记回访。")

    def get_draft_key(self) -> str:
        return f"follow_up.{self.kwargs['pk']}"

    def get_initial(self) -> dict[str, Any]:
        return {"asked_on": timezone.localdate(self.at), "how": FollowUp.How.PHONE}

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#follow-ups"

    def consequences(self) -> list[Text]:
        return [
            _("联系上的，“结案回访”的期限即为完成。"),
            _("没有联系上的，期限继续；在三个不同的日子都没有联系上，即可不再回访。"),
        ]

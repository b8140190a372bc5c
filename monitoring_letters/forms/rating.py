"""Forms about an employer's rating: the period, handing it on, an objection and its decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring_letters.models import RatingObjection
from unionlaw.web.forms import DateField


class PeriodForm(forms.Form):
    begins_on = DateField(label=_("起始日期"))
    ends_on = DateField(label=_("截止日期"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("begins_on") and data.get("ends_on") and data["ends_on"] < data["begins_on"]:
            self.add_error("ends_on", _("截止日期不能早于起始日期。"))
        return data


class HandOnForm(PeriodForm):
    form = forms.ChoiceField(label=_("格式"), choices=[("pdf", "PDF"), ("xlsx", "XLSX")], widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("用途"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("例如：和谐劳动关系单位评审。会记入日志。"), error_messages={"required": _("请写明用途。")},
    )  # fmt: skip


class ObjectionForm(forms.Form):
    received_on = DateField(label=_("收到日期"))
    text = forms.CharField(label=_("异议内容"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("处理结果"), choices=RatingObjection.Decision.choices, widget=forms.RadioSelect
    )
    opinion = forms.CharField(label=_("处理意见"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))

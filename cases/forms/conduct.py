"""Forms of conducting a case. Short enough for a phone in a corridor of the court."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Filing, Hearing
from unionlaw.matters.models.dispute import Stage
from unionlaw.web.forms import DateField, DateTimeField


class StageForm(forms.Form):
    stage = forms.ChoiceField(
        label=_("争议现处阶段"),
        choices=Stage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择阶段。")},
    )


class HearingForm(forms.Form):
    what = forms.ChoiceField(
        label=_("事由"),
        choices=Hearing.What.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择事由。")},
    )
    starts_at = DateTimeField(label=_("时间"), error_messages={"required": _("请填写时间。")})
    place = forms.CharField(
        label=_("地点"), max_length=200, required=False, help_text=_("如“越秀区仲裁院第三庭”或“线上”。")
    )


class ConcludeForm(forms.Form):
    held = forms.TypedChoiceField(
        label=_("是否举行"),
        choices=[("1", _("如期举行")), ("0", _("没有举行（改期、取消）"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择是否举行。")},
    )
    result = forms.CharField(
        label=_("结果"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写明结果；没有举行的写明原因。")},
    )


class FilingForm(forms.Form):
    what = forms.ChoiceField(label=_("文书"), choices=Filing.What.choices)
    body = forms.CharField(
        label=_("提交单位"), max_length=120, error_messages={"required": _("请写明提交给哪个单位。")}
    )
    filed_on = DateField(label=_("提交日期"), error_messages={"required": _("请填写提交日期。")})
    reference = forms.CharField(label=_("受理案号"), max_length=60, required=False, help_text=_("还没有的可以以后补。"))
    note = forms.CharField(label=_("备注"), max_length=300, required=False)


class WorkForm(forms.Form):
    worked_on = DateField(label=_("日期"), error_messages={"required": _("请填写日期。")})
    minutes = forms.IntegerField(
        label=_("用时（分钟）"),
        min_value=1,
        max_value=1440,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num"}),
        error_messages={
            "required": _("请填写用时。"),
            "invalid": _("请填写整数分钟。"),
            "min_value": _("用时至少1分钟。"),
            "max_value": _("一天最多1440分钟，请分日登记。"),
        },
    )
    what = forms.CharField(
        label=_("工作内容"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明做了什么。")},
    )

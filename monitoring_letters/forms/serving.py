"""Forms of service: sending, what came of it, publication."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring_letters.forms.scans import ScanField
from monitoring_letters.models import ServiceAttempt
from unionlaw.web.forms import DateField


class SendForm(forms.Form):
    method = forms.ChoiceField(
        label=_("送达方式"),
        choices=ServiceAttempt.Method.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择送达方式。")},
    )
    sent_to = forms.CharField(
        label=_("送达地址或收件人"), max_length=200, error_messages={"required": _("请写明送达地址或收件人。")}
    )
    tracking_number = forms.CharField(
        label=_("邮件号"),
        max_length=60,
        required=False,
        help_text=_("邮寄的必填，据此查询签收。"),
        widget=forms.TextInput(attrs={"class": "num", "autocomplete": "off"}),
    )
    sent_on = DateField(label=_("发送日期"), error_messages={"required": _("请填写发送日期。")})


class ServedForm(forms.Form):
    served_on = DateField(
        label=_("送达日期"),
        help_text=_("以回证、回执或签收记录载明的日期为准，答复期限从这一天起算。"),
        error_messages={"required": _("请填写送达日期。")},
    )
    proof = forms.CharField(
        label=_("送达凭证"),
        max_length=300,
        help_text=_("如“送达回证，行政主管签收”“邮政签收记录”。"),
        error_messages={"required": _("请写明送达凭证。")},
    )
    scan = ScanField(_("送达回证或签收记录的扫描件"))


class NotServedForm(forms.Form):
    failed_on = DateField(label=_("退回或未成日期"), error_messages={"required": _("请填写日期。")})
    reason = forms.CharField(
        label=_("未送达的原因"),
        max_length=300,
        help_text=_("如“查无此单位，邮件退回”“拒收”。"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明未送达的原因。")},
    )


def count_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=2_000_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num"}),
        error_messages={
            "invalid": _("请填写整数。"),
            "min_value": _("不能为负数。"),
            "max_value": _("数字过大，请核对。"),
        },
    )


class PublicationForm(forms.Form):
    published_on = DateField(label=_("公布日期"), error_messages={"required": _("请填写公布日期。")})
    where = forms.CharField(
        label=_("公布载体"),
        max_length=200,
        help_text=_("如“区总工会公众号、园区公告栏”。"),
        error_messages={"required": _("请写明公布载体。")},
    )
    address = forms.CharField(label=_("链接"), max_length=300, required=False)
    employers_reached = count_field(_("覆盖用人单位数"))
    workers_reached = count_field(_("覆盖职工数"))

"""Forms of preferences and chat groups' robots."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from unionlaw.network.forms import OrganisationChoice
from unionlaw.network.models import Organisation
from unionlaw.notices.models import Robot


class PreferenceForm(forms.Form):
    """Args: phone, the number that is known, masked."""

    email = forms.BooleanField(
        label=_("发送电子邮件"), required=False, help_text=_("不选则只在“我的消息”里看到；紧急提醒也不发邮件。")
    )
    digest = forms.BooleanField(
        label=_("普通提醒合成每日汇总"),
        required=False,
        help_text=_("每个工作日8:30合成一封邮件。不选则逐条发送。紧急提醒总是立即发送。"),
    )
    sms = forms.BooleanField(label=_("紧急提醒同时发短信"), required=False)
    phone = forms.CharField(
        label=_("手机号码"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "class": "num"}),
    )
    language = forms.ChoiceField(label=_("通知语言"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    groups = [(_("电子邮件"), ["email", "digest"]), (_("短信"), ["sms", "phone"]), (_("语言"), ["language"])]

    def __init__(self, *args: Any, phone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if phone:
            self.fields["phone"].help_text = _("已登记 %(phone)s；留空则不变。") % {"phone": phone}


class RobotForm(forms.Form):
    organisation = OrganisationChoice(label=_("组织"), help_text=_("该组织人员的紧急提醒会同时发到这个群。"))
    kind = forms.ChoiceField(label=_("种类"), choices=Robot.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("群名称"), max_length=60)
    address = forms.CharField(
        label=_("Webhook 地址"),
        max_length=500,
        help_text=_("在群设置里添加机器人后复制。加密保存，之后不再显示。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    secret = forms.CharField(
        label=_("加签密钥"),
        max_length=200,
        required=False,
        help_text=_("钉钉机器人的安全设置选“加签”时填写，以 SEC 开头。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]

"""The form on which a mediation is taken in at the window."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mediation.models import Mediation, Origin
from unionlaw.matters.intake.people import WithClaims, causes
from unionlaw.network.models import Organisation
from unionlaw.registers.models import Cause
from unionlaw.web.forms import DateField

CHOOSE = ("", _("请选择"))


class _Facts(WithClaims):
    """What every intake asks about the dispute itself."""

    cause: forms.ModelChoiceField[Cause] = forms.ModelChoiceField(
        label=_("案由"), queryset=None, empty_label=_("请选择"), error_messages={"required": _("请选择案由。")}
    )
    facts = forms.CharField(
        label=_("事实与理由"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请写明事实与理由。")},
    )
    received_on = DateField(
        label=_("收到日期"),
        help_text=_("期限从次日起算。"),
        error_messages={"required": _("请填写收到日期。")},
    )
    track = forms.ChoiceField(label=_("通道"), choices=Mediation.Track.choices, initial=Mediation.Track.STANDARD)
    reference = forms.CharField(label=_("移送单位案号"), required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].queryset = causes()  # type: ignore[attr-defined]


class OrganisationField(forms.ModelChoiceField):
    """An organisation by its short name."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.short_name or obj.name


class IntakeForm(_Facts):
    """At the window."""

    origin = forms.ChoiceField(
        label=_("来源"),
        choices=[CHOOSE, *Origin.choices],
        initial=Origin.REQUEST,
        error_messages={"required": _("请选择来源。")},
    )
    referred_by = OrganisationField(
        label=_("移送单位"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("没有，当事人自行申请"),
    )
    form = forms.ChoiceField(label=_("方式"), choices=Mediation.Form.choices, initial=Mediation.Form.ON_SITE)
    organisation = OrganisationField(
        label=_("承办单位"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("本单位"),
    )

    def __init__(
        self, *args: Any, organs: QuerySet[Organisation], holders: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["referred_by"].queryset = organs  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = holders  # type: ignore[attr-defined]

"""Forms of what goes to other authorities and comes from them, for unions and for partner organs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from monitoring_letters.forms.serving import count_field
from monitoring_letters.models import LinkedInstrument, OrganReport, Topic
from unionlaw.network.models import Organisation
from unionlaw.registers.fields import EmployerChoiceField, LookupForm
from unionlaw.web.forms import DateField, MoneyField


def partners_of(organisation: Organisation) -> QuerySet[Organisation]:
    """The open partner organs that work with the union or one above it."""
    return (
        Organisation.objects.open()
        .filter(kind__in=Organisation.PARTNERS, attached_to__in=organisation.lineage)
        .order_by("-attached_to__depth", "kind", "name")
    )


class LinkedForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("种类"),
        choices=LinkedInstrument.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择种类。")},
    )
    organisation: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("协作单位"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("不在名单上，在下面填写"),
        help_text=_("移送给名单上的单位后，该单位人员能查看本函书并反馈办理状态，看不到工会内部的意见。"),
    )
    body = forms.CharField(
        label=_("单位"), max_length=120, required=False, help_text=_("没有选协作单位的，写明单位名称。")
    )
    number = forms.CharField(label=_("文号"), max_length=60, required=False)
    sent_on = DateField(label=_("移送或发出日期"), error_messages={"required": _("请填写日期。")})
    reply_by = DateField(
        label=_("等待结果至"), required=False, help_text=_("留空则按六十个工作日计（劳动保障监察条例第18条）。")
    )
    note = forms.CharField(
        label=_("说明"),
        max_length=500,
        required=False,
        help_text=_("移送的事由、附送的材料。对方能看到。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, partners: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = partners  # type: ignore[attr-defined]


class LinkedAnswerForm(forms.Form):
    linked_id = forms.TypedChoiceField(
        label=_("哪一项"), coerce=int, widget=forms.RadioSelect, error_messages={"required": _("请选择一项。")}
    )
    answered_on = DateField(label=_("结果日期"), error_messages={"required": _("请填写日期。")})
    outcome = forms.CharField(
        label=_("结果"),
        max_length=500,
        help_text=_("如“已立案，案号……”“责令限期支付”。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明结果。")},
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["linked_id"].choices = choices  # type: ignore[attr-defined]


class OrganReportForm(forms.Form):
    """What a partner organ says of a lead or letter that was handed to it."""

    state = forms.ChoiceField(
        label=_("办理状态"),
        choices=OrganReport.State.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择办理状态。")},
    )
    number = forms.CharField(label=_("本单位案号或文号"), max_length=60, required=False)
    note = forms.CharField(
        label=_("说明"),
        max_length=500,
        required=False,
        help_text=_("不予受理的写明理由，办结的写明结果。移送的工会能看到。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HandInForm(LookupForm):
    """A lead that a partner organ passes to the union it works with."""

    employer = EmployerChoiceField(
        label=_("用人单位"),
        may_register=False,
        error_messages={"required": _("请查找并选定用人单位；没有登记过的，请把线索书面交给对接的工会。")},
    )
    topic = forms.ChoiceField(label=_("事项类别"), choices=Topic.choices)
    content = forms.CharField(
        label=_("线索内容"),
        max_length=20_000,
        help_text=_("涉及谁、什么事、从何时起；已经采取的措施。"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请写明线索内容。")},
    )
    workers_affected = count_field(_("涉及人数"))
    amount_involved = MoneyField(label=_("涉及金额"), required=False)
    reporter = forms.CharField(label=_("本单位联系人"), max_length=60, required=False)

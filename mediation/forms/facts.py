"""Forms that change what a mediation is about, and the construction site behind it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mediation.models import Mediation
from mediation.services.fast_track import LINKS, Link
from unionlaw.matters.intake import changes
from unionlaw.registers.fields import EmployerChoiceField, LookupForm
from unionlaw.web.forms import MoneyField
from unionlaw.web.rows import RowForm, RowsForm


class FactsForm(changes.FactsForm):
    form = forms.ChoiceField(label=_("方式"), choices=Mediation.Form.choices)


class LinkRow(RowForm):
    name = forms.CharField(label=_("名称或姓名"), required=False, max_length=120)
    role = forms.ChoiceField(label=_("性质"), choices=[("", _("请选择")), *LINKS.items()], required=False)

    @property
    def is_blank(self) -> bool:
        return not str(self["name"].value() or "").strip()


class SiteForm(LookupForm, RowsForm):
    row_class = LinkRow
    row_name = "link"

    project = forms.CharField(
        label=_("工程项目"), max_length=120, error_messages={"required": _("请填写工程项目名称。")}
    )
    site = forms.CharField(label=_("工程地点"), required=False, max_length=200)
    developer = EmployerChoiceField(label=_("建设单位"), required=False)
    main_contractor = EmployerChoiceField(label=_("施工总承包单位"), required=False)
    deposit = MoneyField(label=_("工资保证金"), required=False)
    deposit_place = forms.CharField(label=_("保证金存储单位"), required=False, max_length=120)
    special_account = forms.CharField(label=_("工资专用账户开户行"), required=False, max_length=120)
    real_name_register = forms.NullBooleanField(
        label=_("实名登记"),
        widget=forms.Select(choices=[("", _("不清楚")), ("true", _("已登记")), ("false", _("未登记"))]),
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_deposit(self) -> int:
        return self.cleaned_data["deposit"] or 0

    def links(self) -> list[Link]:
        """The chain as typed, for the service."""
        return [Link(row.cleaned_data["name"], row.cleaned_data["role"] or "other") for row in self.filled]

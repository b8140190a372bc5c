"""Forms of employers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.registers.fields import EmployerChoiceField, LookupForm
from unionlaw.registers.forms.places import RegionField, label_of
from unionlaw.registers.models import Employer, EmployerRelation, Industry, Region
from unionlaw.web.forms import ReasonForm


class MergeEmployersForm(LookupForm, ReasonForm):
    drop = EmployerChoiceField(
        label=_("与本单位重复的另一条登记"),
        may_register=False,
        error_messages={"required": _("请查找并选定重复的登记。")},
    )
    field_order = ["drop", "reason"]


class EmployerForm(forms.Form):
    """Registers or amends an employer."""

    groups = (
        (_("基本信息"), ["name", "uscc", "short_name", "kind", "size", "legal_representative"]),
        (_("所在地与行业"), ["address", "region", "industry"]),
        (_("联系人"), ["contact_name", "contact_position", "contact_phone"]),
    )

    name = forms.CharField(
        label=label_of(Employer, "name"), max_length=120, error_messages={"required": _("请填写单位名称。")}
    )
    uscc = forms.CharField(
        label=label_of(Employer, "uscc"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"class": "num", "autocomplete": "off"}),
        help_text=_("18位；暂时查不到的可以空着。"),
    )
    short_name = forms.CharField(
        label=label_of(Employer, "short_name"), max_length=120, required=False, help_text=_("也能按它找到这家单位。")
    )
    kind = forms.ChoiceField(label=label_of(Employer, "kind"), choices=Employer.Kind.choices)
    size = forms.ChoiceField(
        label=label_of(Employer, "size"), choices=[("", _("请选择")), *Employer.Size.choices], required=False
    )
    legal_representative = forms.CharField(
        label=label_of(Employer, "legal_representative"), max_length=60, required=False
    )
    address = forms.CharField(label=label_of(Employer, "address"), max_length=200, required=False)
    region = RegionField(label=label_of(Employer, "region"))
    industry = forms.ModelChoiceField(
        label=label_of(Employer, "industry"),
        queryset=Industry.objects.all(),
        empty_label=_("请选择"),
        required=False,
    )
    contact_name = forms.CharField(label=_("联系人"), max_length=60, required=False)
    contact_position = forms.CharField(label=_("职务"), max_length=60, required=False)
    contact_phone = forms.CharField(
        label=_("联系电话"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"class": "num", "inputmode": "tel", "autocomplete": "off"}),
    )
    not_duplicate = forms.BooleanField(
        label=_("已核对，不是同一家单位，仍要登记"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, employer: Employer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employer = employer
        if employer is not None:
            # Contacts of a registered employer are kept one by one on its page.
            for name in ("contact_name", "contact_position", "contact_phone"):
                del self.fields[name]

    def ask_for_duplicates(self) -> None:
        self.fields["not_duplicate"].widget = forms.CheckboxInput()

    def facts(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        facts.pop("not_duplicate")
        region, industry = facts.pop("region"), facts.pop("industry")
        return {
            **facts,
            "region_code": region.pk if isinstance(region, Region) else "",
            "industry_code": industry.pk if isinstance(industry, Industry) else "",
        }


class ContactForm(forms.Form):
    """A contact; with `contact`, the phone that is known is not shown and stays unless typed anew."""

    name = forms.CharField(label=_("联系人"), max_length=60, error_messages={"required": _("请填写联系人姓名。")})
    position = forms.CharField(
        label=_("职务"),
        max_length=60,
        required=False,
        help_text=_("单位的法律顾问、代理律师写明律所名称，指派律师时据此核查利益冲突。"),
    )
    phone = forms.CharField(
        label=_("联系电话"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"class": "num", "inputmode": "tel", "autocomplete": "off"}),
    )


class RelationForm(LookupForm):
    kind = forms.ChoiceField(
        label=_("本单位"), choices=EmployerRelation.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("请选择关系。")},
    )  # fmt: skip
    other = EmployerChoiceField(label=_("另一方单位"), error_messages={"required": _("请选择或登记另一方单位。")})
    note = forms.CharField(label=_("说明"), max_length=200, required=False, help_text=_("如工程名称、派遣期间。"))

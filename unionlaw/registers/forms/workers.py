"""Forms of workers."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from unionlaw.registers.fields import EmployerChoiceField, LookupForm, WorkerChoiceField
from unionlaw.registers.forms.places import RegionField, label_of
from unionlaw.registers.models import Worker
from unionlaw.registers.models.worker import STORED_GROUPS, Household, IdKind, Sex
from unionlaw.registers.services.revealing import WORKER_FIELDS
from unionlaw.web.forms import DateField, ReasonForm

# Typed into a field whose present content is not shown: empties it.
NOTHING = "无"
SEALED = ("id_number", "phone", "address", "injury_note")


class WorkerForm(LookupForm):
    """Registers a worker; with `worker`, amends one, whose sealed values are not shown."""

    groups_of_fields = (
        (_("身份"), ["name", "id_kind", "id_number", "birth_date", "sex"]),
        (_("联系方式"), ["phone", "address", "region"]),
        (_("用工与群体"), ["employer", "household_type", "groups", "injury_note"]),
    )

    name = forms.CharField(
        label=label_of(Worker, "name"), max_length=60, error_messages={"required": _("请填写姓名。")}
    )
    id_kind = forms.ChoiceField(label=label_of(Worker, "id_kind"), choices=IdKind.choices, initial=IdKind.CITIZEN)
    id_number = forms.CharField(
        label=label_of(Worker, "id_number"),
        max_length=24,
        required=False,
        widget=forms.TextInput(
            attrs={
                "class": "num",
                "autocomplete": "off",
                "hx-post": reverse_lazy("registers:worker_check"),
                "hx-trigger": "change",
                "hx-params": "id_number,id_kind,name,phone,birth_date,worker",
                "hx-target": "#worker-check",
            }
        ),
        help_text=_("填好身份证号，出生日期和性别自动填写。没有带证件的，证件类型请选“暂无证件”。"),
        error_messages={"required": _("请填写证件号码；没有带证件的，证件类型请选“暂无证件”。")},
    )
    birth_date = DateField(label=label_of(Worker, "birth_date"), required=False)
    sex = forms.ChoiceField(label=label_of(Worker, "sex"), choices=[("", _("请选择")), *Sex.choices], required=False)
    phone = forms.CharField(
        label=label_of(Worker, "phone"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"class": "num", "inputmode": "tel", "autocomplete": "off"}),
    )
    address = forms.CharField(
        label=label_of(Worker, "address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    region = RegionField(label=label_of(Worker, "region"))
    employer = EmployerChoiceField(label=label_of(Worker, "employer"), required=False)
    household_type = forms.ChoiceField(
        label=label_of(Worker, "household_type"), choices=[("", _("请选择")), *Household.choices], required=False
    )
    groups = forms.MultipleChoiceField(
        label=label_of(Worker, "groups"),
        choices=[(group.value, group.label) for group in STORED_GROUPS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("女职工和未成年工按性别、出生日期自动认定。"),
    )
    injury_note = forms.CharField(
        label=label_of(Worker, "injury_note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_("加密保存，查看时须写明原因。"),
    )
    not_duplicate = forms.BooleanField(
        label=_("已核对，不是同一个人，仍要登记"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, worker: Worker | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.worker = worker
        if worker is None:
            self.fields["id_number"].required = self.data.get(self.add_prefix("id_kind")) != IdKind.NONE
            return
        for name in SEALED:
            if known := getattr(worker, name):
                self.fields[name].help_text = _("现为 %(masked)s。留空不改；要清除，请填“无”。") % {"masked": known}

    @property
    def layout(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(heading, [self[name] for name in names]) for heading, names in self.groups_of_fields]

    def ask_for_duplicates(self) -> None:
        """Show the box that says it is someone else."""
        self.fields["not_duplicate"].widget = forms.CheckboxInput()

    def facts(self) -> dict[str, Any]:
        """The facts for the services; of an amended worker only those that were typed."""
        data = self.cleaned_data
        facts = {name: data[name] for name in ("name", "id_kind", "birth_date", "sex", "household_type", "groups")}
        facts["region_code"] = data["region"].pk if data["region"] else ""
        facts["employer_id"] = data["employer"].pk if data["employer"] else None
        for name in SEALED:
            if self.worker is None or data[name]:
                facts[name] = "" if self.worker and data[name] == NOTHING else data[name]
        if self.worker and facts["id_kind"] == IdKind.CITIZEN and "id_number" in facts:
            # A corrected number brings its own birth date and sex; what the form showed before does not contradict it.
            for name in ("birth_date", "sex"):
                if data[name] == getattr(self.worker, name):
                    facts.pop(name)
        if self.worker and facts["id_kind"] == self.worker.id_kind:
            facts.pop("id_kind")
        return facts


class RevealForm(ReasonForm):
    fields_wanted = forms.MultipleChoiceField(
        label=_("要显示的信息"),
        choices=[(name, label_of(Worker, name)) for name in WORKER_FIELDS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择要显示的信息。")},
    )
    field_order = ["fields_wanted", "reason"]


class NumberForm(forms.Form):
    """An exact number, posted so that it never stands in an address."""

    number = forms.CharField(
        label=_("证件号码或手机号码"),
        max_length=24,
        widget=forms.TextInput(attrs={"class": "num", "autocomplete": "off"}),
        error_messages={"required": _("请填写完整的证件号码或手机号码。")},
    )


class MergeWorkersForm(LookupForm, ReasonForm):
    drop = WorkerChoiceField(
        label=_("与本人重复的另一条登记"),
        may_register=False,
        error_messages={"required": _("请查找并选定重复的登记。")},
    )
    field_order = ["drop", "reason"]

    def clean_drop(self) -> Worker:
        drop: Worker = self.cleaned_data["drop"]
        by = self.fields["drop"].by  # type: ignore[attr-defined]
        if not Worker.objects.visible_to(by).filter(pk=drop.pk).exists():
            raise forms.ValidationError(_("这条登记属于您看不到的单位，请由共同的上级工会合并。"))
        return drop

"""Forms of leads: the short screen on which one is taken down, and what is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from monitoring_letters.models import Lead, Topic
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.registers.fields import EmployerChoiceField, LookupForm, Typed, WorkerChoiceField
from unionlaw.web.forms import DateField, MoneyField, ReasonForm
from unionlaw.web.rows import RowForm, RowsForm

CHOOSE = ("", _("请选择"))


class WorkerRow(LookupForm, RowForm):
    worker = WorkerChoiceField(label=_("职工"), required=False)

    @property
    def is_blank(self) -> bool:
        value = self["worker"].value()
        if isinstance(value, Typed):
            new = {fact: said for fact, said in value.new.items() if fact != "id_kind"}
            return not (value.chosen or value.query.strip() or new)
        return not value


class LeadFacts(forms.Form):
    """What is reported, of what kind, and how large it is."""

    topic = forms.ChoiceField(
        label=_("事项类别"), choices=[CHOOSE, *Topic.choices], error_messages={"required": _("请选择事项类别。")}
    )
    content = forms.CharField(
        label=_("线索内容"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("反映了什么、从什么时候起、有什么凭据。"),
        error_messages={"required": _("请写明线索内容。")},
    )
    workers_affected = forms.IntegerField(
        label=_("涉及人数"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "num", "min": 0}),
    )
    amount_involved = MoneyField(label=_("涉及金额"), required=False)

    def clean_amount_involved(self) -> int:
        return self.cleaned_data["amount_involved"] or 0


class LeadForm(LookupForm, RowsForm, LeadFacts):
    row_class = WorkerRow
    row_name = "worker"
    field_order = ["employer", "source"]

    employer = EmployerChoiceField(label=_("用人单位"))
    source = forms.ChoiceField(
        label=_("线索来源"), choices=[CHOOSE, *Lead.Source.choices], error_messages={"required": _("请选择线索来源。")}
    )
    reported_on = DateField(label=_("反映日期"), required=False, help_text=_("不填即今天。"))
    reporter = forms.CharField(
        label=_("反映人"), max_length=60, required=False, help_text=_("不愿具名的不填；反映人的信息不对外。")
    )

    def __init__(
        self, *args: Any, actor: Actor, employers: Sequence[tuple[int, str]] | None = None, **kwargs: Any
    ) -> None:
        self.actor = actor
        super().__init__(*args, actor=actor, **kwargs)
        if employers is not None:
            # From a consultation or a case: one of its parties, and its workers come along.
            self.fields["employer"] = forms.TypedChoiceField(
                label=_("用人单位"),
                choices=employers,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("请选择用人单位。")},
            )
            self.rows = []

    def row_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor}


class AmendLeadForm(LeadFacts):
    pass


class AssessForm(forms.Form):
    proposal = forms.ChoiceField(
        label=_("处置建议"),
        choices=Lead.Proposal.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择处置建议。")},
    )
    assessment = forms.CharField(
        label=_("研判意见"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("是否属实、涉及哪些法律规定、为什么这样处置。"),
        error_messages={"required": _("请写研判意见。")},
    )


class JoinForm(forms.Form):
    into_id = forms.TypedChoiceField(
        label=_("并入哪条线索"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择并入哪条线索。")},
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into_id"].choices = choices  # type: ignore[attr-defined]


class ReferLeadForm(ReasonForm):
    organisation: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("协作单位"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("不在名单上，在下面填写"),
        help_text=_("移送给名单上的单位后，该单位人员能查看这条线索并反馈办理状态。"),
    )
    referred_to = forms.CharField(label=_("移送单位"), max_length=120, required=False)
    field_order = ["organisation", "referred_to", "reason"]

    def __init__(self, *args: Any, partners: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = partners  # type: ignore[attr-defined]

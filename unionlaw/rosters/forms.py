"""Forms of sheets and rosters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.wording import shown
from unionlaw.matters.models.dispute import Head
from unionlaw.rosters.kinds import RosterKind
from unionlaw.rosters.purposes import Purpose
from unionlaw.rosters.services.settling import FIXED, FULL, PERCENT
from unionlaw.web.forms import DateField, MoneyField


class SheetForm(forms.Form):
    """The sheet itself."""

    file = forms.FileField(
        label=_("表格"),
        help_text=_("XLSX 或 CSV（UTF-8、GB18030）。第一张工作表，列标题占一行，每行一名职工。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("请选择表格。")},
    )


class ColumnsForm(forms.Form):
    """Which column of the sheet is which; one select for each column of ours."""

    def __init__(
        self,
        *args: Any,
        purpose: Purpose,
        headings: Sequence[str],
        samples: Sequence[Sequence[str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.purpose = purpose
        choices: list[tuple[str, Any]] = [("", _("——没有这一列——"))]
        for position, text in enumerate(headings):
            example = next((row[position] for row in samples if position < len(row) and row[position]), "")
            label = text or f"{position + 1}"
            choices.append((str(position), f"{label}（{example[:16]}）" if example else label))
        self.groups: list[tuple[Any, list[str]]] = []
        for column in purpose.columns:
            self.fields[column.key] = forms.TypedChoiceField(
                label=column.label,  # type: ignore[arg-type]
                choices=choices,
                required=column.required,
                coerce=int,
                empty_value=None,
                error_messages={"required": _("请指出这一列。")},
            )
            if not self.groups or self.groups[-1][0] != column.group:
                self.groups.append((column.group, []))
            self.groups[-1][1].append(column.key)
        for option in purpose.options:
            self.fields[f"option_{option.key}"] = option.field()

    def columns(self) -> dict[str, int]:
        return {
            column.key: self.cleaned_data[column.key]
            for column in self.purpose.columns
            if self.cleaned_data.get(column.key) is not None
        }

    def options(self) -> dict[str, Any]:
        return {option.key: self.cleaned_data.get(f"option_{option.key}") for option in self.purpose.options}


class PeopleForm(forms.Form):
    """Workers chosen on the roster; carried along as hidden fields."""

    pk = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, parties: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pk"].choices = [(pk, pk) for pk in parties]  # type: ignore[attr-defined]


class ConsentForm(PeopleForm):
    said_on = DateField(label=_("同意日期"), error_messages={"required": _("请填写日期。")})


class NoFieldsForPeople(PeopleForm):
    """For what needs the chosen workers and nothing else."""


class BulkOutcomeForm(PeopleForm):
    """One outcome for many claims."""

    everyone = forms.BooleanField(required=False, widget=forms.HiddenInput)
    code = forms.ChoiceField(label=_("结果"), widget=forms.RadioSelect, error_messages={"required": _("请选择结果。")})
    head = forms.ChoiceField(label=_("只登记这个请求项目"), required=False)
    how = forms.ChoiceField(
        label=_("金额"),
        choices=[(FULL, _("按请求金额")), (PERCENT, _("按请求金额的比例")), (FIXED, _("每项相同金额"))],
        initial=FULL,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("只用于达成协议或者获得支持的结果。"),
    )
    percent = forms.IntegerField(label=_("比例（%）"), min_value=1, max_value=100, required=False)
    amount = MoneyField(label=_("每项金额"), required=False)
    decided_on = DateField(label=_("日期"), error_messages={"required": _("请填写日期。")})
    reason = forms.ChoiceField(label=_("不成的原因"), required=False)
    instalments = forms.IntegerField(label=_("分几期"), min_value=1, max_value=36, required=False, initial=1)
    pay_from = DateField(label=_("首期付款日期"), required=False)
    promises = forms.CharField(label=_("其他约定"), max_length=500, required=False)
    instrument = forms.ChoiceField(label=_("文书"), required=False)
    instrument_number = forms.CharField(label=_("文书号"), max_length=60, required=False)

    def __init__(self, *args: Any, kind: RosterKind, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = kind.codes(actor)
        self.fields["code"].choices = [(choice.code, shown(choice.label)) for choice in choices]  # type: ignore[attr-defined]
        self.fields["head"].choices = [("", _("全部请求")), *Head.choices]  # type: ignore[attr-defined]
        self.fields["reason"].choices = [("", _("——请选择——")), *kind.reasons.items()]  # type: ignore[attr-defined]
        self.fields["instrument"].choices = list(kind.instruments)  # type: ignore[attr-defined]
        for needed, names in (
            (any(choice.reason for choice in choices), ["reason"]),
            (any(choice.terms for choice in choices), ["instalments", "pay_from", "promises"]),
            (bool(kind.instruments), ["instrument", "instrument_number"]),
        ):
            for name in names if not needed else ():
                del self.fields[name]
        self.groups = [
            (_("结果"), ["code", "reason", "head", "decided_on"]),
            (_("金额"), ["how", "percent", "amount"]),
            (_("付款与约定"), ["instalments", "pay_from", "promises"]),
            (_("文书"), ["instrument", "instrument_number"]),
        ]


class LineForm(forms.Form):
    """What became of one claim of one worker."""

    code = forms.ChoiceField(label=_("结果"), required=False)
    amount = MoneyField(label=_("确定金额"), required=False)
    reason = forms.ChoiceField(label=_("不成的原因"), required=False)

    def __init__(self, *args: Any, kind: RosterKind, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = kind.codes(actor)
        self.fields["code"].choices = [("", _("暂不登记")), *((c.code, shown(c.label)) for c in choices)]  # type: ignore[attr-defined]
        if any(choice.reason for choice in choices):
            self.fields["reason"].choices = [("", _("——请选择——")), *kind.reasons.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["reason"]


class DayForm(forms.Form):
    decided_on = DateField(label=_("日期"), error_messages={"required": _("请填写日期。")})


class ExportForm(forms.Form):
    """Why the payment list is taken away, and whether with whole identity numbers."""

    reason = forms.CharField(
        label=_("用途"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明用途。")},
    )
    unpaid_only = forms.BooleanField(label=_("只要未付清的"), required=False)
    numbers = forms.BooleanField(
        label=_("含完整证件号码"), required=False, help_text=_("只在付款方要求核对身份时勾选；导出人和用途会留痕。")
    )

    def __init__(self, *args: Any, may_reveal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_reveal:
            del self.fields["numbers"]

"""Forms of what a draft states and demands, in rows; inquiries and copies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from monitoring_letters.services.content import DemandInput, FindingInput
from monitoring_letters.services.inquiries import SupervisorInput
from unionlaw.documents.models import Document
from unionlaw.network.models import Organisation
from unionlaw.web.forms import DateField, MoneyField
from unionlaw.web.rows import RowForm, RowsForm

LONG = 20_000


def papers_of(matter_id: int) -> QuerySet[Document]:
    """The papers in a matter's folder that can prove something."""
    return Document.objects.in_force().filter(matter=matter_id)


class FindingRow(RowForm):
    text = forms.CharField(
        label=_("查明事实"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明查明的事实。")},
    )
    evidence = forms.CharField(label=_("证据"), max_length=500, required=False, help_text=_("如“2026年9月工资表”。"))
    document: forms.ModelChoiceField[Document] = forms.ModelChoiceField(
        label=_("卷内文件"), queryset=Document.objects.none(), required=False, empty_label=_("不引用")
    )

    def __init__(self, *args: Any, papers: Sequence[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not papers:
            del self.fields["document"]
            return
        field = self.fields["document"]
        field.queryset = Document.objects.filter(pk__in=[paper.pk for paper in papers])  # type: ignore[attr-defined]
        # Read once for all rows.
        field.choices = [("", _("不引用")), *((paper.pk, paper.title) for paper in papers)]  # type: ignore[attr-defined]

    def finding(self) -> FindingInput:
        """What was typed, for the service."""
        data = self.cleaned_data
        return FindingInput(data["text"], data["evidence"], data.get("document"))


class FindingsForm(RowsForm):
    row_class = FindingRow
    row_name = "finding"

    def __init__(self, *args: Any, papers: Sequence[Document], **kwargs: Any) -> None:
        self.papers = papers
        super().__init__(*args, **kwargs)

    def row_kwargs(self) -> dict[str, Any]:
        return {"papers": self.papers}


class DemandRow(RowForm):
    text = forms.CharField(
        label=_("整改要求"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明要求做什么。")},
    )
    basis = forms.CharField(label=_("依据"), max_length=300, required=False)
    claim_id = forms.TypedChoiceField(
        label=_("对应的职工请求"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("到账后记在该职工名下。"),
    )
    amount = MoneyField(label=_("要求金额"), required=False)

    def __init__(self, *args: Any, claims: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if claims:
            self.fields["claim_id"].choices = [("", _("不对应")), *claims]  # type: ignore[attr-defined]
        else:
            del self.fields["claim_id"]

    def demand(self) -> DemandInput:
        """What was typed, for the service."""
        data = self.cleaned_data
        return DemandInput(data["text"], data["basis"], data.get("claim_id"), data["amount"] or 0)


class DemandsForm(RowsForm):
    row_class = DemandRow
    row_name = "demand"

    def __init__(self, *args: Any, claims: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        self.claims = claims
        super().__init__(*args, **kwargs)

    def row_kwargs(self) -> dict[str, Any]:
        return {"claims": self.claims}


class CopiesForm(forms.Form):
    organisations: forms.ModelMultipleChoiceField[Organisation] = forms.ModelMultipleChoiceField(
        label=_("抄送单位"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("抄送单位印在函书末尾；不勾选任何单位即不抄送。"),
    )

    def __init__(self, *args: Any, choices: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = choices  # type: ignore[attr-defined]


class SupervisorRow(RowForm):
    name = forms.CharField(label=_("监督员"), max_length=40, error_messages={"required": _("请填写监督员姓名。")})
    certificate = forms.CharField(label=_("监督员证号"), max_length=40, required=False)


class InquiryForm(RowsForm):
    row_class = SupervisorRow
    row_name = "supervisor"
    fewest_rows = 2

    held_on = DateField(label=_("日期"), error_messages={"required": _("请填写调查日期。")})
    place = forms.CharField(label=_("地点"), max_length=200, required=False)
    heard = forms.CharField(
        label=_("听取对象"),
        max_length=200,
        required=False,
        help_text=_("劳资双方都要听取，如“经理陈某、职工代表两名”。"),
    )
    text = forms.CharField(
        label=_("笔录"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("请写笔录。")},
    )
    cooperative = forms.BooleanField(label=_("单位配合调查"), required=False, initial=True)
    document: forms.ModelChoiceField[Document] = forms.ModelChoiceField(
        label=_("签名的笔录"), queryset=Document.objects.none(), required=False, empty_label=_("还没有上传")
    )

    def __init__(self, *args: Any, papers: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = papers  # type: ignore[attr-defined]

    @property
    def supervisors(self) -> list[SupervisorInput]:
        """Who took part, for the service."""
        return [SupervisorInput(row.cleaned_data["name"], row.cleaned_data["certificate"]) for row in self.filled]

    def take_errors(self, errors: dict[str, list[str]]) -> dict[str, list[str]]:
        """Complaints about the supervisors as a whole go to the first row."""
        said = dict(errors)
        whole = said.pop("supervisors", [])
        rest = super().take_errors(said)
        for message in whole:
            if self.rows:
                self.rows[0].add_error("name", message)
            else:
                rest.setdefault("", []).append(message)
        return rest


class RemoveInquiryForm(forms.Form):
    inquiry_id = forms.TypedChoiceField(
        label=_("删除哪次调查"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择要删除的调查。")},
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inquiry_id"].choices = choices  # type: ignore[attr-defined]

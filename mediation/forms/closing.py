"""Forms of the ways out and back: failing, handing over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mediation.forms.intake import OrganisationField
from mediation.outcomes import FAILURES
from unionlaw.documents.models import Document
from unionlaw.network.models import Organisation


class FailForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("调解不成的原因"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择调解不成的原因。")},
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, time_over: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (code, label) for code, label in FAILURES.items() if time_over or code != "time_over"
        ]


class HandOverForm(forms.Form):
    to_organisation = OrganisationField(
        label=_("接收单位"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("名册外的单位，填在下面"),
    )
    to_name = forms.CharField(label=_("接收单位名称"), required=False, max_length=120)
    reason = forms.CharField(
        label=_("移送原因"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明移送原因。")},
    )
    document_ids = forms.TypedMultipleChoiceField(
        label=_("随附材料"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, receivers: QuerySet[Organisation], papers: list[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_organisation"].queryset = receivers  # type: ignore[attr-defined]
        self.fields["document_ids"].choices = [(paper.pk, paper.title) for paper in papers]  # type: ignore[attr-defined]
        if not papers:
            del self.fields["document_ids"]

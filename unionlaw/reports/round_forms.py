"""Forms of rounds and of the steps of a report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.wording import shown
from unionlaw.reports.models import Layout
from unionlaw.reports.services.signing import REMARKS_LENGTH, why_reason
from unionlaw.reports.spans import Length
from unionlaw.web.forms import ReasonForm


def _called(layout: Any) -> str:
    return str(shown(layout.name))


class OpenRoundForm(forms.Form):
    """Which reports are to be opened."""

    length = forms.ChoiceField(label=_("期间"), choices=Length)
    month = forms.ChoiceField(label=_("截至月份"))
    layout = forms.ModelChoiceField(label=_("版式"), queryset=Layout.objects.none(), empty_label=None)

    def __init__(self, *args: Any, months: list[tuple[str, str]], layouts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        month, layout = self.fields["month"], self.fields["layout"]
        assert isinstance(month, forms.ChoiceField)
        assert isinstance(layout, forms.ModelChoiceField)
        month.choices = months
        layout.queryset = layouts
        layout.label_from_instance = _called  # type: ignore[method-assign,assignment]


class RemarksForm(forms.Form):
    """What is to be said about the figures."""

    remarks = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=REMARKS_LENGTH,
        help_text=_("写明数字背后的情况，例如群体性争议、补报或者口径变化。签报后不能再改。"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class SignForm(forms.Form):
    """The signature; a reason is asked for only where reports below are missing."""

    reason = forms.CharField(
        label=_("不等待下级签报的原因"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, missing: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not missing:
            del self.fields["reason"]
            return
        self.fields["reason"].required = True
        self.fields["reason"].error_messages["required"] = why_reason(missing)


class RestateForm(ReasonForm):
    """Why a frozen round is looked at again."""

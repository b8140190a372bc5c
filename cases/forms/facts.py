"""Forms that change parties, claims and facts after the application."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.matters.intake import changes
from unionlaw.web.forms import DateField


class FactsForm(changes.FactsForm):
    infringed_on = DateField(label=_("知道权利被侵害之日"), required=False)
    employment_ended_on = DateField(label=_("劳动关系终止日期"), required=False)
    limitation_on = DateField(
        label=_("时效届满日"), required=False, help_text=_("留空则按上面的日期推算（调解仲裁法第27条）。")
    )


class RepresentativesForm(forms.Form):
    party_ids = forms.TypedMultipleChoiceField(
        label=_("职工代表"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("十人以上共同请求的，推举三至五名代表（调解仲裁法第7条；人社部令第33号）。"),
        error_messages={"required": _("请至少选择一名代表。")},
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party_ids"].choices = choices  # type: ignore[attr-defined]

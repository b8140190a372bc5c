"""Forms of campaigns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring_letters.models import CampaignAddressee, Reach
from monitoring_letters.services.campaigns.seasons import offered
from unionlaw.lib import clock
from unionlaw.lib.wording import shown
from unionlaw.web.forms import ReasonForm


class StartForm(forms.Form):
    season = forms.ChoiceField(label=_("季节模板"), error_messages={"required": _("请选择季节模板。")})
    reach = forms.ChoiceField(
        label=_("范围"),
        choices=[(Reach.INDUSTRY, Reach.INDUSTRY.label), (Reach.AREA, Reach.AREA.label)],
        widget=forms.RadioSelect,
        initial=Reach.INDUSTRY,
    )
    audience = forms.CharField(
        label=_("面向对象"),
        max_length=200,
        help_text=_("例如“全区建筑施工企业”，写在公开函的抬头"),
        error_messages={"required": _("请写明面向哪些单位。")},
    )
    title = forms.CharField(label=_("标题"), max_length=200, required=False, help_text=_("不填则用模板的标题"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["season"].choices = [  # type: ignore[attr-defined]
            (season.key, shown(season.name)) for season in offered(clock.today())
        ]


class TableForm(forms.Form):
    file = forms.FileField(
        label=_("表格"),
        help_text=_(".xlsx 或者 .csv，第一行是列名"),
        error_messages={"required": _("请选择表格。")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class DetailsForm(forms.ModelForm):
    class Meta:
        model = CampaignAddressee
        fields = ["facts", "recipient", "address", "workers"]
        widgets = {"facts": forms.Textarea(attrs={"rows": 5})}


class BeginForm(forms.Form):
    sealed = forms.BooleanField(label=_("加盖电子印章"), required=False)

    def __init__(self, *args: Any, no_seal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if no_seal:
            self.fields["sealed"].disabled = True
            self.fields["sealed"].help_text = no_seal


class ExcludeForm(ReasonForm):
    """Why an employer is left out."""

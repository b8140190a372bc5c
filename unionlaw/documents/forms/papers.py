"""Forms of papers: issuing one, wording a template, registering a seal, holding a file against the record."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.documents.asks import LONGEST
from unionlaw.lib.wording import shown
from unionlaw.network.models import Organisation
from unionlaw.web.forms import DateField


class PaperForm(forms.Form):
    """What a template asks of the one who issues, then how.

    Args:
        asks: see documents.asks.
        sealable: whether this person can have the seal placed.
        correcting: whether the paper replaces another.
    """

    def __init__(
        self, *args: Any, asks: Sequence[Mapping[str, Any]], sealable: bool, correcting: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for ask in asks:
            self.fields[f"ask_{ask['key']}"] = forms.CharField(
                label=shown(ask["label"]),
                # What is lacking is named by the service, so that a preview can be had before.
                required=ask["required"],
                max_length=LONGEST,
                help_text=shown(ask["hint"]) if ask["hint"] else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        if correcting:
            self.fields["why"] = forms.CharField(
                label=_("更正原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
            )
        if sealable:
            self.fields["sealed"] = forms.BooleanField(
                label=_("加盖电子印章"), required=False, help_text=_("不勾选则留出盖章位置，打印后盖章。")
            )

    @property
    def answers(self) -> dict[str, str]:
        return {name[4:]: value for name, value in self.cleaned_data.items() if name.startswith("ask_")}


class VersionForm(forms.Form):
    source = forms.CharField(
        label=_("正文"), widget=forms.Textarea(attrs={"rows": 26, "spellcheck": "false", "class": "paper-source"})
    )
    asks = forms.CharField(
        label=_("制发时填写"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            '每行一项：英文名、空格、名称；必填的加星号。例如“remarks 备注 *”，正文里写 #field("ask.remarks")。'
        ),
    )
    effective_from = DateField(label=_("启用日期"))
    effective_to = DateField(label=_("停用日期"), required=False, help_text=_("到期后恢复使用上一版；一般留空。"))
    why = forms.CharField(label=_("修改原因"), max_length=300)
    own = forms.BooleanField(label=_("只用于本单位及下级单位"), required=False)
    matter = forms.CharField(
        label=_("用真实案件预览"), required=False, max_length=60, help_text=_("填案件编号；留空则用示例内容。")
    )

    def __init__(self, *args: Any, ownable: bool, must_own: bool, may_see_matters: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ownable:
            del self.fields["own"]
        elif must_own:
            self.fields["own"].initial = True
            self.fields["own"].help_text = _("通用模板不变；本单位另用一份。")
        if not may_see_matters:
            del self.fields["matter"]


class SealForm(forms.Form):
    organisation = forms.ModelChoiceField(label=_("单位"), queryset=Organisation.objects.none())
    name = forms.CharField(label=_("印章名称"), max_length=60)
    files = forms.FileField(  # type: ignore[assignment]
        label=_("印章图片"),
        help_text=_("PNG或JPG，白底红印，正方形，边长600像素以上。图片只会印在文书上，不再显示给任何人。"),
        error_messages={"required": _("请选择印章图片。")},
    )
    valid_from = DateField(label=_("启用日期"))
    valid_to = DateField(label=_("停用日期"), required=False)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["files"].widget.attrs["accept"] = ".png,.jpg,.jpeg"


class VerifyForm(forms.Form):
    file = forms.FileField(label=_("PDF文件"), error_messages={"required": _("请选择要核对的PDF文件。")})


class BatchForm(PaperForm):
    """The matters, then what a single paper asks for, once for all of them."""

    numbers = forms.CharField(
        label=_("案件编号"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("每行一个，最多1000个，按这个顺序编文号。"),
        error_messages={"required": _("请列出案件编号，每行一个。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, correcting=False, **kwargs)

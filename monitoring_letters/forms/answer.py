"""The forms of the public answer page, and of the union's page about codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from monitoring_letters.models import ReplyPoint
from monitoring_letters.services.answering import MOST_FILES, Contact, Shown
from monitoring_letters.services.following import PointInput
from unionlaw.documents.checking import ACCEPTED
from unionlaw.documents.forms.folder import FilesField
from unionlaw.web.forms import DateField

STANCES = (
    (ReplyPoint.Stance.DONE, _("已经整改")),
    (ReplyPoint.Stance.PROMISES, _("承诺在下列日期前整改")),
    (ReplyPoint.Stance.DISPUTES, _("对事实或依据有异议")),
    (ReplyPoint.Stance.REFUSES, _("不接受")),
)


class CodeForm(forms.Form):
    answer_code = forms.CharField(
        label=_("答复码"),
        max_length=40,
        help_text=_("随函书送达的十位答复码，不分大小写。"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "class": "num"}),
        error_messages={"required": _("请输入答复码。")},
    )


class AnswerForm(forms.Form):
    """What is said to each demand, then who says it. `shown` is the letter as the addressee sees it."""

    text = forms.CharField(
        label=_("其他说明"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    files = FilesField(label=_("附件"), required=False)  # type: ignore[assignment]
    contact_name = forms.CharField(
        label=_("联系人"), max_length=60, error_messages={"required": _("请填写联系人。")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    contact_position = forms.CharField(label=_("职务"), max_length=60, required=False)
    contact_phone = forms.CharField(
        label=_("联系电话"), max_length=30, error_messages={"required": _("请填写联系电话。")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, shown: Shown, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = shown
        for pk, _text in shown.demands:
            self.fields[f"point-{pk}-stance"] = forms.ChoiceField(
                label=_("答复"), choices=STANCES, widget=forms.RadioSelect,
                error_messages={"required": _("请选择。")},
            )  # fmt: skip
            self.fields[f"point-{pk}-promised_on"] = DateField(
                label=_("完成日期"), required=False, help_text=_("选“承诺”时填写。")
            )
            self.fields[f"point-{pk}-text"] = forms.CharField(
                label=_("说明"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("已经怎样整改，或者为什么有异议、不接受。"),
            )  # fmt: skip
        self.fields["files"].widget.attrs["accept"] = ",".join(f".{extension}" for extension in ACCEPTED)
        self.fields["files"].help_text = _("最多%(count)d份，每份不超过%(most)d MB，例如支付凭证、整改照片。") % {
            "count": MOST_FILES,
            "most": settings.UPLOAD_MAX_BYTES // 1024 // 1024,
        }

    def demand_rows(self) -> list[tuple[str, list[Any]]]:
        """Each demand with its fields."""
        return [
            (text, [self[f"point-{pk}-{name}"] for name in ("stance", "promised_on", "text")])
            for pk, text in self.shown.demands
        ]

    @property
    def points(self) -> list[PointInput]:
        data = self.cleaned_data
        return [
            PointInput(pk, data[f"point-{pk}-stance"], data[f"point-{pk}-text"], data[f"point-{pk}-promised_on"])
            for pk, _text in self.shown.demands
        ]

    @property
    def contact(self) -> Contact:
        data = self.cleaned_data
        return Contact(data["contact_name"], data["contact_phone"], data["contact_position"])

    @property
    def uploads(self) -> list[Any]:
        return [file for file in self.cleaned_data.get("files") or [] if file]

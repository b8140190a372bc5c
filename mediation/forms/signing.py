"""The form of a signature: a scan of what was signed, or handwriting on a touch screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mediation.models import Signature
from mediation.services.signers import Signer
from unionlaw.lib.wording import bracketed, sentences
from unionlaw.web.forms import DateField


class SignForm(forms.Form):
    """`files` is the scan; the script puts the picture of the handwriting into the same field."""

    signers = forms.MultipleChoiceField(
        label=_("签署人"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择签署人。")},
        help_text=_("一份扫描件可以有多人的签名；触屏手写一次一人。"),
    )
    how = forms.ChoiceField(
        label=_("签署方式"), choices=Signature.How.choices, widget=forms.RadioSelect, initial=Signature.How.SCAN
    )
    files = forms.FileField(  # type: ignore[assignment]
        label=_("签署页扫描件或者照片"),
        error_messages={"required": _("请上传签署页，或者在下面的框里手写签名。")},
    )
    signed_on = DateField(label=_("签署日期"), error_messages={"required": _("请填写签署日期。")})
    signed_by = forms.CharField(
        label=_("实际签字人"),
        required=False,
        max_length=60,
        help_text=_("代理人、盖章经手人等，与签署人不是同一人时填写。"),
    )
    agent = forms.BooleanField(label=_("由代理人签署（已核对授权委托书）"), required=False)
    place = forms.CharField(label=_("签署地点"), required=False, max_length=120)

    def __init__(self, *args: Any, signers: Sequence[Signer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signers"].choices = [(one.key, named(one)) for one in signers]  # type: ignore[attr-defined]
        self.fields["files"].widget.attrs["accept"] = ".pdf,.png,.jpg,.jpeg"


def named(signer: Signer) -> str:
    """The signer with the capacity, and whether they may leave it."""
    capacity = str(signer.label) if signer.required else sentences([signer.label, _("可以不签")])
    return f"{signer.name}{bracketed(capacity)}"

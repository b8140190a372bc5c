"""The scan of a signed paper, chosen in the same form: it goes through the documents' one checked path."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.documents.checking import ACCEPTED


class ScanField(forms.FileField):
    """One optional file; checked by content when it is kept (unionlaw.documents.files)."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            allow_empty_file=True,
            max_length=150,
            widget=forms.FileInput(attrs={"accept": ",".join(f".{extension}" for extension in ACCEPTED)}),
            help_text=_("PDF、照片均可，归入文书与材料；照片会去掉拍摄地点。也可以以后补传。"),
        )

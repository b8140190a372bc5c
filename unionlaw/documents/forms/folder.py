"""The form that adds papers."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from unionlaw.documents.checking import ACCEPTED
from unionlaw.documents.models import Document

MOST_AT_ONCE = 20


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files; cleaned to a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        one = super().clean
        files = data if isinstance(data, list | tuple) else [data]
        if len(files) > MOST_AT_ONCE:
            raise forms.ValidationError(_("一次最多上传%(most)d份文件。") % {"most": MOST_AT_ONCE})
        return [one(file, initial) for file in files] or [one(None, initial)]


class UploadForm(forms.Form):
    files = FilesField(  # type: ignore[assignment]
        label=_("文件"),
        allow_empty_file=True,
        error_messages={"required": _("请选择要上传的文件。")},
    )
    kind = forms.ChoiceField(label=_("类别"), choices=Document.Kind, initial=Document.Kind.EVIDENCE)
    material_key = forms.ChoiceField(
        label=_("对应的材料"), required=False, help_text=_("选了以后，材料清单里这一项记为已收到。")
    )
    title = forms.CharField(
        label=_("名称"), required=False, max_length=150, help_text=_("留空则用文件名；一次上传多份时也用文件名。")
    )

    def __init__(self, *args: Any, materials: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if materials:
            self.fields["material_key"].choices = [("", _("不是清单上的材料")), *materials]  # type: ignore[attr-defined]
        else:
            del self.fields["material_key"]
        self.fields["files"].widget.attrs["accept"] = ",".join(f".{extension}" for extension in ACCEPTED)
        self.fields["files"].help_text = _(
            "可以一次选多份，每份不超过%(most)d MB。照片会去掉拍摄地点等信息后保存。"
        ) % {"most": settings.UPLOAD_MAX_BYTES // 1024 // 1024}

"""Forms of the working calendar."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from unionlaw.deadlines.calendars import HOLIDAY, WORKDAY, Entry
from unionlaw.web.forms import DateField

ORDINARY = "ordinary"
KINDS = [(HOLIDAY, _("放假")), (WORKDAY, _("调休上班")), (ORDINARY, _("恢复为普通日子"))]
WORDS = {
    **dict.fromkeys(("放假", "休", "holiday"), HOLIDAY),
    **dict.fromkeys(("调休上班", "上班", "班", "workday"), WORKDAY),
}
LARGEST_FILE = 200_000
MOST_ROWS = 366


class DayForm(forms.Form):
    day = DateField(label=_("日期"))
    kind = forms.ChoiceField(label=_("改为"), choices=KINDS, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("节日名称"), max_length=40, required=False, help_text=_("如“春节”；恢复为普通日子的不用填。")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") in (HOLIDAY, WORKDAY) and not cleaned.get("name"):
            self.add_error("name", _("请写明节日名称。"))
        return cleaned


class ImportForm(forms.Form):
    """A year's notice as lines of "date,kind,name"."""

    source = forms.CharField(label=_("来源"), max_length=80, help_text=_("通知的文号，如“国办发明电〔2026〕7号”。"))
    text = forms.CharField(
        label=_("日期"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "num", "spellcheck": "false"}),
        help_text=_("每行一天：日期,放假或调休上班,节日名称。例如 2027-02-06,放假,春节"),
    )
    file = forms.FileField(label=_("或者上传 CSV 文件"), required=False)

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text, file = cleaned.get("text", ""), cleaned.get("file")
        if file is not None:
            if file.size > LARGEST_FILE:
                raise ValidationError({"file": _("文件过大，一年的安排只有几十行。")})
            try:
                text = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise ValidationError({"file": _("请用 UTF-8 编码保存文件。")}) from None
        if not text.strip():
            raise ValidationError({"text": _("请粘贴日期，或者上传文件。")})
        cleaned["days"] = self.read(text)
        return cleaned

    def read(self, text: str) -> dict[date, Entry]:
        """The days of the notice. Raises ValidationError naming the first lines that are not understood."""
        found: dict[date, Entry] = {}
        wrong: list[str] = []
        for number, row in enumerate(csv.reader(io.StringIO(text.strip())), start=1):
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            try:
                day, kind = DateField().clean(cells[0]), WORDS[cells[1].casefold()]
            except (ValidationError, KeyError, IndexError):
                if number > 1:
                    # The first line may be a heading.
                    wrong.append(_g("第%(n)s行看不懂：%(line)s") % {"n": number, "line": ",".join(row)[:40]})
                continue
            if day.year != self.year:
                wrong.append(_g("第%(n)s行不在%(year)s年。") % {"n": number, "year": self.year})
            found[day] = (kind, cells[2] if len(cells) > 2 else "")
        if len(found) > MOST_ROWS:
            wrong.append(_g("一年最多366行。"))
        if wrong or not found:
            raise ValidationError({"text": wrong[:5] or [_g("没有读到任何日期。")]})
        return found


class PublishForm(forms.Form):
    source = forms.CharField(
        label=_("来源"), max_length=200, help_text=_("国务院办公厅通知的文号。核对过每一天之后再公布。")
    )


class ClosureForm(forms.Form):
    first = DateField(label=_("从哪一天"))
    last = DateField(label=_("到哪一天"), help_text=_("含当天；一次最多31天。"))
    name = forms.CharField(label=_("原因"), max_length=40, help_text=_("如“搬迁”“台风停工”。"))

"""What the log of readings says, in words: of whom or what somebody read, and which of it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.lib.text import fold
from unionlaw.lib.wording import listed
from unionlaw.network.models import ReadLog

KINDS = {
    "worker": gettext_lazy("职工"),
    "employer": gettext_lazy("用人单位"),
    "matter": gettext_lazy("事项"),
    "document": gettext_lazy("文书"),
    "paper": gettext_lazy("文书正本"),
    "agreement": gettext_lazy("调解协议"),
    "roster": gettext_lazy("花名册"),
    "sheet": gettext_lazy("导入的表格"),
    "report_output": gettext_lazy("报表文件"),
    "list": gettext_lazy("列表"),
}
NOBODY = "none"
"""Stands for what was looked up and is not registered."""

_FIELDS = {
    "id_number": gettext_lazy("证件号码"),
    "phone": gettext_lazy("手机号码"),
    "address": gettext_lazy("住址"),
    "injury_note": gettext_lazy("伤病情况"),
    "name_birth": gettext_lazy("姓名和出生日期"),
}


def subject(row: ReadLog) -> str:
    """职工 12."""
    kind, _sign, key = row.subject.partition(":")
    return f"{KINDS.get(kind, kind)} {_('未查到') if key == NOBODY else key}"


def named(typed: str) -> str:
    """The subject that somebody typed, as they read it (职工 12) or as it is kept (worker:12)."""
    asked = fold(typed)
    words = {fold(str(label)): code for code, label in KINDS.items()}
    # The longest first: 文书正本 begins with 文书.
    for word in sorted(words, key=len, reverse=True):
        if asked.startswith(word):
            key = asked.removeprefix(word).strip(" :")
            return f"{words[word]}:{NOBODY if key == fold(_('未查到')) else key}"
    return asked


def said(row: ReadLog) -> str:
    """Which fields were shown, by which a person was looked up, or how many rows were taken away."""
    data: dict[str, Any] = row.data
    fields = [str(_FIELDS.get(name, name)) for name in data.get("fields") or data.get("by") or []]
    if fields:
        return listed(fields)
    return _("%(n)s行") % {"n": data["rows"]} if "rows" in data else ""

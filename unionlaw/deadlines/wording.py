"""Time limits in words: what a limit is called, and in one line why it ends on that day."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionlaw.deadlines.arithmetic.spec import Unit
from unionlaw.deadlines.models import Deadline, RuleVersion
from unionlaw.lib.wording import STORED_IN, bracketed, shown

JOIN = " · "


def said(row: Any, name: str) -> str:
    """The text `name` of a rule, version or ladder, whose English is its column `<name>_en`, for the reader."""
    return str(shown({"zh": getattr(row, name), "en": getattr(row, f"{name}_en")}))


def name_data(version: RuleVersion) -> dict[str, str]:
    """The rule's name as events and notices store it."""
    return {"zh": version.rule.name, "en": version.rule.name_en}


def name_of(version: RuleVersion) -> str:
    """The rule's name in the reader's language."""
    return str(shown(name_data(version)))


def label_of(deadline: Deadline) -> str:
    """What tells this limit from others of its rule, its parts in the reader's language; may be ""."""
    return JOIN.join(str(shown(part)) for part in deadline.label.split(JOIN)) if deadline.label else ""


def called(deadline: Deadline) -> str:
    """Rule and label: "开庭或会议：仲裁庭审 · 2026-12-02 09:30"."""
    name, label = name_of(deadline.rule_version), label_of(deadline)
    return _("%(name)s：%(label)s") % {"name": name, "label": label} if label else name


def what_data(deadline: Deadline) -> dict[str, str]:
    """Rule and label, as events store them."""
    tail = f"：{deadline.label}" if deadline.label else ""
    name = name_data(deadline.rule_version)
    return {key: f"{value}{tail}" for key, value in name.items()}


def length_in_words(length: int, unit: str) -> str:
    """ "5个工作日" in the reader's language."""
    words = {
        Unit.CALENDAR_DAY: ngettext("%(n)d日", "%(n)d日", length),
        Unit.WORKING_DAY: ngettext("%(n)d个工作日", "%(n)d个工作日", length),
        Unit.MONTH: ngettext("%(n)d个月", "%(n)d个月", length),
        Unit.YEAR: ngettext("%(n)d年", "%(n)d年", length),
        Unit.HOUR: ngettext("%(n)d小时", "%(n)d小时", length),
        # A date on paper is put off by days.
        Unit.FIXED: ngettext("%(n)d日", "%(n)d日", length),
    }
    return words[Unit(unit)] % {"n": length}


def length_data(length: int, unit: str) -> dict[str, str]:
    """The same as events and notices store it."""
    words = {}
    for key, language in (("zh", STORED_IN), ("en", "en")):
        with translation.override(language):
            words[key] = length_in_words(length, unit)
    return words


def citation_of(version: RuleVersion) -> str:
    """The article, in the reader's language; "" for what no text says (a hearing's day)."""
    return said(version, "citation")


def why(deadline: Deadline) -> str:
    """In one line: from when, how long, by which article; the whole arithmetic is in `explanation`."""
    version = deadline.rule_version
    on_paper = deadline.fixed_on is not None or version.unit == Unit.FIXED
    citation = "" if on_paper and version.rule.internal else citation_of(version)
    values: dict[str, Any] = {
        "name": called(deadline),
        "since": deadline.start_on.isoformat(),
        "on": deadline.due_on.isoformat(),
        "length": length_in_words(version.length, version.unit),
    }
    if on_paper:
        text = _("%(name)s，定于%(on)s") % values
    elif version.length == 0:
        text = _("%(name)s：%(since)s当日") % values
    else:
        text = _("%(name)s：自%(since)s起%(length)s内") % values
    if citation:
        text += bracketed(citation)
    more = []
    if deadline.extended_by:
        more.append(_("已延长%(length)s") % {"length": length_in_words(deadline.extended_by, version.unit)})
    if deadline.suspensions:
        more.append(_("扣除中止的时间"))
    if deadline.provisional:
        more.append(_("放假安排尚未公布，日期暂定"))
    return _("；").join([text, *more])

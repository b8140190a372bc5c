"""What notices there are about time limits; those about the reminders themselves are in alarms.py.

They leave the portal, so they name matters by number and never a person.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from unionlaw.deadlines.models import Deadline
from unionlaw.lib.wording import shown
from unionlaw.notices.kinds import NoticeKind, declare

STEP = "deadline.step"
CHASED = "deadline.chased"
CHASE_ANSWERED = "deadline.chase_answered"
EXTENSION_ASKED = "deadline.extension_asked"
EXTENSION_DECIDED = "deadline.extension_decided"
PROVISIONAL_YEAR = "deadline.provisional_year"
MOVED = "deadline.moved"
HANDED_OVER = "deadline.handed_over"

DEADLINES, CHASES, EXTENSIONS = gettext_lazy("期限提醒"), gettext_lazy("督办"), gettext_lazy("期限延长")


def about(deadline: Deadline) -> dict[str, str]:
    """What every notice about one limit fills in: rule and label."""
    rule = deadline.rule_version.rule
    return {"rule": rule.name, "rule_en": rule.name_en, "label": deadline.label}


def what(values: Mapping[str, Any]) -> str:
    """Rule and label: "开庭或会议（仲裁庭审 · 2026-12-02 09:30）"."""
    name = str(shown({"zh": values.get("rule", ""), "en": values.get("rule_en", "")}))
    label = " · ".join(str(shown(part)) for part in str(values.get("label") or "").split(" · ") if part)
    return _("%(name)s（%(label)s）") % {"name": name, "label": label} if label else name


def step_title(values: Mapping[str, Any]) -> str:
    """How near or how long over the limit is: in working days when it is told on the day it was planned for, else by
    the due day itself."""
    offset, due_on, on = int(values.get("offset") or 0), str(values.get("due_on") or ""), str(values.get("on") or "")
    said = {"what": what(values), "n": abs(offset), "due_on": due_on}
    if not values.get("on_its_day", True) or (offset == 0 and on and on != due_on):
        if on < due_on:
            return _("%(what)s将于%(due_on)s到期") % said
        return (_("%(what)s已于%(due_on)s到期") if on > due_on else _("%(what)s今天到期")) % said
    if offset < 0:
        return ngettext("%(what)s还有%(n)d个工作日到期", "%(what)s还有%(n)d个工作日到期", abs(offset)) % said
    if offset == 0:
        return _("%(what)s今天到期") % said
    return ngettext("%(what)s已逾期%(n)d个工作日", "%(what)s已逾期%(n)d个工作日", offset) % said


TOLD_AS = {
    "responsible": gettext_lazy("您是责任人。"),
    "deputy": gettext_lazy("您是责任人的代理人。"),
    "station_head": gettext_lazy("您是承办单位负责人。"),
    "district_supervisor": gettext_lazy("您是上级负责人，请督促办理。"),
    "city_administrator": gettext_lazy("您是市级管理者，请督促办理。"),
}


def step_body(values: Mapping[str, Any]) -> str:
    """The day, and why the reader is told."""
    said = [_("到期日：%(due_on)s。") % {"due_on": values.get("due_on", "")}]
    if role := TOLD_AS.get(str(values.get("as"))):
        said.append(str(role))
    return "\n".join(said)


def moved_title(values: Mapping[str, Any]) -> str:
    return _("%(what)s的到期日改为%(due_on)s") % {"what": what(values), "due_on": values["due_on"]}


def asked_title(values: Mapping[str, Any]) -> str:
    return _("请复核延长申请：%(what)s") % {"what": what(values)}


def asked_body(values: Mapping[str, Any]) -> str:
    return _("到期日%(due_on)s，申请延长%(length)s。理由：%(reason)s") % {
        **{key: values[key] for key in ("due_on", "reason")},
        "length": shown(values["length"]),
    }


def decided_title(values: Mapping[str, Any]) -> str:
    said = {"what": what(values)}
    return _("已同意延长：%(what)s") % said if values.get("granted") else _("未同意延长：%(what)s") % said


def decided_body(values: Mapping[str, Any]) -> str:
    said = [str(values.get("decision") or "")]
    if values.get("granted"):
        said.append(_("新的到期日：%(due_on)s。") % {"due_on": values["due_on"]})
    return "\n".join(filter(None, said))


def join() -> None:
    """Declare them at start-up."""
    declare(
        NoticeKind(STEP, step_title, step_body, label=DEADLINES),
        NoticeKind(MOVED, moved_title, gettext_lazy("原到期日：%(before)s。%(reason)s"), label=DEADLINES, inside=True),
        NoticeKind(
            PROVISIONAL_YEAR,
            gettext_lazy("%(year)s年的放假安排还没有录入"),
            gettext_lazy("国务院办公厅公布后，请在“工作日历”中导入，暂定的期限会随之重算。"),
            label=DEADLINES,
        ),
        NoticeKind(
            HANDED_OVER,
            gettext_lazy("有%(count)s项期限移交给您"),
            gettext_lazy("最早的到期日：%(due_on)s。"),
            label=DEADLINES,
        ),
        NoticeKind(
            CHASED,
            gettext_lazy("上级督办，请在%(due_on)s前答复"),
            gettext_lazy("%(question)s"),
            label=CHASES,
            inside=True,
        ),
        NoticeKind(CHASE_ANSWERED, gettext_lazy("督办已有答复"), gettext_lazy("%(answer)s"), label=CHASES, inside=True),
        NoticeKind(
            EXTENSION_ASKED,
            asked_title,
            asked_body,
            label=EXTENSIONS,
            inside=True,
        ),
        NoticeKind(EXTENSION_DECIDED, decided_title, decided_body, label=EXTENSIONS, inside=True),
    )

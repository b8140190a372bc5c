"""Words for the steps of a due date, in the reader's language. The steps are stored, the words never are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from unionlaw.deadlines.arithmetic.phrases import day_text, length_of, span_text, why_text
from unionlaw.deadlines.arithmetic.spec import Step, Unit
from unionlaw.lib.wording import listed, shown


def explain(steps: Sequence[Step]) -> list[str]:
    """One line per step, in the active language. A step of an unknown code (from a newer version) is left out."""
    return [_WORDS[step.code](step.data) for step in steps if step.code in _WORDS]


def dump(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """The steps as they are stored."""
    return [{"code": step.code, "data": step.data} for step in steps]


def load(stored: Iterable[Mapping[str, Any]]) -> list[Step]:
    """The steps as they were stored."""
    return [Step(row["code"], dict(row.get("data", {}))) for row in stored]


def beginnings(stored: Iterable[Mapping[str, Any]], start: date) -> tuple[date, list[date]]:
    """From a stored explanation: the day on which the period first began, and those on which it began afresh.

    Args:
        start: the day from which it runs now.
    """
    days: dict[str, list[date]] = {"start": [], "restarted": []}
    for row in stored:
        if row["code"] in days:
            days[row["code"]].append(date.fromisoformat(row["data"]["on"]))
    if days["start"] and days["restarted"] and days["restarted"][-1] == start:
        return days["start"][0], days["restarted"]
    return start, []


def _start(data: Mapping[str, Any]) -> str:
    return _("起算日：%(on)s。") % {"on": day_text(data["on"])}


def _restarted(data: Mapping[str, Any]) -> str:
    return _("%(on)s重新起算，此前经过的时间不再计入。") % {"on": day_text(data["on"])}


def _extended(data: Mapping[str, Any]) -> str:
    return _("已延长%(more)s，共%(total)s。") % {
        "more": length_of(data["length"], data["unit"]),
        "total": length_of(data["total"], data["unit"]),
    }


def _start_is_due(data: Mapping[str, Any]) -> str:
    if data["unit"] == Unit.FIXED:
        return _("期限就是指定的日期%(on)s，不计算、不顺延。") % {"on": day_text(data["on"])}
    return _("应当立即办理：当日（%(on)s）即为到期日，不顺延。") % {"on": day_text(data["on"])}


def _first_excluded(data: Mapping[str, Any]) -> str:
    return _("%(on)s当日不计，从%(first)s起算。") % {"on": day_text(data["on"]), "first": day_text(data["first"])}


def _first_included(data: Mapping[str, Any]) -> str:
    return _("%(on)s当日计入。") % {"on": day_text(data["on"])}


def _counted(data: Mapping[str, Any]) -> str:
    said = (
        _("从%(first)s向前倒数%(length)s，到%(on)s。")
        if data.get("backward")
        else _("从%(first)s数%(length)s，到%(on)s。")
    )
    return said % {
        "first": day_text(data["first"]),
        "length": length_of(data["length"], data["unit"]),
        "on": day_text(data["on"]),
    }


def _corresponding(data: Mapping[str, Any]) -> str:
    values = {"length": length_of(data["length"], data["unit"]), "on": day_text(data["on"])}
    if data.get("missing"):
        return _("%(length)s届满的月份没有%(missing)s日，止于该月最后一日%(on)s。") % {
            **values,
            "missing": data["missing"],
        }
    if data.get("backward"):
        return _("向前%(length)s的对应日是%(on)s。") % values
    return _("%(length)s后的对应日是%(on)s。") % values


def _hours(data: Mapping[str, Any]) -> str:
    return _("起始的钟点不明，从%(start)s零时起算%(length)s，到%(on)s，不顺延。") % {
        "start": day_text(data["start"]),
        "length": length_of(data["length"], Unit.HOUR),
        "on": day_text(data["on"]),
    }


def _skipped(data: Mapping[str, Any]) -> str:
    """Days off that follow one another, as 2026年10月1日（周四）至…（国庆节放假）."""
    runs: list[tuple[str, str, str]] = []
    for iso, kind, name in data["days"]:
        why = why_text(kind, name)
        if runs and runs[-1][2] == why:
            runs[-1] = (runs[-1][0], iso, why)
        else:
            runs.append((iso, iso, why))
    told = [_("%(days)s是%(why)s") % {"days": span_text(first, last), "why": why} for first, last, why in runs]
    return _("跳过%(days)s。") % {"days": listed(told)}


def _made_up(data: Mapping[str, Any]) -> str:
    return _("%(on)s因%(name)s调休上班，计入。") % {"on": day_text(data["on"]), "name": shown(data["name"])}


def _suspended(data: Mapping[str, Any]) -> str:
    return ngettext("%(span)s中止，共%(n)s日，不计入。", "%(span)s中止，共%(n)s日，不计入。", data["days"]) % {
        "span": span_text(data["first"], data["last"]),
        "n": data["days"],
    }


def _moved(data: Mapping[str, Any]) -> str:
    return ngettext(
        "中止共%(n)s日，届满日相应后移到%(on)s。", "中止共%(n)s日，届满日相应后移到%(on)s。", data["days"]
    ) % {"n": data["days"], "on": day_text(data["on"])}


def _rolled(data: Mapping[str, Any]) -> str:
    return _("末日%(last)s不是工作日，顺延到其后第一个工作日%(on)s。") % {
        "last": day_text(data["last"]),
        "on": day_text(data["on"]),
    }


def _rolled_back(data: Mapping[str, Any]) -> str:
    return _("倒数到的%(last)s不是工作日，提前到其前一个工作日%(on)s（为稳妥起见，法律未作规定）。") % {
        "last": day_text(data["last"]),
        "on": day_text(data["on"]),
    }


def _not_rolled(data: Mapping[str, Any]) -> str:
    return _("末日%(on)s是%(why)s，但这一期限不顺延。") % {
        "on": day_text(data["on"]),
        "why": why_text(data["kind"], data["name"]),
    }


def _ends_on_workday(data: Mapping[str, Any]) -> str:
    return _("末日%(on)s是工作日，无须顺延。") % {"on": day_text(data["on"])}


def _ends_on_made_up(data: Mapping[str, Any]) -> str:
    return _("末日%(on)s因%(name)s调休上班，是工作日，无须顺延。") % {
        "on": day_text(data["on"]),
        "name": shown(data["name"]),
    }


def _fixed(data: Mapping[str, Any]) -> str:
    if "rule_on" not in data:
        return _("文书载明的日期%(on)s即为到期日。") % {"on": day_text(data["on"])}
    return _("文书载明的日期%(on)s优先；按规则计算为%(rule_on)s。") % {
        "on": day_text(data["on"]),
        "rule_on": day_text(data["rule_on"]),
    }


def _fixed_extended(data: Mapping[str, Any]) -> str:
    return _("从文书载明的日期起延长%(more)s。") % {"more": length_of(data["length"], data["unit"])}


def _disputed(data: Mapping[str, Any]) -> str:
    units = {Unit.CALENDAR_DAY: _("自然日"), Unit.WORKING_DAY: _("工作日")}
    unit, other = units.get(Unit(data["unit"]), data["unit"]), units.get(Unit(data["other_unit"]), data["other_unit"])
    values = {"unit": unit, "on": day_text(data["on"]), "other": other, "other_on": day_text(data["other_on"])}
    return _("单位有争议：按%(unit)s算是%(on)s，按%(other)s算是%(other_on)s；内部按较早的日期掌握。") % values


def _provisional(data: Mapping[str, Any]) -> str:
    years = listed(_("%(year)s年") % {"year": year} for year in data["years"])
    return _("暂定：%(years)s的放假安排尚未公布或未录入，公布后重新计算。") % {"years": years}


def _article(data: Mapping[str, Any]) -> str:
    chinese = (get_language() or "zh").startswith("zh")
    said = data["citation"] if chinese else data.get("citation_en") or data["citation"]
    return _("依据：%(citation)s。") % {"citation": said}


_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "start": _start,
    "restarted": _restarted,
    "extended": _extended,
    "start_is_due": _start_is_due,
    "first_excluded": _first_excluded,
    "first_included": _first_included,
    "counted": _counted,
    "corresponding": _corresponding,
    "hours": _hours,
    "skipped": _skipped,
    "made_up": _made_up,
    "suspended": _suspended,
    "moved": _moved,
    "rolled": _rolled,
    "rolled_back": _rolled_back,
    "not_rolled": _not_rolled,
    "ends_on_workday": _ends_on_workday,
    "ends_on_made_up": _ends_on_made_up,
    "fixed": _fixed,
    "fixed_extended": _fixed_extended,
    "disputed": _disputed,
    "provisional": _provisional,
    "article": _article,
}

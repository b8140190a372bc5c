"""`manage.py due RULE YYYY-MM-DD`: a due date and how it comes about."""

import re
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _

from unionlaw.deadlines.arithmetic.due import due_on
from unionlaw.deadlines.arithmetic.explain import explain
from unionlaw.deadlines.arithmetic.phrases import length_of
from unionlaw.deadlines.arithmetic.spec import Calendar, OutOfRange
from unionlaw.deadlines.calendars import calendar_for, shipped_calendar
from unionlaw.deadlines.models import RuleVersion
from unionlaw.deadlines.services.rules import all_versions, choose, in_force, period_of
from unionlaw.deadlines.shipped_rules import places, shipped_rules
from unionlaw.lib.errors import Missing

USAGE = 2


class OneLineParser(CommandParser):
    """Says what is wrong in one line, without the usage."""

    def error(self, message: str) -> NoReturn:
        if self.called_from_command_line:
            self.exit(USAGE, f"due: {message}\n")
        raise CommandError(message, returncode=USAGE)


class Command(BaseCommand):
    help = "Prints the due date of a rule for a start date, and below it how it comes about."
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.__class__ = OneLineParser
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rule", nargs="?", metavar="RULE", help="key of the rule, see --list")
        parser.add_argument("start", nargs="?", metavar="YYYY-MM-DD", help="day of the event that starts the period")
        parser.add_argument("--jurisdiction", default="", metavar="CODE", help="region code (GB/T 2260), 33 or 330106")
        parser.add_argument("--extend", default="0", metavar="N", help="how many more of the rule's units were granted")
        parser.add_argument(
            "--suspend",
            nargs=2,
            action="append",
            default=[],
            metavar=("FROM", "TO"),
            help="first and last day of a suspension; may be given again",
        )
        parser.add_argument(
            "--restart", action="append", default=[], metavar="DAY", help="day on which the period ran afresh"
        )
        parser.add_argument("--fixed", metavar="DAY", help="the date on paper, which wins over the rule")
        parser.add_argument("--language", choices=["zh-hans", "en"], default="zh-hans", help="of the explanation")
        parser.add_argument("--list", action="store_true", help="all rules: key, unit, length, jurisdiction, name")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            versions, calendar, from_database = _known()
            if options["list"]:
                self._list(versions)
            else:
                self._due(versions, calendar, from_database, options)

    def _list(self, versions: Sequence[RuleVersion]) -> None:
        newest = {(v.rule.key, v.rule.jurisdiction): v for v in sorted(versions, key=lambda v: v.number)}
        for (key, jurisdiction), version in sorted(newest.items()):
            words = [version.rule.name, length_of(version.length, version.unit)]
            if version.backward:
                words.append(_("向前倒算"))
            if version.roll_forward:
                words.append(_("末日逢假顺延"))
            self.stdout.write(
                f"{key:<34} {version.unit:<12} {version.length:>3}  {jurisdiction or '-':<6} {' · '.join(words)}"
            )

    def _due(
        self, versions: Sequence[RuleVersion], calendar: Calendar, from_database: bool, options: dict[str, Any]
    ) -> None:
        if not options["rule"] or not options["start"]:
            raise _wrong(_("请给出规则代码和起算日（YYYY-MM-DD），或者用 --list 列出全部规则。"))
        start = _day(options["start"])
        extend = _number(options["extend"])
        suspensions = [(_day(first), _day(last)) for first, last in options["suspend"]]
        for first, last in suspensions:
            if last < first:
                raise _wrong(_("中止的结束日%(last)s早于开始日%(first)s。") % {"first": first, "last": last})
        restarts = [_day(day) for day in options["restart"]]
        fixed = _day(options["fixed"]) if options["fixed"] else None
        version = _version(versions, options["rule"], options["jurisdiction"], start)
        try:
            due = due_on(
                period_of(version),
                start,
                calendar,
                extend=extend,
                suspensions=suspensions,
                restarts=restarts,
                fixed=fixed,
            )
        except OutOfRange as error:
            raise _wrong(_("超出可以计算的范围：日期或者长度过大。")) from error
        lines = [*_about(version), *explain(due.steps), *_notes(version, start, extend)]
        if not from_database:
            lines.append(_("数据库中没有规则，按随产品提供的规则和日历计算。"))
        self.stdout.write("\n".join([due.on.isoformat(), *lines]))


def _known() -> tuple[Sequence[RuleVersion], Calendar, bool]:
    """Rules and calendar of the database; those that are shipped where it has none, or cannot be asked."""
    try:
        versions, calendar = all_versions(), calendar_for()
    except DatabaseError:
        versions = ()
    if versions:
        return versions, calendar, True
    return [rule.version() for rule in shipped_rules()], shipped_calendar(), False


def _version(versions: Sequence[RuleVersion], key: str, place: str, start: date) -> RuleVersion:
    there = [version for version in versions if version.rule.key == key]
    if not there:
        raise _wrong(_("没有代码为%(key)s的期限规则；用 --list 列出全部规则。") % {"key": key})
    jurisdictions = sorted({version.rule.jurisdiction for version in there})
    code = _code(place)
    if not code and "" not in jurisdictions:
        if len(jurisdictions) > 1:
            raise _wrong(
                _("%(key)s因地区而异，请用 --jurisdiction 指明：%(codes)s。")
                % {"key": key, "codes": " ".join(jurisdictions)}
            )
        code = jurisdictions[0]
    try:
        return choose(versions, key, code, start)
    except Missing as error:
        codes = " ".join(jurisdictions)
        raise _wrong(
            _("%(key)s没有适用于%(place)s的规则，只有：%(codes)s。") % {"key": key, "place": place, "codes": codes}
        ) from error


def _code(place: str) -> str:
    """A region code, or the code of a place with rules of its own that is named."""
    place = place.strip()
    if re.fullmatch(r"\d{2,12}", place) or not place:
        return place
    for code, names in places().items():
        if place.casefold() in {name.casefold() for name in names}:
            return code
    raise _wrong(_("地区应为行政区划代码（如33、330106），不是%(place)s。") % {"place": place})


def _day(text: str) -> date:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise _wrong(_("%(text)s不是有效的日期，应为YYYY-MM-DD。") % {"text": text})


def _number(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise _wrong(_("延长的长度应为不小于0的整数，不是%(text)s。") % {"text": text})
    return int(text)


def _about(version: RuleVersion) -> list[str]:
    chinese = translation.get_language() == "zh-hans"
    name = version.rule.name if chinese else version.rule.name_en
    trigger = version.trigger if chinese or not version.trigger_en else version.trigger_en
    place = _("适用地区：%(code)s") % {"code": version.rule.jurisdiction} if version.rule.jurisdiction else ""
    length = length_of(version.length, version.unit)
    first = _("规则：%(name)s（%(key)s），%(length)s。") % {"name": name, "key": version.rule.key, "length": length}
    return [f"{first} {place}".strip(), _("起算事由：%(trigger)s。") % {"trigger": trigger}]


def _notes(version: RuleVersion, start: date, extend: int) -> list[str]:
    notes = [_("来源核实：%(confidence)s。") % {"confidence": version.get_confidence_display()}]
    if not in_force(version, start):
        notes.append(
            _("这一版规则自%(day)s起生效；起算日不在其有效期内，请核对当时的规定。") % {"day": version.effective_from}
        )
    if extend > version.extension_length and not version.extension_unlimited:
        most = length_of(version.extension_length, version.unit) if version.extension_length else _("不得延长")
        notes.append(_("注意：规则规定的延长上限是%(most)s。") % {"most": most})
    return notes


def _wrong(message: str) -> CommandError:
    return CommandError(message, returncode=USAGE)

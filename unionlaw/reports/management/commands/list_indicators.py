"""`manage.py list_indicators > docs/indicators.md`: every indicator with its definition."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from unionlaw.lib.wording import STORED_IN
from unionlaw.reports import indicators, sources
from unionlaw.reports.indicators import Indicator, Section, Unit

HEAD = """# Indicators

Written by `manage.py list_indicators`; how to add one: [how-to/indicators.md](how-to/indicators.md). A rate says what
it divides, every other one by which day it counts."""


def lines() -> list[str]:
    """The document, line by line, in the words of the registry."""
    found = [*HEAD.splitlines()]
    with translation.override(STORED_IN):
        for section in Section:
            mine = [one for one in indicators.all_indicators() if one.section == section]
            found += ["", f"## {section.label}", "", "| key | 指标 | 单位 | 统计口径 | 日期 |", "|---|---|---|---|---|"]
            found += [_line(one) for one in mine]
    return found


def _line(one: Indicator) -> str:
    return f"| `{one.key}` | {one.name} | {Unit(one.unit).label} | {one.definition} | {_day(one)} |"


def _day(one: Indicator) -> str:
    return f"`{one.part}` ÷ `{one.whole}`" if one.is_rate else str(sources.source(one.source).dated)


class Command(BaseCommand):
    help = "Print all indicators with their definitions as a Markdown page."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("\n".join(lines()))

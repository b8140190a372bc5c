"""Template tags of reports: `{% load reports %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from unionlaw.reports.presenting import Part, parts_of
from unionlaw.reports.tables import Table

register = template.Library()


@register.simple_tag
def report_parts(table: Table, round: Any = None, report: Any = None) -> list[Part]:
    """The blocks of a table, ready to be shown.

    Args:
        round: the id of the frozen round its figures are of.
        report: layout, length and month, when names of organisations lead to their live reports.
    """
    return parts_of(table, round if isinstance(round, int) else None, report if isinstance(report, Mapping) else None)

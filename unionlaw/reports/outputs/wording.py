"""How a figure is written outside the page: one number, whatever it is written into."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.reports.indicators import Indicator, Unit
from unionlaw.reports.indicators import indicator as indicator_of
from unionlaw.reports.spans import named
from unionlaw.reports.tables import NOW, Cell, Table, Value
from unionlaw.reports.wording import exact


def number(unit: str, value: Value) -> int | Decimal | None:
    """The value as people count: yuan with two decimals instead of fen."""
    if value is None or unit != Unit.YUAN:
        return value
    return (Decimal(value) / 100).quantize(Decimal("0.01"))


def plain(cell: Cell) -> str:
    """The figure without separators or unit, for other programs; the sign of a hidden one, "" over nothing."""
    if cell.hidden:
        return cell.hidden
    value = number(cell.indicator.unit, cell.value)
    return "" if value is None else str(value)


def read(cell: Cell) -> str:
    """The figure for readers: thousands apart, percent with its sign."""
    if cell.hidden:
        return cell.hidden
    return exact(cell.value, cell.indicator.unit)


def headline(table: Table) -> str:
    """What the table is about: "羊城市总工会　2026年11月"."""
    return f"{table.organisation.name}　{named(table.spans[NOW])}"


def made(at: datetime | None) -> str:
    """When it was made, in words; "" when that is not told."""
    return _("生成时间：%(time)s") % {"time": f"{timezone.localtime(at):%Y-%m-%d %H:%M}"} if at else ""


def used(table: Table) -> list[Indicator]:
    """The indicators of a table, each once, and what its rates are made of."""
    keys = [key for cell in table.cells() for key in (cell.indicator.key, *cell.indicator.bases)]
    return [indicator_of(key) for key in dict.fromkeys(keys)]


def definitions(table: Table) -> list[Sequence[str]]:
    """(name, unit, definition, version) of each indicator of a table, as it was defined when it was computed."""
    return [
        (str(one.name), str(Unit(one.unit).label), str(one.definition), str(table.versions.get(one.key, one.version)))
        for one in used(table)
    ]


def heading_of_lines(by: str) -> str:
    """The heading of the column that names lines."""
    from unionlaw.reports.dimensions import dimension

    return str(dimension(by).name) if by else _("指标")


def total_name() -> str:
    return _("合计")

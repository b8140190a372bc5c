"""How figures are written: thousands, yuan or ten thousands of them, percent, and changes in words."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unionlaw.lib.money import format_fen
from unionlaw.reports.changes import Change
from unionlaw.reports.indicators import Unit
from unionlaw.reports.tables import Value

WAN = 1_000_000
"""Ten thousand yuan in fen."""
NOTHING = "—"


def brief(value: Value, unit: str) -> str:
    """A figure as tables show it: money from 10,000 yuan on in 万 for Chinese readers; "—" over nothing."""
    if value is None:
        return NOTHING
    if unit == Unit.YUAN and not -WAN < value < WAN and (get_language() or "").startswith("zh"):
        return _("%(amount)s万") % {"amount": f"{Decimal(value) / WAN:,.2f}"}
    return exact(value, unit)


def exact(value: Value, unit: str) -> str:
    """A figure in full: money to the fen, rates to one decimal with their sign."""
    if value is None:
        return NOTHING
    if unit == Unit.YUAN:
        return format_fen(int(value))
    return f"{value:,}%" if unit == Unit.PERCENT else f"{value:,}"


def in_ten_thousands(value: Value) -> str:
    """An amount of fen in 万元 with one decimal, for where the unit is said once beside many: 123.4, 0, <0.1."""
    if value is None:
        return NOTHING
    amount = (Decimal(value) / WAN).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{amount:,}" if amount else "<0.1" if value > 0 else "0"


def with_unit(value: Value, unit: str) -> str:
    """A figure in full with its unit: 1,234件, 95.2%."""
    said = exact(value, unit)
    if value is None or unit == Unit.PERCENT:
        return said
    return _("%(figure)s%(unit)s") % {"figure": said, "unit": Unit(unit).label}


def change_in_words(change: Change | None, unit: str) -> str:
    """增加12（8.3%）, 减少1.2个百分点, 持平; "—" where there is nothing to compare."""
    if change is None:
        return NOTHING
    if not change.by:
        return _("持平")
    more, by = change.by > 0, change.size
    if unit == Unit.PERCENT:
        said = {"by": f"{by:,}"}
        return _("升%(by)s个百分点") % said if more else _("降%(by)s个百分点") % said
    if change.share is None:
        return _("增加%(by)s") % {"by": brief(by, unit)} if more else _("减少%(by)s") % {"by": brief(by, unit)}
    said = {"by": brief(by, unit), "share": f"{abs(change.share):,}"}
    return _("增加%(by)s（%(share)s%%）") % said if more else _("减少%(by)s（%(share)s%%）") % said

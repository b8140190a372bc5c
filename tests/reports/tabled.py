"""Tables made by hand, so that outputs can be held against figures that are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from unionlaw.network.models import Organisation
from unionlaw.reports.computing import Figures
from unionlaw.reports.indicators import indicator
from unionlaw.reports.spans import Span
from unionlaw.reports.tables import Table, build

NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))
OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))
SPANS = {"now": NOVEMBER, "before": OCTOBER}
NAMES = {"now": "2026年11月", "before": "2026年10月"}
KEYS = ("matters_opened", "recovered", "workers_served", "limits_due", "limits_on_time", "on_time_share")


@dataclass
class ByHand:
    """Figures by (indicator, span, dimension, member); the whole has no dimension."""

    values: Mapping[tuple[str, str, str, str], int]
    spans: Mapping[str, Span]

    def value(self, key: str, span: str, members: Mapping[str, str] | None = None) -> int | Decimal | None:
        return Figures(self.spans, {self._cell(one): value for one, value in self.values.items()}).value(
            key, span, members
        )

    def members(self, *grouping: str) -> list[tuple[str, ...]]:
        return sorted({(member,) for _key, _span, by, member in self.values if (by,) == grouping})

    @staticmethod
    def _cell(one: tuple[str, str, str, str]) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
        key, span, by, member = one
        return key, span, (by,) if by else (), (member,) if by else ()


def table_of(
    organisation: Organisation,
    parts: Mapping[str, Mapping[str, Mapping[str, int]]],
    whole: Mapping[str, int],
    before: Mapping[str, int] | None = None,
    keys: tuple[str, ...] = KEYS,
) -> Table:
    """A table with the whole, then a block for each dimension.

    Args:
        parts: dimension → member → indicator → figure.
        whole, before: indicator → figure.
    """
    values = {(key, "now", "", ""): value for key, value in whole.items()}
    values |= {(key, "before", "", ""): value for key, value in (before or {}).items()}
    values |= {
        (key, "now", by, member): value
        for by, lines in parts.items()
        for member, figures in lines.items()
        for key, value in figures.items()
    }
    wanted = [key for key in keys if all(base in whole for base in indicator(key).bases)]
    blocks = [{"title": "总体", "indicators": wanted, "by": ""}]
    blocks += [{"title": f"分{by}", "indicators": wanted, "by": by} for by in parts]
    spans = SPANS if before else {"now": NOVEMBER}
    return build("工会法律服务月报", organisation, blocks, ByHand(values, spans), NAMES)

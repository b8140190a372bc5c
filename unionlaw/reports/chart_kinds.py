"""The kinds of charts a layout may ask for, and what each has to know."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Grouping = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChartKind:
    """One kind of chart.

    Args:
        key: as layouts name it.
        name: for people.
        needs_dimension: it is drawn over the members of a dimension.
        crossed: a second dimension it is crossed with.
    """

    key: str
    name: str | Promise
    needs_dimension: bool = False
    crossed: str = ""

    def groupings(self, by: str) -> list[Grouping]:
        """The groupings whose figures it is drawn from."""
        if not by:
            return []
        return [(by,), (by, self.crossed), (self.crossed,)] if self.crossed and by != self.crossed else [(by,)]


KINDS = {
    kind.key: kind
    for kind in (
        ChartKind("trend", _("趋势（十二个月）")),
        ChartKind("composition", _("构成"), needs_dimension=True),
        ChartKind("funnel", _("漏斗")),
        ChartKind("heat", _("热力表（与案由交叉）"), needs_dimension=True, crossed="cause"),
        ChartKind("map", _("区域图"), needs_dimension=True),
        ChartKind("distribution", _("分布")),
        ChartKind("ranking", _("排名"), needs_dimension=True),
    )
}

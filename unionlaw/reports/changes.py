"""How a figure stands to an earlier one: by how much, in which direction, and whether that is good."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from unionlaw.reports.tables import Cell, Value


@dataclass(frozen=True, slots=True)
class Change:
    """A change between two figures of one indicator.

    Args:
        by: the difference in the indicator's unit (fen, percentage points …).
        share: the difference in percent of the earlier figure; None where that was nothing, and for percentages.
        verdict: 1 when it is for the better, -1 for the worse, 0 when neither.
    """

    by: int | Decimal
    share: Decimal | None
    verdict: int

    @property
    def size(self) -> int | Decimal:
        """The difference without its sign."""
        return -self.by if self.by < 0 else self.by

    @property
    def direction(self) -> int:
        return (self.by > 0) - (self.by < 0)


def change(now: Cell, then: Cell) -> Change | None:
    """The change from `then` to `now`; None where one of both has no value or is hidden."""
    if now.value is None or then.value is None or now.hidden or then.hidden:
        return None
    by = now.value - then.value
    share = None if now.indicator.unit == "percent" else _share(by, then.value)
    verdict = ((by > 0) - (by < 0)) * now.indicator.more_is
    return Change(by, share, verdict)


def _share(by: int | Decimal, then: Value) -> Decimal | None:
    return (Decimal(by) * 100 / Decimal(then)).quantize(Decimal("0.1")) if then else None

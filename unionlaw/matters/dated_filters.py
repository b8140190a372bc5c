"""Filters by the day of something beside a matter, on lists that run from the newest matter to the oldest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from unionlaw.matters.beside import Beside, among, key_of
from unionlaw.matters.beside_filters import BesideFilter
from unionlaw.matters.recorded import latest_of, opened_by

ALL, TIMELY, LATE = "", "timely", "late"


class DatedFilter(BesideFilter):
    """A list "until some day" is walked in two parts (unionlaw/matters/recorded.py): what was put on record by then or
    LAG later, from there; and what was recorded late, by key. Where too many were recorded late for that, it is walked
    whole.

    `walk` says which part is being narrowed; web.lists.filters.Applied sets it to each of `walks()` in turn.
    """

    walk = ALL
    few = 200
    """Fewer than elsewhere are looked up by key: where these walks begin, a page is soon full."""

    def until(self) -> Iterable[tuple[date, QuerySet[Any]]]:
        """For each filter in force that has an end: the end, and the rows recorded late that it could mean, which have
        the matter's key as `matter`."""
        raise NotImplementedError  # a blank that every filter set of this kind fills

    def walks(self) -> Sequence[str]:
        """The parts in which the list is walked."""
        if self.late_keys is None:
            return (ALL,)
        return (TIMELY, LATE) if self.late_keys else (TIMELY,)

    @cached_property
    def late_keys(self) -> list[int] | None:
        """The matters that were recorded late; None where no filter has an end, or they are too many to look up."""
        found: set[int] = set()
        rows = [late for _end, late in self.until()]
        for late in rows:
            keys = Beside(late, few=self.few).keys
            if keys is None:
                return None
            found.update(keys)
        return sorted(found) if rows else None

    def begun(self, queryset: QuerySet[Any], name: str, rows: QuerySet[Any], end: date | None) -> QuerySet[Any]:
        """Only the part that is being walked, for the filter `name` that ends on `end`.

        Args:
            rows: what it means, or more than that; they have `opened_on`.
        """
        if self.walk == LATE:
            return queryset.filter(among(key_of(queryset), self.late_keys or []))
        if end is not None and self.walk == ALL:
            return queryset
        if name not in self.newest:
            timely = rows if end is None else rows.filter(opened_on__lte=latest_of(end))
            self.newest[name] = timely.order_by("-opened_on").values_list("opened_on", flat=True).first()
        newest = self.newest[name]
        return queryset.none() if newest is None else queryset.filter(opened_by(newest))

    @cached_property
    def newest(self) -> dict[str, date | None]:
        """For each filter: when the newest of the matters it means was put on record, so that the walk begins there."""
        return {}

"""What filters of one kind of matter share: they compare the row beside the matter, or rows below it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from unionlaw.matters.beside import FEW, Beside
from unionlaw.matters.filters import MatterFilter


class BesideFilter(MatterFilter):
    """Filters on the row beside the matter. Lists walk matters and grants alike: both are narrowed by key (Beside)."""

    kind = None
    beside: Any = None
    """The model of that row."""
    few = FEW

    @classmethod
    def by_key(cls) -> frozenset[str]:
        """The filters that a kind adds to those of all matters."""
        return frozenset(cls.base_filters) - frozenset(MatterFilter.base_filters)

    @cached_property
    def found(self) -> dict[str, Beside]:
        return {}

    def of_row(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Those whose row beside the matter has this value, or one of these, in the column `name`."""
        if value in (None, "", []):
            return queryset
        lookup = f"{name}__in" if isinstance(value, list | tuple) else name
        return self.narrow(queryset, name, self.beside.objects.filter(**{lookup: value}))

    def narrow(
        self,
        queryset: QuerySet[Any],
        name: str,
        rows: QuerySet[Any],
        *,
        way: str = "matter",
        column: str = "",
        having: bool = True,
    ) -> QuerySet[Any]:
        """What the filter `name` leaves of one branch of the list; its rows are looked for once for all of them.

        The arguments are those of Beside and its `narrow`. Where another filter has left few matters already, there is
        nothing to gain by looking keys up.
        """
        if name not in self.found:
            left_few = any(other.keys is not None for other in self.found.values())
            known = getattr(self.request, "looked_up", None)
            self.found[name] = Beside(rows, way, column, few=None if left_few else self.few, known=known)
        return self.found[name].narrow(queryset, having=having)

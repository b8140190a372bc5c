"""What filters of one kind of matter share: they compare the row beside the matter, or rows below it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet

from unionlaw.matters.beside import FEW, Beside
from unionlaw.matters.filters import MatterFilter
from unionlaw.web.lists.filters import MOST_BRANCHES
from unionlaw.web.lists.keyset import Branch


class BesideFilter(MatterFilter):
    """Filters on the row beside the matter. Lists walk matters and grants alike: both are narrowed by key (Beside)."""

    kind = None
    beside: Any = None
    """The model of that row."""
    few = FEW
    choices_in_order: ClassVar[Collection[str]] = ()
    """Filters of several choices for whose columns that row has `ways_to_rows` (unionlaw/matters/models/copies.py)."""
    walked_in_order = ""
    """The one of them whose rows are walked in the order of the list."""

    @classmethod
    def by_key(cls) -> frozenset[str]:
        """The filters that a kind adds to those of all matters."""
        return frozenset(cls.base_filters) - frozenset(MatterFilter.base_filters)

    def in_order(self, values: Mapping[str, Any], order: str) -> Callable[[Branch], list[Branch]] | None:
        """How a branch of matters is walked as rows beside them: those with one value of the only filter in force are
        one range of an index in the order of the list, wherever in the tree and however rare the value is.

        Beside other filters none is walked: which of them leaves the fewest is known only when their keys are counted.

        Args:
            values: the filters in force.
            order: the column that the list is sorted by.

        Returns what gives one branch for each value, or none for a branch that is to be narrowed as ever.
        """
        name, chosen = next(iter(values.items()))
        if len(values) > 1 or name not in self.choices_in_order or order != "opened_at" or len(chosen) > MOST_BRANCHES:
            return None
        self.walked_in_order = name
        return self.beside_rows([{name: value} for value in chosen])

    def beside_rows(self, conditions: Sequence[Mapping[str, Any]]) -> Callable[[Branch], list[Branch]]:
        """What `in_order` returns: for each condition, the rows beside the matters of a branch that meet it."""
        return lambda branch: (
            []
            if branch.place is None
            else [Branch(self.beside.objects.filter(**branch.place, **one), pk="matter_id") for one in conditions]
        )

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
        look_up: bool = True,
    ) -> QuerySet[Any]:
        """What the filter `name` leaves of one branch of the list; its rows are looked for once for all of them.

        The arguments are those of Beside and its `narrow`; `look_up`: whether few keys are worth it. They are not where
        another filter has left few matters already, nor where these rows are walked (`in_order`) and grants are left.
        """
        if name not in self.found:
            left_few = name == self.walked_in_order or any(other.keys is not None for other in self.found.values())
            known = getattr(self.request, "looked_up", None)
            few = self.few if look_up and not left_few else None
            self.found[name] = Beside(rows, way, column, few=few, known=known)
        return self.found[name].narrow(queryset, having=having)

"""Reads of rows that stand beside a matter, or belong to one that does, go through the matter's wall."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.lookups import IsNull

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor

FEW = 2_000
WRITTEN_OUT = 100


class OfMatterQuerySet(models.QuerySet[Any]):
    """For models that lead to a matter; `way` is the lookup that does, for instance "session__mediation__matter"."""

    way: ClassVar[str] = "matter"

    def visible_to(self, actor: Actor) -> Self:
        """Rows whose matter `actor` may know of."""
        return self.filter(**{f"{self.way}__in": apps.get_model("matters", "Matter").objects.visible_to(actor)})


class BesideMatterQuerySet(OfMatterQuerySet):
    """For models whose `matter` is the primary key."""


class Beside:
    """A filter of a list of matters by rows that belong to them: which matters have one of `rows`.

    A value that few rows have is found by the index of these rows, and the matters by their keys; on a walk through the
    list it would be looked for in every row of the kind. A common value is looked up on the walk, which soon has a page
    full. (Whose list it is does not matter: the wall stands in what is narrowed.)

    Args:
        rows: of the model beside the matter, or below; an index leads from what they are filtered by to `way`.
        way: path on `rows` to the key of the matter, or of what `column` names.
        column: what the list's rows are found by; empty for the matter itself.
        few: how many keys are worth looking up; None looks none up.
        known: keys that the same request has looked up, by what asked for them; lists that are counted side by side
            share it.
    """

    def __init__(
        self,
        rows: QuerySet[Any],
        way: str = "matter",
        column: str = "",
        *,
        few: int | None = FEW,
        known: dict[str, list[int] | None] | None = None,
    ) -> None:
        self.rows, self.way, self.column, self.few = rows.order_by(), way, column, few
        self.known = {} if known is None else known

    @cached_property
    def keys(self) -> list[int] | None:
        """All of them while they are few, else None. Read once, however many branches ask."""
        asked = f"{self.way} {self.few} {self.rows.query}"
        if asked not in self.known:
            self.known[asked] = self._looked_up()
        return self.known[asked]

    def _looked_up(self) -> list[int] | None:
        if self.few is None:
            return None
        found = list(self.rows.values_list(self.way, flat=True)[: self.few + 1])
        return sorted({key for key in found if key is not None}) if len(found) <= self.few else None

    def _with_key(self) -> QuerySet[Any]:
        return self.rows.filter(**{f"{self.way}__isnull": False}).values(self.way)

    def narrow(self, queryset: QuerySet[Any], *, having: bool = True) -> QuerySet[Any]:
        """`queryset` narrowed to the matters that have such a row, or to those that have none.

        Args:
            queryset: of matters, or of grants and what else points at them as `matter` and has `column`.
        """
        column = self.column or key_of(queryset)
        if self.keys is not None:
            # Many keys in the text of a statement take longer to plan than to find.
            many = len(self.keys) > WRITTEN_OUT
            condition = among(column, ArraySubquery(self._with_key()) if many else self.keys)
            return queryset.filter(condition if having else ~Q(condition))
        # One by one. EXISTS would be taken for a join, and all of these rows read before the first page is found.
        one = self.rows.filter(**{self.way: OuterRef(column)}).values(self.way)[:1]
        return queryset.filter(IsNull(Subquery(one), not having))


def key_of(queryset: QuerySet[Any]) -> str:
    """The column that holds the key of the matter."""
    return "pk" if queryset.model is apps.get_model("matters", "Matter") else "matter_id"


def among(column: str, keys: list[int] | ArraySubquery) -> Func:
    """The column is one of `keys`: one array, looked up by key or hashed as the planner sees fit; IN (…) is neither."""
    found = Value(keys, output_field=ArrayField(models.BigIntegerField())) if isinstance(keys, list) else keys
    return Func(
        F(column),
        found,
        template="(%(expressions)s))",
        arg_joiner=" = ANY (",
        output_field=models.BooleanField(),
    )

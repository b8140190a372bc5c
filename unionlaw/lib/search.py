"""Substring search in Chinese text by 1 to 30 characters, served by a GIN index over characters and bigrams.

The SQL function `unionlaw_terms(text)` (first migration of unionlaw.registers) gives the distinct characters and
bigrams of folded text. An index over it answers which rows may match; LIKE then makes the answer exact. Both are
needed: the function's high cost keeps the planner from walking the primary key instead.
"""

from typing import Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.array import ArrayContains  # type: ignore[attr-defined]
from django.db.models import F, Func, Model, Q, QuerySet, TextField

from unionlaw.lib import text

M = TypeVar("M", bound=Model)

# Longer queries are cut: nobody types them, and each character costs an index probe.
LONGEST_QUERY = 60


class Terms(Func):
    """`unionlaw_terms(column)`, for index expressions and conditions."""

    function = "unionlaw_terms"
    arity = 1
    output_field = ArrayField(TextField())


def matching(query: str, field: str = "search_text") -> Q:
    """The condition that every word of `query` stands in the folded text column `field`; an empty query matches all."""
    query = query[:LONGEST_QUERY]
    wanted = text.terms(query)
    if not wanted:
        return Q()
    condition = Q(ArrayContains(Terms(F(field)), wanted))
    for word in text.words(query):
        condition &= Q(**{f"{field}__contains": word})
    return condition


class SearchQuerySet(QuerySet[M]):
    """For models with a folded `search_text` column and a GIN index over `Terms("search_text")`."""

    def matching(self, query: str) -> Self:
        """The rows whose search text has every word of `query` in it."""
        return self.filter(matching(query))

"""Substring search in Chinese text by 1 to 30 characters, served by a GIN index over characters and bigrams.

The SQL function `unionlaw_terms(text)` (first migration of unionlaw.registers) gives the distinct characters and
bigrams of folded text. An index over it answers which rows may match; LIKE then makes the answer exact. Both are
needed: the function's high cost keeps the planner from walking the primary key instead.
"""

import math
import re
import time
from typing import Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.array import ArrayContains  # type: ignore[attr-defined]
from django.db import connection
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, TextField, Value

from unionlaw.lib import text

M = TypeVar("M", bound=Model)

# Longer queries are cut: nobody types them, and each character costs an index probe.
LONGEST_QUERY = 60
# A term that this part of the rows holds, or more, is found sooner by walking the list than by its index.
COMMON = 0.01
STATISTICS_SECONDS = 600.0
STATISTICS = """
    SELECT most_common_elems::text::text[], most_common_elem_freqs::float[] FROM pg_stats
    WHERE attname = 'unionlaw_terms'
      AND tablename IN (SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = %s::regclass)
"""
_known: dict[str, tuple[float, dict[str, float]]] = {}


class Terms(Func):
    """`unionlaw_terms(column)`, for index expressions and conditions."""

    function = "unionlaw_terms"
    arity = 1
    output_field = ArrayField(TextField())


class Like(Func):
    """`column LIKE pattern`, for patterns of our own."""

    template = "%(expressions)s"
    arg_joiner = " LIKE "
    arity = 2
    output_field = BooleanField()


def matching(query: str, field: str = "search_text") -> Q:
    """The condition that every word of `query` stands in the folded text column `field`; an empty query matches all."""
    query = query[:LONGEST_QUERY]
    wanted = text.terms(query)
    if not wanted:
        return Q()
    condition = Q(ArrayContains(Terms(F(field)), wanted))
    for word in text.words(query):
        condition &= holding(word, field)
    return condition


def holding(word: str, field: str = "search_text") -> Q:
    """The condition that a folded word stands in the folded text column `field`, whatever brackets are in either."""
    parts = text.parts(word)
    plain = Q(**{f"{field}__contains": "".join(parts)})
    if len(parts) == 1:
        return plain
    # LIKE's "_" is any one character.
    pattern = "_".join(re.sub(r"([\\\\%_])", r"\\\1", part) for part in parts)
    return plain | Q(Like(F(field), Value(f"%{pattern}%")))


def frequencies(table: str) -> dict[str, float]:
    """How large a part of the rows of `table` holds each term, as PostgreSQL's statistics of the index over terms say.

    Read once in a while for each process; empty while nothing has been analysed.
    """
    read_at, found = _known.get(table, (-math.inf, {}))
    if time.monotonic() - read_at > STATISTICS_SECONDS:
        with connection.cursor() as cursor:
            cursor.execute(STATISTICS, [table])
            row = cursor.fetchone()
        found = dict(zip(row[0], row[1], strict=False)) if row and row[0] else {}
        _known[table] = (time.monotonic(), found)
    return found


class SearchQuerySet(QuerySet[M]):
    """For models with a folded `search_text` column and a GIN index over `Terms("search_text")`."""

    def matching(self, query: str) -> Self:
        """The rows whose search text has every word of `query` in it.

        The planner takes the terms of a phrase for independent, thinks a common phrase rare, and would collect a tenth
        of a large table to show one page. So it is told one thing only: the rarest term, when that is rare enough to be
        looked up; else nothing, and the list is walked in its order, where a common phrase is soon found.
        """
        query = query[:LONGEST_QUERY]
        known = frequencies(self.model._meta.db_table)
        wanted = text.terms(query)
        if not wanted or not known:
            return self.filter(matching(query))
        rarest = min(wanted, key=lambda term: known.get(term, 0.0))
        found = self
        if known.get(rarest, 0.0) < COMMON:
            found = found.filter(ArrayContains(Terms(F("search_text")), [rarest]))
        for word in text.words(query):
            found = found.filter(holding(word))
        return found

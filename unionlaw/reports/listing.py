"""The list behind a figure: the same facts under the same conditions, one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from unionlaw.network.models import Organisation
from unionlaw.reports.dimensions import Wanted, dimension
from unionlaw.reports.indicators import Indicator, indicator
from unionlaw.reports.relation import Relation, amount, condition, within
from unionlaw.reports.sources import source
from unionlaw.reports.spans import Span

PAGE = 50


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: the fact, its matter and day, and what it adds (fen, days …; None where it is only counted)."""

    fact: str
    matter: int
    on_date: date
    amount: int | None


class FactList:
    """The facts of one counted or summed indicator in one cell.

    Args:
        key: the indicator; for a rate ask for its part or its whole.
        organisation: the figures are about it and all below it.
        span: the days.
        members: dimension → member, or members of which any will do; none for the whole.

    Raises:
        KeyError: the indicator or a dimension is not known.
        ValueError: the indicator is a rate.
    """

    def __init__(
        self, key: str, organisation: Organisation, span: Span, members: Mapping[str, Wanted] | None = None
    ) -> None:
        self.indicator: Indicator = indicator(key)
        if self.indicator.is_rate:
            raise ValueError(f"{key} is a rate: list its part or its whole")
        found, members = source(self.indicator.source), members or {}
        relation = Relation(
            found,
            organisation,
            [span],
            [dimension(one) for one in members],
            set(self.indicator.events),
            members=members,
        )
        self.parameters: dict[str, Any] = relation.parameters
        where = f"{within(found, span, 'span', self.parameters)} AND {condition(self.indicator, self.parameters)}"
        self.facts = f"(SELECT * FROM ({relation.sql()}) AS facts WHERE {where}) AS facts"  # noqa: S608

    def total(self) -> tuple[int, int]:
        """(what the lines come to: the figure itself, how many lines there are)."""
        return totals([self])[0]

    def page(self, after: tuple[date, str] | None = None, size: int = PAGE) -> list[Fact]:
        """Lines, the latest first, after the line (day, fact) that was last seen; walked by key, never by offset."""
        where = "(on_date, fact) < (%(after_day)s, %(after_fact)s)" if after else "TRUE"
        if after:
            self.parameters |= {"after_day": after[0], "after_fact": after[1]}
        added = self.indicator.sum or "NULL"
        rows = self._rows(
            f"SELECT fact, matter_id, on_date, ({added})::bigint FROM {self.facts} WHERE {where}"  # noqa: S608
            f" ORDER BY on_date DESC, fact DESC LIMIT {int(size)}"
        )
        return [Fact(*row) for row in rows]

    def matters(self) -> list[int]:
        """The matters of all lines, each once, by id."""
        rows = self._rows(f"SELECT DISTINCT matter_id FROM {self.facts} ORDER BY matter_id")  # noqa: S608
        return [row[0] for row in rows]

    def total_sql(self, number: int) -> tuple[str, dict[str, Any]]:
        """A SELECT of (number, the figure, how many lines), and its parameters, named so that others fit beside it."""
        sql = f"SELECT {number:d}, {amount(self.indicator)}, count(*) FROM {self.facts}"  # noqa: S608
        own = {f"list{number}_{name}": value for name, value in self.parameters.items()}
        return sql.replace("%(", f"%(list{number}_"), own

    def _rows(self, sql: str) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, self.parameters)
            return list(cursor.fetchall())


def totals(lists: Sequence[FactList]) -> list[tuple[int, int]]:
    """What `total` says of each of the lists, in one statement."""
    selects = [found.total_sql(number) for number, found in enumerate(lists)]
    if not selects:
        return []
    parameters = {name: value for _sql, own in selects for name, value in own.items()}
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(sql for sql, _own in selects)} ORDER BY 1", parameters)
        return [(int(value), int(lines)) for _number, value, lines in cursor.fetchall()]

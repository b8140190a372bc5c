"""The list behind a figure: the same facts under the same conditions, one line each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from unionlaw.network.models import Organisation
from unionlaw.reports.dimensions import dimension
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
        members: dimension → member; none for the whole.

    Raises:
        KeyError: the indicator or a dimension is not known.
        ValueError: the indicator is a rate.
    """

    def __init__(
        self, key: str, organisation: Organisation, span: Span, members: Mapping[str, str] | None = None
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
        value, lines = self._rows(f"SELECT {amount(self.indicator)}, count(*) FROM {self.facts}")[0]  # noqa: S608
        return int(value), int(lines)

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

    def _rows(self, sql: str) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, self.parameters)
            return list(cursor.fetchall())

"""Sources: relations of dated facts that figures are summed from (docs/adr/0012-reports.md).

A source is written in SQL once; computing and listing wrap it. Its columns are what conditions may name, beside the
columns of the matter (`MATTER`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

# The matter's columns that every condition may name.
MATTER = {
    "kind": "m.kind",
    "channel": "m.channel",
    "is_group": 'm."group"',
    "green_channel": "m.green_channel",
    "opened_on": "(m.opened_at AT TIME ZONE %(zone)s)::date",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of fact.

    Args:
        key: its name.
        relation: the FROM part, with the matter as m; joins are allowed as long as each fact stays one row.
        fact: SQL of the fact's own key, one for each row.
        moment: SQL of the timestamp it happened at; or
        day: SQL of the date it happened on. One of both; a stock has neither.
        columns: further columns that conditions, distinct counts and sums may name, by name.
        where: SQL that holds for all of its facts.
        names: SQL of the event's name, where indicators choose facts by event.
        stock: SQL that holds for what exists on the day `d.day`, the last of a span; such a source has no day itself.
        dated: which day counts, in words.
        parameters: makes further parameters that its SQL names. Beside these and the organisation's it may name
            %(zone)s, %(today)s and %(first)s, the moment at which the earliest span begins.
    """

    key: str
    relation: str
    dated: str | Promise
    fact: str = "f.id"
    moment: str = ""
    day: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    where: str = "TRUE"
    names: str = ""
    stock: str = ""
    parameters: Callable[[], dict[str, Any]] = dict

    def __post_init__(self) -> None:
        if sum(map(bool, (self.moment, self.day, self.stock))) != 1:
            raise ValueError(f"source {self.key}: a moment, a day or a stock, and one of them only")

    @property
    def on_date(self) -> str:
        """SQL of the day that counts."""
        if self.stock:
            return "d.day"
        return f"({self.moment} AT TIME ZONE %(zone)s)::date" if self.moment else self.day


_sources: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Declare a source; the same key twice is an error at start-up, the same source again is not.

    Raises:
        ValueError: another source has this key.
    """
    if _sources.setdefault(source.key, source) != source:
        raise ValueError(f"two sources are called {source.key}")
    return source


def source(key: str) -> Source:
    """The source with this key; KeyError when there is none."""
    return _sources[key]

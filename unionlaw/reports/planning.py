"""What a round computes and keeps: which figures of which groupings its layout asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from unionlaw.reports import layouts
from unionlaw.reports.computing import TOTAL, Grouping
from unionlaw.reports.indicators import indicator
from unionlaw.reports.rollup import bases_of

Part = Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """The figures that a layout shows.

    Args:
        keys: the indicators, each once.
        grouped: grouping → the counted or summed indicators that are wanted in it, for the report's own span.
        trends: the indicators that are wanted for the twelve months up to the end of the span.
    """

    keys: list[str]
    grouped: Mapping[str, frozenset[str]]
    trends: list[str] = field(default_factory=list)

    @property
    def bases(self) -> list[str]:
        """What is counted or summed."""
        return bases_of(self.keys)

    @property
    def versions(self) -> dict[str, int]:
        """Each indicator's version, those that rates are made of included."""
        return {key: indicator(key).version for key in dict.fromkeys([*self.keys, *self.bases])}

    @property
    def groupings(self) -> list[Grouping]:
        return [tuple(one.split("/")) for one in self.grouped]

    @property
    def dimensions(self) -> list[str]:
        """Every dimension that is broken down by, each once."""
        return list(dict.fromkeys(key for one in self.groupings for key in one))


def plan(blocks: Iterable[Part], charts: Iterable[Part] = ()) -> Plan:
    """What the parts of a layout ask for. Raises KeyError for an indicator that is not known."""
    grouped: dict[str, set[str]] = defaultdict(set)
    parts = [*blocks, *charts]
    for part in parts:
        for grouping in layouts.groupings_of(part):
            if grouping != TOTAL:
                grouped["/".join(grouping)] |= set(bases_of(part["indicators"]))
    trends = layouts.keys_of(*(part for part in parts if part.get("kind") == "trend"))
    return Plan(layouts.keys_of(*parts), {one: frozenset(keys) for one, keys in grouped.items()}, trends)

"""What each instrument presupposes at a place, read from data/instruments.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from unionlaw.network.models import Organisation

FILE = Path(__file__).parent / "data" / "instruments.toml"


@dataclass(frozen=True, slots=True)
class Terms:
    """Preconditions of one instrument at one place; the columns are explained in the data file."""

    key: str
    issuers: frozenset[str]
    supervisors: int
    facts: bool
    basis: bool
    previous: str
    reinspection: bool
    signatory: str
    citation: str
    confidence: str


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    with FILE.open("rb") as file:
        return tuple(tomllib.load(file)["instrument"])


def terms_of(instrument: str, region_code: str = "") -> Terms:
    """The terms of `instrument` where the region code is `region_code`. Raises KeyError for an unknown instrument."""
    mine = [row for row in _rows() if row["key"] == instrument and region_code.startswith(row["jurisdiction"])]
    merged: dict[str, Any] = {}
    for row in sorted(mine, key=lambda row: len(row["jurisdiction"])):
        merged |= row
    return Terms(
        issuers=frozenset(merged["issuers"]),
        **{name: merged[name] for name in Terms.__slots__ if name != "issuers"},
    )


def region_of(union: Organisation) -> str:
    """The region code of the union, or of the nearest above it that has one; "" when none has."""
    codes = dict(Organisation.objects.filter(pk__in=union.lineage).values_list("pk", "region_code"))
    return next((codes[pk] for pk in reversed(union.lineage) if codes.get(pk)), "")

"""Texts for the seasons, read from data/seasons.toml; the office changes them in the draft."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy

# What the texts are called, for the message file.
NAMES = (
    gettext_lazy("防暑降温"),
    gettext_lazy("春节前工资支付"),
    gettext_lazy("高处作业安全"),
    gettext_lazy("直播电商用工"),
    gettext_lazy("快递配送人员休息"),
    gettext_lazy("女职工权益"),
    gettext_lazy("特殊工时制度"),
)
FILE = Path(__file__).parent.parent.parent / "data" / "seasons.toml"


@dataclass(frozen=True, slots=True)
class SeasonDemand:
    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class Season:
    """One text.

    Args:
        topic: one of Topic.
        months: those in which it is offered first.
        reply_days: calendar days from today that the reply date is proposed for.
    """

    key: str
    name: str
    topic: str
    months: tuple[int, ...]
    reply_days: int
    title: str
    facts: str
    basis: str
    citation: str
    confidence: str
    demands: tuple[SeasonDemand, ...]

    @property
    def legal_basis(self) -> str:
        """The basis as it stands in a letter, with its citation."""
        return f"{self.basis}\n（{self.citation}）"


@cache
def all_seasons() -> dict[str, Season]:
    """Every text by key, in the order of the file."""
    with FILE.open("rb") as file:
        rows = tomllib.load(file)["season"]
    found = {}
    for row in rows:
        demands = tuple(SeasonDemand(**demand) for demand in row.pop("demand"))
        row["months"] = tuple(row["months"])
        for name in ("facts", "basis"):
            row[name] = row[name].strip()
        found[row["key"]] = Season(demands=demands, **row)
    return found


def offered(on: date) -> list[Season]:
    """Every text, those of the month first."""
    return sorted(all_seasons().values(), key=lambda season: on.month not in season.months)

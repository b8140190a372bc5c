"""What the arithmetic works on: a period, a calendar, and the answer with its explanation. No database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol


class Unit(StrEnum):
    """The units of RuleVersion.Unit."""

    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"
    FIXED = "fixed"


class OutOfRange(ValueError):
    """A period so long, or so near the ends of the calendar, that no due date can be named."""


@dataclass(frozen=True, slots=True)
class Period:
    """A time limit as the rule states it.

    Args:
        length: how many units; 0 is the day itself.
        unit: calendar days, working days, months, years, hours, or a date fixed on paper.
        backward: counted back from the start day (a hearing), rolling to the working day before.
        exclude_first: the day on which the period starts is not counted (民诉法 85; 民法典 201).
        roll_forward: a last day off ends the period on the first day after it that is none (民诉法 85; 民法典 203).
        citation: the article, for the explanation; citation_en the same in English.
        disputed_unit: the other unit in which some bodies count; the earlier of the two dates is the internal one.
    """

    length: int
    unit: Unit
    backward: bool = False
    exclude_first: bool = True
    roll_forward: bool = False
    citation: str = ""
    citation_en: str = ""
    disputed_unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class DayOff:
    """Why nobody works on a day: "weekend", "holiday" (public, with its name) or "closure" (an organisation's own)."""

    kind: str
    name: str = ""


class Calendar(Protocol):
    """What days are worked; see calendars.py for the one read from the database and the one from libraries."""

    def day_off(self, day: date) -> DayOff | None:
        """Why `day` is not worked, or None when it is."""

    def made_up(self, day: date) -> str:
        """The holiday for which this weekend day is worked (调休), or ""."""

    def is_published(self, year: int) -> bool:
        """Whether the State Council has announced the holidays of `year`."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation: a code that explain.py has words for, and what they fill in (JSON values)."""

    code: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """The answer.

    Args:
        on: the last day on which the duty can be met in time.
        steps: how it came about, in order.
        provisional: whether a day that counted lies in a year whose holidays are not announced yet.
        external_on: the later date, where a disputed unit gives two.
    """

    on: date
    steps: Sequence[Step]
    provisional: bool = False
    external_on: date | None = None

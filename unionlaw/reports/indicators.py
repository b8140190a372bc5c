"""The registry of indicators: what is counted, in which unit, from which facts, defined in words.

    register(
        Indicator(
            "aid_cases_closed", Section.CASES, _("办结援助案件"), Unit.MATTERS, _("当期办结的法律援助案件。"),
            source="events", events=("aid_case.closed",),
        )
    )

A rate is `part` over `whole`, both indicators themselves, so that it adds up from the same facts as they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    """What a figure is measured in. Money is integer fen (0.01 yuan) inside."""

    MATTERS = "matters", _("件")
    PEOPLE = "people", _("人")
    EMPLOYERS = "employers", _("家")
    TIMES = "times", _("次")
    LETTERS = "letters", _("份")
    ITEMS = "items", _("项")
    YUAN = "yuan", _("元")
    DAYS = "days", _("天")
    MINUTES = "minutes", _("分钟")
    PERCENT = "percent", "%"


class Section(models.TextChoices):
    """Where an indicator stands in lists and reports."""

    INTAKE = "intake", _("来源与受理")
    CASES = "cases", _("法律援助")
    MEDIATION = "mediation", _("三方联调")
    LETTERS = "letters", _("一函两书")
    PEOPLE = "people", _("服务职工")
    MONEY = "money", _("金额")
    TIME = "time", _("时限与质量")
    CHAIN = "chain", _("全链条")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure.

    Args:
        key: its name in layouts, the API and tests.
        section: where it stands.
        name: its name.
        unit: what it is measured in.
        definition: what exactly is counted, and by which day, in words.
        source: the source its facts come from; empty for a rate.
        where: SQL over the source's columns and the matter's (sources.MATTER) that its facts fulfil.
        events: the names of the events it counts, for sources that have names.
        distinct: the column of which different values are counted, instead of facts.
        sum: the column that is added up, instead of counting.
        part, whole: the keys whose ratio it is.
        version: goes up when the meaning changes; a frozen report keeps the version it was made with.
        more_is: 1 when more is better, -1 when less is, 0 when neither (arrows, rankings).
    """

    key: str
    section: Section | str
    name: str | Promise
    unit: Unit
    definition: str | Promise
    source: str = ""
    where: str = "TRUE"
    events: tuple[str, ...] = ()
    distinct: str = ""
    sum: str = ""
    part: str = ""
    whole: str = ""
    version: int = 1
    more_is: int = 0

    def __post_init__(self) -> None:
        if bool(self.source) == bool(self.part and self.whole) or bool(self.distinct and self.sum):
            raise ValueError(f"indicator {self.key}: facts of a source, or a part of a whole")

    @property
    def is_rate(self) -> bool:
        return not self.source

    @property
    def is_additive(self) -> bool:
        """The figures of parts that do not overlap add up to that of the whole."""
        return not self.is_rate and not self.distinct

    @property
    def bases(self) -> tuple[str, ...]:
        """The keys that are computed for it: itself, or part and whole."""
        return (self.part, self.whole) if self.is_rate else (self.key,)


def rate(indicator: Indicator, part: int, whole: int) -> Decimal | None:
    """The value of a rate in its unit: percent to one decimal, days to one, yuan as fen; None over nothing."""
    if not whole:
        return None
    value = Decimal(part) / Decimal(whole)
    if indicator.unit == Unit.PERCENT:
        value *= 100
    return value.quantize(Decimal("1") if indicator.unit == Unit.YUAN else Decimal("0.1"))


_indicators: dict[str, Indicator] = {}


def register(*found: Indicator) -> None:
    """Declare indicators, in the order they are listed.

    Raises:
        ValueError: another indicator has the key.
    """
    for indicator in found:
        if _indicators.setdefault(indicator.key, indicator) != indicator:
            raise ValueError(f"two indicators are called {indicator.key}")


def indicator(key: str) -> Indicator:
    """The indicator with this key; KeyError when there is none."""
    return _indicators[key]


def is_known(key: str) -> bool:
    return key in _indicators


def all_indicators() -> list[Indicator]:
    """Every indicator, by section and then as declared."""
    order = list(Section.values)
    return sorted(_indicators.values(), key=lambda one: order.index(str(one.section)))

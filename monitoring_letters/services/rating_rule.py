"""The rule by which employers are rated: points for counted facts, a pure function over a rule kept as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from unionlaw.lib.wording import shown

FILE = Path(__file__).parent.parent / "data" / "rating.toml"
Counts = Mapping[str, int]
Words = dict[str, str]
"""In both languages: {"zh": …, "en": …}."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the rule; see data/rating.toml."""

    key: str
    points: int
    most: int
    label: Words
    why: Words


@dataclass(frozen=True, slots=True)
class RuleSet:
    version: str
    begins_at: int
    lowest: int
    highest: int
    source: Words
    rules: tuple[Rule, ...]
    grades: tuple[tuple[int, Words], ...]

    def grade(self, score: int) -> Words:
        """The name of the best grade that the score reaches."""
        return next(label for least, label in self.grades if score >= least)


@dataclass(frozen=True, slots=True)
class Line:
    """What one rule contributes: `times` it applied, `points` after its bound."""

    rule: Rule
    times: int
    points: int

    def data(self) -> dict[str, Any]:
        """As it is kept with a rating that is handed on."""
        rule = self.rule
        return {"key": rule.key, "label": rule.label, "why": rule.why, "times": self.times, "points": self.points}


@dataclass(frozen=True, slots=True)
class Result:
    """A rating: None as score where there is nothing to rate."""

    version: str
    begins_at: int
    score: int | None
    grade: Words
    lines: tuple[Line, ...]


@cache
def shipped() -> RuleSet:
    """The rule in force."""
    with FILE.open("rb") as file:
        said = tomllib.load(file)
    return RuleSet(
        version=said["version"],
        begins_at=said["begins_at"],
        lowest=said["lowest"],
        highest=said["highest"],
        source=said["source"],
        rules=tuple(Rule(**row) for row in said["rule"]),
        grades=tuple((row["from"], row["label"]) for row in said["grade"]),
    )


def rate(counts: Counts, rules: RuleSet, *, letters: int) -> Result:
    """The rating of these facts.

    Args:
        counts: how often each rule applied, by its key; what is not there counts as never.
        letters: how many letters there were in the period; without one and without repeated disputes, no rating.

    Raises KeyError for a count that no rule knows.
    """
    known = {rule.key for rule in rules.rules}
    if unknown := set(counts) - known:
        raise KeyError(f"no rule for {sorted(unknown)}")
    lines = tuple(
        Line(rule, counts[rule.key], _bounded(rule, counts[rule.key])) for rule in rules.rules if counts.get(rule.key)
    )
    if not letters and not lines:
        return Result(rules.version, rules.begins_at, None, {}, ())
    score = rules.begins_at + sum(line.points for line in lines)
    score = max(rules.lowest, min(rules.highest, score))
    return Result(rules.version, rules.begins_at, score, rules.grade(score), lines)


def _bounded(rule: Rule, times: int) -> int:
    points = rule.points * times
    if not rule.most:
        return points
    return max(-rule.most, min(rule.most, points))


def explained(line: Line) -> str:
    """One line in words: what, how often, how many points, why."""
    words = {
        "label": shown(line.rule.label),
        "times": line.times,
        "points": f"{line.points:+d}",
        "why": shown(line.rule.why),
    }
    return _("%(label)s %(times)d次，%(points)s分：%(why)s") % words

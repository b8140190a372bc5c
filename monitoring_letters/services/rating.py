"""How responsive an employer was over a period: counted facts, a pure function and its rule as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from monitoring_letters import states
from monitoring_letters.models import Demand, ReplyPoint, SupervisionLetter
from monitoring_letters.services.following import REPLY_RULES
from unionlaw.deadlines.models import Deadline
from unionlaw.lib.wording import shown
from unionlaw.matters.models import Event, Matter, Party
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Employer

FILE = Path(__file__).parent.parent / "data" / "rating.toml"
DISPUTES = (Kind.CONSULTATION, Kind.AID_CASE)
LONGEST = timedelta(days=5 * 366)
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


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What one letter to an employer contributes; days as dates, None where it did not come to it.

    Args:
        due_on: the day by which a reply was asked for or due by rule.
        judgements: of its demands, those that were judged.
        promises: demand → (day promised, its judgement now).
    """

    served_on: date | None
    due_on: date | None
    replied_on: date | None
    corrected_early: bool = False
    judgements: tuple[str, ...] = ()
    promises: tuple[tuple[date, str], ...] = ()


def count(letters: list[LetterFacts], causes: list[str], *, until: date) -> dict[str, int]:
    """How often each rule applies.

    Args:
        causes: the cause of each dispute of the period, "" where it has none.
        until: the last day that is looked at: the end of the period, or today where that is earlier.
    """
    found: dict[str, int] = {}

    def add(key: str, times: int = 1) -> None:
        if times:
            found[key] = found.get(key, 0) + times

    for letter in letters:
        if letter.corrected_early:
            add("corrected_early")
            continue
        due = letter.due_on
        if letter.replied_on is not None and (due is None or letter.replied_on <= due):
            add("replied_in_time")
        elif letter.replied_on is not None:
            add("replied_late")
        elif due is not None and due < until:
            add("unanswered")
        for judgement in letter.judgements:
            if judgement in _JUDGED:
                add(judgement)
        for promised_on, judgement in letter.promises:
            if judgement == Demand.Judgement.CORRECTED:
                add("promise_kept")
            elif promised_on < until and judgement:
                add("promise_broken")
    named = [cause for cause in causes if cause]
    add("repeated_disputes", len(named) - len(set(named)))
    return found


_JUDGED = {
    Demand.Judgement.CORRECTED.value,
    Demand.Judgement.PARTLY.value,
    Demand.Judgement.REFUSED.value,
    Demand.Judgement.FALSE.value,
}


def rate_employer(*, employer: Employer, begins_on: date, ends_on: date, by: Actor, today: date) -> Result:
    """The employer's rating over a period, of the letters and disputes that the actor may see.

    A letter counts where it was served (or corrected before issue) within the period.
    """
    letters = letters_of(employer, by).filter(matter__status__in=states.PAYING)
    served = letters.filter(served_on__range=(begins_on, ends_on))
    early = letters.filter(corrected_on__range=(begins_on, ends_on))
    until = min(ends_on, today)
    facts = _facts(list(served.prefetch_related("demands", "replies")), until)
    facts += [LetterFacts(None, None, None, corrected_early=True) for _letter in early]
    return rate(count(facts, _causes(employer, begins_on, ends_on, by), until=until), shipped(), letters=len(facts))


def letters_of(employer: Employer, by: Actor) -> Any:
    """The letters about an employer that the actor may see, those about registrations merged into it included."""
    ids = ids_of(employer)
    return SupervisionLetter.objects.visible_to(by).filter(employer__in=ids)


def ids_of(employer: Employer) -> list[int]:
    """The employer and what was merged into it."""
    return [employer.pk, *Employer.objects.filter(merged_into=employer.pk).values_list("pk", flat=True)]


def _facts(letters: list[SupervisionLetter], until: date) -> list[LetterFacts]:
    ids = [letter.pk for letter in letters]
    limits = Deadline.objects.filter(matter__in=ids, rule_version__rule__key__in=REPLY_RULES).order_by("pk")
    due = dict(limits.values_list("matter_id", "due_on"))
    promised: dict[int, date] = {}
    points = ReplyPoint.objects.filter(reply__letter__in=ids, promised_on__isnull=False).order_by("reply__received_on")
    promised.update({demand: day for demand, day in points.values_list("demand_id", "promised_on") if day})
    for data in (
        Event.objects.filter(matter__in=ids, name="letter.demand_promised")
        .order_by("pk")
        .values_list("data", flat=True)
    ):
        promised[data["demand"]] = date.fromisoformat(data["promised_on"])
    found = []
    for letter in letters:
        replies = sorted(reply.received_on for reply in letter.replies.all())
        demands = list(letter.demands.all())
        found.append(
            LetterFacts(
                served_on=letter.served_on,
                due_on=letter.reply_by or due.get(letter.pk),
                replied_on=replies[0] if replies and replies[0] <= until else None,
                judgements=tuple(d.judgement for d in demands if d.judgement),
                promises=tuple((promised[d.pk], d.judgement) for d in demands if d.pk in promised),
            )
        )
    return found


def _causes(employer: Employer, begins_on: date, ends_on: date, by: Actor) -> list[str]:
    """The cause of each dispute against the employer that began in the period, one for each dispute."""
    disputes = Party.objects.filter(employer__in=ids_of(employer)).values("dispute")
    matters = Matter.objects.visible_to(by).filter(
        kind__in=DISPUTES, dispute__in=disputes, opened_at__date__range=(begins_on, ends_on), cause__isnull=False
    )
    rows = matters.order_by("dispute_id", "pk").values_list("dispute_id", "cause__number")
    return list(dict(rows).values())


def explained(line: Line) -> str:
    """One line in words: what, how often, how many points, why."""
    words = {
        "label": shown(line.rule.label),
        "times": line.times,
        "points": f"{line.points:+d}",
        "why": shown(line.rule.why),
    }
    return _("%(label)s %(times)d次，%(points)s分：%(why)s") % words

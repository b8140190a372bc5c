"""How responsive an employer was over a period: the facts that rating_rule gives points for, counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from monitoring_letters import states
from monitoring_letters.models import Demand, ReplyPoint, SupervisionLetter
from monitoring_letters.services.following import REPLY_RULES
from monitoring_letters.services.rating_rule import Result, rate, shipped
from unionlaw.deadlines.models import Deadline
from unionlaw.matters.models import Event, Matter, Party
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Employer

DISPUTES = (Kind.CONSULTATION, Kind.AID_CASE)
LONGEST = timedelta(days=5 * 366)


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

"""How far each addressee of a campaign is, and the campaign in numbers: each is a filter of the list behind it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from monitoring_letters import states
from monitoring_letters.models import Campaign, CampaignAddressee, Demand, Reply, ServiceAttempt
from unionlaw.matters.models import Matter, Party
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Cause

State = CampaignAddressee.State
STAGES = {
    "waiting": _("待制发"),
    "failed": _("未制发"),
    "excluded": _("已排除"),
    "issued": _("待寄送"),
    "sent": _("在途"),
    "returned": _("退回待再送"),
    "served": _("已送达待答复"),
    "unanswered": _("逾期未答复"),
    "replied": _("已答复待认定"),
    "judged": _("已认定"),
    "closed": _("已了结"),
}
"""Where an addressee stands; everyone is at exactly one stage."""

MARKS = {
    "chosen": _("收件单位"),
    "numbered": _("已制发"),
    "reached": _("已送达"),
    "came_back": _("曾被退回"),
    "served_again": _("退回后送达"),
    "answered": _("已答复"),
    "corrected": _("有整改"),
    "settled": _("全部整改"),
}
"""What can be true of an addressee besides; these are the numbers of the campaign's page."""

DISPUTES = (Kind.CONSULTATION, Kind.AID_CASE, Kind.MEDIATION)
LONGEST = 365
"""Days before and after the letters that disputes are compared over, at most."""


def tracked(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The addressees `rows` with their `stage`."""
    attempts = ServiceAttempt.objects.filter(letter=OuterRef("letter"))
    demands = Demand.objects.filter(letter=OuterRef("letter"))
    judged = Exists(demands) & ~Exists(demands.filter(judgement=""))
    lookup = "letter__matter__status"
    stage = Case(
        *(When(state=state, then=Value(state)) for state in (State.WAITING, State.FAILED, State.EXCLUDED)),
        When(**{f"{lookup}__in": [states.CLOSED, states.ESCALATED, states.WITHDRAWN]}, then=Value("closed")),
        When(Q(**{f"{lookup}__in": [states.REPLIED, states.UNANSWERED]}) & Q(judged), then=Value("judged")),
        When(**{lookup: states.REPLIED}, then=Value("replied")),
        When(**{lookup: states.UNANSWERED}, then=Value("unanswered")),
        When(**{lookup: states.SERVED}, then=Value("served")),
        When(Exists(attempts.filter(state=ServiceAttempt.State.SENT)), then=Value("sent")),
        When(Exists(attempts.filter(state=ServiceAttempt.State.FAILED)), then=Value("returned")),
        default=Value("issued"),
        output_field=CharField(),
    )
    return rows.annotate(stage=stage)


def _conditions() -> dict[str, Q]:
    """Mark → when it is true."""
    came_back = Exists(ServiceAttempt.objects.filter(letter=OuterRef("letter"), state=ServiceAttempt.State.FAILED))
    demands = Demand.objects.filter(letter=OuterRef("letter"))
    kept = Exists(demands.filter(judgement__in=[Demand.Judgement.CORRECTED, Demand.Judgement.PARTLY]))
    open_demand = Exists(demands.exclude(judgement=Demand.Judgement.CORRECTED))
    reached = Q(letter__served_on__isnull=False)
    return {
        "chosen": ~Q(state=State.EXCLUDED),
        "numbered": Q(letter__isnull=False),
        "reached": reached,
        "came_back": Q(came_back),
        "served_again": Q(came_back) & reached,
        "answered": Q(Exists(Reply.objects.filter(letter=OuterRef("letter")))),
        "corrected": Q(kept),
        "settled": Q(kept) & ~Q(open_demand),
    }


def marked(rows: QuerySet[Any], mark: str) -> QuerySet[Any]:
    """Those of whom `mark` is true. Raises KeyError."""
    return rows.filter(_conditions()[mark])


@dataclass(frozen=True, slots=True)
class Numbers:
    """The campaign in numbers.

    Args:
        marks: key of MARKS → how many addressees.
        stages: key of STAGES → how many, those with none left out.
        workers: at the employers reached, as far as known.
        workers_unknown: employers reached whose number of workers is not known.
    """

    marks: dict[str, int]
    stages: dict[str, int]
    workers: int
    workers_unknown: int


def numbers_of(campaign: Campaign) -> Numbers:
    """In two queries."""
    rows = tracked(campaign.addressees.all()).order_by()
    stages = dict(rows.values_list("stage").annotate(n=Count("pk")))
    reached = Q(letter__served_on__isnull=False)
    counts = rows.aggregate(
        **{mark: Count("pk", filter=condition) for mark, condition in _conditions().items()},
        workers_there=Coalesce(Sum("workers", filter=reached), 0),
        unknown=Count("pk", filter=reached & Q(workers=None)),
    )
    return Numbers(
        marks={mark: counts[mark] for mark in MARKS},
        stages={stage: stages[stage] for stage in STAGES if stage in stages},
        workers=counts["workers_there"],
        workers_unknown=counts["unknown"],
    )


@dataclass(frozen=True, slots=True)
class Span:
    """As many days before the letters as after them.

    Args:
        first: the first day counted. turn: the day of issue, with which the time after begins. last: the last day.
    """

    first: date
    turn: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.turn).days + 1


def span_of(campaign: Campaign, today: date) -> Span | None:
    """What disputes are compared over; None before the letters are issued."""
    turn = campaign.letter.issued_on
    if turn is None or turn > today:
        return None
    days = min((today - turn).days + 1, LONGEST)
    return Span(turn - timedelta(days=days), turn, turn + timedelta(days=days - 1))


def disputes(campaign: Campaign, span: Span, period: str, actor: Actor) -> QuerySet[Matter]:
    """Consultations, cases and mediations against employers reached that came in before or after the letters.

    Args:
        period: "before" or "after".
    """
    employers = marked(CampaignAddressee.objects.filter(campaign=campaign.pk), "reached").values("employer")
    against = Party.objects.filter(employer__in=employers, side=Party.Side.RESPONDENT).values("dispute")
    first, last = (span.first, span.turn - timedelta(days=1)) if period == "before" else (span.turn, span.last)
    found = Matter.objects.visible_to(actor).filter(kind__in=DISPUTES, dispute__in=against)
    return found.filter(opened_at__date__gte=first, opened_at__date__lte=last)


@dataclass(frozen=True, slots=True)
class CauseLine:
    """Disputes of one cause; None for those without a cause."""

    cause: Cause | None
    before: int
    after: int


def by_cause(campaign: Campaign, span: Span, actor: Actor) -> list[CauseLine]:
    """The disputes of both periods by cause, the most frequent first."""
    counts = {
        period: dict(disputes(campaign, span, period, actor).order_by().values_list("cause").annotate(n=Count("pk")))
        for period in ("before", "after")
    }
    pks = counts["before"].keys() | counts["after"].keys()
    causes = Cause.objects.in_bulk([pk for pk in pks if pk])
    lines = [CauseLine(causes.get(pk), counts["before"].get(pk, 0), counts["after"].get(pk, 0)) for pk in pks]
    return sorted(lines, key=lambda line: (-(line.before + line.after), str(line.cause or "")))

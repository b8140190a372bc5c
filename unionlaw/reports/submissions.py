"""What the page of a report shows beside its figures: who below signed, what is odd, what was restated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.lib.wording import listed
from unionlaw.matters import panels, statuses
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.reports import checks, dimensions, indicators, states
from unionlaw.reports.indicators import indicator
from unionlaw.reports.models import Report, RestatedFigure, Restatement
from unionlaw.reports.rollup import SEPARATOR
from unionlaw.reports.wording import with_unit

MOST_FIGURES = 200
MOST_LINKS = 20


@dataclass(frozen=True, slots=True)
class Link:
    number: str
    url: str


@dataclass(frozen=True, slots=True)
class Submission:
    """Where the report of one organisation below stands.

    Args:
        late: its time limit has passed and it is not signed.
        depth: how many levels below the report that is looked at.
    """

    report: Report
    status: object
    url: str
    late: bool
    depth: int


@dataclass(frozen=True, slots=True)
class Said:
    """A warning in words, with the first matters it is about that the reader may see."""

    text: str
    links: list[Link]
    more: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that was restated, in words, with the matters that changed it."""

    name: str
    of: str
    before: str
    after: str
    links: list[Link]
    more: int


@dataclass(frozen=True, slots=True)
class Later:
    """A restatement as the page of one report shows it."""

    restatement: Restatement
    figures: list[Changed] = field(default_factory=list)
    more: int = 0


def moment(at: datetime | None) -> str:
    """A point in time to the minute, "" for none."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def below(report: Report, today: date) -> list[Submission]:
    """The reports of the same round from the organisations below, in the order of the tree."""
    rows = (
        Report.objects.filter(round=report.round_id, organisation__lineage__contains=[report.organisation_id])
        .exclude(pk=report.pk)
        .select_related("matter__owner__user", "organisation", "signed_by__user")
        .order_by("organisation__lineage")
    )
    found = []
    for row in rows:
        due = row.matter.next_due_on
        late = row.signed_at is None and row.matter.is_live and due is not None and due < today
        depth = row.organisation.depth - report.organisation.depth
        status = statuses.status_def(row.matter.status_id)
        found.append(Submission(row, status, panels.url_of(row.matter.kind, row.pk), late, depth))
    return found


def sent_back(report: Report) -> str:
    """Why a report that was signed is to be signed again, in words; "" when it is not."""
    if report.matter.status_id != states.COMPUTED:
        return ""
    turns = report.matter.events.filter(name__in=("report.signed", "report.returned", "report.signature_voided"))
    last = turns.first()
    if last is None or last.name == "report.signed":
        return ""
    on = moment(last.happened_at)
    if last.name == "report.returned":
        return _("%(who)s于%(on)s退回：%(why)s") % {"who": last.data["who"], "on": on, "why": last.reason}
    return _("%(on)s重新统计后数字有变化，原签报失效，请重新核对并签报。") % {"on": on}


def warnings_of(report: Report, actor: Actor) -> list[Said]:
    """The warnings of a report in words."""
    shown = {pk for warning in report.warnings for pk in warning["matters"][:MOST_LINKS]}
    links = links_of(shown, actor)
    found = []
    for warning in report.warnings:
        own = [links[pk] for pk in warning["matters"][:MOST_LINKS] if pk in links]
        found.append(Said(checks.worded(warning), own, warning["count"] - len(own) if warning["matters"] else 0))
    return found


def restatements_of(report: Report, actor: Actor) -> list[Later]:
    """The restatements of a report's round with the figures of this report that changed, the last first."""
    found = []
    for made in report.round.restatements.select_related("made_by__user").order_by("-number"):
        figures = made.figures.filter(organisation=report.organisation_id).order_by("dimension", "indicator", "member")
        rows = list(figures[: MOST_FIGURES + 1])
        links = links_of({pk for row in rows for pk in row.matters[:MOST_LINKS]}, actor)
        names = _members(rows)
        found.append(
            Later(
                made,
                [_changed(row, links, names) for row in rows[:MOST_FIGURES]],
                figures.count() - MOST_FIGURES if len(rows) > MOST_FIGURES else 0,
            )
        )
    return found


def links_of(pks: Iterable[int], actor: Actor) -> dict[int, Link]:
    """The matters that the reader may see, by id."""
    rows = Matter.objects.visible_to(actor).filter(pk__in=pks).only("number", "kind")
    return {row.pk: Link(row.number, panels.url_of(row.kind, row.pk)) for row in rows}


def _members(rows: Iterable[RestatedFigure]) -> dict[tuple[str, str], str]:
    """(dimension, member) → its name, looked up once for each dimension."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        for key, member in zip(row.dimension.split("/"), row.member.split(SEPARATOR), strict=True):
            if key and dimensions.is_known(key):
                wanted.setdefault(key, set()).add(member)
    return {
        (key, member): name
        for key, members in wanted.items()
        for member, name in dimensions.named(dimensions.dimension(key), members).items()
    }


def _part(key: str, member: str, name: str) -> str:
    """A member with its dimension: a district union stands among unions and among offices, "not filled in" anywhere."""
    if not dimensions.is_known(key):
        return name
    return _("%(dimension)s：%(member)s") % {"dimension": dimensions.dimension(key).name, "member": name}


def _changed(row: RestatedFigure, links: dict[int, Link], names: dict[tuple[str, str], str]) -> Changed:
    pairs = zip(row.dimension.split("/"), row.member.split(SEPARATOR), strict=True)
    of = listed(_part(*pair, names.get(pair, pair[1])) for pair in pairs if pair[0])
    known = indicators.is_known(row.indicator)
    unit = indicator(row.indicator).unit if known else ""
    own = [links[pk] for pk in row.matters[:MOST_LINKS] if pk in links]
    return Changed(
        str(indicator(row.indicator).name) if known else row.indicator,
        of,
        with_unit(row.before, unit) if unit else str(row.before),
        with_unit(row.after, unit) if unit else str(row.after),
        own,
        len(row.matters) - len(own),
    )

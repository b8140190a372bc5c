"""Bringing what the product ships into the database: ladders, rules and calendar. May be run again at any time.

What an administrator changed is left as it is.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from unionlaw.deadlines import shipped_calendar
from unionlaw.deadlines.calendars import Entry
from unionlaw.deadlines.ladders import DEFAULT, load_ladders
from unionlaw.deadlines.models import CalendarDay, CalendarYear, Ladder, Rule, RuleVersion
from unionlaw.deadlines.services import calendar
from unionlaw.deadlines.services.rules import succeed
from unionlaw.deadlines.shipped_rules import ShippedRule, shipped_rules
from unionlaw.network.actors import Actor

JOB = "load_deadline_rules"
YEARS_AHEAD = 10
"""How far provisional years reach; the libraries answer for what lies beyond."""


@transaction.atomic
def load_all(*, at: datetime) -> dict[str, int]:
    """Ladders, rules and calendar. Returns how many ladders and rules are shipped and how many years were written."""
    return {"ladders": load_ladders(), "rules": load_rules(at=at), "years": load_calendar(at=at)}


@transaction.atomic
def load_rules(*, at: datetime) -> int:
    """Write the shipped rules that are new, and a new version of those whose row was changed since it was shipped.

    A rule whose newest version an administrator wrote keeps it. Returns how many rules are shipped.
    """
    ladders = dict(Ladder.objects.values_list("key", "pk"))
    known = {(rule.key, rule.jurisdiction): rule for rule in Rule.objects.select_for_update()}
    new = [rule for rule in shipped_rules() if (rule.key, rule.jurisdiction) not in known]
    for rule in Rule.objects.bulk_create(Rule(**rule.identity) for rule in new):
        known[rule.key, rule.jurisdiction] = rule
    newest = {version.rule_id: version for version in RuleVersion.objects.order_by("number")}
    first = []
    for shipped in shipped_rules():
        rule = known[shipped.key, shipped.jurisdiction]
        former = newest.get(rule.pk)
        if former is None:
            first.append(_version(shipped, rule, 1, ladders, at))
        elif former.shipped and former.shipped != shipped.digest:
            Rule.objects.filter(pk=rule.pk).update(**shipped.identity)
            succeed(former, _version(shipped, rule, former.number + 1, ladders, at))
    RuleVersion.objects.bulk_create(first)
    return len(shipped_rules())


def _version(shipped: ShippedRule, rule: Rule, number: int, ladders: Mapping[str, int], at: datetime) -> RuleVersion:
    return RuleVersion(
        rule=rule,
        number=number,
        ladder_id=ladders[shipped.ladder or DEFAULT],
        shipped=shipped.digest,
        created_at=at,
        job=JOB,
        **shipped.content,
    )


@transaction.atomic
def load_calendar(*, at: datetime) -> int:
    """Write the years that the libraries know and nobody touched. Returns how many years were written."""
    this_year = timezone.localdate(at).year
    known = {row.year: row for row in CalendarYear.objects.select_for_update()}
    entered: dict[int, dict[date, Entry]] = {}
    for day, kind, name in CalendarDay.objects.filter(organisation=None).values_list("day", "kind", "name"):
        entered.setdefault(day.year, {})[day] = (kind, name)
    published = shipped_calendar.published_years()
    new, written = list[int](), 0
    for year in sorted({*published, *range(this_year, this_year + YEARS_AHEAD + 1)}):
        row = known.get(year)
        if row is None:
            new.append(year)
        elif _outdated(row, entered.get(year, {})):
            row.state, row.source, row.published_at = _header(year, at)
            row.save()
            calendar.replace_days(year, shipped_calendar.shipped_year(year), source=row.source)
            if year in published:
                calendar.tell_published(year, by=Actor.system(JOB), at=at)
            written += 1
    CalendarYear.objects.bulk_create(
        CalendarYear(year=year, **dict(zip(("state", "source", "published_at"), _header(year, at), strict=True)))
        for year in new
    )
    CalendarDay.objects.bulk_create(
        row for year in new for row in calendar.rows_of(shipped_calendar.shipped_year(year), _header(year, at)[1])
    )
    return len(new) + written


def _outdated(row: CalendarYear, entered: Mapping[date, Entry]) -> bool:
    """Whether the libraries know better than a row that nobody but this step has written."""
    if row.version > 1 or row.published_by_id is not None:
        return False
    shipped_state = _header(row.year, None)[0]
    if row.state == shipped_state:
        return dict(entered) != shipped_calendar.shipped_year(row.year)
    return shipped_state == CalendarYear.State.PUBLISHED


def _header(year: int, at: datetime | None) -> tuple[str, str, datetime | None]:
    """State, source and moment of publication of a year as shipped."""
    if year in shipped_calendar.published_years():
        return CalendarYear.State.PUBLISHED, shipped_calendar.notice_source(), at
    return CalendarYear.State.PROVISIONAL, shipped_calendar.statute_source(), None

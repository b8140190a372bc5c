"""The rules in force: finding the one that applies, adding a version, and seeing what it would move."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from unionlaw.deadlines.arithmetic.due import LONGEST
from unionlaw.deadlines.arithmetic.spec import Period, Unit
from unionlaw.deadlines.models import Deadline, Rule, RuleVersion
from unionlaw.lib.errors import Invalid, Missing, Stale
from unionlaw.network.actors import Actor

CONTENT = frozenset(
    field.name
    for field in RuleVersion._meta.fields
    if field.name not in {"id", "rule", "number", "shipped", "why", "created_at", "by_user", "by_post", "job"}
)
"""What a version says; the rest is who wrote it and when."""


def period_of(version: RuleVersion) -> Period:
    """What the arithmetic needs of a version."""
    return Period(
        length=version.length,
        unit=Unit(version.unit),
        backward=version.backward,
        exclude_first=version.exclude_first,
        roll_forward=version.roll_forward,
        citation=version.citation,
        citation_en=version.citation_en,
        disputed_unit=Unit(version.disputed_unit) if version.disputed_unit else None,
    )


def in_force(version: RuleVersion, on: date) -> bool:
    """Whether `version` had come into force and not ended on that day; a later version may still stand before it."""
    return version.effective_from <= on and (version.effective_to is None or on <= version.effective_to)


def choose(versions: Iterable[RuleVersion], key: str, jurisdiction: str, on: date) -> RuleVersion:
    """The version that applies: of the rules whose jurisdiction `jurisdiction` begins with the longest, on that day.

    Where none was in force yet, the oldest one of the nearest rule: an older text is not known. The caller tells by
    `in_force`. Raises Missing when no rule of that key covers the place.
    """
    mine = [v for v in versions if v.rule.key == key and jurisdiction.startswith(v.rule.jurisdiction)]
    if found := [version for version in mine if in_force(version, on)]:
        return max(found, key=lambda version: (len(version.rule.jurisdiction), version.number))
    if not mine:
        raise Missing(_("没有代码为%(key)s的期限规则。") % {"key": key})
    reach = max(len(version.rule.jurisdiction) for version in mine)
    nearest = [version for version in mine if len(version.rule.jurisdiction) == reach]
    later = [version for version in nearest if version.effective_from > on]
    return min(later, key=lambda v: (v.effective_from, -v.number)) if later else max(nearest, key=lambda v: v.number)


@dataclass(frozen=True, slots=True)
class RuleTable:
    """The versions in force on one day, by what opens them.

    Args:
        versions: one for each rule in force.
        opening: event name -> what it opens.
        named: every event that any version names, former ones too, whose limits may still run.
    """

    versions: Sequence[RuleVersion]
    opening: Mapping[str, Sequence[RuleVersion]]
    named: frozenset[str]

    def opened_by(self, event_name: str) -> Sequence[RuleVersion]:
        return self.opening.get(event_name, ())

    def names(self, event_name: str) -> bool:
        """Whether a limit may follow this event in any way."""
        return event_name in self.named


_kept: tuple[str, list[RuleVersion], dict[date, RuleTable]] = ("", [], {})


def rules_in_force(on: date) -> RuleTable:
    """The table of a day. Asks the database for one stamp, and for the rules only when one was added since."""
    versions, tables = _versions()
    if on not in tables:
        if len(tables) > 100:
            tables.clear()
        tables[on] = _table(versions, on)
    return tables[on]


def rules_opened_by(event_name: str, on: date) -> Sequence[RuleVersion]:
    """The versions in force on a day that `event_name` opens, of every jurisdiction."""
    return rules_in_force(on).opened_by(event_name)


def rule_for(key: str, jurisdiction: str, on: date) -> RuleVersion:
    """The version that applies at a place on a day (see `choose`). Raises Missing."""
    return choose(_versions()[0], key, jurisdiction, on)


def all_versions() -> Sequence[RuleVersion]:
    """Every version of every rule, with its rule and ladder."""
    return _versions()[0]


def _versions() -> tuple[list[RuleVersion], dict[date, RuleTable]]:
    global _kept
    with connection.cursor() as cursor:
        cursor.execute(
            "select (select coalesce(max(id), 0) from deadlines_ruleversion) || ' ' || "
            "(select coalesce(string_agg(xmin::text, ' ' order by id), '') from deadlines_ladder)"
        )
        stamp = str(cursor.fetchone()[0])
    if _kept[0] != stamp:
        found = list(RuleVersion.objects.select_related("rule", "ladder").order_by("rule__key", "rule_id", "number"))
        _kept = (stamp, found, {})
    return _kept[1], _kept[2]


def _table(versions: Iterable[RuleVersion], on: date) -> RuleTable:
    newest: dict[int, RuleVersion] = {}
    named: set[str] = set()
    for version in versions:
        for events in (
            version.opens_on,
            version.meets_on,
            version.cancels_on,
            version.suspends_on,
            version.resumes_on,
            version.restarts_on,
        ):
            named.update(events)
        if in_force(version, on):
            newest[version.rule_id] = version  # in the order of their numbers
    opening: dict[str, list[RuleVersion]] = {}
    for version in newest.values():
        for event in version.opens_on:
            opening.setdefault(event, []).append(version)
    return RuleTable(list(newest.values()), opening, frozenset(named))


@transaction.atomic
def add_version(
    *, rule: Rule, content: Mapping[str, Any], why: str, by: Actor, at: datetime, number: int | None = None
) -> RuleVersion:
    """Write a new version of a rule; what it leaves out stays as it was. Nothing that runs moves (see `preview`).

    Args:
        content: columns of RuleVersion (CONTENT).
        why: the reason, for the record.
        number: of the version that was read before; another one now is Stale.

    Raises Refused, Invalid, Stale.
    """
    by.require("deadline_rule.change")
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    former = rule.versions.order_by("number").last()
    if former is None:
        raise Missing(_("没有代码为%(key)s的期限规则。") % {"key": rule.key})
    if number is not None and former.number != number:
        raise Stale(_("这条规则刚刚被修改过，请核对后重新填写。"))
    why = why.strip()
    if not why:
        raise Invalid(_("请写明理由。"), field="why")
    version = draft_version(former, content)
    version.why, version.created_at = why, at
    version.by_user, version.by_post, version.job = by.user, by.post, by.job
    _check(version)
    return succeed(former, version)


def succeed(former: RuleVersion | None, version: RuleVersion) -> RuleVersion:
    """Save `version`; the one before it ends on the day before it, where it came into force earlier."""
    if former is not None and former.effective_from < version.effective_from:
        end = version.effective_from - timedelta(days=1)
        if former.effective_to is None or former.effective_to > end:
            RuleVersion.objects.filter(pk=former.pk).update(effective_to=end)
    version.save()
    return version


def draft_version(former: RuleVersion, content: Mapping[str, Any]) -> RuleVersion:
    """The version that would follow `former`, not saved. Raises TypeError for a column that is none of its content."""
    if unknown := set(content) - CONTENT:
        raise TypeError(f"A version has no {', '.join(sorted(unknown))}.")
    said = {name: getattr(former, name) for name in CONTENT} | {"effective_to": None} | dict(content)
    return RuleVersion(rule=former.rule, number=former.number + 1, **said)


def _check(version: RuleVersion) -> None:
    errors: dict[str, Any] = {}
    try:
        version.full_clean(exclude={"rule", "by_user", "by_post"}, validate_constraints=False)
    except ValidationError as error:
        errors |= error.message_dict
    if version.effective_to and version.effective_from and version.effective_to < version.effective_from:
        errors["effective_to"] = _("失效日期不能早于生效日期。")
    if "unit" not in errors and "length" not in errors:
        unit = Unit(version.unit)
        if unit is Unit.FIXED and version.length:
            errors["length"] = _("指定日期的规则没有长度，请填0。")
        elif version.length > LONGEST[unit]:
            errors["length"] = _("期限过长。")
    if version.backward and version.roll_forward:
        errors["roll_forward"] = _("向前倒算的期限不顺延。")
    if errors:
        raise Invalid(errors)


@dataclass(frozen=True, slots=True)
class Moved:
    """A running limit that would end on another day."""

    deadline: Deadline
    before: date
    after: date


def preview(version: RuleVersion) -> list[Moved]:
    """Which running limits of a version's rule would move if it held for them, the next one first.

    A version holds for what started on or after the day it came into force.
    """
    from unionlaw.deadlines.reckoning import reckoned  # stands on this module

    running = (
        Deadline.objects.running()
        .filter(rule_version__rule=version.rule_id, start_on__gte=version.effective_from)
        .select_related("matter", "rule_version__rule")
        .order_by("due_on", "pk")
    )
    moved = [Moved(deadline, deadline.due_on, reckoned(deadline, version).on) for deadline in running.iterator(500)]
    return [move for move in moved if move.before != move.after]

"""Events drive time limits: what opens, meets, suspends, resumes, restarts and cancels them is named in the rules.

`on_event` joins `matters.record` and works in its transaction. An event that no rule names costs the look at the cached
table of rules; one that does costs a handful of queries, however many limits it touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.deadlines.arithmetic.due import due_on
from unionlaw.deadlines.arithmetic.spec import Due
from unionlaw.deadlines.book import Book
from unionlaw.deadlines.calendars import calendar_for
from unionlaw.deadlines.models import Deadline, RuleVersion, State
from unionlaw.deadlines.responsibility import Holders, jurisdiction_of
from unionlaw.deadlines.services.rules import period_of, rules_in_force
from unionlaw.deadlines.wording import JOIN, called
from unionlaw.lib.errors import Conflict
from unionlaw.lib.wording import listed, stored
from unionlaw.matters import vocabulary
from unionlaw.matters.models import Event, Matter
from unionlaw.matters.models.matter import LIVE_PHASES
from unionlaw.matters.vocabulary import EventType
from unionlaw.network.actors import Actor

OWN = "deadline."
"""What services of this app record; they keep the book themselves."""
HAPPENED_ON = "happened_on"
"""The key of an event's data under which the day stands on which a duty was done, where that is another day."""
DAY = timedelta(days=1)


def on_event(matter: Matter, event: Event, event_type: EventType, actor: Actor) -> None:
    """Let the time limits of `matter` follow `event`, and tell the matter its next due day.

    Raises Conflict when the event closes the matter over a limit that still runs.
    """
    if event.name.startswith(OWN):
        return
    table = rules_in_force(timezone.localdate(event.happened_at))
    closes = bool(event_type.leads_to) and matter.phase not in LIVE_PHASES
    if not (table.names(event.name) or closes or event_type.hands_over):
        return
    book = Book.of(matter, by=actor, at=event.happened_at, empty=event.sequence == 1)
    holders = Holders(matter, book.today)
    _follow(book, event)
    if closes:
        _close(book, event_type)
    # What closing itself begins (a follow-up) runs on beyond it.
    _open(book, event, table.opened_by(event.name), holders)
    if event_type.hands_over:
        _hand_over(book, holders, event.reason)
    book.settle()
    book.write(event)


def left_by(deadlines: Iterable[Deadline], event_name: str) -> list[Deadline]:
    """Which of the running `deadlines` would still run after `event_name`, and so keep a matter from closing."""
    if vocabulary.get(event_name).drops_deadlines:
        return []
    return [
        deadline
        for deadline in deadlines
        if event_name not in (*deadline.rule_version.meets_on, *deadline.rule_version.cancels_on)
    ]


def opened_by(event_name: str, kind: str, on: date) -> list[tuple[RuleVersion, Due]]:
    """Which limits `event_name` would start on a matter of `kind` on the day `on`, and when they would end.

    For pages that tell what a step will do: without what only the event's data says (a date on paper), and by the rules
    that hold everywhere.
    """
    versions = [
        version
        for version in rules_in_force(on).opened_by(event_name)
        if version.matter_kind in ("", kind)
        and not version.rule.jurisdiction
        and version.unit != RuleVersion.Unit.FIXED
        and event_name not in version.restarts_on
    ]
    calendar = calendar_for(None) if versions else None
    return [(version, due_on(period_of(version), on, calendar)) for version in versions if calendar is not None]


def _follow(book: Book, event: Event) -> None:
    """Running limits follow what their own version of the rule says of the event."""
    name, data, today = event.name, event.data, book.today
    for deadline in list(book.running):
        version = deadline.rule_version
        subject = _subject(version, data)
        if subject and deadline.subject and subject != deadline.subject:
            continue
        if name in version.meets_on:
            book.meet(deadline, _day(data.get(HAPPENED_ON)) or today, reason=event.reason)
        elif name in version.cancels_on:
            book.cancel(deadline, reason=event.reason)
        elif name in version.restarts_on:
            start = _day(data.get(version.start_field)) or today
            fixed = _day(data.get(version.fixed_field))
            if fixed is not None or version.unit != RuleVersion.Unit.FIXED:
                book.restart(deadline, start, fixed_on=fixed, reason=event.reason)
        elif name in version.suspends_on and deadline.state == State.OPEN:
            # The day of the event has begun to count; time stops with the next one.
            book.suspend(deadline, today + DAY, reason=event.reason)
        elif name in version.resumes_on and deadline.state == State.SUSPENDED:
            book.resume(deadline, today, reason=event.reason)


def _open(book: Book, event: Event, versions: Iterable[RuleVersion], holders: Holders) -> None:
    matter, data = book.matter, event.data
    for version in _applicable(matter, versions):
        subject = _subject(version, data)
        running = (d for d in book.running if d.rule_version.rule_id == version.rule_id and d.subject == subject)
        fixed = _day(data.get(version.fixed_field))
        if next(running, None) is not None or (fixed is None and version.unit == RuleVersion.Unit.FIXED):
            continue
        book.open(
            version,
            start_on=_day(data.get(version.start_field)) or book.today,
            responsible_id=holders.post_id(version.responsible),
            subject=subject,
            label=_label(data) if subject else "",
            fixed_on=fixed,
        )


def _applicable(matter: Matter, versions: Iterable[RuleVersion]) -> list[RuleVersion]:
    """Of the rules for this kind of matter, for each key the one of the nearest jurisdiction."""
    mine = [version for version in versions if version.matter_kind in ("", matter.kind)]
    if not any(version.rule.jurisdiction for version in mine):
        return mine
    code = jurisdiction_of(matter)
    nearest: dict[str, RuleVersion] = {}
    for version in mine:
        rule = version.rule
        known = nearest.get(rule.key)
        if code.startswith(rule.jurisdiction) and (
            known is None or len(rule.jurisdiction) > len(known.rule.jurisdiction)
        ):
            nearest[rule.key] = version
    return list(nearest.values())


def _hand_over(book: Book, holders: Holders, reason: str) -> None:
    """Limits follow the roles of their rules, but for those whose responsible was named."""
    for deadline in book.running:
        if not deadline.named:
            now = holders.post_id(deadline.rule_version.responsible)
            if now != deadline.responsible_id:
                book.hand_to(deadline, now, reason=reason)


def _close(book: Book, event_type: EventType) -> None:
    if book.running and not event_type.drops_deadlines:
        raise Conflict(
            _("还有未完成的期限：%(which)s。请先完成或撤销，再结案。")
            % {"which": listed(called(deadline) for deadline in book.running)}
        )
    for deadline in list(book.running):
        book.cancel(deadline, reason=stored(event_type.label))


def _subject(version: RuleVersion, data: Mapping[str, Any]) -> str:
    value = data.get(version.subject_field) if version.subject_field else None
    return "" if value is None else f"{version.subject_field}:{value}"


def _label(data: Mapping[str, Any]) -> str:
    """What and when, from the event's data of those names."""
    return JOIN.join(str(data[key]) for key in ("what", "when") if data.get(key))[:120]


def _day(value: Any) -> date | None:
    """The day an event's data names, None where it names none."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) and value else None
    except ValueError:
        return None

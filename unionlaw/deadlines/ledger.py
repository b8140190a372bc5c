"""What every book of time limits does with them, whatever was changed: reckon, note, settle, write (see book.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Self

from django.utils import timezone

from unionlaw.deadlines.arithmetic.explain import dump
from unionlaw.deadlines.arithmetic.spec import Calendar
from unionlaw.deadlines.calendars import calendar_for
from unionlaw.deadlines.models import Deadline, DeadlineChange, RuleVersion, State
from unionlaw.deadlines.reckoning import reckoned
from unionlaw.deadlines.running import earliest_in, known_earliest, running_of
from unionlaw.deadlines.schedule import first_step, steps_for
from unionlaw.matters.models import Event, Matter
from unionlaw.network.actors import Actor

SCHEDULE = (
    *("due_on", "external_due_on", "provisional", "explanation", "due_version"),
    *("step_at", "step_no", "next_step_at", "put_aside_at"),
)
ENDING = ("state", "ended_at", "ended_event", "met_on", "next_step_at", "put_aside_at")


@dataclass
class Ledger:
    """The running limits of one matter, and what has been done to them so far.

    Args:
        matter: its row is locked by the caller.
        running: its open and suspended limits, locked, with their rules.
        by: who changes them.
        at: when, aware.
    """

    matter: Matter
    running: list[Deadline]
    by: Actor
    at: datetime
    _new: list[Deadline] = field(default_factory=list)
    _touched: dict[int, tuple[Deadline, set[str]]] = field(default_factory=dict)
    _changes: list[DeadlineChange] = field(default_factory=list)

    @classmethod
    def of(cls, matter: Matter, *, by: Actor, at: datetime, empty: bool = False) -> Self:
        """The book of `matter` in one query, or in none when it is known to be `empty` yet."""
        running = [] if empty else list(running_of(matter.pk).select_for_update(of=("self",), no_key=True))
        return cls(matter, running, by, at)

    @cached_property
    def calendar(self) -> Calendar:
        """The days worked where the matter is held, for reminders."""
        return calendar_for(self.matter.organisation_id)

    def _calendar_of(self, version: RuleVersion) -> Calendar:
        """The days that count for a rule (see `reckoning.calendar_of`), read once."""
        return self.calendar if version.rule.internal else self._law_calendar

    @cached_property
    def _law_calendar(self) -> Calendar:
        return calendar_for(None)

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def find(self, deadline_id: int) -> Deadline | None:
        return next((deadline for deadline in self.running if deadline.pk == deadline_id), None)

    def settle(self) -> None:
        """Tell the matter its next due day and until when it is watched; the caller saves it."""
        first = earliest_in(self.running)
        open_days = [deadline.due_on for deadline in self.running if deadline.state == State.OPEN]
        self.matter.next_due_on = first.due_on if first else None
        self.matter.watched_until = max(open_days, default=None)
        known_earliest(self.matter, first)

    def write(self, event: Event | None) -> None:
        """Write rows and their changes, under the event that brought them about."""
        for deadline in self._new:
            deadline.opened_event = event
        for deadline, names in self._touched.values():
            if "ended_at" in names:
                deadline.ended_event = event
            deadline.version += 1
        for change in self._changes:
            change.event = event
        _write(self._new, list(self._touched.values()))
        for change in self._changes:
            change.deadline_id = change.deadline.pk
        if self._changes:
            DeadlineChange.objects.bulk_create(self._changes)
        self._new, self._touched, self._changes = [], {}, []

    def _reckon(self, deadline: Deadline, begun: tuple[date, Sequence[date]] | None = None) -> None:
        """Due day, explanation and reminders from what the deadline says of itself."""
        version = deadline.rule_version
        due = reckoned(deadline, version, self._calendar_of(version), begun)
        deadline.due_on, deadline.external_due_on, deadline.provisional = due.on, due.external_on, due.provisional
        deadline.explanation = dump(due.steps)
        deadline.due_version += 1
        deadline.step_at = steps_for(due.on, version.ladder, self.calendar)
        deadline.step_no, deadline.next_step_at = first_step(deadline.step_at, self.at, self.calendar)
        deadline.put_aside_at = None

    def _end(self, deadline: Deadline, state: State, what: str, reason: str, data: dict[str, Any]) -> None:
        deadline.state, deadline.ended_at = state, self.at
        deadline.next_step_at = deadline.put_aside_at = None
        self.running.remove(deadline)
        self._touch(deadline, *ENDING)
        self._note(deadline, what, deadline.due_on, None, reason, data)

    def _touch(self, deadline: Deadline, *names: str) -> None:
        if deadline.pk is not None:
            self._touched.setdefault(deadline.pk, (deadline, set()))[1].update(names)

    def _note(
        self,
        deadline: Deadline,
        what: str,
        before: date | None,
        after: date | None,
        reason: str,
        data: dict[str, Any] | None = None,
    ) -> None:
        self._changes.append(
            DeadlineChange(
                deadline=deadline,
                what=what,
                at=self.at,
                before_on=before,
                after_on=after,
                reason=reason[:500],
                data=data or {},
                by_user=self.by.user,
                by_post=self.by.post,
                job=self.by.job,
            )
        )


def _write(new: Sequence[Deadline], touched: Sequence[tuple[Deadline, set[str]]]) -> None:
    if new:
        Deadline.objects.bulk_create(new)
    if len(touched) == 1:
        deadline, names = touched[0]
        deadline.save(update_fields=[*names, "version"])
    elif touched:
        Deadline.objects.bulk_update(
            [deadline for deadline, _names in touched], sorted({"version"}.union(*(names for _d, names in touched)))
        )

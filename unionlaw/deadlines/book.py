"""The running time limits of one matter, changed together and written once.

Whoever changes a time limit holds the matter's row lock, takes its book, changes what has to change, settles the matter
(its next due day is saved with the event) and writes the book under that event:

    book = Book.of(matter, by=actor, at=now)
    book.extend(deadline, 5, reason="…")
    book.settle()
    event = record(matter, "deadline.extended", …)
    book.write(event)
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from unionlaw.deadlines.arithmetic.explain import beginnings
from unionlaw.deadlines.ledger import SCHEDULE, Ledger
from unionlaw.deadlines.models import Deadline, DeadlineChange, RuleVersion, State

What = DeadlineChange.What


class Book(Ledger):
    """What can be done with the time limits of one matter; see the module, and Ledger for how it is made."""

    def open(
        self,
        version: RuleVersion,
        *,
        start_on: date,
        responsible_id: int | None,
        subject: str = "",
        label: str = "",
        fixed_on: date | None = None,
        named: bool = False,
        reason: str = "",
    ) -> Deadline:
        """Begin a limit of `version`.

        Args:
            start_on: the day of what starts it.
            fixed_on: a date on paper, which wins over the rule's length.
            named: the responsible was named, and does not change hands with the matter.
        """
        deadline = Deadline(
            matter=self.matter,
            rule_version=version,
            organisation_id=self.matter.organisation_id,
            subject=subject,
            label=label,
            responsible_id=responsible_id,
            named=named,
            start_on=start_on,
            fixed_on=fixed_on,
            opened_at=self.at,
            urgent=version.urgent,
        )
        self._reckon(deadline)
        deadline.due_version = 1
        self.running.append(deadline)
        self._new.append(deadline)
        self._note(deadline, What.OPENED, None, deadline.due_on, reason)
        return deadline

    def meet(self, deadline: Deadline, on: date, *, reason: str = "") -> None:
        """The duty was done on the day `on`."""
        deadline.met_on = on
        self._end(deadline, State.MET, What.MET, reason, {"on": on.isoformat()})

    def cancel(self, deadline: Deadline, *, reason: str = "") -> None:
        """The duty fell away."""
        self._end(deadline, State.CANCELLED, What.CANCELLED, reason, {})

    def suspend(self, deadline: Deadline, first: date, *, reason: str = "") -> None:
        """Time stops; `first` is the first day that does not count. Nobody is reminded until it goes on."""
        deadline.state, deadline.next_step_at = State.SUSPENDED, None
        deadline.suspensions = [*deadline.suspensions, [first.isoformat(), None]]
        self._touch(deadline, "state", "next_step_at", "suspensions")
        self._note(deadline, What.SUSPENDED, deadline.due_on, None, reason, {"first": first.isoformat()})

    def resume(self, deadline: Deadline, last: date, *, reason: str = "") -> None:
        """Time goes on; `last` is the last day that did not count (one before the first: every day counts)."""
        before, (*former, (first, _open_end)) = deadline.due_on, deadline.suspensions
        deadline.suspensions = [*former, [first, last.isoformat()]] if first <= last.isoformat() else former
        deadline.state = State.OPEN
        self._reckon(deadline)
        self._touch(deadline, "state", "suspensions", *SCHEDULE)
        self._note(deadline, What.RESUMED, before, deadline.due_on, reason, {"last": last.isoformat()})

    def restart(self, deadline: Deadline, on: date, *, fixed_on: date | None = None, reason: str = "") -> None:
        """The whole period runs anew from the day `on`, without what was extended or suspended before."""
        before = deadline.due_on
        start, restarts = beginnings(deadline.explanation, deadline.start_on)
        deadline.state, deadline.start_on, deadline.fixed_on = State.OPEN, on, fixed_on
        deadline.extended_by, deadline.suspensions = 0, []
        deadline.acknowledged_at = deadline.snoozed_until = None
        self._reckon(deadline, (start, [*restarts, on]))
        self._touch(
            deadline,
            *("state", "start_on", "fixed_on", "extended_by", "suspensions", "acknowledged_at", "snoozed_until"),
            *SCHEDULE,
        )
        self._note(deadline, What.RESTARTED, before, deadline.due_on, reason, {"on": on.isoformat()})

    def extend(self, deadline: Deadline, length: int, *, reason: str = "", consent: str = "") -> None:
        """Give `length` more, in the rule's unit."""
        before = deadline.due_on
        deadline.extended_by += length
        deadline.acknowledged_at = None
        self._reckon(deadline)
        self._touch(deadline, "extended_by", "acknowledged_at", *SCHEDULE)
        self._note(deadline, What.EXTENDED, before, deadline.due_on, reason, {"length": length, "consent": consent})

    def recompute(self, deadline: Deadline, *, version: RuleVersion | None = None, reason: str = "") -> bool:
        """Reckon anew, by a newer version of the rule when there is one. Returns whether the due day moved."""
        before, said = deadline.due_on, (deadline.explanation, deadline.provisional)
        if version is not None and version.pk != deadline.rule_version_id:
            deadline.rule_version = version
            deadline.urgent = version.urgent
            self._touch(deadline, "rule_version", "urgent")
        held = {name: getattr(deadline, name) for name in SCHEDULE}
        self._reckon(deadline)
        if deadline.state == State.SUSPENDED:
            deadline.next_step_at = None
        if deadline.due_on == before:
            # The reminders go on where they are.
            for name in ("due_version", "step_at", "step_no", "next_step_at"):
                setattr(deadline, name, held[name])
            if said == (deadline.explanation, deadline.provisional) and deadline.pk not in self._touched:
                return False
        self._touch(deadline, *SCHEDULE)
        self._note(deadline, What.RECOMPUTED, before, deadline.due_on, reason)
        return deadline.due_on != before

    def hand_to(self, deadline: Deadline, post_id: int | None, *, reason: str = "", named: bool | None = None) -> None:
        """Another post answers for it now."""
        data = {"from": deadline.responsible_id, "to": post_id}
        deadline.responsible_id = post_id
        deadline.acknowledged_at = None
        if named is not None:
            deadline.named = named
        self._touch(deadline, "responsible", "named", "acknowledged_at")
        self._note(deadline, What.HANDED_OVER, None, None, reason, data)

    def acknowledge(self, deadline: Deadline) -> None:
        """The responsible knows: what would remind them before the due day is not told any more."""
        deadline.acknowledged_at = self.at
        due_moment = datetime.combine(deadline.due_on, datetime.min.time(), timezone.get_default_timezone())
        step = next((n for n, moment in enumerate(deadline.step_at) if moment >= due_moment), None)
        if deadline.next_step_at is not None and step is not None and step > deadline.step_no:
            deadline.step_no, deadline.next_step_at = step, deadline.step_at[step]
        self._touch(deadline, "acknowledged_at", "step_no", "next_step_at")
        self._note(deadline, What.ACKNOWLEDGED, None, None, "")

    def snooze(self, deadline: Deadline, until: datetime, *, reason: str) -> None:
        """No reminder before `until`."""
        deadline.snoozed_until = until
        if deadline.next_step_at is not None:
            deadline.next_step_at = max(deadline.next_step_at, until)
        self._touch(deadline, "snoozed_until", "next_step_at")
        self._note(deadline, What.SNOOZED, None, None, reason, {"until": until.isoformat()})

    def chase(self, deadline: Deadline, question: str, data: dict[str, Any]) -> None:
        """Note that somebody was asked about it."""
        self._note(deadline, What.CHASED, None, None, question, data)

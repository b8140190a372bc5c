"""What the page of a time limit shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from unionlaw.deadlines.actions import actions
from unionlaw.deadlines.arithmetic.explain import explain, load
from unionlaw.deadlines.ladders import DEFAULT, default_steps
from unionlaw.deadlines.models import Chase, Deadline, DeadlineChange, Extension, Ladder, RuleVersion
from unionlaw.deadlines.wording import called, length_in_words, said
from unionlaw.lib import clock
from unionlaw.lib.wording import listed
from unionlaw.matters import panels
from unionlaw.network.actors import Actor
from unionlaw.network.panels import Entry

UNVERIFIED = (RuleVersion.Confidence.MEMORY, RuleVersion.Confidence.SECONDARY)
WHO: Mapping[str, str | Promise] = {
    "responsible": gettext_lazy("责任人"),
    "deputy": gettext_lazy("代理人"),
    "station_head": gettext_lazy("承办单位负责人"),
    "district_supervisor": gettext_lazy("上级负责人"),
    "city_administrator": gettext_lazy("市级管理者"),
}
ICONS = {
    "opened": "player-play",
    "met": "check",
    "cancelled": "x",
    "extended": "calendar-plus",
    "suspended": "player-pause",
    "resumed": "player-play",
    "restarted": "refresh",
    "recomputed": "calculator",
    "handed_over": "transfer",
    "acknowledged": "eye-check",
    "snoozed": "bell-off",
    "chased": "speakerphone",
    "put_aside": "bell-x",
    "reminded_again": "bell-ringing",
}


def read(actor: Actor) -> Any:
    """The limits an actor may know of, with what their pages show."""
    return Deadline.objects.visible_to(actor).select_related(
        "matter__organisation", "rule_version__rule", "rule_version__ladder", "responsible__user",
        "responsible__organisation", "organisation",
    )  # fmt: skip


def offset_in_words(offset: int) -> str:
    """When a step of a ladder falls."""
    if offset == 0:
        return _("到期当日")
    if offset < 0:
        return ngettext("到期前%(n)d个工作日", "到期前%(n)d个工作日", -offset) % {"n": -offset}
    return ngettext("逾期%(n)d个工作日", "逾期%(n)d个工作日", offset) % {"n": offset}


def recipients_in_words(to: list[str]) -> str:
    """Whom a step tells."""
    return listed(WHO.get(code, code) for code in to)


def length_of_version(version: RuleVersion) -> str:
    """How long the rule gives: "15日", "向前倒算3个工作日", "按文书载明的日期"."""
    if version.unit == RuleVersion.Unit.FIXED:
        return _("按文书载明的日期")
    words = length_in_words(version.length, version.unit)
    return _("向前倒算%(length)s") % {"length": words} if version.backward else words


@dataclass(frozen=True)
class Rung:
    """A step of a limit's ladder: when, who is told, and whether it has fallen ("past", "due" at this moment,
    "next", "coming")."""

    at: dt.datetime
    when: str
    who: str
    state: str
    urgent: bool


def rungs(deadline: Deadline, now: dt.datetime) -> list[Rung]:
    """The reminders of a limit in order. One query when its rule has no ladder of its own."""
    ladder = deadline.rule_version.ladder or Ladder.objects.filter(key=DEFAULT).first()
    steps = ladder.steps if ladder else default_steps()
    found = []
    for number, (moment, step) in enumerate(zip(deadline.step_at, steps, strict=False)):
        state = "past" if number < deadline.step_no else "coming"
        at = moment
        if number == deadline.step_no and deadline.next_step_at is not None:
            at = deadline.next_step_at
            state = "next" if at > now else "due"
        found.append(
            Rung(at, offset_in_words(step["offset"]), recipients_in_words(step["to"]), state, bool(step.get("urgent")))
        )
    return found


class DeadlinePage:
    """One time limit.

    Args:
        deadline: as `read` gives it.
        actor: who reads.
    """

    def __init__(self, deadline: Deadline, actor: Actor) -> None:
        self.deadline, self.actor = deadline, actor
        self.version = deadline.rule_version

    @property
    def title(self) -> str:
        return called(self.deadline)

    @property
    def matter_url(self) -> str:
        return panels.url_of(self.deadline.matter.kind, self.deadline.matter_id)

    @cached_property
    def explanation(self) -> list[str]:
        return explain(load(self.deadline.explanation))

    @property
    def unverified(self) -> str:
        """Why the reader should check the source, or ""."""
        return self.version.get_confidence_display() if self.version.confidence in UNVERIFIED else ""

    @property
    def length(self) -> str:
        return length_of_version(self.version)

    @property
    def facts(self) -> list[tuple[str, Any]]:
        version, deadline = self.version, self.deadline
        found: list[tuple[str, Any]] = [
            (_("起算事由"), said(version, "trigger")),
            (_("起算日"), deadline.start_on.isoformat()),
            (_("长度"), self.length),
            (_("受约束的一方"), said(version, "bound")),
            (_("依据"), said(version, "citation")),
            (_("逾期后果"), said(version, "consequence")),
            (_("延长与中止"), said(version, "suspension_note")),
        ]
        if deadline.external_due_on:
            found.append((_("按另一种算法"), deadline.external_due_on.isoformat()))
        if deadline.met_on:
            found.append((_("完成日"), deadline.met_on.isoformat()))
        return [(term, value) for term, value in found if value]

    @cached_property
    def rungs(self) -> list[Rung]:
        return rungs(self.deadline, clock.now())

    @cached_property
    def extensions(self) -> list[Extension]:
        return list(self.deadline.extensions.select_related("asked_by__user", "decided_by__user"))

    @property
    def pending(self) -> Extension | None:
        return next((e for e in self.extensions if e.state == Extension.State.ASKED), None)

    @cached_property
    def chases(self) -> list[Chase]:
        return list(self.deadline.chases.select_related("asked_by__user", "asked_of__user", "answer_deadline"))

    @cached_property
    def asked_by_chase(self) -> Chase | None:
        """The chase whose answer this limit is for."""
        return Chase.objects.filter(answer_deadline=self.deadline).select_related("asked_by__user").first()

    @cached_property
    def entries(self) -> list[Entry]:
        rows = self.deadline.changes.select_related("by_user")[:100]
        return [
            Entry(
                at=row.at,
                title=row.get_what_display(),
                actor=str(row.by_user or _("系统")),
                reason=row.reason,
                changes=_moved(row),
                icon=ICONS.get(row.what, "point"),
            )
            for row in rows
        ]

    @cached_property
    def actions(self) -> list[panels.Action]:
        return actions(self.deadline, self.actor, pending=self.pending, chase=self.asked_by_chase)

    @property
    def primary(self) -> panels.Action | None:
        return next((a for a in self.actions if a.primary and not a.refusal), None)

    @property
    def others(self) -> list[panels.Action]:
        return [a for a in self.actions if not a.refusal and a is not self.primary]

    @property
    def refused(self) -> list[panels.Action]:
        return [a for a in self.actions if a.refusal]


def _moved(row: DeadlineChange) -> list[str]:
    before, after = (day.isoformat() if day else "" for day in (row.before_on, row.after_on))
    if before and after:
        return [_("到期日：%(before)s → %(after)s") % {"before": before, "after": after}] if before != after else []
    return [_("到期日：%(on)s") % {"on": after}] if after else []

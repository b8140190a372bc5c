"""Changing who is reminded when. Running limits follow at once: their reminders are set anew, their dates stay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from unionlaw.deadlines.calendars import calendar_for
from unionlaw.deadlines.ladders import DEFAULT, RECIPIENTS
from unionlaw.deadlines.models import Deadline, Ladder, State
from unionlaw.deadlines.schedule import steps_for
from unionlaw.lib.errors import Invalid, Missing, Stale
from unionlaw.network.actors import Actor

FARTHEST = 60
MOST_STEPS = 12
CHUNK = 500


@transaction.atomic
def change_ladder(
    *, ladder_id: int, steps: Sequence[dict[str, Any]], by: Actor, at: datetime, version: int | None = None
) -> int:
    """Put other steps in the place of a ladder's.

    Args:
        steps: {"offset": working days from the due day, "to": [recipients], "urgent": bool}, in any order.

    Returns how many running limits had their reminders set anew. Raises Missing, Refused, Stale, Invalid.
    """
    by.require("deadline_rule.change")
    ladder = Ladder.objects.select_for_update().filter(pk=ladder_id).first()
    if ladder is None:
        raise Missing(_("没有这套提醒级别。"))
    if version is not None and version != ladder.version:
        raise Stale(_("这套提醒级别刚刚被修改过，请核对后重新填写。"))
    ladder.steps = _checked(steps)
    ladder.version += 1
    ladder.save(update_fields=["steps", "version"])
    return _reschedule(ladder, at)


def _checked(steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    if not steps:
        raise Invalid(_("至少要有一级提醒。"))
    if len(steps) > MOST_STEPS:
        raise Invalid(_("最多%(most)s级提醒。") % {"most": MOST_STEPS})
    found: dict[int, dict[str, Any]] = {}
    for step in steps:
        offset, to = step["offset"], [code for code in RECIPIENTS if code in step["to"]]
        if abs(offset) > FARTHEST:
            raise Invalid(_("最早在到期前、最晚在逾期后%(most)s个工作日。") % {"most": FARTHEST})
        if offset in found:
            raise Invalid(_("同一天只能有一级提醒，请合并。"))
        if not to:
            raise Invalid(_("每一级提醒都要有人收到。"))
        found[offset] = {"offset": offset, "to": to, **({"urgent": True} if step.get("urgent") else {})}
    return [found[offset] for offset in sorted(found)]


def _reschedule(ladder: Ladder, at: datetime) -> int:
    """Set the reminders of running limits anew. What had fallen before is not told twice: its keys name the step."""
    mine = Q(rule_version__ladder=ladder)
    if ladder.key == DEFAULT:
        mine |= Q(rule_version__ladder=None)
    ids = list(Deadline.objects.filter(mine, state__in=[State.OPEN, State.SUSPENDED]).values_list("pk", flat=True))
    names = ["step_at", "step_no", "next_step_at", "due_version"]
    for start in range(0, len(ids), CHUNK):
        rows = Deadline.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
        chunk = list(rows.filter(pk__in=ids[start : start + CHUNK], state__in=[State.OPEN, State.SUSPENDED]))
        for deadline in chunk:
            calendar = calendar_for(deadline.organisation_id)
            deadline.step_at = steps_for(deadline.due_on, ladder, calendar)
            fallen = sum(moment <= at for moment in deadline.step_at)
            # What lies behind stays behind: a new ladder is no reason to remind of yesterday's step today.
            deadline.step_no = fallen
            coming = deadline.step_at[fallen] if fallen < len(deadline.step_at) else None
            quiet = deadline.state == State.SUSPENDED or deadline.put_aside_at is not None
            deadline.next_step_at = None if quiet else _after(coming, deadline.snoozed_until)
            deadline.due_version += 1
        Deadline.objects.bulk_update(chunk, names)
    return len(ids)


def _after(moment: datetime | None, snoozed_until: datetime | None) -> datetime | None:
    return max(moment, snoozed_until) if moment and snoozed_until else moment

"""Reminders that cannot be written: taken off the schedule, shown to administrators, and put back by them."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from unionlaw.deadlines.alarms import PUT_ASIDE
from unionlaw.deadlines.models import Deadline, DeadlineChange
from unionlaw.deadlines.schedule import CHINA
from unionlaw.lib.errors import Conflict, Missing
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post
from unionlaw.network.roles import Role
from unionlaw.notices.models import Urgency
from unionlaw.notices.services.telling import tell

log = logging.getLogger(__name__)


@transaction.atomic
def put_aside(*, deadline_id: int, why: str, by: Actor, at: datetime) -> bool:
    """Take a limit whose due reminder cannot be written off the schedule, and tell the administrators.

    Args:
        why: what the database said.

    Returns whether it did: a limit that is not due any more, or that another sweep holds, is left alone.
    """
    deadline = Deadline.objects.select_for_update(skip_locked=True).filter(pk=deadline_id).first()
    if deadline is None or deadline.next_step_at is None or deadline.next_step_at > at:
        return False
    log.error("step %s of time limit %s put aside: %s", deadline.step_no, deadline_id, why)
    due_at = deadline.next_step_at
    deadline.next_step_at, deadline.put_aside_at = None, at
    deadline.save(update_fields=["next_step_at", "put_aside_at"])
    _note(deadline, DeadlineChange.What.PUT_ASIDE, by, at, reason=why[:500], due_at=due_at.isoformat())
    tell(
        kind=PUT_ASIDE.code,
        to=_administrators(deadline, at),
        key=f"deadline:{deadline_id}:{deadline.due_version}:{deadline.step_no}:aside:{at:%Y%m%d%H%M%S}",
        about=f"deadline:{deadline_id}",
        data={
            "deadline": deadline_id,
            "due_on": deadline.due_on.isoformat(),
            "organisation": deadline.organisation.short_name,
        },
        urgency=Urgency.URGENT,
        at=at,
    )
    return True


@transaction.atomic
def remind_again(*, deadline_id: int, by: Actor, at: datetime) -> Deadline:
    """Put a limit back on the schedule, once what was wrong is mended: the step that failed is told at once.

    Raises Refused when `by` may not, Missing when there is no such limit, Conflict when it was not put aside.
    """
    by.require("deadline.remind_again")
    deadline = Deadline.objects.select_for_update().filter(pk=deadline_id).first()
    if deadline is None:
        raise Missing(_("没有这个期限。"))
    if not deadline.is_put_aside:
        raise Conflict(_("这个期限的提醒没有搁置。"))
    deadline.next_step_at, deadline.put_aside_at = at, None
    deadline.save(update_fields=["next_step_at", "put_aside_at"])
    _note(deadline, DeadlineChange.What.REMINDED_AGAIN, by, at)
    return deadline


def _administrators(deadline: Deadline, at: datetime) -> list[Post]:
    """System administrators of the organisation or above it, else all there are."""
    posts = Post.objects.open(on=at.astimezone(CHINA).date()).filter(role=Role.SYSTEM_ADMIN, user__is_active=True)
    return list(posts.filter(organisation__in=deadline.organisation.lineage)) or list(posts)


def _note(deadline: Deadline, what: str, by: Actor, at: datetime, reason: str = "", **data: str) -> None:
    DeadlineChange.objects.create(
        deadline=deadline,
        what=what,
        at=at,
        reason=reason,
        data={"step": deadline.step_no, **data},
        by_user=by.user,
        by_post=by.post,
        job=by.job,
    )

"""Recording that the worker was asked after closing (结案回访); an internal standard, not law."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import AidCase, FollowUp
from cases.services.steps import begin, record
from unionlaw.lib.wording import stored
from unionlaw.matters.services.checking import check_columns, not_in_future, refuse_if, said
from unionlaw.network.actors import Actor

ENOUGH_TRIES = 3
"""After attempts on so many days since closing, nobody has to try again. A setting of this system."""
COMMENT_LENGTH = 2000
NOT_REACHED = gettext_lazy("未联系上")


@transaction.atomic
def record_follow_up(
    *,
    case_id: int,
    asked_on: date,
    how: str,
    reached: bool,
    satisfaction: str = "",
    comment: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> FollowUp:
    """Write down an attempt to ask the worker. One that reached them meets the time limit, as does the third in vain.

    Args:
        asked_on: not before the case was closed, not after today.
        how: one of FollowUp.How.
        satisfaction: one of FollowUp.Satisfaction, exactly when they were reached.
        comment: what they said, or why they could not be reached.

    Raises Invalid per field, Conflict while the case is not closed.
    """
    case = begin(case_id=case_id, verb="record_follow_up", by=by, version=version)
    errors: dict[str, Any] = {}
    follow_up = FollowUp(
        case=case,
        asked_on=asked_on,
        how=how,
        reached=reached,
        satisfaction=satisfaction,
        comment=comment.strip(),
        recorded_by=by.post,
    )
    check_columns(follow_up, ["how", "satisfaction"], errors)
    if reached and not satisfaction:
        errors["satisfaction"] = _("请选择满意程度。")
    if not reached and satisfaction:
        errors["satisfaction"] = _("没有联系上的，不能登记满意程度。")
    if len(follow_up.comment) > COMMENT_LENGTH:
        errors["comment"] = _("最多%(longest)d个字。") % {"longest": COMMENT_LENGTH}
    not_in_future(asked_on, "asked_on", timezone.localdate(at), errors)
    closed_on = _closed_on(case)
    if asked_on < closed_on:
        errors["asked_on"] = _("回访不能早于结案日期%(on)s。") % {"on": closed_on.isoformat()}
    refuse_if(errors)
    follow_up.save()
    done = reached or len(_days_tried(case, closed_on)) >= ENOUGH_TRIES
    answer = FollowUp.Satisfaction(satisfaction).label if reached else NOT_REACHED
    data = {"how": stored(FollowUp.How(how).label), "answer": stored(answer)}
    name = "aid_case.followed_up" if done else "aid_case.follow_up_tried"
    record(case, name, by=by, at=at, data=data | ({"happened_on": said(asked_on)} if done else {}))
    return follow_up


def tries_left(rows: Iterable[FollowUp], closed_at: datetime | None) -> int:
    """On how many more days somebody who cannot be reached has to be tried; 0 when the follow-up is done or not begun.

    Args:
        rows: all attempts of the case.
        closed_at: when it was closed (last); what was asked before does not count.
    """
    if closed_at is None:
        return 0
    since = [row for row in rows if row.asked_on >= timezone.localdate(closed_at)]
    if not since or any(row.reached for row in since):
        return 0
    return max(0, ENOUGH_TRIES - len({row.asked_on for row in since}))


def _closed_on(case: AidCase) -> date:
    assert case.matter.closed_at is not None
    return timezone.localdate(case.matter.closed_at)


def _days_tried(case: AidCase, closed_on: date) -> set[date]:
    return set(case.follow_ups.filter(asked_on__gte=closed_on).values_list("asked_on", flat=True))

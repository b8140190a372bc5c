"""How every change to a time limit begins and ends: lock the matter and its limits, check; then settle and record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from unionlaw.deadlines.book import Book
from unionlaw.deadlines.models import Deadline
from unionlaw.deadlines.wording import what_data
from unionlaw.lib.errors import Conflict, Invalid, Missing, Stale
from unionlaw.matters.models import Event
from unionlaw.matters.services.events import record
from unionlaw.matters.services.locking import changes_since, lock_matter
from unionlaw.network.actors import Actor

LONGEST_REASON = 500


def begin(
    *, deadline_id: int, right: str, by: Actor, at: datetime, version: int | None = None
) -> tuple[Book, Deadline]:
    """Lock the matter of a running limit and see that `by` may do this with it.

    Args:
        version: the limit's own, with which the form was opened; None skips the check.

    Returns the book and the limit in it. Raises Missing, Refused, Stale, or Conflict when the limit has ended.
    """
    found = Deadline.objects.visible_to(by).filter(pk=deadline_id).values_list("matter_id", flat=True).first()
    if found is None:
        raise Missing(_("没有这项期限，或者您无权查看。"))
    matter = lock_matter(matter_id=found, by=by)
    by.require(right)
    book = Book.of(matter, by=by, at=at)
    deadline = book.find(deadline_id)
    if deadline is None:
        ended = Deadline.objects.get(pk=deadline_id)
        raise Conflict(_("这项期限%(state)s，不能再改。") % {"state": ended.get_state_display()})
    if version is not None and version != deadline.version:
        raise Stale(
            _("您打开这一页之后，期限已有变化。请核对后再提交。"), changes=changes_since(matter, matter.version - 1)
        )
    return book, deadline


def finish(
    book: Book, deadline: Deadline, event: str, *, reason: str = "", data: dict[str, Any] | None = None
) -> Event:
    """Settle the matter, record what was done to `deadline`, and write the book under that event."""
    book.settle()
    about: dict[str, Any] = {"what": what_data(deadline)}
    if deadline.pk is not None:
        about["deadline"] = deadline.pk
    recorded = record(book.matter, event, by=book.by, at=book.at, reason=reason, data={**about, **(data or {})})
    book.write(recorded)
    return recorded


def need_reason(reason: str, message: str, *, field: str = "reason", longest: int = LONGEST_REASON) -> str:
    """The reason without blanks around it. Raises Invalid for `field` when it is empty or too long."""
    reason = reason.strip()
    if not reason:
        raise Invalid({field: message})
    if len(reason) > longest:
        raise Invalid({field: _("最多%(longest)d个字。") % {"longest": longest}})
    return reason

"""Somebody leaves: all their live matters, and the time limits that are theirs, go to another post at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from unionlaw.deadlines import kinds
from unionlaw.deadlines.book import Book
from unionlaw.deadlines.models import Chase, Deadline
from unionlaw.deadlines.responsibility import sees
from unionlaw.deadlines.running import RUNNING
from unionlaw.deadlines.services.booking import need_reason
from unionlaw.lib.errors import DomainError, Invalid
from unionlaw.matters.models import Matter
from unionlaw.matters.services.care import give_to
from unionlaw.matters.services.events import record
from unionlaw.matters.services.locking import lock_matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post
from unionlaw.notices.services.telling import tell


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What became of one matter: `refusal` says why it stayed, "" when it was handed over."""

    matter_id: int
    number: str
    title: str
    refusal: str = ""


def theirs(*, from_post: Post, by: Actor) -> list[Matter]:
    """The matters that `by` may see and `from_post` answers for: as owner of live ones, or for a running limit, which
    may be one that goes on after closing."""
    visible = Matter.objects.visible_to(by)
    limited = Deadline.objects.filter(responsible=from_post, state__in=RUNNING).values("matter")
    owned = visible.live().filter(owner=from_post)
    return list((owned | visible.filter(pk__in=limited)).distinct().order_by("pk"))


def hand_over_all(
    *,
    from_post: Post,
    to_post: Post,
    matter_ids: Collection[int] | None = None,
    reason: str,
    by: Actor,
    at: datetime,
) -> list[HandedOver]:
    """Give matters and time limits of one post to another, each matter in a transaction of its own.

    Args:
        matter_ids: only these; all of them when None.

    Returns one row per matter in order. Raises Refused, or Invalid without a reason or when both posts are one.
    """
    by.require("deadline.hand_over_all")
    reason = need_reason(reason, _("请写明移交原因。"))
    if from_post.pk == to_post.pk:
        raise Invalid({"to_post": _("请选择另一个岗位。")})
    rows = []
    for matter in theirs(from_post=from_post, by=by):
        if matter_ids is not None and matter.pk not in matter_ids:
            continue
        refusal = ""
        try:
            _hand_over(matter.pk, from_post, to_post, reason, by, at)
        except DomainError as error:
            refusal = error.message
        rows.append(HandedOver(matter.pk, matter.number, matter.title, refusal))
    return rows


@transaction.atomic
def _hand_over(matter_id: int, from_post: Post, to_post: Post, reason: str, by: Actor, at: datetime) -> None:
    matter = lock_matter(matter_id=matter_id, by=by)
    if matter.owner_id == from_post.pk:
        # Their limits as owner follow with the event.
        give_to(matter=matter, to=to_post, reason=reason, by=by, at=at)
    book = Book.of(matter, by=by, at=at)
    left = [deadline for deadline in book.running if deadline.responsible_id == from_post.pk]
    if not left:
        return
    if not Post.objects.open(on=book.today).filter(pk=to_post.pk).exists():
        raise Invalid({"to_post": _("该岗位已经离任。")})
    if not sees(to_post, matter.pk):
        raise Invalid({"to_post": _("该岗位看不到本事项。承办律师的案件请用“更换律师”。")})
    for deadline in left:
        book.hand_to(deadline, to_post.pk, reason=reason, named=True)
    Chase.objects.filter(answer_deadline__in=left, answered_at__isnull=True).update(asked_of=to_post)
    book.settle()
    data = {"former": str(from_post.user), "to": str(to_post.user), "count": len(left)}
    book.write(record(matter, "deadline.handed_over", by=by, at=at, reason=reason, data=data))
    tell(
        kind=kinds.HANDED_OVER,
        to=[to_post],
        key=f"handed_over:{matter.pk}:{matter.version}",
        matter=matter,
        data={"count": len(left), "due_on": min(deadline.due_on for deadline in left).isoformat()},
        at=at,
    )

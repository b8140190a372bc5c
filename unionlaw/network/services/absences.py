"""Recording when somebody is away from their posts, and taking it back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.network.actors import Actor
from unionlaw.network.models import Absence, PersonChange, Post
from unionlaw.network.models.post import PostQuerySet
from unionlaw.network.services.checks import clean, day, reaches, record_person, worded
from unionlaw.network.services.posts import lock_user

What = PersonChange.What
LONGEST = timedelta(days=366)
_FIELDS = {"absence_once": "starts_on", "absence_ends_after_start": "ends_on"}


def may_record(by: Actor, post: Post) -> bool:
    """Whether the actor may say that the holder of `post` is away: the holder, and their superiors."""
    if by.is_system or (by.user is not None and by.user.pk == post.user_id):
        return True
    return by.may("absence.record_others") and reaches(by, post.organisation)


@transaction.atomic
def record_absence(
    *, post_ids: Sequence[int], starts_on: date, ends_on: date, reason: str, by: Actor, at: datetime
) -> list[Absence]:
    """Write down that one person is away from some of their posts. Reminders go to the deputies meanwhile.

    Args:
        post_ids: open posts of one person.
        starts_on, ends_on: first and last day away.

    Raises:
        Invalid: no post, dates in the wrong order, past or too long, or leave is recorded in that period already.
        Missing: there is no such open post, or they are not one person's.
        Refused: neither one's own posts nor those of somebody within the actor's office.
    """
    today = day(at)
    if not post_ids:
        raise Invalid(_("请选择岗位。"), field="posts")
    if ends_on < today:
        raise Invalid(_("休假结束日不能早于今天。"), field="ends_on")
    if ends_on - starts_on > LONGEST:
        raise Invalid(_("一次最多登记一年。"), field="ends_on")
    posts = list(_posts().open(on=today).filter(pk__in=post_ids).order_by("pk"))
    if len(posts) != len(set(post_ids)) or len({post.user_id for post in posts}) != 1:
        raise Missing(_("没有这个岗位。"))
    _require(by, posts)
    lock_user(posts[0].user)
    made = []
    for post in posts:
        absence = Absence(
            post=post, starts_on=starts_on, ends_on=ends_on, reason=reason.strip(), recorded_at=at, by_post=by.post
        )
        clean(absence, "starts_on", "ends_on", "reason")
        with worded(Absence, _FIELDS):
            absence.save()
        made.append(absence)
        _record(post, What.ABSENT, by=by, at=at, reason=absence.reason, starts_on=starts_on, ends_on=ends_on)
    return made


@transaction.atomic
def cancel_absence(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Take leave back: what has not begun is gone, what has begun ended yesterday.

    Raises:
        Missing: there is no such absence.
        Conflict: it is over already.
        Refused: neither one's own nor of somebody within the actor's office.
    """
    absence = Absence.objects.filter(pk=absence_id).first()
    if absence is None:
        raise Missing(_("没有这次休假。"))
    post = _posts().get(pk=absence.post_id)
    _require(by, [post])
    lock_user(post.user)
    absence = Absence.objects.select_for_update().filter(pk=absence_id).first()
    if absence is None:
        raise Missing(_("没有这次休假。"))
    today = day(at)
    if absence.ends_on < today:
        raise Conflict(_("这次休假已经结束。"))
    _record(post, What.ABSENCE_CANCELLED, by=by, at=at, starts_on=absence.starts_on, ends_on=absence.ends_on)
    if absence.starts_on >= today:
        absence.delete()
    else:
        absence.ends_on = today - timedelta(days=1)
        absence.save(update_fields=["ends_on"])


def _posts() -> PostQuerySet:
    return Post.objects.select_related("user", "organisation__attached_to")


def _require(by: Actor, posts: Sequence[Post]) -> None:
    if not all(may_record(by, post) for post in posts):
        raise Refused(_("只有本人、其上级负责人和系统管理员可以登记休假。"))


def _record(
    post: Post, what: str, *, by: Actor, at: datetime, starts_on: date, ends_on: date, reason: str = ""
) -> None:
    after = {
        "organisation": post.organisation.name,
        "role": post.role,
        "away_from": starts_on.isoformat(),
        "away_until": ends_on.isoformat(),
    }
    record_person(post.user, what, by=by, at=at, reason=reason, after=after)

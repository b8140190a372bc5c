"""From notices to deliveries: which channels a notice takes, by its reader's preferences and its urgency."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from unionlaw.network.models import Post
from unionlaw.notices.models import Delivery, Notice, Preference, Robot, Urgency


def spread(*, at: datetime, batch: int = 500) -> int:
    """Give the oldest notices that were not yet spread their deliveries, or let them wait for the reader's digest.

    Two spreaders at once take different notices (SKIP LOCKED); a delivery is unique per notice and channel.

    Returns how many notices were spread; fewer than `batch` means there are no more.
    """
    with transaction.atomic():
        notices = list(
            Notice.objects.filter(spread_at__isnull=True)
            .order_by("pk")
            .select_for_update(of=("self",), skip_locked=True)
            .select_related("user", "post")[:batch]
        )
        if not notices:
            return 0
        wishes = Preference.objects.in_bulk({notice.user_id for notice in notices})
        held = _held({notice.post_id for notice in notices}, at)
        deliveries, awaiting = [], []
        for notice in notices:
            if notice.post_id not in held:
                continue
            wish = wishes.get(notice.user_id) or Preference(user=notice.user)
            if waits_for_digest(notice, wish):
                awaiting.append(notice.pk)
            deliveries += [
                Delivery(notice=notice, channel=channel, next_at=at, created_at=at)
                for channel in channels(notice, wish)
            ]
        deliveries += _to_robots([n for n in notices if n.urgency == Urgency.URGENT and n.post_id in held], at)
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
        done = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
        done.update(spread_at=at)
        done.filter(pk__in=awaiting).update(awaits_digest=True)
    return len(notices)


def channels(notice: Notice, wish: Preference) -> list[str]:
    """The channels by which the reader is told at once."""
    urgent = notice.urgency == Urgency.URGENT
    found = []
    if wish.email and notice.user.email and (urgent or not wish.digest):
        found.append("email")
    if urgent and wish.sms and wish.phone:
        found.append("sms")
    return found


def waits_for_digest(notice: Notice, wish: Preference) -> bool:
    """Whether the notice goes into the reader's next daily mail."""
    return notice.urgency != Urgency.URGENT and wish.email and wish.digest and bool(notice.user.email)


def _held(post_ids: Iterable[int], at: datetime) -> set[int]:
    """Which of the posts are still held: an ended one is sent nothing."""
    posts = Post.objects.open(on=timezone.localdate(at)).filter(pk__in=set(post_ids), user__is_active=True)
    return set(posts.values_list("pk", flat=True))


def _to_robots(urgent: list[Notice], at: datetime) -> list[Delivery]:
    """Urgent notices for the groups of their readers' organisations; what several people were told goes there once."""
    robots = defaultdict(list)
    for robot in Robot.objects.filter(active=True, organisation__in={n.post.organisation_id for n in urgent}):
        robots[robot.organisation_id].append(robot)
    made, said = [], set()
    for notice in urgent:
        telling = notice.key.rpartition(":")[0]
        for robot in robots[notice.post.organisation_id]:
            if (robot.pk, telling) in said:
                continue
            said.add((robot.pk, telling))
            if not Delivery.objects.filter(robot=robot, notice__key__startswith=f"{telling}:").exists():
                made.append(Delivery(notice=notice, channel=robot.kind, robot=robot, next_at=at, created_at=at))
    return made

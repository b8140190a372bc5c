"""The daily mail: at half past eight on working days, one for each person and day."""

from collections.abc import Callable
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from unionlaw.notices import visibility
from unionlaw.notices.models import Delivery, Digest, Notice, Preference

HOUR = time(8, 30)
BATCH = 500
FRIDAY = 4


def _weekday(day: date) -> bool:
    return day.weekday() <= FRIDAY


is_working_day: Callable[[date], bool] = _weekday
"""Whether digests are written on a day: Monday to Friday, until the calendar of working days takes over."""


def working_days(test: Callable[[date], bool]) -> None:
    """Let `test` say which days are worked; called at start-up by the app that keeps the calendar."""
    global is_working_day
    is_working_day = test


def write_digests(*, at: datetime, batch: int = BATCH) -> int:
    """Write today's digests that are not yet written, and hand them to sending.

    A digest holds what its reader was told up to half past eight of that day and may still see now; a run that comes
    late the same day catches up once. Notices that their reader may not see any more, or has read, are left out.

    Returns how many people were looked at; fewer than `batch` means there are no more.
    """
    local = timezone.localtime(at)
    if local.time() < HOUR or not is_working_day(local.date()):
        return 0
    cut = datetime.combine(local.date(), HOUR, tzinfo=local.tzinfo)
    waiting = Notice.objects.filter(awaits_digest=True, created_at__lt=cut)
    people = list(
        waiting.exclude(user__digests__day=local.date()).order_by("user").values_list("user").distinct()[:batch]
    )
    for (user_id,) in people:
        _write(user_id, local.date(), cut, at)
    return len(people)


@transaction.atomic
def _write(user_id: int, day: date, cut: datetime, at: datetime) -> None:
    """One person's digest. Of two writers at once one finds the notices locked, and then taken."""
    waiting = Notice.objects.filter(user=user_id, awaits_digest=True, created_at__lt=cut)
    found = list(
        waiting.order_by("pk").select_for_update(of=("self",)).select_related("user", "post__organisation", "matter")
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in found]).update(awaits_digest=False)
    visible = visibility.still_visible([n for n in found if n.read_at is None], day)
    off = Preference.objects.filter(user=user_id, email=False).exists()
    if not visible or off or not found[0].user.email:
        return
    Digest.objects.bulk_create([Digest(user_id=user_id, day=day, created_at=at)], ignore_conflicts=True)
    digest = Digest.objects.get(user=user_id, day=day)
    digest.notices.add(*visible)
    Delivery.objects.bulk_create(
        [Delivery(digest=digest, channel="email", next_at=at, created_at=at)], ignore_conflicts=True
    )

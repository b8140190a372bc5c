"""Where time limits join what is around them: a post that another takes the place of, a year that is published."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy

from unionlaw.deadlines.calendars import calendar_for
from unionlaw.deadlines.models import Chase, Deadline
from unionlaw.deadlines.models.deadline import State
from unionlaw.deadlines.services import calendar, changing
from unionlaw.lib.wording import stored
from unionlaw.network import tree
from unionlaw.network.actors import Actor
from unionlaw.notices.services import digests


def join() -> None:
    """Subscribe at start-up."""
    tree.on_posts_succeeded(hand_on)
    digests.working_days(is_worked)
    if recompute_year not in calendar.on_published:
        calendar.on_published.append(recompute_year)


def is_worked(day: date) -> bool:
    """Whether daily digests are written on `day`."""
    return calendar_for().day_off(day) is None


def recompute_year(year: int, by: Actor, at: datetime) -> None:
    """After the holidays of a year were published or corrected: the running limits they touch are reckoned anew."""
    why = stored(gettext_lazy("%(year)s年放假安排已公布或更正"), year=year)
    changing.recompute(year=year, by=by, at=at, why=why)


def hand_on(posts: Mapping[int, int]) -> None:
    """After posts were succeeded by others of the same people: they answer for the running limits and open chases."""
    running = Deadline.objects.filter(state__in=(State.OPEN, State.SUSPENDED))
    for old_id, new_id in posts.items():
        running.filter(responsible_id=old_id).update(responsible_id=new_id)
        Chase.objects.filter(asked_of_id=old_id, answered_at__isnull=True).update(asked_of_id=new_id)

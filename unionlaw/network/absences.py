"""Who is away on a day; asked whenever somebody is to be told something."""

from collections.abc import Iterable
from datetime import date

from unionlaw.network.models import Absence


def away(post_ids: Iterable[int], on: date) -> set[int]:
    """Which of the posts are on leave on the day `on`. One query."""
    return set(Absence.objects.on(on).filter(post__in=set(post_ids)).values_list("post_id", flat=True))

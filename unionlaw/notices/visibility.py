"""Whether the reader of a notice may still see what it is about: asked whenever it is read or sent."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.notices.models import Notice


def still_visible(notices: Iterable[Notice], on: date) -> set[int]:
    """Ids of those notices that may still be shown to their reader on the day `on`.

    A notice of a post that is not held on that day is not; one about a matter is while that post sees the matter.

    Args:
        notices: with `user` and `post.organisation` loaded.

    One query for each post that was told about a matter.
    """
    seen: set[int] = set()
    about: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        post = notice.post
        if post.starts_on > on or (post.ends_on is not None and post.ends_on < on):
            continue
        if notice.matter_id is None:
            seen.add(notice.pk)
        else:
            about[post.pk].append(notice)
    for told in about.values():
        reader = Actor(user=told[0].user, post=told[0].post)
        wanted = {notice.matter_id for notice in told if notice.matter_id is not None}
        visible = set(Matter.objects.visible_to(reader).filter(pk__in=wanted).values_list("pk", flat=True))
        seen |= {notice.pk for notice in told if notice.matter_id in visible}
    return seen

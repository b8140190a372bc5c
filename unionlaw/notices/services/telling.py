"""`tell`: a notice is a row, written in the transaction of what it tells (docs/adr/0007-notices.md)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from unionlaw.matters.models import Matter
from unionlaw.network.models import Post
from unionlaw.notices import kinds
from unionlaw.notices.models import Notice, Urgency
from unionlaw.notices.services import waking

SPREAD = "unionlaw.notices.tasks.spread"


def tell(
    *,
    kind: str,
    to: Iterable[Post],
    key: str,
    matter: Matter | None = None,
    about: str = "",
    data: Mapping[str, Any],
    urgency: str = Urgency.NORMAL,
    at: datetime,
) -> list[Notice]:
    """Put a notice into the inbox of everyone in `to`, in the caller's transaction, and wake the spreading.

    Args:
        kind: a declared kind (notices.kinds).
        to: posts; one that is not held on the day of `at`, or whose account is closed, is left out, and a person who
            stands there in two posts is told once, in the first.
        key: names what is told, at most 100 characters; together with the post it is unique: telling again is silent.
        matter: what it is about; its reader is told nothing else once they may not see it any more.
        about: "deadline:12", for what lists what was told about it.
        data: JSON values for the wording; no names, no numbers of persons.

    Returns the notices that are new. Raises LookupError for an undeclared kind.
    """
    kinds.get(kind)
    recipients = _recipients(to, at)
    if not recipients:
        return []
    told = {
        f"{key}:{post.pk}": Notice(
            key=f"{key}:{post.pk}",
            kind=kind,
            urgency=urgency,
            post=post,
            user_id=post.user_id,
            matter=matter,
            about=about,
            data=dict(data),
            created_at=at,
        )
        for post in recipients
    }
    known = set(Notice.objects.filter(key__in=told).values_list("key", flat=True))
    fresh = [notice for name, notice in told.items() if name not in known]
    if not fresh:
        return []
    # Somebody else may tell the same at this very moment: the unique key decides, not the look before.
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    waking.after_commit(SPREAD)
    return list(Notice.objects.filter(key__in=[notice.key for notice in fresh], created_at=at).order_by("pk"))


def _recipients(to: Iterable[Post], at: datetime) -> list[Post]:
    wanted = list({post.pk: post for post in to}.values())
    open_posts = Post.objects.open(on=timezone.localdate(at)).filter(user__is_active=True)
    held = set(open_posts.filter(pk__in=[post.pk for post in wanted]).values_list("pk", flat=True))
    by_person: dict[int, Post] = {}
    for post in wanted:
        if post.pk in held:
            by_person.setdefault(post.user_id, post)
    return list(by_person.values())

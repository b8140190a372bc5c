"""Calendar feeds: secret addresses, of which only a hash is kept, under which calendar programs read time limits."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.deadlines.models import CalendarFeed
from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post

MOST = 5
NOTED_EVERY = timedelta(minutes=10)
"""How often at most the time of the last reading is written; programs read every few minutes."""


def hash_of(token: str) -> str:
    """What is kept of a secret address."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_feed(*, scope: str, with_names: bool, by: Actor, at: datetime) -> tuple[CalendarFeed, str]:
    """A new feed of the acting post.

    Args:
        scope: "personal" or "team" (CalendarFeed.Scope).
        with_names: whether titles, which name the parties, are in it.

    Returns the feed and its token, which is kept nowhere. Raises Refused, Invalid, Conflict.
    """
    by.require("deadline.feed")
    if by.post is None or scope not in CalendarFeed.Scope.values:
        raise Invalid(_("请选择范围。"), field="scope")
    Post.objects.select_for_update(no_key=True).get(pk=by.post.pk)
    if CalendarFeed.objects.filter(post=by.post, revoked_at__isnull=True).count() >= MOST:
        raise Conflict(_("最多同时保留%(most)s个订阅地址，请先撤销不用的。") % {"most": MOST})
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        post=by.post, scope=scope, with_names=with_names, token_hash=hash_of(token), created_at=at
    )
    return feed, token


@transaction.atomic
def revoke_feed(*, feed_id: int, by: Actor, at: datetime) -> None:
    """Make an address of one's own worthless. Raises Missing, Conflict."""
    own = CalendarFeed.objects.select_for_update(of=("self",)).filter(pk=feed_id, post__user=by.user)
    feed = own.first() if by.user else None
    if feed is None:
        raise Missing(_("没有这个订阅地址。"))
    if feed.revoked_at:
        raise Conflict(_("这个订阅地址已经撤销。"))
    feed.revoked_at = at
    feed.save(update_fields=["revoked_at"])


def open_feed(*, token: str, at: datetime) -> tuple[CalendarFeed, Actor]:
    """The feed behind a token and on whose behalf it reads: its post as it is held today.

    Raises Missing for an unknown or revoked address, and when the post has ended or its holder may not sign in.
    """
    feed = (
        CalendarFeed.objects.filter(token_hash=hash_of(token), revoked_at__isnull=True)
        .select_related("post__user", "post__organisation")
        .first()
    )
    today = timezone.localdate(at)
    if feed is None or not feed.post.user.is_active or not Post.objects.open(on=today).filter(pk=feed.post_id).exists():
        raise Missing(_("没有这个订阅地址。"))
    actor = Actor(user=feed.post.user, post=feed.post)
    if not actor.may("deadline.feed"):
        raise Missing(_("没有这个订阅地址。"))
    return feed, actor


def note_reading(*, feed: CalendarFeed, at: datetime) -> None:
    """Remember when a feed was last read, to the next few minutes."""
    if feed.last_read_at is None or at - feed.last_read_at > NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=at)

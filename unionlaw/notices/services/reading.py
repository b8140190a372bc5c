"""What was told: one's own inbox, and who was told what about a matter."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Missing
from unionlaw.lib.wording import shown
from unionlaw.network.actors import Actor
from unionlaw.notices import channels, wording
from unionlaw.notices.models import Delivery, Digest, Notice

MOST_COUNTED = 100
MOST_TOLD = 200
TONES = {
    Delivery.State.WAITING: "waiting",
    Delivery.State.SENT: "done",
    Delivery.State.DEAD: "danger",
    Delivery.State.DROPPED: "quiet",
}


def unread_count(*, by: Actor) -> int:
    """How many of the actor's notices are unread, counting no further than MOST_COUNTED. One query, inside an index."""
    return Notice.objects.visible_to(by).unread()[:MOST_COUNTED].count()


def mark_read(*, notice_id: int, by: Actor, at: datetime) -> Notice:
    """Note that the actor has read one of their notices; the first time counts. Raises Missing for anyone else's."""
    own = Notice.objects.visible_to(by).filter(pk=notice_id)
    notice = own.select_related("user", "post__organisation", "matter").first()
    if notice is None:
        raise Missing(_("没有这条消息。"))
    if notice.read_at is None and own.unread().update(read_at=at):
        notice.read_at = at
    return notice


def mark_all_read(*, by: Actor, at: datetime) -> int:
    """Note that the actor has read all they were told until now; returns how many were unread."""
    return Notice.objects.visible_to(by).unread().filter(created_at__lte=at).update(read_at=at)


@dataclass(frozen=True)
class Way:
    """One channel a notice took: its name, what became of it, and when it was sent."""

    channel: str
    state: str
    tone: str
    at: datetime | None
    error: str = ""


@dataclass(frozen=True)
class Told:
    """One notice to one person, as their superiors see it."""

    title: str
    who: str
    role: str
    place: str
    at: datetime
    late: bool
    urgent: bool
    read_at: datetime | None
    ways: list[Way]


def told_about(*, by: Actor, matter_id: int | None = None, about: str = "") -> list[Told]:
    """Who was told what about a matter (or about one thing, "deadline:12"), when, by which channel, and whether read.

    The newest MOST_TOLD. Empty for those without the right `notice.told`; that the actor may see the matter is for the
    caller to have checked. Five queries, however many rows.
    """
    if not by.may("notice.told") or (matter_id is None and not about):
        return []
    rows: QuerySet[Notice] = Notice.objects.all()
    if matter_id is not None:
        rows = rows.filter(matter=matter_id)
    if about:
        rows = rows.filter(about=about)
    deliveries = Delivery.objects.order_by("pk")
    rows = rows.select_related("user", "post__organisation", "matter").prefetch_related(
        Prefetch("deliveries", deliveries),
        Prefetch("digests", Digest.objects.order_by("pk")),
        Prefetch("digests__deliveries", deliveries),
    )
    return [_told(notice) for notice in rows.order_by("-pk")[:MOST_TOLD]]


def _told(notice: Notice) -> Told:
    ways = [_way(delivery) for delivery in notice.deliveries.all()]
    for digest in notice.digests.all():
        ways += [_way(delivery, digest=True) for delivery in digest.deliveries.all()]
    if notice.awaits_digest:
        ways.append(Way(_("每日汇总"), _("等待汇总"), "waiting", None))
    return Told(
        title=wording.words_or_less(notice).title,
        who=str(notice.user),
        role=notice.post.get_role_display(),
        place=notice.post.organisation.short_name,
        at=notice.created_at,
        late=notice.late,
        urgent=notice.urgency == "urgent",
        read_at=notice.read_at,
        ways=ways,
    )


def _way(delivery: Delivery, *, digest: bool = False) -> Way:
    label = _("每日汇总") if digest else str(channels.LABELS.get(delivery.channel, delivery.channel))
    error = str(shown(delivery.last_error)) if delivery.state != Delivery.State.SENT else ""
    return Way(label, delivery.get_state_display(), TONES[Delivery.State(delivery.state)], delivery.sent_at, error)

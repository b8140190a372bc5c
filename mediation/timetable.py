"""Who sits when and where: rooms and mediators by day, for the calendar and the list of a day's hearings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from mediation.models import Booking, Room, Session
from unionlaw.lib.text import mask_name
from unionlaw.lib.wording import listed
from unionlaw.matters.models import Party
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role

MOST_ROWS = 60
PARTS = ((time(0), time(12)), (time(12), time(18)), (time(18), time.max))
"""Morning, afternoon, evening: the columns of one day."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One session in a cell; `session` is None where this reader is not to know which it is."""

    starts_at: datetime
    ends_at: datetime
    session: Session | None


@dataclass(slots=True)
class Row:
    """A room or a mediator, with a list of entries for each column."""

    name: str
    place: str
    url_query: str
    cells: list[list[Entry]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(map(len, self.cells))


def near(actor: Actor) -> QuerySet[Organisation]:
    """Organisations whose rooms and mediators the actor may have to do with: their union's, above and below."""
    own = actor.organisation
    if own is None:
        return Organisation.objects.none()
    base = own.attached_to or own
    return Organisation.objects.open().filter(
        Q(pk__in=[own.pk, *base.lineage])
        | Q(lineage__contains=[base.pk])
        | Q(parent__in=base.lineage, kind=Organisation.Kind.MEDIATION_CENTRE)
        | Q(attached_to__in=base.lineage)
        | Q(attached_to__lineage__contains=[base.pk])
    )


def rooms_near(actor: Actor) -> QuerySet[Room]:
    """Rooms in use that the actor may plan with."""
    return Room.objects.filter(organisation__in=near(actor), closed_on=None).select_related("organisation")


def mediators_near(actor: Actor, on: date) -> QuerySet[Post]:
    """Mediators, and lawyers and partner organs' people who are in the directory."""
    posts = Post.objects.open(on=on).filter(organisation__in=near(actor), user__is_active=True)
    posts = posts.filter(Q(role=Role.MEDIATOR) | Q(mediator_profile__listed=True))
    return posts.select_related("user", "organisation").order_by("organisation__name", "pk").distinct()


def columns_of(first: date, days: int) -> list[tuple[datetime, datetime]]:
    """From when to when each column goes: the parts of one day, or whole days."""
    if days == 1:
        return [(_moment(first, start), _moment(first, stop)) for start, stop in PARTS]
    wholes = [first + timedelta(days=n) for n in range(days)]
    return [(_moment(day, time(0)), _moment(day, time.max)) for day in wholes]


def rows_of(
    actor: Actor, rooms: Sequence[Room], posts: Sequence[Post], columns: Sequence[tuple[datetime, datetime]]
) -> tuple[list[Row], list[Row]]:
    """A row for each room and for each mediator. What the actor may not know of is only "taken".

    The number of queries does not grow with rows or sessions.
    """
    span = (columns[0][0], columns[-1][1])
    booked = Booking.objects.filter(released=False, during__overlap=span).filter(
        Q(room__in=[room.pk for room in rooms]) | Q(post__in=[post.pk for post in posts])
    )
    bookings = list(booked.order_by("during", "pk"))
    ids = {booking.session_id for booking in bookings}
    known = {session.pk: session for session in visible_sessions(actor).filter(pk__in=ids)}
    by_room = [
        _row(room.name, room.organisation.short_name, f"room={room.pk}", columns, known,
             (b for b in bookings if b.room_id == room.pk))
        for room in rooms
    ]  # fmt: skip
    by_post = [
        _row(str(post.user), post.organisation.short_name, f"mediator={post.pk}", columns, known,
             (b for b in bookings if b.post_id == post.pk))
        for post in posts
    ]  # fmt: skip
    return by_room, by_post


def visible_sessions(actor: Actor) -> QuerySet[Session]:
    """Sessions of mediations the actor may know of, with what lists show."""
    found: QuerySet[Session] = Session.objects.visible_to(actor).select_related(
        "mediation__matter", "room__organisation"
    )
    return found


def hearings_on(actor: Actor, on: date, centre_id: int | None = None) -> list[Session]:
    """Sessions of one day that are not called off, in order; of one centre's rooms or matters when it is named."""
    rows = visible_sessions(actor).exclude(state=Session.State.CANCELLED)
    rows = rows.filter(starts_at__gte=_moment(on, time(0)), starts_at__lte=_moment(on, time.max))
    if centre_id:
        rows = rows.filter(Q(room__organisation=centre_id) | Q(mediation__matter__organisation=centre_id))
    return list(rows.prefetch_related("attendances__mediator__user").order_by("starts_at", "pk"))


def masked_sides(sessions: Iterable[Session]) -> dict[int, str]:
    """For a list that hangs in a corridor: workers' names masked, "张*、李*等12人与某公司", by session."""
    disputes = {session.pk: session.mediation.matter.dispute_id for session in sessions}
    parties: dict[int, list[Party]] = {}
    for party in Party.objects.filter(dispute__in=set(disputes.values())).select_related(
        "worker", "employer", "organisation"
    ):
        parties.setdefault(party.dispute_id, []).append(party)
    found = {}
    for pk, dispute in disputes.items():
        mine = parties.get(dispute or 0, [])
        workers = [
            mask_name(party.name) if party.worker_id else party.name for party in mine if party.side == "claimant"
        ]
        others = [party.name for party in mine if party.side != "claimant"]
        names = listed(workers[:3])
        if len(workers) > 3:
            names = _("%(first)s等%(count)d人") % {"first": names, "count": len(workers)}
        found[pk] = f"{names} — {listed(others)}"
    return found


def _row(
    name: str,
    place: str,
    url_query: str,
    columns: Sequence[tuple[datetime, datetime]],
    known: dict[int, Session],
    bookings: Iterable[Booking],
) -> Row:
    row = Row(name, place, url_query, [[] for _column in columns])
    for booking in bookings:
        begins, ends = booking.during.lower, booking.during.upper
        for cell, (first, last) in zip(row.cells, columns, strict=True):
            if first <= begins < last or (begins < first < ends and cell is row.cells[0]):
                cell.append(Entry(begins, ends, known.get(booking.session_id)))
                break
    return row


def _moment(day: date, clock_time: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock_time))

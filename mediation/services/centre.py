"""What a centre keeps: its rooms, its directory of mediators, and when these usually sit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mediation.models import Availability, Booking, MediatorProfile, Room
from unionlaw.lib.errors import Conflict, Missing
from unionlaw.matters.services.checking import check_columns, need, refuse_if
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role
from unionlaw.network.services.checks import require_reach, worded

RIGHT = "mediation.centre"
MEDIATE = (Role.MEDIATOR, Role.LAWYER, Role.PARTNER)
MOST_HOURS = 21


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of the week at which a mediator can sit; Monday is 1."""

    weekday: int
    from_time: time
    to_time: time


@transaction.atomic
def open_room(
    *, organisation_id: int, name: str, seats: int = 0, online: bool = False, link: str = "", by: Actor, at: datetime
) -> Room:
    """A new room, or a standing link for online sessions.

    Raises Refused without the right or for an organisation outside the actor's office, Missing for one that is closed,
    Invalid per field.
    """
    by.require(RIGHT)
    organisation = Organisation.objects.open().select_related("attached_to").filter(pk=organisation_id).first()
    if organisation is None:
        raise Missing(_("没有这个组织。"))
    require_reach(by, organisation)
    return _save(Room(organisation=organisation), name, seats, online=online, link=link)


@transaction.atomic
def change_room(
    *, room_id: int, name: str, seats: int = 0, online: bool = False, link: str = "", by: Actor, at: datetime
) -> Room:
    """Correct what is said of a room. Raises as `open_room`."""
    return _save(_room(room_id, by), name, seats, online=online, link=link)


@transaction.atomic
def close_room(*, room_id: int, by: Actor, at: datetime) -> Room:
    """Take a room out of use from today. Raises Conflict while a session is still to be held in it."""
    room = _room(room_id, by)
    ahead = Booking.objects.filter(room=room, released=False, during__endswith__gt=at).select_related("session")
    if first := ahead.order_by("during").first():
        raise Conflict(
            _("这间调解室在%(when)s还有安排，请先改期。")
            % {"when": f"{timezone.localtime(first.session.starts_at):%m-%d %H:%M}"}
        )
    room.closed_on = timezone.localdate(at)
    room.save(update_fields=["closed_on"])
    return room


@transaction.atomic
def set_profile(
    *,
    post_id: int,
    certificate: str = "",
    qualifications: str = "",
    industry_ids: Iterable[Any] = (),
    listed: bool = True,
    hours: Sequence[Hours] = (),
    by: Actor,
    at: datetime,
) -> MediatorProfile:
    """What the directory says of a mediator, and their hours of the week, which replace the former.

    Args:
        post_id: an open post of a mediator, a lawyer or a partner organ's person within the actor's office.

    Raises Refused, Missing, and Invalid under "hours" for hours that are out of order or overlap.
    """
    by.require(RIGHT)
    posts = Post.objects.open(on=timezone.localdate(at)).filter(role__in=MEDIATE)
    post = posts.select_related("organisation__attached_to").select_for_update(of=("self",)).filter(pk=post_id).first()
    if post is None:
        raise Missing(_("没有这位调解员。"))
    require_reach(by, post.organisation)
    profile = MediatorProfile.objects.filter(post=post).first() or MediatorProfile(post=post)
    profile.certificate, profile.qualifications = certificate.strip(), qualifications.strip()
    profile.listed = listed
    errors: dict[str, Any] = {}
    check_columns(profile, ["certificate", "qualifications"], errors)
    if problem := _problem_of(hours):
        errors["hours"] = problem
    refuse_if(errors)
    profile.save()
    profile.industries.set(industry_ids)
    Availability.objects.filter(post=post).delete()
    Availability.objects.bulk_create(
        Availability(post=post, weekday=one.weekday, from_time=one.from_time, to_time=one.to_time) for one in hours
    )
    return profile


def _room(room_id: int, by: Actor) -> Room:
    by.require(RIGHT)
    room = Room.objects.select_for_update(of=("self",)).filter(pk=room_id, closed_on=None)
    found = room.select_related("organisation__attached_to").first()
    if found is None:
        raise Missing(_("没有这间调解室，或者已经停用。"))
    require_reach(by, found.organisation)
    return found


def _save(room: Room, name: str, seats: int, *, online: bool, link: str) -> Room:
    errors: dict[str, Any] = {}
    room.name = need(name, "name", _("请填写名称。"), errors, longest=60)
    room.seats, room.online, room.link = seats, online, link.strip()
    check_columns(room, ["seats", "link"], errors)
    refuse_if(errors)
    with worded(Room, {"room_name_once": "name"}):
        room.save()
    return room


def _problem_of(hours: Sequence[Hours]) -> str:
    if len(hours) > MOST_HOURS:
        return _("每周最多填%(most)d段时间。") % {"most": MOST_HOURS}
    known: list[Hours] = []
    for one in hours:
        if not 1 <= one.weekday <= 7 or one.from_time >= one.to_time:
            return _("结束时间应晚于开始时间。")
        if any(o.weekday == one.weekday and o.from_time < one.to_time and one.from_time < o.to_time for o in known):
            return _("同一天的时间有重叠。")
        known.append(one)
    return ""

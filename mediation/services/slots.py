"""Times proposed to both sides and the mediators, and their answers; when everybody is free: finding_times.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.intervals import Stretch
from mediation.models import Booking, FreeTime, Mediation, SlotAnswer, TimeSlot
from mediation.services import rooms
from mediation.services.bookings import posts_of
from mediation.services.steps import begin, record
from unionlaw.lib.errors import Missing
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Party
from unionlaw.matters.services.checking import refuse_if, short
from unionlaw.network.actors import Actor

MOST_PROPOSED = 12
LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class ProposedTime:
    starts_at: datetime
    ends_at: datetime
    room_id: int | None = None


@dataclass(frozen=True, slots=True)
class SlotAnswerInput:
    """Whether a party or a mediator (a post) can come; one of the two ids is given."""

    slot_id: int
    can_come: bool
    party_id: int | None = None
    mediator_id: int | None = None


@transaction.atomic
def propose_times(
    *,
    mediation_id: int,
    times: Sequence[ProposedTime],
    dropped: Sequence[int] = (),
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> list[TimeSlot]:
    """Ask both sides and the mediators whether they can come at these times; mediators are told.

    Args:
        dropped: ids of proposed times that are asked about no more.

    Raises Invalid under "times" when there is none, one is past, out of order, twice, or at which a mediator is booked.
    """
    mediation = begin(mediation_id=mediation_id, verb="propose_times", by=by, version=version)
    standing = {slot.starts_at: slot for slot in mediation.time_slots.filter(state=TimeSlot.State.PROPOSED)}
    kept = {start: slot for start, slot in standing.items() if slot.pk not in dropped}
    usable = {room.pk for room in rooms.rooms_for(mediation)}
    errors: dict[str, Any] = {}
    said: list[str] = []
    for one in times:
        if one.starts_at <= at:
            said.append(_("%(when)s已经过去。") % {"when": _called(one.starts_at)})
        elif not one.starts_at < one.ends_at <= one.starts_at + LONGEST:
            said.append(_("%(when)s的时长不对。") % {"when": _called(one.starts_at)})
        elif one.room_id is not None and one.room_id not in usable:
            said.append(_("这间调解室不能用于本次调解。"))
    starts = [one.starts_at for one in times]
    said += [_("%(when)s已在征求。") % {"when": _called(start)} for start in starts if start in kept]
    if len(set(starts)) != len(starts):
        said.append(_("同一时间提出了两次。"))
    said += _booked(mediation, times)
    if not times and not dropped:
        said.append(_("请至少选择或填写一个时间。"))
    if len(kept) + len(times) > MOST_PROPOSED:
        said.append(_("同时征求的时间最多%(most)d个。") % {"most": MOST_PROPOSED})
    if said:
        errors["times"] = said
    refuse_if(errors)
    mediation.time_slots.filter(pk__in=dropped, state=TimeSlot.State.PROPOSED).update(state=TimeSlot.State.DROPPED)
    made = [
        TimeSlot.objects.create(mediation=mediation, starts_at=one.starts_at, ends_at=one.ends_at, room_id=one.room_id)
        for one in times
    ]
    record(mediation, "mediation.times_proposed", by=by, at=at, data={"count": len(made)})
    return made


@transaction.atomic
def answer_times(
    *,
    mediation_id: int,
    answers: Sequence[SlotAnswerInput],
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> None:
    """Write down who can come when; a later answer replaces an earlier one.

    Raises Missing for a time, a party or a mediator that is not of this mediation; Invalid without an answer.
    """
    mediation = begin(mediation_id=mediation_id, verb="answer_times", by=by, version=version)
    refuse_if({} if answers else {"": _("还没有填写任何答复。")})
    slots = {slot.pk: slot for slot in mediation.time_slots.filter(state=TimeSlot.State.PROPOSED)}
    parties = {party.pk: party for party in _parties(mediation)}
    posts = {post.pk: post for post in posts_of(mediation)}
    who: list[str] = []
    for answer in answers:
        person = parties.get(answer.party_id or 0) or posts.get(answer.mediator_id or 0)
        if answer.slot_id not in slots or person is None:
            raise Missing(_("没有正在征求的这个时间，或者没有这位参加人。"))
        who.append(person.name if isinstance(person, Party) else str(person.user))
        SlotAnswer.objects.update_or_create(
            slot=slots[answer.slot_id],
            party=parties.get(answer.party_id or 0),
            mediator=posts.get(answer.mediator_id or 0),
            defaults={"can_come": answer.can_come},
        )
    record(mediation, "mediation.times_answered", by=by, at=at, data={"who": short(who)})


@transaction.atomic
def record_free_times(
    *,
    mediation_id: int,
    party_id: int,
    times: Sequence[Stretch],
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> list[FreeTime]:
    """Write down when a party said it can come; what it said before and is still to come is replaced.

    Raises Missing for a party of another dispute, Invalid under "times" for one that is out of order or past.
    """
    mediation = begin(mediation_id=mediation_id, verb="answer_times", by=by, version=version)
    party = next((party for party in _parties(mediation) if party.pk == party_id), None)
    if party is None:
        raise Missing(_("本次调解没有这个当事人。"))
    wrong = [start for start, end in times if not start < end or end <= at]
    refuse_if({"times": _("请填写今后的时间，结束应晚于开始。")} if wrong else {})
    mediation.free_times.filter(party=party, ends_at__gt=at).delete()
    made = [
        FreeTime.objects.create(mediation=mediation, party=party, starts_at=start, ends_at=end)
        for start, end in sorted(set(times))
    ]
    who = stored(gettext_lazy("%(who)s方便的时间"), who=party.name)
    record(mediation, "mediation.times_answered", by=by, at=at, data={"who": who})
    return made


def _parties(mediation: Mediation) -> list[Party]:
    found = Party.objects.filter(dispute=mediation.matter.dispute_id)
    return list(found.select_related("worker", "employer", "organisation"))


def _booked(mediation: Mediation, times: Sequence[ProposedTime]) -> list[str]:
    """For each time at which a mediator has another session, a line that says who."""
    posts = {post.pk: post for post in posts_of(mediation)}
    said = []
    for one in times:
        if one.starts_at >= one.ends_at:
            continue
        rows = Booking.objects.filter(post__in=posts, released=False, during__overlap=(one.starts_at, one.ends_at))
        for post_id in dict.fromkeys(rows.values_list("post", flat=True)):
            words = {"who": posts[post_id].user, "when": _called(one.starts_at)}
            said.append(_("%(who)s在%(when)s已有安排。") % words)
    return said


def _called(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%m-%d %H:%M}"

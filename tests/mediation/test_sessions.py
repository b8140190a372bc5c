"""Sessions from scheduling to the record; who is told; calendar files; people who come and go."""

from datetime import timedelta

import pytest

from mediation import states
from mediation.models import Booking, Session, SlotAnswer, TimeSlot
from mediation.services import holding_sessions, sessions, slots
from mediation.services.holding_sessions import AttendanceInput
from mediation.services.slots import ProposedTime
from tests.cast import NOON, appoint
from tests.mediation.stage import TOMORROW, day
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.matters.models import Event
from unionlaw.matters.services import events
from unionlaw.network.models import Absence
from unionlaw.network.roles import Role
from unionlaw.notices.models import Notice

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
AFTER = TOMORROW + 2 * HOUR


def event(name):
    return Event.objects.filter(name=f"mediation.{name}").latest("pk")


def everybody(session, came="present", **fields):
    return [AttendanceInput(one.pk, came, **fields) for one in session.attendances.all()]


def test_a_session_books_mediator_and_room_and_invites_everybody(stage, mediator):
    mediation, room = stage.mediation(), stage.room()
    session = stage.session(mediation, room_id=room.pk)
    assert stage.fresh(mediation).matter.status_id == states.IN_SESSION
    assert {(b.post_id, b.room_id) for b in session.bookings.all()} == {(mediator.post.pk, None), (None, room.pk)}
    assert sorted(one.party.name for one in session.attendances.filter(party__isnull=False)) == [
        "光影传媒有限公司",
        "张三",
        "李四",
    ]
    said = event("session_scheduled")
    assert said.data == {
        "number": 1, "when": "2026-11-23 12:00", "place": "越山区总工会 一号调解室", "session": session.pk,
        "day": "2026-11-23",
    }  # fmt: skip
    assert said.audience == "parties"
    notice = Notice.objects.get(kind="mediation.session_scheduled")
    assert (notice.post, notice.data["when"]) == (mediator.post, "2026-11-23 12:00")


def test_a_chosen_time_becomes_the_session_and_the_others_are_dropped(stage, caseworker):
    mediation, room = stage.mediation(), stage.room()
    chosen, other = slots.propose_times(
        mediation_id=mediation.pk,
        times=[ProposedTime(TOMORROW, TOMORROW + HOUR, room.pk), ProposedTime(AFTER, AFTER + HOUR)],
        by=caseworker,
        at=NOON,
    )
    session = sessions.schedule_session(mediation_id=mediation.pk, slot_id=chosen.pk, by=caseworker, at=NOON)
    assert (session.starts_at, session.ends_at, session.room) == (TOMORROW, TOMORROW + HOUR, room)
    assert dict(TimeSlot.objects.values_list("pk", "state")) == {chosen.pk: "chosen", other.pk: "dropped"}
    with pytest.raises(Missing):
        sessions.schedule_session(mediation_id=mediation.pk, slot_id=other.pk, by=caseworker, at=NOON)
    assert not SlotAnswer.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": None}, "starts_at"),
        ({"ends_at": TOMORROW - HOUR}, "ends_at"),
        ({"place": " "}, "place"),
        ({"room_id": 999_999}, "room_id"),
        ({"link": "javascript:1"}, "link"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field(stage, caseworker, changes, field):
    given = {"starts_at": TOMORROW, "ends_at": AFTER, "place": "会议室", **changes}
    with pytest.raises(Invalid) as caught:
        sessions.schedule_session(mediation_id=stage.mediation().pk, **given, by=caseworker, at=NOON)
    assert field in caught.value.errors
    assert not Session.objects.exists()


def test_without_a_mediator_nothing_is_scheduled(stage, caseworker):
    mediation = stage.mediation()
    mediation.mediators.update(ended_on=day(), ended="recused")
    with pytest.raises(Conflict, match="还没有安排调解员"):
        stage.session(mediation)


def test_nobody_is_booked_on_leave(stage, mediator):
    Absence.objects.create(post=mediator.post, starts_on=day(3), ends_on=day(3), recorded_at=NOON)
    with pytest.raises(Invalid, match="条调解在2026-11-23休假"):
        stage.session(stage.mediation())


def test_an_online_room_brings_its_link(stage):
    room = stage.room("云调解室")
    room.online, room.link = True, "https://meeting.example.cn/1"
    room.save()
    session = stage.session(stage.mediation(), room_id=room.pk)
    assert (session.online, session.link) == (True, "https://meeting.example.cn/1")


def test_only_rooms_near_the_holder_can_be_used(stage, neighbour_district):
    far = stage.room("别区调解室", neighbour_district)
    with pytest.raises(Invalid) as caught:
        stage.session(stage.mediation(), room_id=far.pk)
    assert "room_id" in caught.value.errors


def test_another_time_moves_the_bookings_and_is_told(stage, caseworker):
    mediation, room = stage.mediation(), stage.room()
    session = stage.session(mediation, room_id=room.pk)
    with pytest.raises(Invalid):
        sessions.reschedule_session(
            mediation_id=mediation.pk, session_id=session.pk, starts_at=AFTER, ends_at=AFTER + HOUR, reason=" ",
            room_id=room.pk, by=caseworker, at=NOON,
        )  # fmt: skip
    sessions.reschedule_session(
        mediation_id=mediation.pk, session_id=session.pk, starts_at=AFTER, ends_at=AFTER + HOUR, reason="单位请求",
        room_id=room.pk, by=caseworker, at=NOON,
    )  # fmt: skip
    standing = session.bookings.filter(released=False)
    assert {b.during.lower for b in standing} == {AFTER}
    assert len(standing) == 2
    assert event("session_rescheduled").reason == "单位请求"
    assert Notice.objects.filter(kind="mediation.session_rescheduled").count() == 1


def test_a_session_that_is_called_off_frees_what_it_had_booked(stage, caseworker):
    mediation, room = stage.mediation(), stage.room()
    session = stage.session(mediation, room_id=room.pk)
    sessions.cancel_session(
        mediation_id=mediation.pk, session_id=session.pk, reason="单位联系不上", by=caseworker, at=NOON
    )
    session.refresh_from_db()
    assert (session.state, session.cancelled_reason) == ("cancelled", "单位联系不上")
    assert not Booking.objects.filter(released=False).exists()
    assert event("session_cancelled").data == {"number": 1, "when": "2026-11-23 12:00", "session": session.pk}
    assert Notice.objects.get(kind="mediation.session_cancelled").urgency == "urgent"
    with pytest.raises(Conflict):
        sessions.cancel_session(mediation_id=mediation.pk, session_id=session.pk, reason="x", by=caseworker, at=NOON)
    stage.session(mediation, room_id=room.pk)  # the time is free again


def test_a_session_is_recorded_and_can_be_corrected(stage, mediator):
    mediation = stage.mediation()
    session = stage.session(mediation)
    for minutes in ("双方陈述。", "双方陈述意见。"):
        holding_sessions.hold_session(
            mediation_id=mediation.pk, session_id=session.pk, attendances=everybody(session), minutes=minutes,
            guests=["工会主席老陈"], by=mediator, at=AFTER,
        )  # fmt: skip
    session.refresh_from_db()
    assert (session.state, session.minutes, session.recorded_by) == ("held", "双方陈述意见。", mediator.post)
    assert event("session_held").data == {"number": 1, "present": 5, "session": session.pk}
    assert session.attendances.get(guest="工会主席老陈").came == "present"
    assert stage.fresh(mediation).matter.next_step == "安排下一次调解会或登记结果"


def test_what_a_record_lacks_is_said_for_each_person(stage, mediator):
    mediation = stage.mediation(("张三",))
    session = stage.session(mediation, online=True, link="https://meeting.example.cn/2")
    claimant, employer, own = session.attendances.order_by("party__side")
    with pytest.raises(Invalid) as caught:
        holding_sessions.hold_session(
            mediation_id=mediation.pk,
            session_id=session.pk,
            attendances=[
                AttendanceInput(claimant.pk, "present", identity_checked=True),
                AttendanceInput(employer.pk, "represented"),
            ],
            minutes="",
            by=mediator,
            at=AFTER,
        )
    assert set(caught.value.errors) == {
        f"attendance-{claimant.pk}-identity_note",
        f"attendance-{employer.pk}-agent",
        "minutes",
    }
    assert own.mediator == mediator.post


def test_a_session_is_not_recorded_before_it_begins_nor_when_called_off(stage, mediator):
    mediation = stage.mediation()
    session = stage.session(mediation)
    hold = {"mediation_id": mediation.pk, "session_id": session.pk, "minutes": "x", "by": mediator}
    with pytest.raises(Invalid, match="还没有到开始时间"):
        holding_sessions.hold_session(**hold, attendances=everybody(session), at=NOON)
    sessions.cancel_session(mediation_id=mediation.pk, session_id=session.pk, reason="x", by=mediator, at=NOON)
    with pytest.raises(Conflict):
        holding_sessions.hold_session(**hold, attendances=everybody(session), at=AFTER)


def test_adjourning_fixes_the_next_date_in_one_go(stage, mediator):
    mediation, room = stage.mediation(), stage.room()
    first = stage.session(mediation, room_id=room.pk)
    holding_sessions.adjourn_session(
        mediation_id=mediation.pk, session_id=first.pk, reason="单位要核对考勤", attendances=everybody(first),
        next_starts_at=TOMORROW + timedelta(days=7), next_room_id=room.pk, by=mediator, at=TOMORROW + HOUR,
    )  # fmt: skip
    first.refresh_from_db()
    second = mediation.sessions.get(number=2)
    assert (first.state, first.adjourned_reason) == ("adjourned", "单位要核对考勤")
    assert first.bookings.first().during.upper == TOMORROW + HOUR
    assert (second.state, second.room, second.attendances.count()) == ("planned", room, 4)
    names = list(Event.objects.filter(matter=mediation.pk).order_by("-sequence").values_list("name", flat=True)[:2])
    assert names == ["mediation.session_scheduled", "mediation.session_adjourned"]


def test_when_the_next_date_cannot_be_nothing_is_adjourned(stage, mediator):
    mediation = stage.mediation()
    session = stage.session(mediation)
    with pytest.raises(Invalid) as caught:
        holding_sessions.adjourn_session(
            mediation_id=mediation.pk, session_id=session.pk, reason="x", attendances=everybody(session),
            next_starts_at=TOMORROW + timedelta(days=7), by=mediator, at=AFTER,
        )  # fmt: skip
    assert "next_place" in caught.value.errors


def test_a_mediator_who_joins_is_booked_for_the_sessions_to_come_and_one_who_leaves_is_freed(
    stage, district, caseworker
):
    mediation = stage.mediation()
    session = stage.session(mediation)
    second = appoint("er", "尔调解", district, Role.MEDIATOR)
    assignment = stage.assign(mediation, second, mediation.participations.get())
    matter = stage.fresh(mediation).matter
    events.record(matter, "mediation.mediator_assigned", by=caseworker, at=NOON)
    assert set(session.bookings.filter(released=False).values_list("post", flat=True)) >= {second.post.pk}
    assert session.attendances.filter(mediator=second.post).exists()
    assignment.ended_on, assignment.ended = day(), "recused"
    assignment.save()
    events.record(matter, "mediation.mediator_ended", by=caseworker, at=NOON)
    assert second.post.pk not in session.bookings.filter(released=False).values_list("post", flat=True)
    assert not session.attendances.filter(mediator=second.post).exists()


def test_when_a_mediation_ends_its_sessions_to_come_are_called_off(stage, caseworker):
    mediation = stage.mediation()
    session = stage.session(mediation)
    matter = stage.fresh(mediation).matter
    events.record(matter, "mediation.withdrawn", by=caseworker, at=NOON)
    session.refresh_from_db()
    assert (session.state, session.cancelled_reason) == ("cancelled", "申请人撤回")
    assert not session.bookings.filter(released=False).exists()


def test_lawyers_and_organs_that_do_not_mediate_here_schedule_nothing(stage, hr_bureau, hr_mediator):
    mediation = stage.mediation()
    stage.join(mediation, hr_bureau)
    with pytest.raises(Refused, match="没有被安排"):
        sessions.schedule_session(mediation_id=mediation.pk, starts_at=TOMORROW, place="x", by=hr_mediator, at=NOON)


def test_a_group_is_invited_through_its_representatives(stage):
    mediation = stage.mediation(tuple(f"工人{n}" for n in range(1, 13)))
    first = mediation.matter.dispute.parties.filter(side="claimant").order_by("pk").first()
    first.representative = True
    first.save()
    session = stage.session(mediation)
    invited = session.attendances.filter(party__side="claimant")
    assert [one.party for one in invited] == [first]

"""When everybody could meet, what is proposed, and who answers what."""

from datetime import datetime, time, timedelta

import pytest

from mediation.intervals import common, pieces, without
from mediation.models import Availability, SlotAnswer, TimeSlot
from mediation.services import finding_times, slots
from mediation.services.slots import ProposedTime, SlotAnswerInput
from tests.cast import CHINA, NOON
from tests.mediation.stage import TOMORROW, day
from unionlaw.lib.errors import Invalid, Missing, Refused
from unionlaw.matters.models import Event
from unionlaw.network.models import Absence
from unionlaw.notices.models import Notice

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def at(days, hour, minute=0):
    return datetime.combine(day(days), time(hour, minute), CHINA)


def find(mediation, first=3, last=3, **changes):
    return finding_times.free_slots(
        mediation, **{"first": day(first), "last": day(last), "length": 2 * HOUR, "at": NOON, **changes}
    )


def starts(found):
    return [slot.starts_at.astimezone(CHINA) for slot in found]


def test_stretches_are_cut_and_crossed():
    free = [(at(0, 9), at(0, 12)), (at(0, 14), at(0, 17))]
    assert without(free, [(at(0, 11), at(0, 15))]) == [(at(0, 9), at(0, 11)), (at(0, 15), at(0, 17))]
    assert common(free, [(at(0, 10), at(0, 16))]) == [(at(0, 10), at(0, 12)), (at(0, 14), at(0, 16))]
    assert len(list(pieces(free, HOUR, HOUR / 2))) == 6


def test_without_known_hours_a_mediator_sits_at_the_usual_ones(stage):
    assert starts(find(stage.mediation())) == [at(3, 9), at(3, 14)]


def test_the_hours_of_a_mediator_are_kept(stage, mediator):
    mediation = stage.mediation()
    Availability.objects.create(post=mediator.post, weekday=1, from_time=time(15), to_time=time(17))
    assert starts(find(mediation)) == [at(3, 15)]
    assert find(mediation, first=4, last=4) == []


def test_all_mediators_are_free_at_what_is_found(stage, mediator, hr_mediator, hr_bureau):
    mediation = stage.mediation()
    stage.assign(mediation, hr_mediator, stage.join(mediation, hr_bureau))
    Availability.objects.create(post=mediator.post, weekday=1, from_time=time(9), to_time=time(12))
    Availability.objects.create(post=hr_mediator.post, weekday=1, from_time=time(10), to_time=time(17))
    assert starts(find(mediation)) == [at(3, 10)]


def test_leave_and_days_off_are_left_out(stage, mediator):
    mediation = stage.mediation()
    assert find(mediation, first=1, last=2) == []  # a weekend
    Absence.objects.create(post=mediator.post, starts_on=day(3), ends_on=day(3), recorded_at=NOON)
    assert {slot.starts_at.astimezone(CHINA).date() for slot in find(mediation, last=4)} == {day(4)}


def test_what_is_booked_elsewhere_is_left_out(stage):
    stage.session(stage.mediation(("王五",)), at(3, 9))
    assert starts(find(stage.mediation())) == [at(3, 14)]


def test_a_side_that_said_when_narrows_what_is_found(stage, caseworker):
    mediation = stage.mediation()
    party = mediation.matter.dispute.parties.get(side="respondent")
    slots.record_free_times(
        mediation_id=mediation.pk, party_id=party.pk, times=[(at(3, 14), at(3, 18))], by=caseworker, at=NOON
    )
    assert starts(find(mediation, last=6)) == [at(3, 14)]


def test_rooms_that_are_free_are_named_with_the_time(stage):
    first, second = stage.room("一号"), stage.room("二号")
    other = stage.mediation(("王五",))
    other.mediators.update(ended_on=day(), ended="replaced")
    mediation = stage.mediation()
    stage.session(mediation, at(3, 9), room_id=first.pk)
    mediation.mediators.update(ended_on=day(), ended="replaced")
    found = find(stage.mediation(("赵六",)), first=3)
    assert [[room.name for room in slot.rooms] for slot in found if slot.starts_at == at(3, 14)] == [["一号", "二号"]]
    assert second in find(mediation, room_id=second.pk)[0].rooms


def test_times_are_proposed_and_the_mediators_are_told(stage, caseworker, mediator):
    mediation = stage.mediation()
    made = slots.propose_times(
        mediation_id=mediation.pk,
        times=[ProposedTime(TOMORROW, TOMORROW + HOUR), ProposedTime(at(4, 9), at(4, 11))],
        by=caseworker,
        at=NOON,
    )
    assert len(made) == 2
    event = Event.objects.get(name="mediation.times_proposed")
    assert (event.data, event.audience) == ({"count": 2}, "parties")
    assert Notice.objects.get(kind="mediation.times_proposed").post == mediator.post


@pytest.mark.parametrize(
    ("time_", "said"),
    [
        (ProposedTime(NOON - HOUR, NOON), "已经过去"),
        (ProposedTime(TOMORROW, TOMORROW), "时长不对"),
        (ProposedTime(TOMORROW, TOMORROW + HOUR, 999_999), "不能用于本次调解"),
    ],
)
def test_a_time_that_cannot_be_is_refused(stage, caseworker, time_, said):
    with pytest.raises(Invalid, match=said):
        slots.propose_times(mediation_id=stage.mediation().pk, times=[time_], by=caseworker, at=NOON)
    assert not TimeSlot.objects.exists()


def test_a_time_at_which_a_mediator_sits_elsewhere_is_refused(stage, caseworker):
    stage.session(stage.mediation(("王五",)), TOMORROW)
    with pytest.raises(Invalid, match="条调解在11-23 12:00已有安排"):
        slots.propose_times(
            mediation_id=stage.mediation().pk, times=[ProposedTime(TOMORROW, TOMORROW + HOUR)], by=caseworker, at=NOON
        )


def test_both_sides_and_the_mediator_answer_and_can_change_their_answer(stage, caseworker, mediator):
    mediation = stage.mediation()
    (slot,) = slots.propose_times(
        mediation_id=mediation.pk, times=[ProposedTime(TOMORROW, TOMORROW + HOUR)], by=caseworker, at=NOON
    )
    parties = list(mediation.matter.dispute.parties.order_by("pk"))
    who = [{"party_id": party.pk} for party in parties] + [{"mediator_id": mediator.post.pk}]
    for can_come in (True, False):
        slots.answer_times(
            mediation_id=mediation.pk,
            answers=[SlotAnswerInput(slot.pk, can_come, **one) for one in who],
            by=caseworker,
            at=NOON,
        )
    assert list(SlotAnswer.objects.values_list("can_come", flat=True)) == [False] * 4
    assert Event.objects.filter(name="mediation.times_answered").last().data["who"] == "张三等4人"


def test_only_those_of_the_mediation_answer(stage, caseworker, neighbour):
    mediation, other = stage.mediation(), stage.mediation(("王五",))
    (slot,) = slots.propose_times(
        mediation_id=mediation.pk, times=[ProposedTime(TOMORROW, TOMORROW + HOUR)], by=caseworker, at=NOON
    )
    stranger = other.matter.dispute.parties.first()
    for answer in (SlotAnswerInput(slot.pk, True, party_id=stranger.pk), SlotAnswerInput(0, True, party_id=1)):
        with pytest.raises(Missing):
            slots.answer_times(mediation_id=mediation.pk, answers=[answer], by=caseworker, at=NOON)


def test_a_mediator_who_does_not_serve_here_proposes_nothing(stage, district):
    from tests.cast import appoint

    other = appoint("bie", "别调解", district, "mediator")
    with pytest.raises(Refused, match="没有被安排"):
        slots.propose_times(mediation_id=stage.mediation().pk, times=[], by=other, at=NOON)

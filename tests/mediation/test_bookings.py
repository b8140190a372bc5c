"""One mediator, one room, one time: the database refuses a second booking, and it is said who sits where and when."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from mediation.models import Booking, Session
from tests.cast import NOON
from tests.mediation.stage import TOMORROW
from unionlaw.lib.errors import DomainError, Taken

HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_who_and_when_is_said_with_the_matter_where_it_is_known(stage):
    first = stage.mediation(("王五",))
    stage.session(first)
    with pytest.raises(Taken) as caught:
        stage.session(stage.mediation(), TOMORROW + HOUR)
    assert caught.value.message == (
        f"条调解在11-23 12:00—14:00已有安排（{first.matter.number}）。请另选时间、调解员或者调解室。"
    )
    assert caught.value.by == "条调解"


@pytest.mark.django_db
def test_a_room_is_named_with_its_place(stage, hr_mediator, hr_bureau):
    room = stage.room()
    stage.session(stage.mediation(("王五",)), room_id=room.pk)
    mediation = stage.mediation()
    mediation.mediators.all().update(post=hr_mediator.post)
    with pytest.raises(Taken, match="越山区总工会一号调解室在11-23 12:00—14:00已有安排"):
        stage.session(mediation, room_id=room.pk)


@pytest.mark.django_db
def test_a_matter_that_the_reader_may_not_know_of_is_not_named(stage, neighbour_district, hr_mediator, hr_bureau):
    part = stage.join(mine := stage.mediation(), hr_bureau)
    stage.assign(mine, hr_mediator, part)
    other = stage.mediation(("王五",))
    stage.session(other)
    from mediation.services import sessions

    with pytest.raises(Taken) as caught:
        sessions.schedule_session(mediation_id=mine.pk, starts_at=TOMORROW, place="x", by=hr_mediator, at=NOON)
    assert "其他调解" in caught.value.message
    assert other.matter.number not in caught.value.message


@pytest.mark.django_db
def test_times_that_only_touch_do_not_overlap(stage):
    stage.session(stage.mediation(("王五",)))
    assert stage.session(stage.mediation(), TOMORROW + 2 * HOUR)


@pytest.mark.django_db
@pytest.mark.parametrize("whom", ["post", "room"])
def test_the_database_itself_refuses(stage, mediator, whom):
    session = stage.session(stage.mediation(), room_id=stage.room().pk)
    taken = session.bookings.get(**{f"{whom}__isnull": False})
    again = Booking(session=session, during=DateTimeTZRange(TOMORROW, TOMORROW + HOUR))
    setattr(again, whom, getattr(taken, whom))
    with (
        pytest.raises(IntegrityError, match=f"booking_{'mediator' if whom == 'post' else 'room'}_once"),
        transaction.atomic(),
    ):
        again.save()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_book_one_mediator_and_room_at_once_one_is_told_who_has_them(stage):
    room = stage.room()
    mediations = [stage.mediation(("王五",)), stage.mediation(("赵六",))]
    gate = threading.Barrier(2)
    results = [None, None]

    def book(index):
        try:
            gate.wait(timeout=20)
            results[index] = stage.session(mediations[index], room_id=room.pk)
        except DomainError as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=book, args=(index,)) for index in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    lost = [result for result in results if isinstance(result, DomainError)]
    assert len(lost) == 1
    assert isinstance(lost[0], Taken)
    assert "条调解在11-23 12:00—14:00已有安排" in lost[0].message
    assert Session.objects.count() == 1
    assert Booking.objects.filter(released=False).count() == 2


@pytest.mark.django_db(transaction=True)
def test_between_the_look_and_the_insert_the_constraint_decides(stage, monkeypatch):
    """The look finds nothing, the insert does: the loser still hears who and when."""
    from mediation.services import bookings

    first = stage.session(stage.mediation(("王五",)))
    looks = []
    look = bookings.taken

    def blind_once(rows):
        looks.append(1)
        return [] if len(looks) == 1 else look(rows)

    monkeypatch.setattr(bookings, "taken", blind_once)
    with pytest.raises(Taken, match="条调解在11-23 12:00"):
        stage.session(stage.mediation())
    assert len(looks) == 2
    assert Session.objects.get() == first

"""The daily mail: when it is written, once, and that it holds only what its reader may see."""

from datetime import date, datetime, timedelta

import pytest

from tests.cast import CHINA, NOON, appoint
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role
from unionlaw.notices.models import Delivery, Digest, Notice
from unionlaw.notices.services import digests
from unionlaw.notices.services.digests import write_digests
from unionlaw.notices.services.preferences import set_preference
from unionlaw.notices.services.sending import send_due
from unionlaw.notices.services.spreading import spread

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=CHINA)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _weekdays(monkeypatch):
    monkeypatch.setattr(digests, "is_working_day", digests._weekday)


@pytest.fixture
def reader(caseworker):
    caseworker.user.email = "cai@example.org"
    caseworker.user.save()
    return caseworker


@pytest.fixture
def waiting(told, reader):
    """A notice that waits for the digest of Monday."""

    def make(**more) -> Notice:
        notice = told(reader, **more)
        spread(at=more.get("at", NOON))
        return notice

    return make


def listed() -> list[int]:
    return [notice.pk for digest in Digest.objects.all() for notice in digest.notices.order_by("pk")]


def test_at_half_past_eight_what_waits_is_put_into_one_mail(waiting, recorder):
    first, second = waiting(key="a"), waiting(key="b")
    assert write_digests(at=MONDAY - SECOND) == 0
    assert write_digests(at=MONDAY) == 1
    assert listed() == [first.pk, second.pk]
    assert Digest.objects.get().day == date(2026, 11, 23)
    send_due(at=MONDAY)
    (message,) = recorder.sent
    assert message.subject == "【工会法律服务平台】今日提醒：2条"
    assert "1. 系统将于周日维护" in message.text
    assert "2. 系统将于周日维护" in message.text


def test_no_digest_is_written_on_days_nobody_works(waiting):
    waiting()
    assert write_digests(at=NOON + timedelta(days=1)) == 0
    assert write_digests(at=NOON + timedelta(days=2)) == 0
    assert not Digest.objects.exists()


def test_the_calendar_may_say_which_days_are_worked(waiting, monkeypatch):
    waiting()
    digests.working_days(lambda day: day == date(2026, 11, 21))
    assert write_digests(at=NOON + timedelta(days=1)) == 1


def test_one_digest_a_day(waiting):
    waiting(key="a")
    write_digests(at=MONDAY)
    waiting(key="b", at=MONDAY - SECOND)
    assert write_digests(at=MONDAY + timedelta(hours=1)) == 0
    assert Digest.objects.count() == 1
    assert Notice.objects.filter(awaits_digest=True).count() == 1


def test_a_missed_hour_is_caught_up_once_the_same_day(waiting):
    waiting()
    at = MONDAY.replace(hour=15)
    assert write_digests(at=at) == 1
    assert write_digests(at=at + SECOND) == 0
    assert Delivery.objects.count() == 1


def test_what_comes_after_half_past_eight_waits_for_the_next_day(waiting):
    notice = waiting(at=MONDAY + SECOND)
    assert write_digests(at=MONDAY + timedelta(minutes=5)) == 0
    assert write_digests(at=MONDAY + timedelta(days=1)) == 1
    assert listed() == [notice.pk]


def test_a_digest_holds_only_what_its_reader_may_see(waiting, neighbour, open_consultation, caseworker, recorder):
    own = waiting(key="own", matter=open_consultation(caseworker))
    waiting(key="others", matter=open_consultation(neighbour, worker="李四", employer="甲"))
    write_digests(at=MONDAY)
    assert listed() == [own.pk]
    assert not Notice.objects.filter(awaits_digest=True).exists()


def test_what_goes_out_of_sight_before_it_is_sent_is_left_out(
    waiting, neighbour_district, open_consultation, caseworker, recorder
):
    matter = open_consultation(caseworker)
    waiting(key="a", matter=matter)
    plain = waiting(key="b")
    write_digests(at=MONDAY)
    type(matter).objects.filter(pk=matter.pk).update(
        organisation=neighbour_district, scope2=neighbour_district.pk, owner=None
    )
    send_due(at=MONDAY)
    (message,) = recorder.sent
    assert message.subject.endswith("今日提醒：1条")
    assert matter.number not in message.text + message.html
    assert plain.pk in listed()


def test_notices_of_an_ended_post_are_dropped(told, reader, neighbour_district: Organisation):
    other = appoint(reader.user.username, "", neighbour_district, Role.CASEWORKER)
    kept, gone = told(reader, key="kept"), told(other, key="gone")
    spread(at=NOON)
    type(other.post).objects.filter(pk=other.post.pk).update(ends_on=date(2026, 11, 22))
    write_digests(at=MONDAY)
    assert listed() == [kept.pk]
    assert not Notice.objects.get(pk=gone.pk).awaits_digest


def test_what_was_read_already_is_not_repeated(waiting):
    Notice.objects.filter(pk=waiting(key="a").pk).update(read_at=NOON)
    assert write_digests(at=MONDAY) == 1
    assert not Digest.objects.exists()


def test_who_wants_no_mail_any_more_gets_none(waiting, reader):
    waiting()
    set_preference(email=False, sms=False, digest=True, language="zh-hans", phone="", by=reader)
    write_digests(at=MONDAY)
    assert not Digest.objects.exists()


def test_a_digest_is_in_its_readers_language(waiting, reader, open_consultation, recorder):
    set_preference(email=True, sms=False, digest=True, language="en", phone="", by=reader)
    matter = open_consultation(reader)
    waiting(matter=matter)
    write_digests(at=MONDAY)
    send_due(at=MONDAY)
    assert f"{matter.number} is due on 2026-11-30" in recorder.sent[0].text

"""Telling writes a row once; spreading gives it the ways out that its reader wants."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from tests.cast import NOON, appoint
from unionlaw.network.roles import Role
from unionlaw.notices.models import Delivery, Notice, Robot
from unionlaw.notices.services import spreading, waking
from unionlaw.notices.services.preferences import set_preference
from unionlaw.notices.services.spreading import spread
from unionlaw.notices.services.telling import SPREAD, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def reachable(caseworker):
    caseworker.user.email = "cai@example.org"
    caseworker.user.save(update_fields=["email"])
    return caseworker


@pytest.fixture
def robot(district):
    robot = Robot(organisation=district, kind="wecom", name="越山工作群", created_at=NOON)
    robot.address = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"
    robot.save()
    return robot


def ways(notice: Notice) -> list[str]:
    return sorted(notice.deliveries.values_list("channel", flat=True))


def test_a_notice_is_written_for_each_post(caseworker, supervisor):
    found = tell(kind="test.plain", to=[caseworker.post, supervisor.post], key="k:1", data={"day": "周日"}, at=NOON)
    assert [notice.post for notice in found] == [caseworker.post, supervisor.post]
    assert [notice.key for notice in found] == [f"k:1:{caseworker.post.pk}", f"k:1:{supervisor.post.pk}"]
    assert found[0].user == caseworker.user


def test_the_same_is_told_once(caseworker):
    first = tell(kind="test.plain", to=[caseworker.post], key="k", data={}, at=NOON)
    again = tell(kind="test.plain", to=[caseworker.post], key="k", data={}, at=NOON + timedelta(hours=1))
    assert (len(first), len(again), Notice.objects.count()) == (1, 0, 1)


def test_a_post_that_has_ended_and_a_closed_account_are_left_out(caseworker, supervisor, manager):
    type(caseworker.post).objects.filter(pk=caseworker.post.pk).update(ends_on=date(2026, 11, 19))
    supervisor.user.is_active = False
    supervisor.user.save()
    posts = [caseworker.post, supervisor.post, manager.post]
    assert [n.post for n in tell(kind="test.plain", to=posts, key="k", data={}, at=NOON)] == [manager.post]


def test_a_person_in_two_posts_is_told_once(caseworker, district):
    other = appoint(caseworker.user.username, "", district, Role.SUPERVISOR)
    assert len(tell(kind="test.plain", to=[caseworker.post, other.post], key="k", data={}, at=NOON)) == 1


def test_a_kind_that_nobody_declared_is_an_error(caseworker):
    with pytest.raises(LookupError, match=r"test\.never"):
        tell(kind="test.never", to=[caseworker.post], key="k", data={}, at=NOON)


def test_spreading_is_woken_once_for_all_that_is_told_in_a_transaction(
    told, caseworker, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr(waking.current_app, "send_task", lambda task, **_: woken.append(task))
    with django_capture_on_commit_callbacks(execute=True):
        told(caseworker, key="a")
        told(caseworker, key="b")
    assert woken == [SPREAD]


def test_what_is_rolled_back_was_never_told(told, caseworker):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        told(caseworker)
        _ = 1 / 0
    assert not Notice.objects.exists()


def test_a_normal_notice_waits_for_the_digest(told, reachable):
    notice = told(reachable)
    assert spread(at=NOON) == 1
    notice.refresh_from_db()
    assert notice.awaits_digest
    assert notice.spread_at == NOON
    assert ways(notice) == []


def test_without_the_digest_it_is_mailed_at_once(told, reachable):
    set_preference(email=True, sms=False, digest=False, language="zh-hans", phone="", by=reachable)
    notice = told(reachable)
    spread(at=NOON)
    assert ways(notice) == ["email"]
    assert not Notice.objects.get().awaits_digest


def test_an_urgent_notice_ignores_the_digest(told, reachable):
    notice = told(reachable, urgency="urgent")
    spread(at=NOON)
    assert ways(notice) == ["email"]
    assert notice.deliveries.get().next_at == NOON


def test_sms_is_for_urgent_notices_of_those_who_chose_it(told, reachable):
    set_preference(email=True, sms=True, digest=True, language="zh-hans", phone="138 1234 5678", by=reachable)
    normal, urgent = told(reachable, key="a"), told(reachable, key="b", urgency="urgent")
    spread(at=NOON)
    assert (ways(normal), ways(urgent)) == ([], ["email", "sms"])


def test_who_wants_no_mail_has_the_inbox(told, reachable):
    set_preference(email=False, sms=False, digest=True, language="zh-hans", phone="", by=reachable)
    for key, urgency in (("a", "normal"), ("b", "urgent")):
        told(reachable, key=key, urgency=urgency)
    spread(at=NOON)
    assert not Delivery.objects.exists()
    assert not Notice.objects.filter(awaits_digest=True).exists()


def test_who_has_no_address_is_not_mailed(told, caseworker):
    told(caseworker, urgency="urgent")
    spread(at=NOON)
    assert not Delivery.objects.exists()


def test_a_post_that_ended_meanwhile_is_sent_nothing(told, reachable):
    notice = told(reachable, urgency="urgent")
    type(reachable.post).objects.filter(pk=reachable.post.pk).update(ends_on=date(2026, 11, 20))
    spread(at=NOON + timedelta(days=1))
    assert ways(notice) == []


def test_an_urgent_notice_goes_to_the_groups_of_its_readers_organisation_once(robot, reachable, supervisor, manager):
    to = [reachable.post, supervisor.post, manager.post]
    tell(kind="test.plain", to=to, key="k", data={"day": "周日"}, urgency="urgent", at=NOON)
    tell(kind="test.plain", to=to, key="normal", data={"day": "周日"}, at=NOON)
    spread(at=NOON, batch=1)
    while spread(at=NOON, batch=1):
        pass
    assert Delivery.objects.filter(robot=robot, channel="wecom").count() == 1


def test_a_robot_that_is_off_hears_nothing(robot, reachable, told):
    Robot.objects.update(active=False)
    told(reachable, urgency="urgent")
    spread(at=NOON)
    assert not Delivery.objects.filter(channel="wecom").exists()


def test_spreading_twice_makes_no_second_delivery(told, reachable):
    notice = told(reachable, urgency="urgent")
    spread(at=NOON)
    Notice.objects.update(spread_at=None)
    spread(at=NOON)
    assert ways(notice) == ["email"]


def test_a_batch_costs_the_same_for_one_and_for_twenty(told, reachable, django_assert_max_num_queries):
    for n in range(20):
        told(reachable, key=f"k{n}")
    with django_assert_max_num_queries(9):
        assert spreading.spread(at=NOON) == 20

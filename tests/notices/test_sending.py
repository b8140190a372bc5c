"""Sending: leases, tries and tries again, what goes dead, and who hears of it."""

from datetime import timedelta

import pytest

from tests.cast import NOON
from unionlaw.notices import kinds
from unionlaw.notices.channels.base import Refused, TryAgain
from unionlaw.notices.models import Delivery, Notice, Robot
from unionlaw.notices.services import sending
from unionlaw.notices.services.sending import INTERVALS, LEASE, MOST_ATTEMPTS, lease, send_due
from unionlaw.notices.services.spreading import spread

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def raising(error: Exception):
    def send(_message):
        raise error

    return send


def about(moment):
    """Within a second: a run's own clock goes on while it sends."""
    return lambda value: abs(value - moment) < timedelta(seconds=1)


def test_what_is_due_is_sent_and_its_receipt_kept(due, caseworker, recorder):
    delivery = due(caseworker)
    assert send_due(at=NOON) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.receipt) == ("sent", f"receipt of delivery-{delivery.pk}")
    assert about(NOON)(delivery.sent_at)
    assert (delivery.lease, delivery.locked_until, delivery.next_at) == (None, None, None)
    assert recorder.sent[0].to == "cai@example.org"


def test_what_is_not_yet_due_waits(due, caseworker, recorder):
    due(caseworker)
    Delivery.objects.update(next_at=NOON + MINUTE)
    assert send_due(at=NOON) == 0
    assert send_due(at=NOON + MINUTE) == 1


def test_a_mail_names_the_matter_by_number_in_its_readers_language(due, caseworker, open_consultation, recorder):
    matter = open_consultation(caseworker)
    caseworker.user.language = "en"
    caseworker.user.save()
    due(caseworker, matter=matter)
    send_due(at=NOON)
    message = recorder.sent[0]
    assert f"{matter.number} is due on 2026-11-30" in message.subject
    assert message.language == "en"
    assert "张三" not in message.subject + message.text + message.html


def test_what_people_wrote_stays_in_the_portal(due, told, caseworker, recorder):
    due(caseworker)
    Notice.objects.update(kind="test.asked", data={"question": "张三的款到了没有"})
    send_due(at=NOON)
    message = recorder.sent[0]
    assert message.subject.endswith("督办")
    assert "张三" not in message.plain + message.html


def test_what_its_reader_may_no_longer_see_is_dropped(due, neighbour, caseworker, open_consultation, recorder):
    due(neighbour, matter=open_consultation(caseworker))
    send_due(at=NOON)
    assert Delivery.objects.get().state == "dropped"
    assert Delivery.objects.get().last_error == "收件人已无权查看"
    assert recorder.sent == []


def test_a_delivery_that_is_leased_is_left_alone(due, caseworker, recorder):
    due(caseworker)
    assert lease(at=NOON) is not None
    assert lease(at=NOON + LEASE - MINUTE) is None


def test_the_lease_of_a_killed_sender_runs_out_and_another_sends(due, caseworker, recorder):
    due(caseworker)
    lease(at=NOON)
    assert send_due(at=NOON + MINUTE) == 0
    assert send_due(at=NOON + LEASE) == 1
    assert Delivery.objects.get().attempts == 2


def test_who_outlives_their_lease_records_nothing(due, caseworker, recorder):
    delivery = due(caseworker)

    def slow(_message):
        # Meanwhile the lease ran out and somebody else took it.
        assert lease(at=NOON + LEASE + MINUTE) is not None
        return "too late"

    recorder.does = slow
    send_due(at=NOON)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.receipt) == ("waiting", "")
    assert delivery.lease is not None


def test_a_refusal_that_may_pass_is_tried_again_at_growing_intervals_and_then_dead(due, caseworker, recorder):
    recorder.does = raising(TryAgain("busy"))
    due(caseworker)
    at = NOON
    for wait in INTERVALS:
        assert send_due(at=at) == 1
        delivery = Delivery.objects.get()
        assert (delivery.state, delivery.last_error) == ("waiting", "busy")
        assert about(at + wait)(delivery.next_at)
        assert send_due(at=delivery.next_at - timedelta(seconds=1)) == 0
        at = delivery.next_at
    assert send_due(at=at) == 1
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("dead", MOST_ATTEMPTS)
    assert send_due(at=at + timedelta(days=9)) == 0


def test_the_provider_may_name_the_time(due, caseworker, recorder):
    recorder.does = raising(TryAgain("busy", after=600))
    due(caseworker)
    send_due(at=NOON)
    assert about(NOON + timedelta(minutes=10))(Delivery.objects.get().next_at)


def test_a_final_refusal_is_dead_at_once(due, caseworker, recorder):
    recorder.does = raising(Refused("no such mailbox"))
    due(caseworker)
    send_due(at=NOON)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.last_error) == ("dead", 1, "no such mailbox")


def test_one_that_cannot_be_worded_goes_dead_alone(due, told, caseworker, second_caseworker, recorder):
    poison = due(caseworker)
    Notice.objects.update(data={})
    good = due(second_caseworker, key="good", address="cen@example.org")
    assert send_due(at=NOON) == 2
    poison.refresh_from_db()
    good.refresh_from_db()
    assert (poison.state, good.state) == ("dead", "sent")
    assert poison.last_error.startswith("KeyError")


def test_one_at_which_the_adapter_fails_goes_dead_alone(due, caseworker, second_caseworker, recorder):
    def send(message):
        if message.to == "cai@example.org":
            raise RuntimeError("what is this")
        return "ok"

    recorder.does = send
    due(caseworker)
    due(second_caseworker, key="good", address="cen@example.org")
    assert send_due(at=NOON) == 2
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["dead", "sent"]


def test_one_that_kills_its_sender_every_time_goes_dead(due, caseworker, recorder):
    due(caseworker)
    Delivery.objects.update(attempts=MOST_ATTEMPTS)
    send_due(at=NOON)
    assert (Delivery.objects.get().state, recorder.sent) == ("dead", [])


def test_a_mail_server_that_is_away_is_asked_once_a_run(due, caseworker, second_caseworker, recorder):
    tried = []

    def send(message):
        tried.append(message.id)
        raise TryAgain("away")

    recorder.does = send
    due(caseworker)
    due(second_caseworker, key="other", address="cen@example.org")
    assert send_due(at=NOON) == 1
    assert len(tried) == 1
    assert Delivery.objects.filter(attempts=0, next_at=NOON).count() == 1


def test_a_pause_that_a_group_asks_for_holds_for_all_that_waits_for_it(told, caseworker, district, recorder):
    robot = Robot(organisation=district, kind="wecom", name="群", created_at=NOON)
    robot.address = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"
    robot.save()
    for key in "abc":
        told(caseworker, key=key, urgency="urgent")
    spread(at=NOON)
    recorder.does = raising(TryAgain("busy", after=60))
    assert send_due(at=NOON) == 1
    assert [about(NOON + MINUTE)(at) for at in Delivery.objects.values_list("next_at", flat=True)] == [True] * 3
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_an_error_quotes_no_address_of_a_robot(told, caseworker, district, recorder):
    robot = Robot(organisation=district, kind="dingtalk", name="群", created_at=NOON)
    robot.address, robot.secret = "https://oapi.dingtalk.com/robot/send?access_token=topsecret", "SECvery"
    robot.save()
    told(caseworker, urgency="urgent")
    spread(at=NOON)
    recorder.does = lambda message: raising(ValueError(f"bad url {message.to} {message.secret}"))(message)
    send_due(at=NOON)
    assert Delivery.objects.get().last_error == "ValueError: bad url … …"


def test_the_superior_hears_once_of_an_urgent_one_that_is_dead(
    due, caseworker, supervisor, recorder, open_consultation
):
    recorder.does = raising(Refused("no such mailbox"))
    matter = open_consultation(caseworker)
    delivery = due(caseworker, matter=matter)
    send_due(at=NOON)
    notice = Notice.objects.get(kind="delivery.dead")
    assert (notice.user, notice.urgency, notice.matter) == (supervisor.user, "urgent", matter)
    Delivery.objects.filter(pk=delivery.pk).update(state="waiting", next_at=NOON)
    send_due(at=NOON)
    assert Notice.objects.filter(kind="delivery.dead").count() == 1


def test_without_a_head_the_next_one_up_hears(due, supervisor, lawyer, city_supervisor, recorder):
    recorder.does = raising(Refused("no"))
    due(supervisor)
    due(lawyer, key="of the firm", address="lu@example.org")
    send_due(at=NOON)
    heard = Notice.objects.filter(kind="delivery.dead").values_list("user__display_name", flat=True)
    assert list(heard) == ["史副主席", "史副主席"]


def test_that_a_superior_was_not_reached_is_told_to_nobody_else(due, caseworker, supervisor, city_supervisor, recorder):
    supervisor.user.email = "shen@example.org"
    supervisor.user.save()
    recorder.does = raising(Refused("no"))
    due(caseworker)
    send_due(at=NOON)
    spread(at=NOON + MINUTE)
    send_due(at=NOON + MINUTE)
    assert Delivery.objects.filter(state="dead").count() == 2
    assert Notice.objects.filter(kind="delivery.dead").count() == 1


def test_a_normal_one_that_is_dead_is_the_administrators_business(due, caseworker, supervisor, recorder):
    recorder.does = raising(Refused("no"))
    due(caseworker)
    Notice.objects.update(urgency="normal")
    send_due(at=NOON)
    assert not Notice.objects.filter(kind="delivery.dead").exists()


def test_every_declared_kind_of_this_app_can_be_worded():
    assert kinds.worded(kinds.get("delivery.dead").title, {"place": "越山区", "number": ""})


def test_the_backlog_tells_how_long_the_oldest_waits(due, caseworker):
    assert sending.backlog(at=NOON) == {"oldest_waiting": 0, "dead": 0}
    due(caseworker)
    assert sending.backlog(at=NOON + MINUTE) == {"oldest_waiting": 60, "dead": 0}

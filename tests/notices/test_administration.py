"""What system administrators do about notices, and what superiors see of them."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.cast import NOON, appoint
from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.notices.channels.base import Refused
from unionlaw.notices.models import Delivery, Digest, Robot
from unionlaw.notices.services import dead_letters, reading
from unionlaw.notices.services.sending import send_due
from unionlaw.notices.services.spreading import spread

pytestmark = pytest.mark.django_db
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def at(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


@pytest.fixture
def dead(due, caseworker, recorder, open_consultation) -> Delivery:
    """An urgent mail to the caseworker that was refused."""

    def refuse(_message):
        raise Refused("SMTP 550: no such user")

    recorder.does = refuse
    delivery = due(caseworker, matter=open_consultation(caseworker))
    send_due(at=NOON)
    recorder.does = None
    delivery.refresh_from_db()
    return delivery


@pytest.fixture
def neighbours_admin(neighbour_district):
    return appoint("he", "何管", neighbour_district, Role.SYSTEM_ADMIN)


def test_an_administrator_sees_what_did_not_go_out_but_not_what_it_says(dead, system_admin):
    client = at(system_admin)
    for url in ("/administration/dead-letters/", f"/administration/dead-letters/{dead.pk}/"):
        page = client.get(url).content.decode()
        assert "蔡小岚" in page
        assert "SMTP 550: no such user" in page
        assert dead.notice.matter.number not in page
        assert "cai@example.org" not in page


def test_it_is_sent_again(dead, system_admin, recorder):
    response = at(system_admin).post(f"/administration/dead-letters/{dead.pk}/send-again/")
    assert response.status_code == 302
    assert send_due(at=NOON) == 1
    dead.refresh_from_db()
    assert (dead.state, dead.attempts, dead.handled_by) == ("sent", 1, system_admin.user)


def test_it_is_dropped_for_a_reason(dead, system_admin):
    with pytest.raises(Invalid):
        dead_letters.drop(delivery_id=dead.pk, reason=" ", by=system_admin, at=NOON)
    response = at(system_admin).post(f"/administration/dead-letters/{dead.pk}/drop/", {"reason": "已电话告知"})
    assert response.status_code == 302
    dead.refresh_from_db()
    assert (dead.state, dead.handled_reason, dead.handled_at) == ("dropped", "已电话告知", NOON)
    with pytest.raises(Conflict):
        dead_letters.send_again(delivery_id=dead.pk, by=system_admin, at=NOON)


def test_several_are_sent_again_or_dropped_at_once(dead, system_admin):
    client, url = at(system_admin), "/administration/dead-letters/"
    asked = {"action": "bulk", "pk": [dead.pk], "row": [f"{dead.pk}:"], "step": "preview"}
    assert "重新排队发送" in client.post(url, {**asked, "bulk": "send_again"}).content.decode()
    assert client.post(url, {**asked, "bulk": "drop", "reason": ""}).status_code == 422
    dead.refresh_from_db()
    assert dead.state == "dead"
    done = client.post(url, {**asked, "bulk": "drop", "reason": "邮箱停用", "step": "do"}).content.decode()
    assert "勾选的 1 条中，1 条已办理" in done
    dead.refresh_from_db()
    assert (dead.state, dead.handled_reason) == ("dropped", "邮箱停用")


def test_another_districts_administrator_finds_nothing(dead, neighbours_admin):
    client = at(neighbours_admin)
    assert "蔡小岚" not in client.get("/administration/dead-letters/").content.decode()
    assert client.get(f"/administration/dead-letters/{dead.pk}/").status_code == 404
    with pytest.raises(Missing):
        dead_letters.drop(delivery_id=dead.pk, reason="不管了", by=neighbours_admin, at=NOON)


def test_a_dead_digest_is_found_by_its_readers_post(caseworker, system_admin, neighbours_admin, district):
    digest = Digest.objects.create(user=caseworker.user, day=NOON.date(), created_at=NOON)
    Delivery.objects.create(digest=digest, channel="email", state="dead", created_at=NOON)
    own = appoint("qu", "区管", district, Role.SYSTEM_ADMIN)
    assert dead_letters.dead_letters(system_admin).count() == 1
    assert dead_letters.dead_letters(own).count() == 1
    assert dead_letters.dead_letters(neighbours_admin).count() == 0


@pytest.mark.parametrize("who", ["supervisor", "security_admin", "audit_admin", "caseworker"])
def test_nobody_else_manages_deliveries_and_robots(who, request, dead):
    client = at(request.getfixturevalue(who))
    for url in ("/administration/dead-letters/", "/administration/robots/", "/administration/robots/add/"):
        assert client.get(url).status_code == 403
    assert not dead_letters.dead_letters(request.getfixturevalue(who)).exists()


def test_robots_are_added_tried_and_switched_off_on_their_page(system_admin, district, recorder):
    client = at(system_admin)
    assert "还没有群机器人" in client.get("/administration/robots/").content.decode()
    fields = {"organisation": district.pk, "kind": "wecom", "name": "越山工作群", "address": WECOM}
    assert client.post("/administration/robots/add/", fields).status_code == 302
    robot = Robot.objects.get()
    page = client.get("/administration/robots/").content.decode()
    assert "越山工作群" in page
    assert "key=1" not in page
    page = client.post(f"/administration/robots/{robot.pk}/try/", follow=True).content.decode()
    assert "测试消息已发出" in page
    assert recorder.sent[0].to == WECOM
    client.post(f"/administration/robots/{robot.pk}/deactivate/")
    robot.refresh_from_db()
    assert not robot.active


def test_a_test_message_that_fails_says_why(system_admin, district, recorder):
    client = at(system_admin)
    fields = {"organisation": district.pk, "kind": "wecom", "name": "越山工作群", "address": WECOM}
    client.post("/administration/robots/add/", fields)

    def refuse(_message):
        raise Refused("errcode 93000")

    recorder.does = refuse
    page = client.post(f"/administration/robots/{Robot.objects.get().pk}/try/", follow=True).content.decode()
    assert "测试消息没有发出：errcode 93000" in page


def test_a_robot_of_elsewhere_is_not_found(system_admin, district, neighbours_admin):
    fields = {"organisation": district.pk, "kind": "wecom", "name": "越山工作群", "address": WECOM}
    at(system_admin).post("/administration/robots/add/", fields)
    client, robot = at(neighbours_admin), Robot.objects.get()
    assert "越山工作群" not in client.get("/administration/robots/").content.decode()
    for verb in ("try", "deactivate"):
        assert client.post(f"/administration/robots/{robot.pk}/{verb}/").status_code == 404
    assert client.post("/administration/robots/add/", fields).status_code == 422


def test_a_superior_sees_who_was_told_when_by_which_channel_and_whether_it_was_read(dead, caseworker, supervisor):
    reading.mark_read(notice_id=dead.notice_id, by=caseworker, at=NOON + timedelta(hours=1))
    (first,) = reading.told_about(by=supervisor, matter_id=dead.notice.matter_id)
    assert (first.who, first.role, first.place) == ("蔡小岚", "经办人", "越山区总工会")
    assert (first.at, first.urgent, first.read_at) == (NOON, True, NOON + timedelta(hours=1))
    assert [(way.channel, way.tone, way.error) for way in first.ways] == [
        ("电子邮件", "danger", "SMTP 550: no such user")
    ]


def test_what_waits_for_a_digest_is_seen_too(told, caseworker, supervisor):
    caseworker.user.email = "cai@example.org"
    caseworker.user.save()
    told(caseworker, about="deadline:1")
    spread(at=NOON)
    (row,) = reading.told_about(by=supervisor, about="deadline:1")
    assert [(way.channel, way.tone) for way in row.ways] == [("每日汇总", "waiting")]


def test_who_was_told_is_for_superiors(dead, caseworker):
    assert reading.told_about(by=caseworker, matter_id=dead.notice.matter_id) == []


def test_who_was_told_costs_the_same_for_one_and_for_twenty(told, caseworker, supervisor, django_assert_num_queries):
    for count in (1, 20):
        for n in range(count):
            told(caseworker, key=f"{count}-{n}", about="deadline:1")
        with django_assert_num_queries(3):
            assert len(reading.told_about(by=supervisor, about="deadline:1")) >= count

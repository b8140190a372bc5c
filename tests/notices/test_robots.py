"""Chat groups' robots against a webhook on loopback: formats, signature, and everything that goes wrong."""

import base64
import hashlib
import hmac
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.cast import NOON
from unionlaw.lib.errors import Invalid, Refused
from unionlaw.network.models import OrganisationChange
from unionlaw.notices.channels import base, robots, webhook
from unionlaw.notices.models import Delivery, Robot
from unionlaw.notices.services import robots as services
from unionlaw.notices.services.sending import send_due
from unionlaw.notices.services.spreading import spread

pytestmark = pytest.mark.django_db
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx"


@pytest.fixture
def group(district, webhook, told, caseworker):
    """A robot of the district with one urgent notice waiting for it."""

    def make(kind="wecom", secret="", **more) -> Delivery:
        robot = Robot(organisation=district, kind=kind, name="工作群", created_at=NOON)
        robot.address, robot.secret = webhook.address, secret
        robot.save()
        told(caseworker, urgency="urgent", **more)
        spread(at=NOON)
        return Delivery.objects.get(robot=robot)

    return make


def outcome(delivery) -> tuple[str, str]:
    delivery.refresh_from_db()
    return delivery.state, delivery.last_error


def test_wecom_gets_a_text_that_names_the_matter_by_number(group, webhook, caseworker, open_consultation, settings):
    settings.SITE_URL = "https://portal.example.org/"
    matter = open_consultation(caseworker)
    delivery = group(matter=matter)
    send_due(at=NOON)
    ((path, body),) = webhook.requests
    assert path == "/send?key=secret-key"
    assert body["msgtype"] == "text"
    lines = body["text"]["content"].split("\n")
    assert lines[0] == f"【工会法律服务平台】{matter.number}将于2026-11-30到期"
    assert lines[-1] == f"https://portal.example.org/consultations/{matter.pk}/"
    assert "张三" not in body["text"]["content"]
    assert outcome(delivery) == ("sent", "")


def test_dingtalk_is_signed(group, webhook):
    delivery = group(kind="dingtalk", secret="SEC000")
    send_due(at=NOON)
    ((path, body),) = webhook.requests
    asked = parse_qs(urlsplit(path).query)
    stamp = asked["timestamp"][0]
    assert abs(int(stamp) - NOON.timestamp() * 1000) < 1000
    wanted = hmac.new(b"SEC000", f"{stamp}\nSEC000".encode(), hashlib.sha256).digest()
    assert asked["sign"] == [base64.b64encode(wanted).decode()]
    assert asked["key"] == ["secret-key"]
    assert body["text"]["content"].startswith("【工会法律服务平台】")
    assert outcome(delivery) == ("sent", "")


@pytest.mark.parametrize(
    ("answer", "state", "error", "wait"),
    [
        ((500, {}, {}), "waiting", "HTTP 500", 60),
        ((503, {"Retry-After": "120"}, {}), "waiting", "HTTP 503", 120),
        ((429, {"Retry-After": "90"}, {}), "waiting", "HTTP 429", 90),
        ((429, {}, {}), "waiting", "HTTP 429", 60),
        ((404, {}, {}), "dead", "HTTP 404", None),
        ((302, {"Location": "http://127.0.0.1:1/elsewhere"}, {}), "dead", "HTTP 302", None),
        ((200, {}, {"errcode": 45009, "errmsg": "api freq out of limit"}), "waiting", "errcode 45009", 60),
        ((200, {}, {"errcode": 93000, "errmsg": "invalid webhook url"}), "dead", "errcode 93000", None),
        ((200, {}, ["no object"]), "waiting", "服务方的回应看不懂", 60),
        ((0, {}, {}), "waiting", "服务方没有及时回应", 60),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_a_provider_answers_is_understood(answer, state, error, wait, group, webhook):
    delivery = group()
    webhook.answers.append(answer)
    began = time.monotonic()
    send_due(at=NOON)
    assert time.monotonic() - began < 1.5
    assert outcome(delivery)[0] == state
    assert outcome(delivery)[1].startswith(error)
    if wait:
        assert abs(delivery.next_at - NOON - timedelta(seconds=wait)) < timedelta(seconds=2)
    assert len(webhook.requests) == 1


def test_dingtalk_s_own_limits_are_known(group, webhook):
    delivery = group(kind="dingtalk")
    webhook.answers.append((200, {}, {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}))
    send_due(at=NOON)
    assert outcome(delivery)[0] == "waiting"
    webhook.answers.append((200, {}, {"errcode": 310000, "errmsg": "sign not match"}))
    send_due(at=NOON + timedelta(minutes=2))
    assert outcome(delivery) == ("dead", "errcode 310000: sign not match")


def test_after_a_trouble_that_passed_it_is_sent(group, webhook):
    delivery = group()
    webhook.answers += [(500, {}, {}), (429, {"Retry-After": "5"}, {})]
    for at in (NOON, NOON + timedelta(minutes=2), NOON + timedelta(minutes=3)):
        send_due(at=at)
    assert outcome(delivery) == ("sent", "")
    assert delivery.attempts == 3


def test_a_webhook_that_is_away_is_tried_again(group, webhook):
    delivery = group()
    delivery.robot.address = "http://127.0.0.1:1/send"
    delivery.robot.save()
    send_due(at=NOON)
    assert outcome(delivery) == ("waiting", "连接不上服务方")


def test_a_robot_that_was_switched_off_gets_nothing_that_waits(group, webhook):
    delivery = group()
    Robot.objects.update(active=False)
    send_due(at=NOON)
    assert outcome(delivery) == ("dropped", "群机器人已停用")
    assert webhook.requests == []


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        (WECOM, True),
        ("https://oapi.dingtalk.com/robot/send?access_token=x", True),
        ("https://OAPI.dingtalk.com:443/robot/send", True),
        ("http://qyapi.weixin.qq.com/cgi-bin/webhook/send", False),
        ("https://qyapi.weixin.qq.com:8443/", False),
        ("https://qyapi.weixin.qq.com@evil.example.org/", False),
        ("https://user:pw@qyapi.weixin.qq.com/", False),
        ("https://evil.example.org/?qyapi.weixin.qq.com", False),
        ("https://qyapi.weixin.qq.com.evil.example.org/", False),
        ("https://127.0.0.1/", False),
        ("https://[::1", False),
        ("https://qyapi.weixin.qq.com/a b", False),
        ("ftp://qyapi.weixin.qq.com/", False),
        ("", False),
    ],
)
def test_only_allowed_hosts_are_spoken_to(address, allowed):
    assert webhook.is_allowed(address) is allowed


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("90", 90),
        ("Fri, 20 Nov 2026 04:01:00 GMT", 60),
        ("Fri, 20 Nov 2026 03:00:00 GMT", 0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(said, seconds):
    assert webhook.seconds(said, NOON.timestamp()) == seconds


def test_a_long_text_is_cut_and_keeps_its_link():
    message = base.Message(
        id="x", to="", subject="标题", text="长" * 2000, link="https://portal.example.org/1", html="",
        language="zh-hans", secret="", at=NOON,
    )  # fmt: skip
    cut = robots.shortened(message)
    assert len(cut.encode()) <= robots.MOST_BYTES
    assert cut.startswith("标题\n长")
    assert cut.endswith("…\nhttps://portal.example.org/1")


def add(by, organisation, **more):
    fields = {"kind": "wecom", "name": "越山工作群", "address": WECOM, "secret": "", **more}
    return services.add_robot(organisation=organisation, by=by, at=NOON, **fields)


def test_an_administrator_adds_a_robot_whose_address_is_sealed(system_admin, district):
    robot = add(system_admin, district)
    robot.refresh_from_db()
    assert robot.address.reveal() == WECOM
    assert str(robot.address) == "********"
    change = OrganisationChange.objects.get()
    assert (change.organisation, change.data["after"]) == (district, {"robot": "企业微信群机器人 越山工作群"})
    assert "693a91f6" not in str(change.data)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("address", {"address": "https://evil.example.org/"}),
        ("name", {"name": "  "}),
        ("secret", {"secret": "SEC1"}),
    ],
)
def test_what_is_wrong_with_a_robot_is_said_beside_the_field(field, wrong, system_admin, district):
    with pytest.raises(Invalid) as refused:
        add(system_admin, district, **wrong)
    assert list(refused.value.errors) == [field]
    assert not Robot.objects.exists()


def test_only_the_system_administrator_of_the_place_adds_robots(system_admin, supervisor, district, neighbour_district):
    with pytest.raises(Refused):
        add(supervisor, district)


def test_a_robot_is_tried_out(group, webhook, system_admin):
    robot = group().robot
    assert services.try_out(robot_id=robot.pk, by=system_admin, at=NOON) == ""
    assert "测试消息" in webhook.requests[0][1]["text"]["content"]
    webhook.answers.append((404, {}, {}))
    assert services.try_out(robot_id=robot.pk, by=system_admin, at=NOON) == "HTTP 404"

"""Chat groups' robots: who may add one, what is checked, and how it is tried out."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.lib.wording import listed
from unionlaw.network import reach
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, OrganisationChange
from unionlaw.network.services.checks import record_organisation, require_reach
from unionlaw.notices import channels
from unionlaw.notices.channels.base import Message, Refused, TryAgain
from unionlaw.notices.channels.webhook import is_allowed
from unionlaw.notices.models import Robot


def robots(actor: Actor) -> QuerySet[Robot]:
    """The robots of organisations within the administrator's office; nothing for anyone else."""
    if not actor.may("robot.manage"):
        return Robot.objects.none()
    return Robot.objects.filter(reach.within(actor, "organisation")).select_related("organisation")


@transaction.atomic
def add_robot(
    *, organisation: Organisation, kind: str, name: str, address: str, secret: str, by: Actor, at: datetime
) -> Robot:
    """Let a chat group hear the urgent notices of an organisation's people.

    Args:
        kind: one of Robot.Kind.
        address: the webhook's address as the chat program shows it; sealed, and never shown again.
        secret: what DingTalk signs with; "" without.

    Raises:
        Invalid: no name, an address that is not allowed, a secret for a kind that has none.
        Refused: no right, or outside the actor's reach.
    """
    by.require("robot.manage")
    require_reach(by, organisation)
    errors: dict[str, str] = {}
    name, address, secret = " ".join(name.split()), address.strip(), secret.strip()
    if not name:
        errors["name"] = _("请填写群名称。")
    if not is_allowed(address):
        hosts = listed(settings.NOTICE_WEBHOOK_HOSTS)
        errors["address"] = _("请粘贴群机器人的 Webhook 地址（https，主机为%(hosts)s）。") % {"hosts": hosts}
    if secret and kind != Robot.Kind.DINGTALK:
        errors["secret"] = _("只有钉钉机器人有加签密钥。")
    if errors:
        raise Invalid(errors)
    robot = Robot(organisation=organisation, kind=kind, name=name, created_at=at)
    robot.address, robot.secret = address, secret
    robot.save()
    _record(robot, by=by, at=at, after=f"{robot.get_kind_display()} {name}")
    return robot


@transaction.atomic
def deactivate_robot(*, robot_id: int, by: Actor, at: datetime) -> Robot:
    """Send nothing more to a chat group; what waits for it is dropped. Raises Missing, or Conflict when it is off."""
    robot = _find(robot_id, by, lock=True)
    if not robot.active:
        raise Conflict(_("这个群机器人已经停用。"))
    robot.active = False
    robot.save(update_fields=["active"])
    _record(robot, by=by, at=at, before=f"{robot.get_kind_display()} {robot.name}")
    return robot


def try_out(*, robot_id: int, by: Actor, at: datetime) -> str:
    """Send a test message to the group now. Returns "" when it went, else the provider's reason.

    Raises Missing outside the actor's office, Conflict when the robot is off.
    """
    robot = _find(robot_id, by)
    if not robot.active:
        raise Conflict(_("这个群机器人已经停用。"))
    message = Message(
        id=f"robot-{robot.pk}",
        to=robot.address.reveal(),
        subject=_("【%(site)s】测试消息：本群将收到%(place)s的紧急提醒。")
        % {"site": settings.SITE_NAME, "place": robot.organisation.name},
        text="",
        link="",
        html="",
        language=settings.LANGUAGE_CODE,
        secret=robot.secret.reveal(),
        at=at,
    )
    channel = channels.open_channel(robot.kind)
    try:
        channel.send(message)
    except (TryAgain, Refused) as error:
        return str(error.message)
    finally:
        channel.close()
    return ""


def _find(robot_id: int, by: Actor, *, lock: bool = False) -> Robot:
    by.require("robot.manage")
    rows = robots(by)
    robot = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=robot_id).first()
    if robot is None:
        raise Missing(_("没有这个群机器人。"))
    return robot


def _record(robot: Robot, *, by: Actor, at: datetime, before: str = "", after: str = "") -> None:
    """Beside the organisation's other changes, where audit administrators look."""
    record_organisation(
        robot.organisation, OrganisationChange.What.AMENDED, by=by, at=at,
        before={"robot": before}, after={"robot": after},
    )  # fmt: skip

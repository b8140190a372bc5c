"""What did not go out: a system administrator sends it again or drops it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Missing
from unionlaw.network import reach
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.services.checks import said
from unionlaw.notices.models import Delivery
from unionlaw.notices.services import waking

SEND = "unionlaw.notices.tasks.send"


def dead_letters(actor: Actor) -> QuerySet[Delivery]:
    """Deliveries that did not go out to people within the administrator's office; nothing for anyone else."""
    return _within(actor).filter(state=Delivery.State.DEAD)


def _within(actor: Actor) -> QuerySet[Delivery]:
    if not actor.may("delivery.manage"):
        return Delivery.objects.none()
    if reach.everywhere(actor):
        return Delivery.objects.all()
    places = Organisation.objects.filter(reach.within(actor)).values("pk")
    theirs = Post.objects.filter(user=OuterRef("digest__user"), organisation__in=places)
    return Delivery.objects.filter(Q(notice__post__organisation__in=places) | Exists(theirs))


@transaction.atomic
def send_again(*, delivery_id: int, by: Actor, at: datetime) -> Delivery:
    """Let a dead delivery begin anew. Raises Missing outside the actor's office, Conflict when it is no longer dead."""
    delivery = _lock(delivery_id, by)
    delivery.state, delivery.next_at, delivery.attempts = Delivery.State.WAITING, at, 0
    _handled(delivery, "", by, at)
    waking.after_commit(SEND)
    return delivery


@transaction.atomic
def drop(*, delivery_id: int, reason: str, by: Actor, at: datetime) -> Delivery:
    """Give a dead delivery up, for a reason. Raises Missing, Conflict as `send_again`, Invalid without a reason."""
    reason = said(reason)
    delivery = _lock(delivery_id, by)
    delivery.state = Delivery.State.DROPPED
    _handled(delivery, reason, by, at)
    return delivery


def _lock(delivery_id: int, by: Actor) -> Delivery:
    by.require("delivery.manage")
    delivery = _within(by).select_for_update(of=("self",)).filter(pk=delivery_id).first()
    if delivery is None:
        raise Missing(_("没有这条通知。"))
    if delivery.state != Delivery.State.DEAD:
        raise Conflict(_("这条通知已经处理过了。"))
    return delivery


def _handled(delivery: Delivery, reason: str, by: Actor, at: datetime) -> None:
    delivery.handled_by, delivery.handled_at, delivery.handled_reason = by.user, at, reason
    delivery.save(update_fields=["state", "next_at", "attempts", "handled_by", "handled_at", "handled_reason"])

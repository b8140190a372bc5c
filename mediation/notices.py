"""Who is told of what happens to a mediation: assigned mediators, invited organs, whoever answers for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mediation.models import Mediation, MediatorAssignment
from unionlaw.matters.models import Event, Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.vocabulary import EventType
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post
from unionlaw.network.roles import STAFF, Role
from unionlaw.notices.kinds import NoticeKind, declare
from unionlaw.notices.services.telling import tell

MEDIATIONS = _("调解")

Told = tuple[str, Callable[[Mediation, Event], list[Post]]]


def mediators(mediation: Mediation, event: Event) -> list[Post]:
    """Who mediates now."""
    serving = MediatorAssignment.objects.serving().filter(mediation=mediation).select_related("post")
    return [assignment.post for assignment in serving]


def owner(mediation: Mediation, event: Event) -> list[Post]:
    """Whoever answers for the mediation."""
    return [mediation.matter.owner] if mediation.matter.owner else []


def newest_mediator(mediation: Mediation, event: Event) -> list[Post]:
    """Who was assigned last: the event is recorded right after."""
    serving = MediatorAssignment.objects.serving().filter(mediation=mediation).select_related("post").order_by("pk")
    last = serving.last()
    return [last.post] if last else []


def newest_organ(mediation: Mediation, event: Event) -> list[Post]:
    """The people of the organ that was invited last."""
    last = mediation.participations.filter(left_on=None).order_by("pk").last()
    return [] if last is None else _people_of(last.organisation_id, event)


def referring_organ(mediation: Mediation, event: Event) -> list[Post]:
    """The people of the organ that passed it on."""
    return [] if mediation.referred_by_id is None else _people_of(mediation.referred_by_id, event)


def tell_clerks(mediation: Mediation, at: datetime) -> None:
    """The holder's caseworkers hear of what an organ passed on: nobody answers for it yet.

    A centre without people of its own is served by those of the union next above it.
    """
    lineage = mediation.matter.organisation.lineage
    posts = Post.objects.open(on=timezone.localdate(at))
    staff = list(posts.filter(organisation__in=lineage, role__in=STAFF, user__is_active=True))
    nearest = max((lineage.index(post.organisation_id) for post in staff), default=-1)
    clerks = [post for post in staff if lineage.index(post.organisation_id) == nearest]
    key = f"mediation:{mediation.pk}:referred"
    tell(kind="mediation.referred_in", to=clerks, key=key, matter=mediation.matter, data={}, at=at)


def _people_of(organisation_id: int, event: Event) -> list[Post]:
    posts = Post.objects.open(on=timezone.localdate(event.happened_at))
    roles = (Role.PARTNER, Role.MEDIATOR)
    return list(posts.filter(organisation=organisation_id, role__in=roles, user__is_active=True))


TOLD: dict[str, tuple[Told, ...]] = {
    "mediation.mediator_assigned": (("mediation.mediator_assigned", newest_mediator),),
    "mediation.organ_invited": (("mediation.organ_invited", newest_organ),),
    "mediation.mediator_ended": (("mediation.mediator_ended", owner),),
    "mediation.signed_off": (("mediation.signed_off", owner),),
    "mediation.accepted": (("mediation.accepted", referring_organ),),
    "mediation.declined": (("mediation.ended", referring_organ),),
    "mediation.withdrawn": (("mediation.ended", referring_organ),),
    "mediation.failed": (("mediation.ended", referring_organ),),
    "mediation.handed_over": (("mediation.ended", referring_organ),),
    "mediation.performed": (("mediation.ended", referring_organ),),
}
"""Event → what is told, and to whom. Nobody is told what they did themselves; the other parts of the app add theirs."""


def on_event(matter: Matter, event: Event, event_type: EventType, actor: Actor) -> None:
    """Joins `matters.record`: one notice for each of TOLD."""
    if matter.kind != Kind.MEDIATION or event.name not in TOLD:
        return
    mediation = matter.mediation
    mediation.matter = matter
    for kind, whom in TOLD[event.name]:
        posts = [post for post in whom(mediation, event) if post.user_id != event.user_id]
        if posts:
            tell(kind=kind, to=posts, key=f"event:{event.pk}", matter=matter, data={}, at=event.happened_at)


def join() -> None:
    """Declare the kinds at start-up."""
    declare(
        NoticeKind(
            "mediation.mediator_assigned",
            _("您被安排为调解员"),
            _("请查看案情，有利害关系的请登记回避。"),
            label=MEDIATIONS,
        ),
        NoticeKind(
            "mediation.organ_invited",
            _("邀请您的单位参与调解"),
            _("请登记本单位案号，安排人员参加。"),
            label=MEDIATIONS,
        ),
        NoticeKind("mediation.mediator_ended", _("调解员有变更"), _("请另行安排调解员。"), label=MEDIATIONS),
        NoticeKind("mediation.signed_off", _("参与单位已签署意见"), label=MEDIATIONS),
        NoticeKind("mediation.referred_in", _("有单位移送调解"), _("请认领并征求双方意见。"), label=MEDIATIONS),
        NoticeKind("mediation.accepted", _("您移送的纠纷已受理调解"), label=MEDIATIONS),
        NoticeKind("mediation.ended", _("您移送的调解已办结"), _("结果见调解页面。"), label=MEDIATIONS),
    )

"""Ten workers with a joint claim are a collective dispute: those who lead the union and those above it must know."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Missing
from unionlaw.matters.models import Matter, Party
from unionlaw.matters.models.matter import Priority
from unionlaw.matters.services import events
from unionlaw.matters.services.locking import lock_matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role
from unionlaw.notices.models import Urgency
from unionlaw.notices.services.telling import tell

HEADS = (Role.SUPERVISOR, Role.MANAGER)


def heads_of(matter: Matter, at: datetime) -> list[Post]:
    """Supervisors and managers of the holder and of every union above it, up to the city."""
    lineage = Organisation.objects.values_list("lineage", flat=True).get(pk=matter.organisation_id)
    held = Post.objects.open(on=timezone.localdate(at)).filter(organisation__in=lineage, role__in=HEADS)
    return list(held.select_related("user", "organisation").order_by("organisation__lineage", "pk"))


def report_group(matter: Matter, *, by: Actor, at: datetime) -> bool:
    """Tell the heads of a locked group matter, once; returns whether this was the first time.

    The event is recorded once per matter. Whoever reports it need not be told.
    """
    if matter.events.filter(name="roster.reported_up").exists():
        return False
    heads = [post for post in heads_of(matter, at) if by.user is None or post.user_id != by.user.pk]
    people = Party.objects.filter(dispute=matter.dispute_id, side=Party.Side.CLAIMANT, worker__isnull=False).count()
    told = tell(
        kind="roster.reported_up", to=heads, key=f"group:{matter.pk}", matter=matter, data={"people": people},
        urgency=Urgency.URGENT, at=at,
    )  # fmt: skip
    matter.priority = max(matter.priority, Priority.HIGH)
    events.record(matter, "roster.reported_up", by=by, at=at, data={"people": people, "told": len(told)})
    return True


@transaction.atomic
def report_up(*, matter_id: int, by: Actor, at: datetime, version: int | None = None) -> Matter:
    """Report a group that came together otherwise than by a sheet.

    Raises Missing, Refused, Stale; Conflict when it is no group or was reported before.
    """
    matter = lock_matter(matter_id=matter_id, by=by, version=version)
    by.require("roster.keep")
    if by.is_outside:
        raise Missing(_("没有这个事项，或者您无权查看。"))
    if not matter.group:
        raise Conflict(_("十人以上有共同请求的才是群体争议。"))
    if not report_group(matter, by=by, at=at):
        raise Conflict(_("已经向上级报告过。"))
    return matter

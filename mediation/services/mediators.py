"""Who mediates: assigned after a conflict check, chosen or objected to by the parties, recused.

Source: 劳动争议调解仲裁法 art. 11 (who can mediate); 特邀调解规定 art. 15 (recusal, disclosure).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from mediation.models import Mediation, MediatorAssignment, Participation
from mediation.permissions import CONDUCTORS
from mediation.services.actions import CONDITIONS
from mediation.services.conflicts import check_conflicts
from mediation.services.persons import serving_as
from mediation.services.steps import begin, record
from unionlaw.lib.errors import Missing, Refused
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Grant
from unionlaw.matters.models.matter import LIVE_PHASES
from unionlaw.matters.services.checking import need_reason, refuse_if
from unionlaw.matters.services.grants import end_grant, grant
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post
from unionlaw.network.roles import STAFF

ChosenBy, Ended = MediatorAssignment.ChosenBy, MediatorAssignment.Ended
NOTE_LENGTH = 500


@transaction.atomic
def assign_mediator(
    *,
    mediation_id: int,
    mediator: Post,
    leads: bool = False,
    chosen_by: str = ChosenBy.CENTRE,
    conflict_note: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> MediatorAssignment:
    """Let a person of a participating organ mediate; the first one leads.

    Args:
        conflict_note: why a possible conflict of interest does not stand in the way; needed where one is found.

    Raises:
        Refused, Conflict, Missing, Stale: see `steps.begin`.
        Invalid: under mediator, chosen_by or conflict_note.
    """
    mediation = begin(mediation_id=mediation_id, verb="assign_mediator", by=by, version=version)
    part = part_of(mediation, mediator)
    errors: dict[str, Any] = {}
    if part is None or not mediator_posts(mediation, at).filter(pk=mediator.pk).exists():
        errors["mediator"] = _("请选择参与单位的在任调解员。")
    elif mediation.mediators.filter(post=mediator, ended_on=None).exists():
        errors["mediator"] = _("这位调解员已经安排。")
    if chosen_by not in ChosenBy.values:
        errors["chosen_by"] = _("请选择产生方式。")
    conflict_note = conflict_note.strip()
    if len(conflict_note) > NOTE_LENGTH:
        errors["conflict_note"] = _("最多%(longest)d个字。") % {"longest": NOTE_LENGTH}
    refuse_if(errors)
    assert part is not None
    against = check_conflicts(mediation, mediator)
    if any(one.is_hard for one in against):
        errors["mediator"] = _("不能安排：%(why)s。") % {"why": against[0].text}
    elif against and not conflict_note:
        errors["conflict_note"] = _("查出可能的利害关系：%(why)s。请写明为何仍可安排。") % {"why": against[0].text}
    refuse_if(errors)
    first = not mediation.mediators.filter(ended_on=None).exists()
    if leads and not first:
        mediation.mediators.filter(ended_on=None, leads=True).update(leads=False)
    row = MediatorAssignment.objects.create(
        mediation=mediation,
        participation=part,
        post=mediator,
        leads=leads or first,
        chosen_by=chosen_by,
        assigned_on=timezone.localdate(at),
        conflict_note=conflict_note,
    )
    grant(matter=mediation.matter, viewer=mediator, why=Grant.Why.MEDIATOR, by=by, at=at)
    data = {"mediator": mediator.user.display_name, "chosen_by": stored(row.get_chosen_by_display())}
    record(mediation, "mediation.mediator_assigned", by=by, at=at, reason=conflict_note, data=data)
    return row


@transaction.atomic
def object_to_mediator(
    *, mediation_id: int, assignment_id: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> MediatorAssignment:
    """A party's objection is upheld: the assignment ends, another mediator is to be found.

    Raises as `steps.begin`; Missing for an assignment that does not stand here, Invalid without a reason.
    """
    mediation = begin(mediation_id=mediation_id, verb="object_to_mediator", by=by, version=version)
    assignment = _standing(mediation, assignment_id)
    return end_assignment(mediation, assignment, Ended.OBJECTED, need_reason(reason), by=by, at=at)


@transaction.atomic
def recuse(
    *, mediation_id: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> MediatorAssignment:
    """A mediator steps down by themselves. Raises as `steps.begin`; Invalid without a reason."""
    mediation = begin(mediation_id=mediation_id, verb="recuse", by=by, version=version)
    own = serving_as(mediation, by)
    if own is None:
        raise Refused(_("只有本次调解的调解员可以这样做。"))
    return end_assignment(mediation, own, Ended.RECUSED, need_reason(reason), by=by, at=at)


def end_assignment(
    mediation: Mediation, assignment: MediatorAssignment, ended: str, note: str, *, by: Actor, at: datetime
) -> MediatorAssignment:
    """End an assignment and the view it gave; the caller holds the lock. Who leads next is the earliest who stays."""
    assignment.ended_on, assignment.ended = timezone.localdate(at), ended
    assignment.ended_note, led = note[:NOTE_LENGTH], assignment.leads
    assignment.leads = False
    assignment.save()
    end_grant(matter=mediation.matter, viewer=assignment.post, why=Grant.Why.MEDIATOR, at=at)
    if led and (following := mediation.mediators.filter(ended_on=None).order_by("pk").first()):
        following.leads = True
        following.save()
    data = {"mediator": assignment.post.user.display_name, "why": stored(assignment.get_ended_display())}
    record(mediation, "mediation.mediator_ended", by=by, at=at, reason=note, data=data)
    return assignment


def mediator_posts(mediation: Mediation, at: datetime) -> QuerySet[Post]:
    """Who can mediate here: mediators, officers and lawyers who serve the participating organs now."""
    parts = mediation.participations.filter(left_on=None).select_related("organisation")
    organs = [part.organisation for part in parts]
    own = Q(organisation__in=[organ.pk for organ in organs])
    unions = [pk for organ in organs if not organ.is_partner for pk in organ.lineage]
    mediators_above = Q(organisation__in=unions, role__in=CONDUCTORS)
    lawyers = Q(organisation__attached_to__in=unions, role="lawyer")
    roles = Q(role__in=(*CONDUCTORS, *STAFF))
    posts = Post.objects.open(on=timezone.localdate(at)).filter(user__is_active=True)
    return posts.filter(roles & (own | mediators_above | lawyers)).select_related("user", "organisation")


def free_mediators(mediation: Mediation, at: datetime) -> list[Post]:
    """Who can be assigned, with `load` (live mediations they have now), the least loaded first."""
    standing = mediation.mediators.filter(ended_on=None).values("post")
    live = Q(mediations__ended_on__isnull=True, mediations__mediation__matter__phase__in=LIVE_PHASES)
    return list(
        mediator_posts(mediation, at)
        .exclude(pk__in=standing)
        .annotate(load=Count("mediations", filter=live))
        .order_by("load", "organisation_id", "pk")
    )


def part_of(mediation: Mediation, post: Post) -> Participation | None:
    """For which participating organ a person mediates: their own, else the holder for people of the union's side."""
    parts = list(mediation.participations.filter(left_on=None).select_related("organisation"))
    own = next((part for part in parts if part.organisation_id == post.organisation_id), None)
    if own is not None or post.organisation.is_partner:
        return own
    return next((part for part in parts if part.leads), None)


def _standing(mediation: Mediation, assignment_id: int) -> MediatorAssignment:
    found = mediation.mediators.filter(pk=assignment_id, ended_on=None).select_related("post__user").first()
    if found is None:
        raise Missing(_("这位调解员不在本次调解中。"))
    return found


def _nobody_mediates(mediation: Mediation) -> str:
    return "" if mediation.mediators.filter(ended_on=None).exists() else _("还没有安排调解员。")


CONDITIONS["object_to_mediator"] = _nobody_mediates

"""Participating organs: invited, with a number of their own, signing off for themselves, leaving."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mediation.models import Mediation, MediatorAssignment, Participation
from mediation.services.mediators import end_assignment
from mediation.services.persons import participation_of
from mediation.services.places import organs_beside
from mediation.services.steps import begin, record
from unionlaw.lib.errors import Conflict, Missing, Refused
from unionlaw.matters.models import Grant
from unionlaw.matters.services.checking import check_columns, need, need_reason, refuse_if
from unionlaw.matters.services.grants import end_grant, grant
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation

OPINION_LENGTH = 500


@transaction.atomic
def invite_organ(
    *, mediation_id: int, organisation: Organisation, by: Actor, at: datetime, version: int | None = None
) -> Participation:
    """Let another organ take part; a partner organ's people see the mediation from now on, as far as organs may.

    Raises:
        Refused, Conflict, Missing, Stale: see `steps.begin`.
        Invalid: under organisation, when it takes part already or does not work with the holder.
    """
    mediation = begin(mediation_id=mediation_id, verb="invite_organ", by=by, version=version)
    errors: dict[str, Any] = {}
    if not organs_beside(mediation.matter).filter(pk=organisation.pk).exists():
        errors["organisation"] = _("请选择与承办单位协作的单位。")
    elif mediation.participations.filter(organisation=organisation, left_on=None).exists():
        errors["organisation"] = _("该单位已经参与本次调解。")
    refuse_if(errors)
    part = Participation.objects.create(
        mediation=mediation, organisation=organisation, joined_on=timezone.localdate(at)
    )
    grant(matter=mediation.matter, viewer=organisation, why=Grant.Why.MEDIATOR, by=by, at=at)
    record(mediation, "mediation.organ_invited", by=by, at=at, data={"organisation": organisation.name})
    return part


@transaction.atomic
def leave_organ(
    *, mediation_id: int, participation_id: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Participation:
    """An organ leaves: its mediators' assignments end, its people no longer see the mediation unless they referred it.

    Raises:
        Refused, Conflict, Missing, Stale: see `steps.begin`; Conflict too for the organ that leads.
        Invalid: without a reason.
    """
    mediation = begin(mediation_id=mediation_id, verb="invite_organ", by=by, version=version)
    part = mediation.participations.filter(pk=participation_id, left_on=None).select_related("organisation").first()
    if part is None:
        raise Missing(_("该单位没有参与本次调解。"))
    if part.leads:
        raise Conflict(_("牵头单位不能退出。"))
    reason = need_reason(reason)
    for assignment in MediatorAssignment.objects.serving().filter(participation=part).select_related("post__user"):
        end_assignment(mediation, assignment, MediatorAssignment.Ended.REPLACED, reason, by=by, at=at)
    part.left_on = timezone.localdate(at)
    part.save()
    end_grant(matter=mediation.matter, viewer=part.organisation, why=Grant.Why.MEDIATOR, at=at)
    data = {"organisation": part.organisation.name}
    record(mediation, "mediation.organ_left", by=by, at=at, reason=reason, data=data)
    return part


@transaction.atomic
def set_organ_number(
    *, mediation_id: int, own_number: str, by: Actor, at: datetime, version: int | None = None
) -> Participation:
    """The number under which the actor's own organ keeps this mediation.

    Raises:
        Refused, Conflict, Missing, Stale: see `steps.begin`.
        Invalid: under own_number.
    """
    mediation = begin(mediation_id=mediation_id, verb="set_organ_number", by=by, version=version)
    part = _own_part(mediation, by)
    errors: dict[str, Any] = {}
    part.own_number = need(own_number, "own_number", _("请填写本单位案号。"), errors, longest=60)
    check_columns(part, ["own_number"], errors)
    refuse_if(errors)
    part.save()
    data = {"organisation": part.organisation.name, "number": part.own_number}
    record(mediation, "mediation.organ_numbered", by=by, at=at, data=data)
    return part


@transaction.atomic
def sign_off(*, mediation_id: int, opinion: str, by: Actor, at: datetime, version: int | None = None) -> Participation:
    """The actor's own organ gives its opinion; given again, the last one stands.

    Raises:
        Refused, Conflict, Missing, Stale: see `steps.begin`.
        Invalid: under opinion.
    """
    mediation = begin(mediation_id=mediation_id, verb="sign_off", by=by, version=version)
    part = _own_part(mediation, by)
    errors: dict[str, Any] = {}
    part.opinion = need(opinion, "opinion", _("请写明本单位意见。"), errors, longest=OPINION_LENGTH)
    refuse_if(errors)
    part.signed_off_by, part.signed_off_at = by.post, at if by.post else None
    part.save()
    data = {"organisation": part.organisation.name, "opinion": part.opinion}
    record(mediation, "mediation.signed_off", by=by, at=at, data=data)
    return part


def _own_part(mediation: Mediation, by: Actor) -> Participation:
    part = participation_of(mediation, by)
    if part is None:
        raise Refused(_("您所在的单位没有参与本次调解。"))
    return part

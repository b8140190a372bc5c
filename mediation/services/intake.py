"""Taking a mediation in: at the window, from another matter, or passed on by a partner organ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mediation.models import Mediation
from mediation.notices import tell_clerks
from mediation.origins import TERMS
from mediation.services.opening import take_in
from mediation.services.places import centres_serving
from unionlaw.lib.errors import Refused
from unionlaw.matters.models.matter import Channel
from unionlaw.matters.services.checking import refuse_if
from unionlaw.matters.services.holding import holder_for
from unionlaw.matters.services.locking import lock_matter
from unionlaw.matters.services.taking_in import (
    ApplicantInput,
)
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.roles import STAFF
from unionlaw.registers.models import Cause, Employer

__all__ = ["ApplicantInput", "open_mediation", "refer_mediation"]


@transaction.atomic
def open_mediation(
    *,
    origin: str,
    received_on: date,
    applicants: Sequence[ApplicantInput],
    employers: Sequence[Employer],
    cause: Cause | None,
    facts: str,
    referred_by: Organisation | None = None,
    reference: str = "",
    form: str = Mediation.Form.ON_SITE,
    track: str = Mediation.Track.STANDARD,
    channel: str = Channel.WINDOW,
    from_matter_id: int | None = None,
    organisation: Organisation | None = None,
    by: Actor,
    at: datetime,
) -> Mediation:
    """Take in a mediation. From another matter it goes on with the same dispute; that matter stays as it is.

    The green channel is set by itself for migrant and platform workers, groups of ten and more, and construction wages.

    Args:
        origin: one of `Origin`; decides the time limit and the event that opens it (mediation/origins.py).
        received_on: the day on which the request or the papers came; time limits run from the next day.
        applicants: workers with their claims; a worker or claim the dispute has already is not doubled.
        referred_by, reference: who passed it on and under which number; needed for origins that are referred.
        from_matter_id: the consultation, aid case or letter it follows, or None.
        organisation: the centre or union that will hold it; the actor's own when None.

    Raises:
        Refused: the actor may not record mediations, or serves a partner organ (they use `refer_mediation`).
        Missing: the other matter is not there for the actor.
        Invalid: under the arguments' names; for rows as `taking_in.check_people` says.
    """
    by.require("mediation.record")
    if by.is_outside:
        raise Refused(_("协作单位请用“移送调解”。"))
    source = lock_matter(matter_id=from_matter_id, by=by) if from_matter_id is not None else None
    return take_in(
        Mediation(
            origin=origin,
            referred_by=referred_by,
            reference=reference.strip(),
            received_on=received_on,
            form=form,
            track=track,
        ),
        applicants,
        employers,
        cause,
        facts,
        source=source,
        channel=channel,
        holder=lambda: holder_for(by, organisation or (source.organisation if source else None)),
        owner=by.post if by.post is not None and by.role in STAFF else (source.owner if source else None),
        by=by,
        at=at,
    )


@transaction.atomic
def refer_mediation(
    *,
    to: Organisation,
    origin: str,
    received_on: date,
    applicants: Sequence[ApplicantInput],
    employers: Sequence[Employer],
    cause: Cause | None,
    facts: str,
    reference: str = "",
    track: str = Mediation.Track.STANDARD,
    by: Actor,
    at: datetime,
) -> Mediation:
    """A partner organ passes a dispute on: it becomes a mediation of the centre `to`, granted to the organ.

    Args:
        to: a centre that serves the organ's region (`places.centres_serving`).
        origin: one that this kind of organ may use (`origins_of`).

    Raises:
        Refused: the actor may not refer, or serves no partner organ.
        Invalid: under the arguments' names; for rows as `taking_in.check_people` says.
    """
    by.require("mediation.refer")
    own = by.organisation
    if own is None or not by.is_outside:
        raise Refused(_("只有协作单位的人员可以移送。"))
    errors: dict[str, Any] = {}
    if origin not in origins_of(own):
        errors["origin"] = _("请选择本单位可以移送的来源渠道。")
    if not centres_serving(own).filter(pk=to.pk).exists():
        errors["to"] = _("请选择为本地区服务的调解中心。")
    refuse_if(errors)
    mediation = Mediation(
        origin=origin, referred_by=own, reference=reference.strip(), received_on=received_on, track=track
    )
    mediation = take_in(
        mediation,
        applicants,
        employers,
        cause,
        facts,
        source=None,
        channel=Channel.REFERRAL,
        holder=lambda: to,
        owner=None,
        by=by,
        at=at,
    )
    tell_clerks(mediation, at)
    return mediation


def origins_of(organ: Organisation) -> list[str]:
    """The origins under which an organ of this kind may pass a dispute on."""
    return [origin.value for origin, terms in TERMS.items() if organ.kind in terms.from_kinds]

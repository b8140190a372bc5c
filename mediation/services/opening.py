"""Writing a new mediation: its matter, the dispute it is about, the holder's part in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mediation.models import Mediation, Origin, Participation
from mediation.origins import TERMS
from mediation.services.warnings import find_warnings
from unionlaw.lib.errors import Invalid
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Dispute, Grant, Matter, MatterLink, Party
from unionlaw.matters.models.dispute import Stage
from unionlaw.matters.models.matter import Channel, Kind, Priority
from unionlaw.matters.services.checking import check_columns, not_in_future, refuse_if
from unionlaw.matters.services.events import record
from unionlaw.matters.services.facts import (
    GROUP_SIZE,
    add_claimants,
    add_claims,
    add_party,
    open_dispute,
    refresh_dispute,
)
from unionlaw.matters.services.grants import grant, link
from unionlaw.matters.services.opening import open_matter
from unionlaw.matters.services.taking_in import (
    ApplicantInput,
    cause_error,
    check_people,
    facts_error,
    is_green,
    not_yet_claimed,
)
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post
from unionlaw.registers.models import Cause, Employer


def take_in(
    mediation: Mediation,
    applicants: Sequence[ApplicantInput],
    employers: Sequence[Employer],
    cause: Cause | None,
    facts: str,
    *,
    source: Matter | None,
    channel: str,
    holder: Any,
    owner: Post | None,
    by: Actor,
    at: datetime,
) -> Mediation:
    """Check and write the mediation with its matter, dispute, claims and the holder's part; the caller checked rights.

    Args:
        source: the matter it follows, locked, or None.
        holder: gives the organisation that holds it; asked once everything else is right.

    Raises Invalid under the arguments' names; for rows as `taking_in.check_people` says.
    """
    facts = facts.strip()
    _check(mediation, applicants, employers, cause, facts, channel, timezone.localdate(at))
    terms = TERMS[Origin(mediation.origin)]
    dispute = _dispute(source, cause, facts, by=by, at=at)
    named = {party.employer_id for party in dispute.parties.filter(side=Party.Side.RESPONDENT)}
    for employer in employers:
        if employer.pk not in named:
            add_party(dispute=dispute, side=Party.Side.RESPONDENT, employer=employer)
    parties = add_claimants(dispute=dispute, workers={a.worker: a.representative for a in applicants})
    add_claims(not_yet_claimed((party, c) for party, a in zip(parties, applicants, strict=True) for c in a.claims))

    workers = dispute.parties.filter(side=Party.Side.CLAIMANT, worker__isnull=False).count()
    fast = mediation.track == Mediation.Track.CONSTRUCTION_WAGES
    green = fast or is_green([a.worker for a in applicants]) or workers >= GROUP_SIZE
    mediation.matter = open_matter(
        kind=Kind.MEDIATION,
        event=terms.event,
        title="",
        summary=facts,
        dispute=dispute,
        organisation=holder(),
        owner=owner,
        channel=channel,
        green_channel=green,
        priority=Priority.HIGH if green else Priority.NORMAL,
        by=by,
        at=at,
        data={
            "origin": stored(mediation.get_origin_display()),
            "received_on": mediation.received_on.isoformat(),
            "from": mediation.referred_by.name if mediation.referred_by else "",
            "reference": mediation.reference,
        },
    )
    try:
        with transaction.atomic():
            mediation.save(force_insert=True)
    except IntegrityError as error:
        if "mediation_reference_once" in str(error):
            raise Invalid({"reference": _("该单位的这一案号已经移送过。")}) from None
        raise
    _seat_holder(mediation, at)
    if mediation.referred_by and mediation.referred_by.is_partner:
        grant(matter=mediation.matter, viewer=mediation.referred_by, why=Grant.Why.REFERRED_ORGAN, by=by, at=at)
    find_warnings(mediation, by=by, at=at)
    if source is not None:
        _follow(source, mediation, by=by, at=at)
    return mediation


def _seat_holder(mediation: Mediation, at: datetime) -> None:
    """The holder takes part like every other organ, and leads."""
    Participation.objects.create(
        mediation=mediation,
        organisation=mediation.matter.organisation,
        leads=True,
        own_number=mediation.matter.number,
        joined_on=timezone.localdate(at),
    )


def _check(
    mediation: Mediation,
    applicants: Sequence[ApplicantInput],
    employers: Sequence[Employer],
    cause: Cause | None,
    facts: str,
    channel: str,
    today: date,
) -> None:
    errors: dict[str, Any] = {}
    check_people(applicants, employers, errors)
    if message := cause_error(cause, mediation.received_on):
        errors["cause"] = message
    if message := facts_error(facts):
        errors["facts"] = message
    if channel not in Channel.values:
        errors["channel"] = _("请选择来源。")
    not_in_future(mediation.received_on, "received_on", today, errors)
    check_columns(mediation, ["origin", "reference", "form", "track"], errors)
    if "origin" not in errors:
        terms = TERMS[Origin(mediation.origin)]
        if terms.referred and mediation.referred_by is None:
            errors["referred_by"] = _("请选择移送单位。")
        elif mediation.referred_by and not terms.referred:
            errors["referred_by"] = _("这一来源没有移送单位。")
        elif mediation.referred_by and mediation.referred_by.kind not in terms.from_kinds:
            errors["referred_by"] = _("这一来源不由该单位移送。")
    refuse_if(errors)


def _dispute(source: Matter | None, cause: Cause | None, facts: str, *, by: Actor, at: datetime) -> Dispute:
    """The dispute of what the mediation follows, with what is now known, or a new one; it stands at mediation."""
    if source is None or source.dispute_id is None:
        dispute = open_dispute(by=by, at=at, workers=[], employers=[], cause=cause, facts=facts)
    else:
        dispute = Dispute.objects.select_for_update().get(pk=source.dispute_id)
        dispute.cause, dispute.facts = cause, facts
    dispute.stage = Stage.MEDIATION
    dispute.save()
    return dispute


def _follow(source: Matter, mediation: Mediation, *, by: Actor, at: datetime) -> None:
    """Link the two and say so there; both show the same parties from now on."""
    link(from_matter=mediation.matter, to_matter=source, relation=MatterLink.Relation.FOLLOWS, at=at)
    source.dispute = mediation.matter.dispute
    data = {"number": mediation.matter.number, "matter_id": mediation.pk}
    record(source, "matter.followed_up", by=by, at=at, data=data)
    if mediation.matter.dispute_id:
        refresh_dispute(dispute_id=mediation.matter.dispute_id)

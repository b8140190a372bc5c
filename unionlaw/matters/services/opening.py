"""Opening a matter: number, row and first event in one transaction."""

from datetime import datetime
from typing import Any

from django.db import transaction

from unionlaw.matters import statuses, vocabulary
from unionlaw.matters.models import Dispute, Matter
from unionlaw.matters.services.events import record
from unionlaw.matters.services.facts import describe
from unionlaw.matters.services.numbering import take_number
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.tree import scope_columns, steady_lineage


@transaction.atomic
def open_matter(
    *,
    kind: str,
    event: str,
    title: str,
    organisation: Organisation,
    channel: str,
    by: Actor,
    at: datetime,
    summary: str = "",
    dispute: Dispute | None = None,
    owner: Post | None = None,
    priority: int = 0,
    green_channel: bool = False,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Matter:
    """Open a matter of `kind`, held by `organisation`.

    Args:
        event: the declared event that opens it; its `leads_to` is the first status.
        title: may be "", then it is made from the parties ("张三等3人与甲公司").
        owner: the post that answers for it, or None while nobody does.

    Returns the matter, numbered, with its first event on the timeline.
    """
    event_type = vocabulary.get(event)
    status = statuses.status_def(event_type.leads_to)
    number = take_number(organisation=organisation, kind=kind, at=at)
    matter = Matter(
        kind=kind,
        number_organisation_id=number.organisation_id,
        year=number.year,
        serial=number.serial,
        number=number.text,
        title=title,
        summary=summary,
        dispute=dispute,
        status_id=status.code,
        phase=status.phase,
        organisation=organisation,
        owner=owner,
        priority=priority,
        green_channel=green_channel,
        channel=channel,
        opened_at=at,
        updated_at=at,
        version=0,
        **scope_columns(steady_lineage(organisation.pk)),
    )
    describe(matter)
    matter.save()
    record(matter, event, by=by, at=at, reason=reason, data=data)
    return matter

"""A report about something that an open lead already has: taken down and joined to it in one step."""

from datetime import datetime
from typing import Any

from django.db import transaction

from monitoring_letters.models import Lead
from monitoring_letters.services.leads import join_lead, record_lead
from unionlaw.network.actors import Actor


@transaction.atomic
def record_joined(*, into_id: int, by: Actor, at: datetime, **reported: Any) -> Lead:
    """Take a report down and join it to the open lead `into_id` about the same employer, which carries it on.

    Args:
        reported: what `record_lead` takes.

    Returns the lead that carries it on. Raises what record_lead and join_lead raise; then nothing is taken down.
    """
    lead = record_lead(**reported, by=by, at=at)
    join_lead(lead_id=lead.pk, into_id=into_id, by=by, at=at)
    found: Lead = Lead.objects.select_related("matter").get(pk=into_id)
    return found

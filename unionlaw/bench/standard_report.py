"""The standard monthly report as one statement written by hand: what P5 compares the portal's own report with.

It knows nothing of the registry of indicators. Rows: span, dimension, member, figures as JSON.
"""

from datetime import date, timedelta
from typing import Any

from django.conf import settings

from unionlaw.bench import standard_facts, standard_workflows
from unionlaw.network.models import Organisation
from unionlaw.reports import phases
from unionlaw.reports.relation import midnight
from unionlaw.reports.spans import Span


def statement(organisation: Organisation) -> str:
    """The whole statement for an organisation; give it `parameters`."""
    union = " UNION ALL ".join(sql for part in [*standard_facts.PARTS, *standard_workflows.PARTS] for sql in part.sql())
    depth = organisation.depth
    found = union.replace("{depth}", str(depth)).replace("{below}", str(depth + 1))
    return (
        "WITH spans (span, from_on, until_on, from_at, until_at) AS (SELECT * FROM unnest(%(spans)s::text[],"  # noqa: S608
        " %(from_on)s::date[], %(until_on)s::date[], %(from_at)s::timestamptz[], %(until_at)s::timestamptz[]))"
        f" {found}"
    )


def parameters(organisation: Organisation, spans: dict[str, Span], today: date) -> dict[str, Any]:
    """What the statement is run with."""
    after = [span.end + timedelta(days=1) for span in spans.values()]
    starts = [span.start for span in spans.values()]
    return {
        "organisation": organisation.pk,
        "zone": settings.TIME_ZONE,
        "today": today,
        "spans": list(spans),
        "from_on": starts,
        "until_on": after,
        "from_at": [midnight(day) for day in starts],
        "until_at": [midnight(day) for day in after],
        **phases.parameters(),
    }

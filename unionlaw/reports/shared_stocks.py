"""What there is on the last day of a span: matters under way, time limits overdue. By what had happened by then."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from unionlaw.reports import phases
from unionlaw.reports.shared_sources import OF_MATTER, running_on
from unionlaw.reports.sources import Source, register

_END = "((d.day + 1)::timestamp AT TIME ZONE %(zone)s)"

# Of those that are not closed today, or were closed later, some had been closed then and were taken up again since.
UNDER_WAY = register(
    Source(
        "under_way",
        "matters_matter AS m",
        _("期末日"),
        fact="m.id",
        stock=f"m.kind <> 'report' AND m.opened_at < {_END} AND (m.closed_at IS NULL OR m.closed_at >= {_END})"  # noqa: S608
        # Looked at closely only where something has reopened a matter since.
        " AND (m.id NOT IN (SELECT r.matter_id FROM matters_event AS r WHERE r.name = ANY(%(reopening)s)"
        " AND r.happened_at >= %(first)s)"
        " OR NOT EXISTS (SELECT 1 FROM matters_event AS c WHERE c.matter_id = m.id AND c.name = ANY(%(closing)s)"
        f" AND c.happened_at < {_END} AND NOT EXISTS (SELECT 1 FROM matters_event AS l WHERE l.matter_id = m.id"
        f" AND l.sequence > c.sequence AND l.name = ANY(%(reviving)s) AND l.happened_at < {_END})))",
        columns={"age": "d.day - (m.opened_at AT TIME ZONE %(zone)s)::date"},
        parameters=phases.parameters,
    )
)
# A limit that was moved after that day counts with the day it had then. It is overdue when its day is over.
_DUE_THEN = (
    "coalesce((SELECT c.before_on FROM deadlines_deadlinechange AS c WHERE c.deadline_id = f.id"  # noqa: S608
    f" AND c.at >= {_END} AND c.before_on IS NOT NULL AND c.after_on IS NOT NULL"
    " AND c.before_on <> c.after_on ORDER BY c.id LIMIT 1), f.due_on)"
)
OVERDUE = register(
    Source(
        "overdue",
        f"deadlines_deadline AS f {OF_MATTER}",
        _("期末日"),
        stock=f"m.kind <> 'report' AND f.opened_at < {_END} AND (f.ended_at IS NULL OR f.ended_at >= {_END})"
        " AND (f.met_on IS NULL OR f.met_on > d.day)"
        f" AND {_DUE_THEN} <= least(d.day, %(today)s::date - 1)"
        f" AND {running_on('d.day')}",
    )
)

"""Facts that only mediations have."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from unionlaw.reports.sources import Source, register

# Events say themselves on which day it happened, where that is not the day on which it was entered. Nothing is entered
# before it happens, so what was entered before the earliest day asked for is left out.
_SAID = (
    "nullif(coalesce(f.data->>'received_on', f.data->>'accepted_on', f.data->>'effective_on', f.data->>'happened_on',"
    " f.data->>'since_on'), '')::date"
)
_DAY = f"coalesce({_SAID}, (f.happened_at AT TIME ZONE %(zone)s)::date)"

EVENTS = register(
    Source(
        "mediation_events",
        "matters_event AS f JOIN matters_matter AS m ON m.id = f.matter_id"
        " JOIN mediation_mediation AS x ON x.matter_id = f.matter_id",
        _("事件载明的日期，没有载明的按登记日期"),
        day=_DAY,
        names="f.name",
        where="f.happened_at >= %(first)s",
        columns={"days": f"{_DAY} - x.received_on", "origin": "x.origin", "dispute": "m.dispute_id"},
    )
)
SESSIONS = register(
    Source(
        "sessions",
        "mediation_session AS f JOIN matters_matter AS m ON m.id = f.mediation_id",
        _("开会日期"),
        moment="f.starts_at",
        where="f.state IN ('held', 'adjourned')",
        columns={"online": "f.online"},
    )
)
REMEDIES = register(
    Source(
        "remedies",
        "mediation_remedy AS f JOIN mediation_breach AS b ON b.id = f.breach_id"
        " JOIN matters_matter AS m ON m.id = b.mediation_id",
        _("办理日期"),
        day="f.prepared_on",
        columns={"what": "f.kind"},
    )
)
# Applications for aid about a dispute whose mediation had failed by then.
AID_AFTER = register(
    Source(
        "aid_after_failure",
        "matters_matter AS m",
        _("援助申请受理日期"),
        fact="m.id",
        moment="m.opened_at",
        where="m.kind = 'aid_case' AND EXISTS (SELECT 1 FROM matters_matter AS x JOIN matters_event AS f"
        " ON f.matter_id = x.id AND f.name = 'mediation.failed' WHERE x.dispute_id = m.dispute_id"
        " AND x.kind = 'mediation' AND f.happened_at <= m.opened_at)",
    )
)

"""Facts that every workflow has: matters opened and closed, events, people, claims, outcomes, payments, time limits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from unionlaw.reports import phases
from unionlaw.reports.sources import Source, register

OF_MATTER = "JOIN matters_matter AS m ON m.id = f.matter_id"
_LOCAL = "({} AT TIME ZONE %(zone)s)::date"
_DAYS = f"{_LOCAL.format('f.happened_at')} - {_LOCAL.format('m.opened_at')}"


def running_on(day: str) -> str:
    """SQL that holds when the time limit f did not stand still on a day; its suspensions are [first, last or null]."""
    return (
        "(f.suspensions = '[]' OR NOT EXISTS (SELECT 1 FROM jsonb_array_elements(f.suspensions) AS s"  # noqa: S608
        f" WHERE (s->>0)::date <= {day} AND ((s->>1) IS NULL OR (s->>1)::date >= {day})))"
    )


OPENED = register(
    Source(
        "opened",
        "matters_matter AS m",
        _("受理日期"),
        fact="m.id",
        moment="m.opened_at",
        columns={"dispute": "m.dispute_id"},
    )
)
EVENTS = register(
    Source(
        "events",
        f"matters_event AS f {OF_MATTER}",
        _("事件发生日期"),
        moment="f.happened_at",
        names="f.name",
        columns={"days": _DAYS, "data": "f.data"},
    )
)
# What closes a matter that is closed already (answered, then applied for aid) closes nothing.
CLOSED = register(
    Source(
        "closed",
        f"matters_event AS f {OF_MATTER}",
        _("办结日期"),
        moment="f.happened_at",
        columns={"days": _DAYS},
        where="f.name = ANY(%(closing)s) AND (f.name <> ALL(%(closing_again)s) OR NOT EXISTS ("
        "SELECT 1 FROM matters_event AS c WHERE c.matter_id = f.matter_id AND c.sequence < f.sequence"
        " AND c.name = ANY(%(closing)s) AND NOT EXISTS (SELECT 1 FROM matters_event AS l"
        " WHERE l.matter_id = f.matter_id AND l.sequence > c.sequence AND l.sequence < f.sequence"
        " AND l.name = ANY(%(reviving)s))))",
        parameters=phases.parameters,
    )
)
WORKERS = register(
    Source(
        "workers",
        "matters_matter AS m JOIN matters_party AS f ON f.dispute_id = m.dispute_id AND f.side = 'claimant'"
        " JOIN registers_worker AS w ON w.id = f.worker_id",
        _("受理日期"),
        fact="m.id::text || '-' || f.id",
        moment="m.opened_at",
        columns={"worker": "f.worker_id", "groups": "w.groups", "sex": "w.sex"},
    )
)
# The claims of a dispute count once, with the first aid case or mediation about it.
CLAIMS = register(
    Source(
        "claims",
        "matters_matter AS m JOIN matters_party AS p ON p.dispute_id = m.dispute_id"
        " JOIN matters_claim AS f ON f.party_id = p.id",
        _("受理日期"),
        fact="m.id::text || '-' || f.id",
        moment="m.opened_at",
        where="m.kind IN ('aid_case', 'mediation') AND NOT EXISTS (SELECT 1 FROM matters_matter AS x"
        " WHERE x.dispute_id = m.dispute_id AND x.kind IN ('aid_case', 'mediation')"
        " AND (x.opened_at, x.id) < (m.opened_at, m.id))",
        columns={"claimed": "f.amount", "head": "f.head"},
    )
)
OUTCOMES = register(
    Source(
        "outcomes",
        f"matters_claimoutcome AS f {OF_MATTER} JOIN matters_claim AS c ON c.id = f.claim_id"
        " JOIN matters_party AS p ON p.id = c.party_id",
        _("结果日期"),
        day="f.decided_on",
        columns={"code": "f.code", "decided": "f.amount", "claimed": "c.amount", "worker": "p.worker_id"},
    )
)
PAYMENTS = register(
    Source(
        "payments",
        f"matters_payment AS f {OF_MATTER} JOIN matters_claim AS c ON c.id = f.claim_id"
        " JOIN matters_party AS p ON p.id = c.party_id",
        _("到账日期"),
        day="f.paid_on",
        where="f.cancelled_reason = ''",
        columns={"paid": "f.amount", "worker": "p.worker_id"},
    )
)
# Days that are still to come judge nothing; what stood still on its day, or was set aside by then, was never missed.
DUE = register(
    Source(
        "due",
        f"deadlines_deadline AS f {OF_MATTER} JOIN deadlines_ruleversion AS v ON v.id = f.rule_version_id"
        " JOIN deadlines_rule AS r ON r.id = v.rule_id",
        _("到期日"),
        day="f.due_on",
        where="m.kind <> 'report' AND (f.met_on <= f.due_on OR f.due_on < %(today)s)"
        f" AND (f.state <> 'cancelled' OR {_LOCAL.format('f.ended_at')} > f.due_on) AND {running_on('f.due_on')}",
        columns={"on_time": "f.met_on IS NOT NULL AND f.met_on <= f.due_on", "rule": "r.key"},
    )
)
EXTENSIONS = register(
    Source(
        "extensions",
        "deadlines_extension AS f JOIN deadlines_deadline AS l ON l.id = f.deadline_id"
        " JOIN matters_matter AS m ON m.id = l.matter_id",
        _("同意延长的日期"),
        moment="f.decided_at",
        where="f.state = 'granted'",
    )
)
CHASES = register(Source("chases", f"deadlines_chase AS f {OF_MATTER}", _("督办日期"), moment="f.asked_at"))

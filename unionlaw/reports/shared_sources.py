"""Facts that every workflow has: matters opened, events, people, claims, outcomes, payments, time limits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from unionlaw.reports.sources import Source, register

_OF_MATTER = "JOIN matters_matter AS m ON m.id = f.matter_id"
_LOCAL = "({} AT TIME ZONE %(zone)s)::date"

OPENED = register(Source("opened", "matters_matter AS m", _("受理日期"), fact="m.id", moment="m.opened_at"))
EVENTS = register(
    Source(
        "events",
        f"matters_event AS f {_OF_MATTER}",
        _("事件发生日期"),
        moment="f.happened_at",
        names="f.name",
        columns={"days": f"{_LOCAL.format('f.happened_at')} - {_LOCAL.format('m.opened_at')}"},
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
        columns={"worker": "f.worker_id", "groups": "w.groups"},
    )
)
CLAIMS = register(
    Source(
        "claims",
        "matters_matter AS m JOIN matters_party AS p ON p.dispute_id = m.dispute_id"
        " JOIN matters_claim AS f ON f.party_id = p.id",
        _("受理日期"),
        fact="m.id::text || '-' || f.id",
        moment="m.opened_at",
        columns={"claimed": "f.amount", "head": "f.head", "dispute": "m.dispute_id"},
    )
)
OUTCOMES = register(
    Source(
        "outcomes",
        f"matters_claimoutcome AS f {_OF_MATTER} JOIN matters_claim AS c ON c.id = f.claim_id"
        " JOIN matters_party AS p ON p.id = c.party_id",
        _("结果日期"),
        day="f.decided_on",
        columns={"code": "f.code", "decided": "f.amount", "claimed": "c.amount", "worker": "p.worker_id"},
    )
)
PAYMENTS = register(
    Source(
        "payments",
        f"matters_payment AS f {_OF_MATTER} JOIN matters_claim AS c ON c.id = f.claim_id"
        " JOIN matters_party AS p ON p.id = c.party_id",
        _("到账日期"),
        day="f.paid_on",
        where="f.cancelled_reason = ''",
        columns={"paid": "f.amount", "worker": "p.worker_id"},
    )
)
DUE = register(
    Source(
        "due",
        f"deadlines_deadline AS f {_OF_MATTER}",
        _("到期日"),
        day="f.due_on",
        where="f.state <> 'cancelled'",
        columns={"on_time": "f.met_on <= f.due_on", "late": "f.met_on > f.due_on", "met": "f.met_on IS NOT NULL"},
    )
)

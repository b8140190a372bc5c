"""The life of a report as a table. The only place where its status codes are written.

It is computed and signed from below; the signature of the union that sums up freezes all reports of the round.
"""

from django.utils.translation import gettext_lazy as _

from unionlaw.lib.workflow import StatusDef, Transition, Workflow
from unionlaw.matters.models.matter import Kind, Phase
from unionlaw.matters.statuses import declare, declare_pattern

declare_pattern(Kind.REPORT, "{prefix}报〔{year}〕{serial}号")

COLLECTING = "report.collecting"
COMPUTED = "report.computed"
SIGNED = "report.signed"
FROZEN = "report.frozen"

UNSIGNED = frozenset({COLLECTING, COMPUTED})
LIVE = frozenset({COLLECTING, COMPUTED, SIGNED})
READY = frozenset({COMPUTED, SIGNED})

report = declare(
    Workflow(
        kind=Kind.REPORT,
        statuses=(
            StatusDef(COLLECTING, Phase.OPEN, _("待统计"), _("待统计")),
            StatusDef(COMPUTED, Phase.OPEN, _("待签报"), _("待签报")),
            StatusDef(SIGNED, Phase.WAITING, _("已签报"), _("已签报")),
            StatusDef(FROZEN, Phase.CLOSED, _("已冻结"), _("已冻结")),
        ),
        transitions=(
            Transition("compute", _("统计本期"), LIVE, COMPUTED, "report.round"),
            Transition("remark", _("填写说明"), frozenset({COMPUTED}), "", "report.sign"),
            Transition("sign", _("签报"), frozenset({COMPUTED}), SIGNED, "report.sign"),
            Transition("return_report", _("退回"), frozenset({SIGNED}), COMPUTED, "report.sign"),
            Transition("freeze", _("签报并冻结本期"), READY, FROZEN, "report.round"),
            Transition("restate", _("更正"), frozenset({FROZEN}), "", "report.round"),
        ),
    )
)
"""A verb whose target is "" leaves the status alone. A recomputation that changes signed figures takes a report back to
COMPUTED."""

"""The last signature: the union that sums up signs, and the whole round stands as it is."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict
from unionlaw.matters.services.events import record_many
from unionlaw.network.actors import Actor
from unionlaw.reports import states
from unionlaw.reports.models import Round
from unionlaw.reports.services.computing_rounds import lock_reports
from unionlaw.reports.services.signing import put_signature
from unionlaw.reports.services.steps import begin
from unionlaw.reports.snapshots import snapshot


def freeze(*, report_id: int, by: Actor, at: datetime, reason: str = "", version: int | None = None) -> Round:
    """Sign for the whole and freeze all reports of the round with their figures and the facts behind them.

    Args:
        report_id: the report of the union that sums up.
        reason: why though reports right below it are not signed; needed then only.

    Raises what `begin` raises, Invalid for "reason", and Conflict when somebody else worked on the round meanwhile.
    """
    with snapshot():
        top = begin(report_id=report_id, verb="freeze", by=by, version=version)
        its_round = top.round
        if its_round.computed_at is None:
            raise Conflict(_("本期还没有统计。"))
        put_signature(top, reason, by=by, at=at)
        its_round.frozen_at, its_round.frozen_by, its_round.version = at, by.post, its_round.version + 1
        its_round.save()
        reports = lock_reports(its_round)
        matters = [one.matter for one in reports if one.matter.status_id != states.FROZEN]
        data = {"reports": len(matters)}
        record_many([(matter, dict(data)) for matter in matters], "report.frozen", by=by, at=at)
    return its_round

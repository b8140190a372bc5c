"""What a worker does with rounds in line (line.py): it opens what reports are missing and computes, or restates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.errors import Refused
from unionlaw.lib.wording import stored
from unionlaw.network.actors import Actor
from unionlaw.notices.services.telling import tell
from unionlaw.reports.models import Computation, Report
from unionlaw.reports.services import line
from unionlaw.reports.services.computing_rounds import compute_round
from unionlaw.reports.services.line import LEASE, MOST_ATTEMPTS, Now, Stopped
from unionlaw.reports.services.restating import restate
from unionlaw.reports.services.rounds import open_below
from unionlaw.reports.snapshots import beside
from unionlaw.reports.spans import named

__all__ = ["JOB", "LEASE", "MOST_ATTEMPTS", "Stopped", "work_off"]

JOB = "monthly reports"
_GAVE_UP = _("系统错误，没有统计。请稍后重新统计；仍不成功的，请联系系统管理员。")
_LEFT = _("申请人已离任，没有统计。请重新统计。")


def work_off(*, now: Now) -> bool:
    """Compute or restate the next round in line. Returns whether there was one."""
    return _LINE.work_off(now=now)


def _rows() -> QuerySet[Computation]:
    return Computation.objects.select_related("round__organisation", "asked_by__user", "asked_by__organisation")


def _work(computation: Computation, now: Now) -> None:
    at, post = now(), computation.asked_by
    if post is not None and not line.serves(post, at):
        raise Refused(stored(_LEFT))
    by = Actor(user=post.user, post=post) if post else Actor.system(JOB)
    top = Report.objects.only("pk").get(round=computation.round_id, above=None)
    with beside() as side:

        def told(percent: int) -> None:
            line.renew(computation, percent, now(), side)

        _do(computation, top.pk, by, at, told)
    _LINE.finished(computation, now())


def _do(computation: Computation, report_id: int, by: Actor, at: datetime, told: Callable[[int], None]) -> None:
    if computation.verb == Computation.Verb.RESTATE:
        restate(report_id=report_id, reason=computation.reason, by=by, at=at, told=told)
        return
    if computation.round.computed_at is None:
        # The numbers of its matters are given out one after another: not for as long as computing takes.
        told(1)
        open_below(report_id=report_id, by=by, at=at)
    compute_round(report_id=report_id, by=by, at=at, told=told)


def _failed(computation: Computation, at: datetime) -> None:
    """Tell who asked; when the system did or they have left, who answers for the report."""
    Computation.objects.filter(pk=computation.pk).update(done_at=at)
    its_round, asked = computation.round, computation.asked_by
    top = Report.objects.select_related("matter__owner").get(round=its_round, above=None)
    told = asked if asked is not None and line.serves(asked, at) else top.matter.owner
    if told is not None:
        kind = "report.not_restated" if computation.verb == Computation.Verb.RESTATE else "report.not_computed"
        tell(
            kind=kind,
            to=[told],
            key=f"{kind}:{computation.pk}",
            matter=top.matter,
            data={"organisation": its_round.organisation.short_name, "span": named(its_round.span)},
            at=at,
        )


_LINE = line.Line(rows=_rows, work=_work, failed=_failed, gave_up=_GAVE_UP)

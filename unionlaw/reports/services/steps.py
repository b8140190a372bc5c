"""How every write to a report begins: lock its round, then its matter, and see who may do what."""

from __future__ import annotations

from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Missing, Refused
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.services.locking import check_transition, lock_matter
from unionlaw.network import rights
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post
from unionlaw.reports.models import Computation, Report, Round

OF_ROUND = frozenset({"compute", "freeze", "restate"})
"""Verbs that concern the whole round; they are done on the report of the union that sums up."""


def begin(*, report_id: int, verb: str, by: Actor, version: int | None, working: bool = False) -> Report:
    """The report with its round and its matter locked, if `by` may do `verb` now.

    All reports of a round take turns: what one signs depends on who signed below. While a worker computes the round
    nobody waits for it: they are told.

    Args:
        working: the worker itself asks.

    Raises:
        Missing, Stale: see `lock_matter`.
        Refused: the role lacks the right, or the person serves elsewhere.
        Conflict: the status does not allow it, or it is to be done on another report.
    """
    report = visible_report(report_id, by)
    if not working and (reason := busy_refusal(report)):
        raise Conflict(reason)
    locked = Round.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation", "layout")
    its_round = locked.get(pk=report.round_id)
    matter = lock_matter(matter_id=report_id, by=by, version=version)
    # Read again: it may have been signed while we waited.
    report = Report.objects.select_related("organisation", "above").get(pk=report_id)
    report.matter, report.round = matter, its_round
    check_transition(matter=matter, verb=verb, by=by)
    if reason := person_refusal(report, verb, by):
        raise Refused(reason)
    if reason := place_refusal(report, verb):
        raise Conflict(reason)
    return report


def visible_report(report_id: int, by: Actor) -> Report:
    """The report, not locked. Raises Missing."""
    visible = Matter.objects.visible_to(by).filter(pk=report_id, kind=Kind.REPORT)
    found = Report.objects.select_related("round__organisation", "organisation").filter(matter__in=visible).first()
    if found is None:
        raise Missing(_("没有这份报表，或者您无权查看。"))
    return found


def busy_refusal(report: Report) -> str:
    """Why nothing is done with the report while its round is in line to be computed, or ""."""
    found = Computation.objects.in_line().filter(round=report.round_id).first()
    return busy(found.verb) if found else ""


def busy(verb: str = "compute") -> str:
    if verb == "restate":
        return _("本期正在核对更正，请等核对结束再办理。")
    return _("本期正在统计，请等统计结束再办理。")


def person_refusal(report: Report, verb: str, by: Actor) -> str:
    """Why this person cannot do `verb` though their role may, or "".

    A report is signed by its own organisation; where nobody there can sign, by any above it. It is taken back by those
    above, or by its own organisation.
    """
    if by.is_system:
        return ""
    own = by.organisation
    if own is None or own.pk not in report.organisation.lineage:
        return _("这份报表不属于您的单位。")
    if own.pk == report.organisation_id or verb == "return_report" or verb in OF_ROUND:
        return ""
    if has_signer(report):
        return _("由%(name)s自己办理。") % {"name": report.organisation.short_name}
    return ""


def place_refusal(report: Report, verb: str) -> str:
    """Why `verb` is not done on this report but on another, or ""."""
    if verb in OF_ROUND and report.above_id is not None:
        return _("这一步在汇总单位%(name)s的报表上办理。") % {"name": report.round.organisation.short_name}
    if verb == "sign" and report.above_id is None:
        return _("汇总单位签报时一并冻结本期，请用“签报并冻结本期”。")
    return ""


def has_signer(report: Report) -> bool:
    """Whether somebody serves at the report's organisation who may sign."""
    roles = rights.get("report.sign").roles
    return Post.objects.filter(
        organisation=report.organisation_id, role__in=roles, ends_on__isnull=True, user__is_active=True
    ).exists()

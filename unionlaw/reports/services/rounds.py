"""Opening a round: one report for the union that sums up and for everybody below it who reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Refused
from unionlaw.lib.wording import STORED_IN
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.services.opening import open_matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role
from unionlaw.reports.models import Layout, Report, Round
from unionlaw.reports.services.steps import begin
from unionlaw.reports.spans import Length, Span, named, span_of

OF = Organisation.Kind
ALWAYS = (OF.DISTRICT_UNION, OF.STATION)
WITH_MATTERS = (OF.TOWN_UNION, OF.PARK_UNION, OF.ENTERPRISE_UNION, OF.INDUSTRY_FEDERATION, OF.MEDIATION_CENTRE)
"""These report when they hold matters themselves."""


@transaction.atomic
def open_round(
    *, organisation: Organisation, layout: Layout, length: str, last_month: date, by: Actor, at: datetime
) -> Round:
    """Open the reports of one span for a union and those below it, at once: for tests, demo and the month's own task.

    Raises what `open_top` raises.
    """
    opened = open_top(organisation=organisation, layout=layout, length=length, last_month=last_month, by=by, at=at)
    open_below(report_id=opened.reports.get().pk, by=by, at=at)
    return opened


@transaction.atomic
def open_top(
    *, organisation: Organisation, layout: Layout, length: str, last_month: date, by: Actor, at: datetime
) -> Round:
    """Open a round with the report of the union that sums up; a worker opens those below (`open_below`).

    Args:
        organisation: the union that sums up.
        layout: what the reports show.
        length: a `spans.Length`.
        last_month: any day of the span's last month.

    Raises:
        Refused: the actor's role lacks the right, or the union is not in their tree.
        Conflict: the span is not over yet, or its reports are open already.
    """
    by.require("report.round")
    if not by.is_system and (by.organisation is None or by.organisation.pk not in organisation.lineage):
        raise Refused(_("只能为本单位或者下级单位建立报表。"))
    span = span_of(length, last_month)
    if span.end >= timezone.localdate(at):
        raise Conflict(_("%(span)s还没有结束，不能建立报表。") % {"span": named(span)})
    try:
        with transaction.atomic():
            opened = Round.objects.create(
                organisation=organisation,
                layout=layout,
                length=length,
                start_on=span.start,
                end_on=span.end,
                layout_blocks=layout.blocks,
            )
    except IntegrityError:
        raise Conflict(_("%(span)s的报表已经建立。") % {"span": named(span)}) from None
    _open(opened, [organisation], by=by, at=at)
    return opened


@transaction.atomic
def open_below(*, report_id: int, by: Actor, at: datetime) -> None:
    """Open what reports of a round are missing. Safe to be called again.

    Args:
        report_id: the report of the union that sums up.

    Raises what `begin` raises for computing.
    """
    top = begin(report_id=report_id, verb="compute", by=by, version=None, working=True)
    known = set(top.round.reports.values_list("organisation_id", flat=True))
    missing = [one for one in reporting(top.round.organisation) if one.pk not in known]
    # Opened with the whole, and listed below it where the newest stand on top.
    _open(top.round, missing, by=by, at=min(at, top.matter.opened_at - timedelta(microseconds=1)))


def _open(its_round: Round, found: Sequence[Organisation], *, by: Actor, at: datetime) -> None:
    """Open the reports of organisations, given from the top down."""
    answering, span = signers(timezone.localdate(at)), its_round.span
    # From below, so that lists with the newest on top begin with the whole.
    matters = {
        one.pk: open_matter(
            kind=Kind.REPORT,
            event="report.opened",
            title=title_of(one, its_round.length, span),
            organisation=one,
            channel="",
            owner=answering.get(one.pk),
            by=by,
            at=at,
            data={"end_on": span.end.isoformat()},
        )
        for one in reversed(found)
    }
    reports = {one.organisation_id: one for one in its_round.reports.all()}
    for one in found:
        above = next((reports[pk] for pk in reversed(one.lineage[:-1]) if pk in reports), None)
        reports[one.pk] = Report.objects.create(matter=matters[one.pk], round=its_round, organisation=one, above=above)


def reporting(root: Organisation) -> list[Organisation]:
    """Who reports below a union, from the top down, the union itself first."""
    holds = Exists(Matter.objects.filter(organisation=OuterRef("pk")).exclude(kind=Kind.REPORT))
    below = Organisation.objects.open().below(root)
    found = below.filter(Q(pk=root.pk) | Q(kind__in=ALWAYS) | Q(holds, kind__in=WITH_MATTERS))
    return list(found.order_by("depth", "pk"))


def title_of(organisation: Organisation, length: str, span: Span) -> str:
    """How the report is called, as it is stored: 越山区总工会2026年11月月报."""
    with translation.override(STORED_IN):
        return f"{organisation.short_name}{named(span)}{Length(length).label}"


def signers(on: date) -> dict[int, Post]:
    """For each organisation who answers for its report: the head, for want of one the manager."""
    posts = Post.objects.open(on=on).filter(role__in=(Role.SUPERVISOR, Role.MANAGER), user__is_active=True)
    found: dict[int, Post] = {}
    for post in sorted(posts, key=lambda one: (one.role != Role.SUPERVISOR, one.pk)):
        found.setdefault(post.organisation_id, post)
    return found

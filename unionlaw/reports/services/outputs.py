"""Files made of reports: asked for, cancelled, opened, thrown away after ninety days. A worker makes them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.documents.models import StoredFile
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.lib.wording import shown, stored
from unionlaw.matters.services.checking import need_reason
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, ReadLog
from unionlaw.network.readlog import log_read
from unionlaw.reports import dimensions, indicators, layouts, reach
from unionlaw.reports.computed import computed_report, computed_round
from unionlaw.reports.models import Delivery, Form, Layout, Output, Report
from unionlaw.reports.spans import Length, Span, named, span_of

State = Output.State
KEPT = timedelta(days=90)
MOST_IN_LINE = 10
ALIKE = ("organisation_id", "layout_id", "report_id", "start_on", "end_on", "form", "outside", "reason", "asked_by_id")
"""What two files in line have in common when they are the same."""
SHORTEST_REASON, LONGEST_REASON = 4, 300


@transaction.atomic
def ask_output(
    *,
    organisation: Organisation,
    layout: Layout | None = None,
    report: Report | None = None,
    length: str,
    last_month: date,
    form: str,
    outside: bool = False,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Output:
    """Put a report in line to be made into a file. The caller wakes a worker after the commit.

    Args:
        organisation: what the report is about.
        layout: of a live report; without it, `report` is the one that was computed or frozen.
        length, last_month: the span of a live report; a computed one has its own.
        outside: it is handed to somebody outside the union: small figures are hidden, and a reason is needed.

    Raises:
        Missing: no such organisation, layout or report for this actor.
        Refused: the actor may not read this organisation's reports.
        Invalid: on `length`, `form` or `reason`.
        Conflict: the actor has too many in line already, or the span that is to go outside is not over.
    """
    if report is not None:
        found = computed_report(by, report.pk)
        organisation, length, span, name = found.organisation, found.round.length, found.round.span, found.round.layout
    else:
        reach.readable(by, organisation.pk)
        if layout is None or not layouts.usable_by(organisation).filter(pk=layout.pk).exists():
            raise Missing(_("没有这个版式，或者它已经停用。"))
        if length not in Length.values:
            raise Invalid(_("没有这种期间。"), field="length")
        span, name = span_of(length, last_month), layout
    if form not in Form.values:
        raise Invalid(_("没有这种格式。"), field="form")
    reason = _reason(reason) if outside else reason.strip()[:LONGEST_REASON]
    if outside and span.end >= timezone.localdate(at):
        raise Conflict(_("%(span)s还没有结束，不能对外提供：每月只对外提供一版。") % {"span": named(span)})
    return _line_up(
        organisation=organisation, layout=None if report else layout, report=report, span=span, length=length,
        form=form, outside=outside, reason=reason, title=str(shown(name.name)), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def ask_once(
    *,
    organisation: Organisation,
    length: str,
    last_month: date,
    form: str,
    outside: bool,
    by: Actor,
    at: datetime,
    **more: Any,
) -> Output:
    """As `ask_output`; what the actor has in line already is not put there again."""
    made = ask_output(
        organisation=organisation,
        length=length,
        last_month=last_month,
        form=form,
        outside=outside,
        by=by,
        at=at,
        **more,
    )
    same = {name: getattr(made, name) for name in ALIKE}
    earlier = Output.objects.in_line().filter(**same, facts={}, delivery=None).exclude(pk=made.pk).first()
    if earlier is not None:
        made.delete()
    return earlier or made


@transaction.atomic
def ask_facts(
    *,
    organisation: Organisation,
    indicator: str,
    span: Span,
    members: Mapping[str, dimensions.Wanted],
    round_id: int | None = None,
    form: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> Output:
    """Put the list behind a figure in line: matters with their numbers, titles and people. Always with a reason.

    Args:
        indicator: a counted or summed one.
        members: the members of dimensions that the figure is of.
        round_id: the round whose frozen facts are meant; None for the facts as they stand now.

    Raises:
        Missing, Refused, Conflict: as for reports.
        Invalid: on `form` or `reason`, or when the indicator is a rate.
    """
    reach.readable(by, organisation.pk)
    if not indicators.is_known(indicator) or indicators.indicator(indicator).is_rate:
        raise Invalid(_("比例没有清单，请导出它的分子或者分母。"), field="indicator")
    if not all(map(dimensions.is_known, members)):
        raise Missing(_("没有这个指标。"))
    if form not in (Form.XLSX, Form.CSV):
        raise Invalid(_("清单只能导出为XLSX或者CSV。"), field="form")
    if round_id is not None and computed_round(organisation, round_id).span != span:
        raise Missing(_("没有这个期间。"))
    facts = {"indicator": indicator, "members": dict(members), "round": round_id}
    return _line_up(
        organisation=organisation, facts=facts, span=span, length=Length.MONTH, form=form, reason=_reason(reason),
        title=stored(indicators.indicator(indicator).name), by=by, at=at,
    )  # fmt: skip


def deliver_output(*, delivery: Delivery, span: Span, at: datetime) -> Output:
    """Put what a delivery sends for a span in line, for the post it goes to: as it was frozen, where it was."""
    frozen = Report.objects.filter(
        organisation=delivery.organisation_id,
        round__layout=delivery.layout_id,
        round__length=delivery.length,
        round__end_on=span.end,
        round__frozen_at__isnull=False,
    )
    return Output.objects.create(
        organisation=delivery.organisation,
        layout=delivery.layout,
        report=frozen.order_by("-round__frozen_at").first(),
        delivery=delivery,
        title=shown(delivery.layout.name),
        length=delivery.length,
        start_on=span.start,
        end_on=span.end,
        form=delivery.form,
        asked_at=at,
        asked_by=delivery.to_post,
    )


def _reason(reason: str) -> str:
    reason = need_reason(" ".join(reason.split()), _("请写明用途。"), longest=LONGEST_REASON)
    if len(reason) < SHORTEST_REASON:
        raise Invalid(_("请写明导出的用途，至少%(least)s个字。") % {"least": SHORTEST_REASON}, field="reason")
    return reason


def _line_up(*, span: Span, by: Actor, at: datetime, title: str, **columns: Any) -> Output:
    if by.post is None:
        raise Refused(_("您目前没有任何在任岗位，请联系系统管理员。"))
    if Output.objects.in_line().filter(asked_by=by.post).count() >= MOST_IN_LINE:
        raise Conflict(_("您已有%(most)s个文件在排队，请等它们生成或者取消几个。") % {"most": MOST_IN_LINE})
    return Output.objects.create(
        start_on=span.start, end_on=span.end, asked_by=by.post, asked_at=at, title=title[:160], **columns
    )


@transaction.atomic
def cancel_output(*, output_id: int, by: Actor, at: datetime) -> Output:
    """Do not make it after all; what a worker has begun is thrown away. Raises Missing, Conflict."""
    found = Output.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=output_id).first()
    if found is None:
        raise Missing(_("没有这个文件，或者它不是您要的。"))
    if not found.is_running:
        raise Conflict(_("这个文件已经不在排队。"))
    found.state, found.locked_until = State.CANCELLED, None
    found.save(update_fields=["state", "locked_until"])
    return found


@transaction.atomic
def open_output(*, output_id: int, by: Actor, at: datetime) -> Output:
    """The finished file, whose taking away is written down before its first byte is sent.

    Raises:
        Missing: there is none for this actor, or none any more.
        Refused: the actor may not read this organisation's reports now.
    """
    found = Output.objects.visible_to(by).select_related("file", "organisation").filter(pk=output_id).first()
    if found is None or found.state != State.DONE or found.file is None:
        raise Missing(_("没有这个文件，或者它已过保存期。"))
    if not reach.knows(by, found.organisation):
        raise Refused(_("您现在不能查看%(name)s的报表。") % {"name": found.organisation.short_name})
    if refusal := reach.refusal(by, found.organisation):
        raise Refused(refusal)
    data = {
        "organisation": found.organisation_id, "start": found.start_on.isoformat(), "end": found.end_on.isoformat(),
        "form": found.form, "outside": found.outside, "sha256": found.file.sha256, **found.facts,
    }  # fmt: skip
    log_read(
        by=by, at=at, action=ReadLog.Action.EXPORT, subject=f"report_output:{found.pk}", reason=found.reason, data=data
    )
    return found


def forget_old(*, at: datetime) -> int:
    """Throw files away that were made more than ninety days ago; who took them is still known. Returns how many."""
    old = list(Output.objects.filter(state=State.DONE, done_at__lt=at - KEPT).values_list("pk", "file_id"))
    Output.objects.filter(pk__in=[pk for pk, _file in old]).update(state=State.GONE, file=None)
    for file_id in {file for _pk, file in old}:
        # The sweep of the store takes what no row names. Content that is kept elsewhere, too, stays.
        with suppress(ProtectedError):
            StoredFile.objects.filter(pk=file_id).delete()
    return len(old)

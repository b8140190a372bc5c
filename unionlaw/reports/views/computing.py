"""A round being computed: how far it is, and its cancelling."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionlaw.deadlines.views.matter import read_matter
from unionlaw.lib import clock
from unionlaw.lib.errors import Conflict, Refused
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.reports import reach
from unionlaw.reports.models import Report, Round
from unionlaw.reports.services.computations import cancel_computation, cancelling_refusal, last_computation
from unionlaw.reports.services.rounds import reporting
from unionlaw.web import policy
from unionlaw.web.views import ActionView, PageView, Text


def shown_computation(report: Report, actor: Actor) -> dict[str, Any]:
    """What templates/reports/computing.html needs. What failed is told to those alone who can have it done again."""
    found = last_computation(report.round)
    top = report.pk if report.above_id is None else 0
    may = bool(top) and not cancelling_refusal(report, actor)
    running = found is not None and found.is_running
    # What became of the last computation is of no use any more once the round is frozen.
    of_use = found is not None and found.is_restatement == (report.round.frozen_at is not None)
    shown = running or (may and of_use)
    return {
        "computation": found if shown else None,
        "computed_reports": _reports_of(report.round) if running else 0,
        "computing_stalled": bool(
            running and found and found.locked_until is not None and found.locked_until < clock.now()
        ),
        "may_cancel": may and running,
        "computing_url": reverse("reports:computing", args=[report.pk]),
        "cancel_computing_url": reverse("reports:cancel_computing", args=[report.pk]),
    }


def _reports_of(its_round: Round) -> int:
    """How many reports are computed; before the first time the worker opens those below."""
    return its_round.reports.count() if its_round.computed_at else len(reporting(its_round.organisation))


class Computing(PageView):
    """The part of a report's page that changes by itself; the page is drawn anew when nothing is in line any more."""

    policy = policy.Right("report.read")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        beside = ("report__round__organisation", "report__organisation")
        matter = read_matter(self.actor, Kind.REPORT, self.kwargs["pk"], beside=beside)
        if reason := reach.refusal(self.actor, matter.report.organisation):
            raise Refused(reason)
        if not getattr(request, "htmx", False):
            return HttpResponseRedirect(reverse("reports:report", args=[matter.pk]))
        context = shown_computation(matter.report, self.actor)
        response = render(request, "reports/computing.html", context)
        if not context["computed_reports"]:
            response["HX-Refresh"] = "true"
        return response


class CancelComputing(ActionView):
    policy = policy.Right("report.round")
    title = _("取消统计")
    submit_label = _("取消统计")
    back_label = _("返回报表")
    success_message = _("已取消，原有的数字不变。")
    danger = True

    def get_object(self) -> Matter:
        return read_matter(self.actor, Kind.REPORT, self.kwargs["pk"])

    @property
    def current_version(self) -> None:
        return None

    def consequences(self) -> list[Text]:
        return [_("已经统计的部分不保留，原有的数字和签报不变。")]

    def perform(self, form: Any) -> Any:
        return cancel_computation(report_id=self.object.pk, by=self.actor, at=self.at)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except Conflict as error:
            # There is nothing left to cancel: the report says how it went.
            messages.info(request, error.message)
            return HttpResponseRedirect(self.get_cancel_url())

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()

    def get_cancel_url(self) -> str:
        return reverse("reports:report", args=[self.kwargs["pk"]])

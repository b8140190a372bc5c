"""The reports of one's tree, opening a round, and the page of one report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionlaw.deadlines.views.matter import MatterDetail
from unionlaw.lib import clock
from unionlaw.lib.errors import Refused
from unionlaw.matters import panels
from unionlaw.matters.lists import DUE, HOLDER, NEXT, NUMBER, OWNER, STATUS, TITLE, UPDATED, MatterListBase
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.presenters import MatterPage
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role
from unionlaw.reports import checks, layouts, reach, states, submissions
from unionlaw.reports.drawing import drawings
from unionlaw.reports.kind_page import report_actions
from unionlaw.reports.models import Report
from unionlaw.reports.round_forms import OpenRoundForm
from unionlaw.reports.services.actions import refusal
from unionlaw.reports.services.computations import ask_computation
from unionlaw.reports.services.rounds import open_round
from unionlaw.reports.spans import months_back, named
from unionlaw.reports.stored import StoredFigures, stored
from unionlaw.reports.stored_charts import stored_charts
from unionlaw.reports.tasks_rounds import compute_rounds
from unionlaw.reports.views.computing import shown_computation
from unionlaw.reports.views.live import months, ways
from unionlaw.reports.waking import wake
from unionlaw.web import policy
from unionlaw.web.format import prose_date
from unionlaw.web.lists.keyset import Branch
from unionlaw.web.lists.listing import Listing
from unionlaw.web.lists.views import Action, Preset
from unionlaw.web.views import FormActionView

BESIDE = ("report__round__layout", "report__round__organisation", "report__organisation", "report__above__organisation",
          "report__signed_by__user", "report__round__frozen_by__user")  # fmt: skip


class RoundList(MatterListBase):
    """The reports that are handed in: of the own organisation and, but for caseworkers, of those below."""

    policy = policy.Right("report.read")
    kind = Kind.REPORT
    list_key = "reports"
    template_name = "reports/rounds.html"
    title = pgettext_lazy("list", "报表")
    columns = (NUMBER, TITLE, STATUS, NEXT, HOLDER, OWNER, DUE, UPDATED)
    presets = (
        Preset(_("全部"), ""),
        Preset(_("我经办的"), "mine=true"),
        Preset(_("待统计"), f"status={states.COLLECTING}&sort=due"),
        Preset(_("待签报"), f"status={states.COMPUTED}&sort=due"),
        Preset(_("已逾期"), "due=overdue&sort=due"),
        Preset(_("已冻结"), f"status={states.FROZEN}"),
    )
    action = Action(_("开始一期"), "reports:open_round", right="report.round")
    empty_text = _("这里列出本单位和下级单位逐级签报的报表。每月第一个工作日自动建立上月的报表，也可以由管理者建立。")

    def rows(self, actor: Any) -> QuerySet[Any]:
        rows = Matter.objects.all() if actor.is_system else Matter.objects.in_tree_of(actor)
        if actor.role == Role.CASEWORKER:
            rows = rows.filter(organisation=actor.organisation)
        return rows.filter(kind=self.kind)

    def branches(self, actor: Any) -> Sequence[Branch]:
        return [Branch(self.rows(actor))]

    def context(self, listing: Listing) -> dict[str, Any]:
        return {"ways": ways("rounds")}


class OpenRound(FormActionView):
    """One button: the reports are opened and put in line to be computed."""

    policy = policy.Right("report.round")
    title = _("开始一期")
    form_class = OpenRoundForm
    submit_label = _("建立并统计")
    success_message = _("本期报表已建立，正在统计；统计完成后下级单位可以核对签报。")

    @property
    def organisation(self) -> Organisation:
        if self.actor.organisation is None:
            raise Refused(self.actor.refusal("report.round"))
        found: Organisation = self.actor.organisation
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate(self.at)
        return {"months": months(months_back(today, 1)), "layouts": layouts.usable_by(self.organisation)}

    def get_initial(self) -> dict[str, Any]:
        return {"layout": layouts.usable_by(self.organisation).filter(key=layouts.STANDARD).first()}

    def perform(self, form: Any) -> Report:
        chosen = form.cleaned_data
        with transaction.atomic():
            opened = open_round(
                organisation=self.organisation,
                layout=chosen["layout"],
                length=chosen["length"],
                last_month=date.fromisoformat(f"{chosen['month']}-01"),
                by=self.actor,
                at=self.at,
            )
            top: Report = opened.reports.get(above=None)
            ask_computation(report_id=top.pk, by=self.actor, at=self.at)
            wake(compute_rounds)
        return top

    def get_success_url(self, result: Any) -> str:
        return panels.url_of(Kind.REPORT, result.pk)

    def get_cancel_url(self) -> str:
        return reverse("reports:rounds")


class ReportPage(MatterDetail):
    """One organisation's report: figures, what is odd, who signed, what was restated."""

    policy = policy.Right("report.read")
    template_name = "reports/report.html"
    kind = Kind.REPORT
    list_url_name = "reports:rounds"
    list_label = pgettext_lazy("list", "报表")

    @property
    def beside(self) -> tuple[str, ...]:
        return BESIDE

    @cached_property
    def report(self) -> Report:
        found: Report = self.matter.report
        return found

    @cached_property
    def page(self) -> MatterPage:
        page = super().page
        # A report is no case: it is not passed on, nor referred to an organ.
        page.actions = report_actions(self.matter, self.actor)
        return page

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reason := reach.refusal(self.actor, self.report.organisation):
            raise Refused(reason)
        return super().get(request, *args, **kwargs)

    def facts(self) -> list[tuple[Any, Any]]:
        """The line of facts below the title."""
        its_round, report = self.report.round, self.report
        found = [(_("期间"), named(its_round.span)), (_("统计截止"), submissions.moment(its_round.computed_at))]
        if report.signed_at:
            who = report.signed_by.user.display_name if report.signed_by else ""
            found.append((_("签报"), f"{who} {submissions.moment(report.signed_at)}".strip()))
        if its_round.frozen_at:
            found.append((_("冻结"), prose_date(timezone.localdate(its_round.frozen_at))))
        return found

    def get_context(self, **extra: Any) -> dict[str, Any]:
        report, its_round = self.report, self.report.round
        below = submissions.below(report, clock.today())
        frozen = its_round.frozen_at
        figures = StoredFigures.of(report) if its_round.computed_at else None
        drawn = stored_charts(report, figures) if figures else None
        return super().get_context(
            report=report,
            round=its_round,
            table=stored(report, figures) if figures else None,
            drawings=drawings(drawn.charts, report.organisation, drawn.spans, drawn.rounds) if drawn else [],
            warnings=submissions.warnings_of(report, self.actor),
            warning_rules=checks.rules(),
            below=below,
            signed_below=sum(one.report.signed_at is not None for one in below),
            frozen_on=prose_date(timezone.localdate(frozen)) if frozen else "",
            remark_url=""
            if refusal(self.matter, "remark", self.actor)
            else reverse("reports:remark", args=[report.pk]),
            restatements=submissions.restatements_of(report, self.actor),
            page_facts=self.facts(),
            **shown_computation(report, self.actor),
            **extra,
        )

"""The reports of one's tree, opening a round, and the page of one report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionlaw.deadlines.views.matter import MatterDetail
from unionlaw.lib import clock
from unionlaw.lib.errors import Conflict, Invalid, Refused
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
from unionlaw.reports.models import Report, Round
from unionlaw.reports.round_forms import OpenRoundForm
from unionlaw.reports.services.actions import refusal
from unionlaw.reports.services.computations import ask_computation
from unionlaw.reports.services.rounds import open_top
from unionlaw.reports.spans import Length, months_back, named, span_of
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
from unionlaw.web.views import FormActionView, Text

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

    @property
    def empty_text(self) -> str:  # type: ignore[override]
        said = _g(
            "这里列出本单位和下级单位逐级签报的报表。每月第%(day)d个工作日自动建立上月的报表，也可以由管理者建立。"
        )
        return said % {"day": settings.REPORTS_WORKING_DAY}

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
    """One button: the round is opened; a worker opens the reports of those below and computes them."""

    policy = policy.Right("report.round")
    title = _("开始一期")
    form_class = OpenRoundForm
    submit_label = _("建立并统计")
    success_message: Text = _("已排队：由后台建立各单位的报表并统计，完成后下级单位可以核对签报。")

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
        known = {f"{end:%Y-%m}" for end in self._opened(Length.MONTH).values_list("end_on", flat=True)}
        offered = [key for key, _name in self.get_form_kwargs()["months"]]
        return {
            "layout": layouts.usable_by(self.organisation).filter(key=layouts.STANDARD).first(),
            "month": next((key for key in offered if key not in known), offered[0]),
        }

    def _opened(self, length: str) -> QuerySet[Round]:
        return Round.objects.filter(organisation=self.organisation, length=length)

    def consequences(self) -> list[Text]:
        return [
            _("为本单位和下级单位各建立一份报表，由后台统计；统计完成后逐级核对签报。"),
            _("签报期限从这一期结束起算，到期前后提醒签报责任人。"),
        ]

    def perform(self, form: Any) -> Report:
        chosen = form.cleaned_data
        length, last_month = chosen["length"], date.fromisoformat(f"{chosen['month']}-01")
        try:
            with transaction.atomic():
                opened = open_top(
                    organisation=self.organisation,
                    layout=chosen["layout"],
                    length=length,
                    last_month=last_month,
                    by=self.actor,
                    at=self.at,
                )
                top: Report = opened.reports.get(above=None)
                ask_computation(report_id=top.pk, by=self.actor, at=self.at)
                wake(compute_rounds)
        except Conflict as error:
            known = self._opened(length).filter(end_on=span_of(length, last_month).end).first()
            if known is None:
                raise Invalid({"month": error.message}) from None
            # It is there already: that is where the person wanted to go.
            self.success_message = error.message
            return known.reports.get(above=None)
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
        signed = [one for one in below if one.report.signed_at is not None]
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
            signed_below=len(signed),
            signed_rows=signed,
            missing_below=[one for one in below if one.report.signed_at is None],
            sent_back=submissions.sent_back(report),
            frozen_on=prose_date(timezone.localdate(frozen)) if frozen else "",
            remark_url=""
            if refusal(self.matter, "remark", self.actor)
            else reverse("reports:remark", args=[report.pk]),
            restatements=submissions.restatements_of(report, self.actor),
            page_facts=self.facts(),
            **shown_computation(report, self.actor),
            **extra,
        )

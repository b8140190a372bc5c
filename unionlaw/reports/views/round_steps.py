"""What is done with a report, one page for each verb."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from unionlaw.deadlines.views.action import MatterAction
from unionlaw.lib.errors import Conflict
from unionlaw.lib.wording import listed
from unionlaw.matters.models.matter import Kind
from unionlaw.reports import (
    states,  # noqa: F401  the workflow, before its verbs are looked up
    submissions,
)
from unionlaw.reports.models import Report
from unionlaw.reports.round_forms import RemarksForm, RestateForm, SignForm
from unionlaw.reports.services import actions, computations, freezing, signing
from unionlaw.reports.tasks_rounds import compute_rounds
from unionlaw.reports.views.rounds import BESIDE
from unionlaw.reports.waking import wake
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import NoFields, Text

MOST_NAMES = 10


class ReportAction(MatterAction):
    kind: ClassVar[str] = Kind.REPORT
    id_name: ClassVar[str] = "report_id"
    beside: ClassVar[tuple[str, ...]] = BESIDE
    back_label = _("返回报表")
    refusal_of = staticmethod(actions.refusal)

    @property
    def report(self) -> Report:
        found: Report = self.matter.report
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except Conflict as error:
            # Nothing was done; as on the page that offers the verb, the reason is said with the way back.
            context = {**self.get_context(reason=error.message), "cancel_url": self.get_cancel_url()}
            return render(request, self.refused_template, context, status=409)


class InLine(ReportAction):
    """What a worker does: the service puts it in line."""

    def perform(self, form: Any) -> Any:
        with transaction.atomic():
            asked = super().perform(form)
            wake(compute_rounds)
        return asked


class Compute(InLine):
    verb = "compute"
    service = computations.ask_computation
    form_class = NoFields
    success_message = _("已排队统计，完成前可以离开本页。")

    def consequences(self) -> list[Text]:
        return [
            _("由后台统计，期间不能填写说明、签报或者冻结。"),
            _("本期所有单位的报表按现在登记的情况重新统计。"),
            _("已签报的报表数字有变化的，原签报失效，需要重新签报。"),
        ]


class Remark(ReportAction):
    verb = "remark"
    event = "report.remarked"
    service = signing.remark
    form_class = RemarksForm
    submit_label = _("保存说明")
    success_message = _("已保存说明。")

    def get_initial(self) -> dict[str, Any]:
        return {"remarks": self.report.remarks}


class Signing(ReportAction):
    """A signature: what is odd and who below has not signed is said first, and then a reason is asked for."""

    template_name = "reports/sign.html"
    form_class = SignForm

    @cached_property
    def missing(self) -> list[str]:
        return signing.missing_below(self.report)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"missing": self.missing}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(
            warnings=submissions.warnings_of(self.report, self.actor),
            missing=listed(self.missing[:MOST_NAMES]),
            missing_count=len(self.missing),
            **extra,
        )


class Sign(Signing):
    verb = "sign"
    event = "report.signed"
    service = signing.sign
    success_message = _("已签报。")


class Freeze(Signing):
    verb = "freeze"
    event = "report.frozen"
    service = freezing.freeze
    success_message = _("本期报表已签报并冻结。")

    def consequences(self) -> list[Text]:
        return [*super().consequences(), _("本期所有报表的数字和明细从此不再改变；以后的更正另行登记。")]


class Return(ReportAction):
    verb = "return_report"
    event = "report.returned"
    service = signing.return_report
    form_class = ReasonForm
    danger = True
    success_message = _("已退回。")


class Restate(InLine):
    verb = "restate"
    event = "report.restated"
    service = computations.ask_restatement
    form_class = RestateForm
    success_message = _("已排队更正，完成后本页列出有变化的数字和引起变化的事项。")

    def consequences(self) -> list[Text]:
        return [
            _("由后台比较，完成前可以离开本页；没有变化的不登记更正。"),
            _("按现在登记的情况与冻结的数字比较，列出每个有变化的数字和引起变化的事项。冻结的报表不变。"),
        ]

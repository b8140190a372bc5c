"""What is done with a report, one page for each verb."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from unionlaw.deadlines.views.action import MatterAction
from unionlaw.lib.errors import Conflict
from unionlaw.lib.wording import listed
from unionlaw.matters.models.matter import Kind
from unionlaw.reports import states  # noqa: F401  the workflow, before its verbs are looked up
from unionlaw.reports.models import Report
from unionlaw.reports.round_forms import RemarksForm, RestateForm, SignForm
from unionlaw.reports.services import actions, computations, freezing, restating, signing
from unionlaw.reports.tasks_rounds import compute_rounds
from unionlaw.reports.views.rounds import BESIDE
from unionlaw.reports.waking import wake
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import NoFields, Text


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


class Compute(ReportAction):
    verb = "compute"
    service = computations.ask_computation
    form_class = NoFields
    success_message = _("已排队统计，完成前可以离开本页。")

    def perform(self, form: Any) -> Any:
        with transaction.atomic():
            asked = super().perform(form)
            wake(compute_rounds)
        return asked

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
    """A signature: who below has not signed is said, and then a reason is asked for."""

    form_class = SignForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"missing": signing.missing_below(self.report)}

    def consequences(self) -> list[Text]:
        found = super().consequences()
        if missing := signing.missing_below(self.report):
            names = listed(missing[:10])
            found.insert(
                0, _g("还有%(count)d个下级单位没有签报：%(names)s。") % {"count": len(missing), "names": names}
            )
        if count := len(self.report.warnings):
            found.insert(0, _g("有%(count)d条提示，请先核对。") % {"count": count})
        return found


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


class Restate(ReportAction):
    verb = "restate"
    event = "report.restated"
    service = restating.restate
    form_class = RestateForm
    success_message = _("已登记更正，列出了有变化的数字和引起变化的事项。")

    def consequences(self) -> list[Text]:
        return [_("按现在登记的情况与冻结的数字比较，列出每个有变化的数字和引起变化的事项。冻结的报表不变。")]

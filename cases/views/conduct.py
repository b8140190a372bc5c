"""What the assigned lawyer records while conducting a case."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.forms import conduct as forms
from cases.models import Hearing
from cases.services import conduct
from cases.views.base import MatterAction
from unionlaw.web.views import Text


class ConductAction(MatterAction):
    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#conduct"


class SetStage(ConductAction):
    verb = "set_stage"
    service = conduct.set_stage
    form_class = forms.StageForm
    success_message = _("已变更所处阶段。")

    def get_initial(self) -> dict[str, Any]:
        return {"stage": self.matter.dispute.stage if self.matter.dispute else ""}


class ScheduleHearing(ConductAction):
    verb = "schedule_hearing"
    service = conduct.schedule_hearing
    form_class = forms.HearingForm
    success_message = _("已安排。")

    def consequences(self) -> list[Text]:
        return [_("时间会成为本案的下一期限；之后记下结果，才能结案。"), _("申请人查询进展时看到这次安排。")]


class ConcludeHearing(ConductAction):
    verb = "conclude_hearing"
    service = conduct.conclude_hearing
    form_class = forms.ConcludeForm
    template_name = "cases/conclude_hearing.html"
    success_message = _("已记录结果。")

    @cached_property
    def hearing(self) -> Hearing:
        found: Hearing = get_object_or_404(
            Hearing.objects.visible_to(self.actor), case_id=self.kwargs["pk"], pk=self.kwargs["hearing_id"]
        )
        return found

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"hearing_id": self.hearing.pk, **super().arguments(form)}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(hearing=self.hearing, **extra)


class LogFiling(ConductAction):
    verb = "log_filing"
    service = conduct.log_filing
    form_class = forms.FilingForm
    success_message = _("已登记提交的文书。")

    def get_initial(self) -> dict[str, Any]:
        return {"filed_on": timezone.localdate(self.at)}


class LogWork(ConductAction):
    verb = "log_work"
    service = conduct.log_work
    form_class = forms.WorkForm
    success_message = _("已记入工作日志。")

    def get_initial(self) -> dict[str, Any]:
        return {"worked_on": timezone.localdate(self.at)}

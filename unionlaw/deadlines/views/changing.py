"""What is done to a running time limit by hand: met, suspended, resumed, restarted, cancelled, kept quiet."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.deadlines.forms import limits as forms
from unionlaw.deadlines.models import Deadline
from unionlaw.deadlines.services import changing
from unionlaw.deadlines.views.limits import LimitAction, Previewed
from unionlaw.lib import clock
from unionlaw.web import policy
from unionlaw.web.format import prose_date
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import NoFields, Text


class Meet(LimitAction):
    policy = policy.Right("deadline.meet")
    form_class = forms.MeetForm
    title = gettext_lazy("登记完成")
    submit_label = gettext_lazy("登记完成")
    success_message = gettext_lazy("期限已完成，不再提醒。")
    verb = "meet"

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def perform(self, form: Any) -> Any:
        return self.call(changing.meet, **form.cleaned_data)


class Suspend(LimitAction):
    policy = policy.Right("deadline.suspend")
    form_class = forms.SuspendForm
    title = gettext_lazy("中止期限")
    submit_label = gettext_lazy("中止")
    success_message = gettext_lazy("期限已中止，恢复之前不再提醒。")
    verb = "suspend"

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def consequences(self) -> list[Text]:
        return [_("中止期间不计入期限，也不提醒；恢复后到期日相应后移。")]

    def perform(self, form: Any) -> Any:
        return self.call(changing.suspend, **form.cleaned_data)


class Resume(Previewed):
    policy = policy.Right("deadline.suspend")
    form_class = forms.ResumeForm
    title = gettext_lazy("恢复计算")
    submit_label = gettext_lazy("恢复")
    verb = "resume"

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def preview(self, form: Any) -> Deadline:
        book, deadline = self.draft()
        book.resume(deadline, form.cleaned_data["on"] - changing.DAY)
        return deadline

    def perform(self, form: Any) -> Any:
        return self.call(changing.resume, **form.cleaned_data)

    def get_success_message(self, result: Deadline) -> Text:
        return _("已恢复计算，到期日%(on)s。") % {"on": prose_date(result.due_on)}


class Restart(Previewed):
    policy = policy.Right("deadline.suspend")
    form_class = forms.RestartForm
    title = gettext_lazy("重新起算")
    submit_label = gettext_lazy("重新起算")
    verb = "restart"

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def preview(self, form: Any) -> Deadline:
        book, deadline = self.draft()
        book.restart(deadline, form.cleaned_data["on"], fixed_on=form.cleaned_data["fixed_on"])
        return deadline

    def perform(self, form: Any) -> Any:
        return self.call(changing.restart, **form.cleaned_data)

    def get_success_message(self, result: Deadline) -> Text:
        return _("已重新起算，到期日%(on)s。") % {"on": prose_date(result.due_on)}


class Cancel(LimitAction):
    policy = policy.Right("deadline.cancel")
    form_class = ReasonForm
    title = gettext_lazy("撤销期限")
    submit_label = gettext_lazy("撤销")
    success_message = gettext_lazy("期限已撤销。")
    danger = True
    verb = "cancel"

    def consequences(self) -> list[Text]:
        return [_("这项义务不再存在，不再计算也不再提醒。撤销和理由留在办理记录里。")]

    def perform(self, form: Any) -> Any:
        return self.call(changing.cancel, **form.cleaned_data)


class Acknowledge(LimitAction):
    policy = policy.Right("deadline.acknowledge")
    form_class = NoFields
    title = gettext_lazy("知悉")
    submit_label = gettext_lazy("我已知悉")
    success_message = gettext_lazy("已知悉，到期当日之前不再提醒。")
    verb = "acknowledge"

    def consequences(self) -> list[Text]:
        return [_("到期当日之前不再提醒；到期当日起，提醒照常发出。")]

    def perform(self, form: Any) -> Any:
        return self.call(changing.acknowledge)


class Snooze(LimitAction):
    policy = policy.Right("deadline.acknowledge")
    form_class = forms.SnoozeForm
    title = gettext_lazy("暂缓提醒")
    submit_label = gettext_lazy("暂缓")
    success_message = gettext_lazy("在您选定的那天之前不再提醒。")
    verb = "snooze"

    def perform(self, form: Any) -> Any:
        return self.call(changing.snooze, **form.cleaned_data)

"""Days on which a supervisor's own organisation is closed."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.deadlines.forms.calendar import ClosureForm
from unionlaw.deadlines.models import CalendarDay
from unionlaw.deadlines.services import calendar as services
from unionlaw.lib import clock
from unionlaw.web import policy
from unionlaw.web.views import ActionView, FormActionView, Text


class Close(FormActionView):
    """Days on which the supervisor's own organisation is closed."""

    policy = policy.Right("calendar.close")
    form_class = ClosureForm
    title = gettext_lazy("登记停办公日")
    submit_label = gettext_lazy("登记")
    success_message = gettext_lazy("停办公日已登记。")
    back_label = gettext_lazy("工作日历")

    def get_initial(self) -> dict[str, Any]:
        return {"first": clock.today(), "last": clock.today()}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subtitle=str(self.actor.organisation), **extra)

    def consequences(self) -> list[Text]:
        return [_("本单位的内部服务标准和提醒避开这些日子；法定期限不受影响。")]

    def get_cancel_url(self) -> str:
        return reverse("deadlines:calendar_year", args=[clock.today().year])

    def get_success_url(self, result: Any) -> str:
        return reverse("deadlines:calendar_year", args=[result[0].day.year])

    def perform(self, form: Any) -> Any:
        return services.add_closure(
            organisation=self.actor.organisation, by=self.actor, at=self.at, **form.cleaned_data
        )


class Reopen(ActionView):
    """Takes one day of a closure back."""

    policy = policy.Right("calendar.close")
    title = gettext_lazy("取消停办公日")
    submit_label = gettext_lazy("取消停办公日")
    success_message = gettext_lazy("已取消。")
    back_label = gettext_lazy("工作日历")
    object: CalendarDay

    def get_object(self) -> Any:
        return get_object_or_404(CalendarDay, pk=self.kwargs["pk"], organisation=self.actor.organisation)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subtitle=f"{self.object.day.isoformat()} {self.object.name}", **extra)

    def get_cancel_url(self) -> str:
        return reverse("deadlines:calendar_year", args=[self.object.day.year])

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()

    def perform(self, form: Any) -> Any:
        return services.remove_closure(closure_id=self.object.pk, by=self.actor, at=self.at)

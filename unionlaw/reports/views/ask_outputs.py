"""Asking for files of reports and of the lists behind figures."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from unionlaw.lib import clock
from unionlaw.lib.wording import shown
from unionlaw.reports import asking
from unionlaw.reports.computed import computed_report
from unionlaw.reports.forms_outputs import FactsForm, OutputForm
from unionlaw.reports.models import Output
from unionlaw.reports.services import outputs
from unionlaw.reports.spans import named, span_of
from unionlaw.reports.tasks_outputs import make_outputs
from unionlaw.reports.waking import wake
from unionlaw.web import policy
from unionlaw.web.views import FormActionView


class AskOutput(FormActionView):
    """`?organisation=&layout=&length=&month=` of a live report, or `?report=` of a computed one."""

    policy = policy.Right("report.read")
    form_class = OutputForm
    title = gettext_lazy("导出报表")
    submit_label = gettext_lazy("导出")
    back_label = pgettext_lazy("list", "报表")
    success_message = gettext_lazy("已排队，生成后可以在这里下载。")

    def get_object(self) -> dict[str, Any]:
        """What is asked for, as the service takes it."""
        query = self.request.GET
        if "report" in query:
            report = computed_report(self.actor, asking.number_in(query, "report"))
            its_round = report.round
            return {
                "organisation": report.organisation, "report": report, "length": its_round.length,
                "last_month": its_round.end_on,
            }  # fmt: skip
        organisation = asking.organisation_in(query, self.actor)
        return {
            "organisation": organisation, "layout": asking.layout_in(query, organisation),
            "length": asking.length_in(query), "last_month": asking.month_in(query, clock.today()),
        }  # fmt: skip

    @property
    def current_version(self) -> None:
        return None

    def get_initial(self) -> dict[str, Any]:
        return {"outside": "outside" in self.request.GET}

    def make_form(self, data: QueryDict | None = None) -> Any:
        form = super().make_form(data)
        # Whoever came to hand it to others is asked what for before they send.
        form.fields["reason"].required = "outside" in (self.request.GET if data is None else data)
        form.fields["reason"].error_messages["required"] = _("请写明用途。")
        return form

    def consequences(self) -> list[Any]:
        return [
            _("由后台生成，完成后在“报表文件”里下载，保存%(days)s天。") % {"days": outputs.KEPT.days},
            _("下载人、时间和用途记入日志。"),
        ]

    def perform(self, form: Any) -> Output:
        with transaction.atomic():
            output = outputs.ask_output(**self.object, **form.cleaned_data, by=self.actor, at=self.at)
            wake(make_outputs)
        return output

    def get_success_url(self, result: Output) -> str:
        return reverse("reports:output", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("reports:live")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        asked = self.object
        name = asked["report"].round.layout.name if "report" in asked else asked["layout"].name
        span = named(span_of(asked["length"], asked["last_month"]))
        return super().get_context(subtitle=f"{asked['organisation'].name} · {shown(name)} · {span}", **extra)


class AskFacts(FormActionView):
    """The list behind a figure; asked as the page of that list is."""

    policy = policy.Right("report.read")
    form_class = FactsForm
    title = gettext_lazy("导出清单")
    submit_label = gettext_lazy("导出")
    back_label = gettext_lazy("数字背后的事项")
    success_message = gettext_lazy("已排队，生成后可以在这里下载。")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "indicator" not in request.GET:
            return HttpResponseRedirect(reverse("reports:facts"))
        return super().dispatch(request, *args, **kwargs)

    def get_object(self) -> dict[str, Any]:
        query = self.request.GET
        chosen = asking.indicator_in(query)
        side = {"part": chosen.part, "whole": chosen.whole}.get(query.get("side", ""), chosen.part)
        return {
            "organisation": asking.organisation_in(query, self.actor),
            "indicator": side if chosen.is_rate else chosen.key,
            "span": asking.span_in(query),
            "members": asking.members_in(query),
            "round_id": asking.number_in(query, "round"),
        }

    @property
    def current_version(self) -> None:
        return None

    def consequences(self) -> list[Any]:
        return [
            _("清单有事项编号、名称和申请人姓名，是个人信息。您无权查看的事项不列姓名。"),
            _("下载人、时间和用途记入日志。"),
        ]

    def perform(self, form: Any) -> Output:
        with transaction.atomic():
            output = outputs.ask_facts(**self.object, **form.cleaned_data, by=self.actor, at=self.at)
            wake(make_outputs)
        return output

    def get_success_url(self, result: Output) -> str:
        return reverse("reports:output", args=[result.pk])

    def get_cancel_url(self) -> str:
        return f"{reverse('reports:facts')}?{self.request.GET.urlencode()}"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        asked = self.object
        return super().get_context(subtitle=f"{asked['organisation'].name} · {named(asked['span'])}", **extra)

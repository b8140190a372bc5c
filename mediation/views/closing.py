"""The ways out and back: failed, handed over, reopened."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.forms import closing as forms
from mediation.services import closing, handing_over
from mediation.views.base import MediationAction
from unionlaw.deadlines.models import Deadline
from unionlaw.documents.models import Document
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import Text


class Fail(MediationAction):
    verb = "fail"
    event = "mediation.failed"
    service = closing.fail
    form_class = forms.FailForm
    template_name = "mediation/fail.html"
    danger = True
    success_message = gettext_lazy("已按调解不成结束。可以转入法律援助。")

    @cached_property
    def limit(self) -> Deadline | None:
        return closing.finishing_limit(self.mediation)

    @property
    def time_over(self) -> bool:
        return closing.time_is_over(self.mediation, self.at)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"time_over": self.time_over}

    def get_initial(self) -> dict[str, Any]:
        return {"reason": closing.TIME_OVER} if self.time_over else {}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        extend = reverse("deadlines:extend", args=[self.limit.pk]) if self.limit else ""
        return super().get_context(limit=self.limit, time_over=self.time_over, extend_url=extend, **extra)


class HandOver(MediationAction):
    verb = "hand_over"
    event = "mediation.handed_over"
    service = handing_over.hand_over
    form_class = forms.HandOverForm
    danger = True
    success_message = gettext_lazy("已移送。")

    @cached_property
    def papers(self) -> list[Document]:
        visible = Document.objects.visible_to(self.actor).in_force()
        return list(visible.filter(matter=self.matter.pk))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"receivers": handing_over.receivers(self.mediation).order_by("kind", "name"), "papers": self.papers}

    def get_initial(self) -> dict[str, Any]:
        usual = handing_over.usual_receiver(self.mediation)
        return {"to_organisation": usual.pk if usual else None, "document_ids": [paper.pk for paper in self.papers]}

    def consequences(self) -> list[Text]:
        return [*super().consequences(), _("接收单位在系统内的，可以看到本次调解和随附材料。")]


class Reopen(MediationAction):
    verb = "reopen"
    event = "mediation.reopened"
    service = closing.reopen
    form_class = ReasonForm
    success_message = gettext_lazy("已重新调解，期限从今天起重新计算。")

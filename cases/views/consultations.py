"""Consultations: the list, the short screen at the window, the page of one, answering and referring."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import states
from cases.filters import ConsultationFilter
from cases.forms.consultation import AnswerForm, ReferForm
from cases.forms.intake import ConsultationIntake
from cases.services import consultations
from cases.views.base import MatterAction, MatterDetail, consequences_of
from unionlaw.matters.intake.views import IntakeView
from unionlaw.matters.lists import MatterListBase
from unionlaw.matters.models.matter import Kind
from unionlaw.web import policy
from unionlaw.web.lists.views import Action, Preset
from unionlaw.web.views import Text


class List(MatterListBase):
    policy = policy.Right("consultation.view")
    kind = Kind.CONSULTATION
    list_key = "consultations"
    title = pgettext_lazy("list", "咨询")
    filterset_class = ConsultationFilter
    presets = (
        Preset(_("待答复"), f"status={states.ASKED}&sort=due"),
        Preset(_("我经办的"), "mine=true"),
    )
    export_right = "consultation.export"
    action = Action(_("登记咨询"), "cases:record_consultation", right="consultation.record")
    empty_text = _("这里还没有您能看到的咨询。来访、来电都可以在这里登记。")


class Record(IntakeView):
    policy = policy.Right("consultation.record")
    template_name = "cases/record_consultation.html"
    form_class = ConsultationIntake
    title = _("登记咨询")
    submit_label = _("登记")

    @property
    def goes_on(self) -> bool:
        """Whether an application is to follow at once."""
        return self.request.POST.get("then") == "apply" and self.actor.may("aid_case.apply")

    def get_draft_key(self) -> str:
        return "consultation.new"

    def get_cancel_url(self) -> str:
        return reverse("cases:consultations")

    def call_service(self, form: Any) -> Any:
        data = form.cleaned_data
        return consultations.record_consultation(
            question=data["question"],
            channel=data["channel"],
            workers=[row.chosen for row in form.filled_workers],
            employers=[row.chosen for row in form.filled_employers],
            visitor_name=data["visitor_name"],
            cause=data["cause"],
            advice=data["advice"],
            wants_aid=self.goes_on,
            by=self.actor,
            at=self.at,
        )

    def get_success_url(self, result: Any) -> str:
        if self.goes_on:
            return f"{reverse('cases:apply')}?from={result.pk}"
        return reverse("cases:consultation", args=[result.pk])

    def get_success_message(self, result: Any) -> Text:
        words = {"number": result.matter.number}
        if self.goes_on:
            return _g("咨询%(number)s已登记，请接着填写援助申请。") % words
        return _g("咨询%(number)s已登记。") % words

    def consequences(self) -> list[Text]:
        return [
            *consequences_of("consultation.recorded", self.at, Kind.CONSULTATION)[2:],
            _g("当场写了答复意见的，登记后即为已答复。"),
        ]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(may_apply=self.actor.may("aid_case.apply"), **extra)


class Detail(MatterDetail):
    policy = policy.Right("consultation.view")
    template_name = "cases/consultation.html"
    kind = Kind.CONSULTATION
    list_url_name = "cases:consultations"
    list_label = pgettext_lazy("list", "咨询")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        consultation = self.matter.consultation
        return super().get_context(
            consultation=consultation,
            page_facts=[
                (_("来源"), self.matter.get_channel_display()),
                *([(_("来访人"), consultation.visitor_name)] if consultation.visitor_name else []),
            ],
            **extra,
        )


class ConsultationAction(MatterAction):
    kind = Kind.CONSULTATION
    id_name = "matter_id"
    template_name = "cases/consultation_action.html"
    back_label = _("返回咨询")


class Answer(ConsultationAction):
    verb = "answer_consultation"
    event = "consultation.answered"
    service = consultations.answer_consultation
    form_class = AnswerForm
    success_message = _("已答复。")


class Refer(ConsultationAction):
    verb = "refer_consultation"
    event = "consultation.referred"
    service = consultations.refer_consultation
    form_class = ReferForm
    success_message = _("已转介。")

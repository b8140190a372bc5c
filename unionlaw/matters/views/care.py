"""Pages for what can be done with a matter of any kind."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from unionlaw.matters import panels
from unionlaw.matters.forms import EndReferralForm, HandOverForm, NoteForm, PriorityForm, ReferForm
from unionlaw.matters.models import Matter
from unionlaw.matters.services import care
from unionlaw.web import policy
from unionlaw.web.views import ActionView, FormActionView, Text


class CareView(FormActionView):
    """Acts on the matter `pk` and returns to its page."""

    def get_object(self) -> Matter:
        matters = Matter.objects.visible_to(self.actor).select_related("organisation", "owner__user")
        return get_object_or_404(matters, pk=self.kwargs["pk"])

    def get_success_url(self, result: Any) -> str:
        return panels.url_of(self.object.kind, self.object.pk)

    def get_cancel_url(self) -> str:
        return self.get_success_url(None)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subtitle=str(self.object), **extra)


class Note(CareView):
    policy = policy.Right("matter.note")
    form_class = NoteForm
    title = _("添加备注")
    submit_label = _("添加")

    def perform(self, form: Any) -> Any:
        return care.add_note(matter_id=self.object.pk, text=form.cleaned_data["text"], by=self.actor, at=self.at)


class Claim(CareView, ActionView):
    policy = policy.Right("matter.claim")
    title = _("认领事项")
    submit_label = _("认领")
    success_message = _("已由您经办。")

    def perform(self, form: Any) -> Any:
        return care.claim_matter(matter_id=self.object.pk, by=self.actor, at=self.at)


class HandOver(CareView):
    policy = policy.Right("matter.hand_over")
    form_class = HandOverForm
    title = _("移交经办人")
    submit_label = _("移交")
    success_message = _("已移交。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"matter": self.object}

    def perform(self, form: Any) -> Any:
        return care.hand_over(
            matter_id=self.object.pk, version=self.version, by=self.actor, at=self.at, **form.cleaned_data
        )


class Prioritise(CareView):
    policy = policy.Right("matter.prioritise")
    form_class = PriorityForm
    title = _("调整优先级")
    submit_label = _("保存")

    def get_initial(self) -> dict[str, Any]:
        return {"priority": self.object.priority}

    def perform(self, form: Any) -> Any:
        return care.prioritise(
            matter_id=self.object.pk, version=self.version, by=self.actor, at=self.at, **form.cleaned_data
        )


class Refer(CareView):
    policy = policy.Right("matter.refer")
    form_class = ReferForm
    title = _("移送协作单位")
    submit_label = _("移送")
    success_message = _("已移送，该单位人员现在可以查看本事项。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"matter": self.object}

    def consequences(self) -> list[Text]:
        return [_("该单位的在任人员将能查看本事项的当事人、请求和进展，看不到工会内部备注。")]

    def perform(self, form: Any) -> Any:
        return care.refer(
            matter_id=self.object.pk, version=self.version, by=self.actor, at=self.at, **form.cleaned_data
        )


class EndReferral(CareView):
    policy = policy.Right("matter.refer")
    form_class = EndReferralForm
    title = _("结束移送")
    submit_label = _("结束移送")
    success_message = _("该单位不再能查看本事项。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"matter": self.object}

    def perform(self, form: Any) -> Any:
        return care.end_referral(
            matter_id=self.object.pk, version=self.version, by=self.actor, at=self.at, **form.cleaned_data
        )

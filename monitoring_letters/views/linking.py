"""What is handed to other authorities or comes from them; and the two pages of partner organs."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters.forms import linking as forms
from monitoring_letters.models import LinkedInstrument, OrganReport
from monitoring_letters.services import exchange, linking
from monitoring_letters.views.base import LetterAction
from unionlaw.matters import panels, statuses
from unionlaw.matters.models import Matter
from unionlaw.web import policy
from unionlaw.web.views import FormActionView, Text


class LinkedAction(LetterAction):
    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#linked"


class RecordLinked(LinkedAction):
    """`?kind=to_inspection` chooses beforehand."""

    verb = "record_linked"
    service = linking.record_linked
    form_class = forms.LinkedForm
    success_message = gettext_lazy("已登记。结果到期提醒经办人查问。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"partners": forms.partners_of(self.matter.organisation)}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("kind", "")
        kind = asked if asked in LinkedInstrument.Kind.values else LinkedInstrument.Kind.TO_INSPECTION
        return {"kind": kind, "sent_on": timezone.localdate(self.at)}

    def consequences(self) -> list[Text]:
        return [
            _("结果期限自移送或发出之日起算，到期提醒经办人。"),
            _("移送给协作单位的，该单位人员能查看函书、当事人和材料，并反馈办理状态。"),
        ]


class AnswerLinked(LinkedAction):
    """`?linked=<id>` chooses beforehand."""

    verb = "answer_linked"
    service = linking.answer_linked
    form_class = forms.LinkedAnswerForm
    success_message = gettext_lazy("已登记结果。")

    @cached_property
    def waiting(self) -> list[LinkedInstrument]:
        return list(self.letter.linked.filter(answered_on=None))

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = []
        for row in self.waiting:
            words = {"kind": row.get_kind_display(), "body": row.body, "on": row.sent_on.isoformat()}
            choices.append((row.pk, _("%(on)s %(kind)s · %(body)s") % words))
        return {"choices": choices}

    def get_initial(self) -> dict[str, Any]:
        ids = [row.pk for row in self.waiting]
        asked = self.request.GET.get("linked", "")
        chosen = next((pk for pk in ids if str(pk) == asked), ids[0] if len(ids) == 1 else None)
        return {"linked_id": chosen, "answered_on": timezone.localdate(self.at)}


class ReportState(FormActionView):
    """A partner organ says how far it is with a lead or letter that was handed to it."""

    policy = policy.Right("lead.report")
    template_name = "monitoring_letters/action.html"
    form_class = forms.OrganReportForm
    title = gettext_lazy("反馈办理状态")
    submit_label = gettext_lazy("反馈")
    success_message = gettext_lazy("已反馈，移送的工会能看到。")

    def get_object(self) -> Matter:
        found = Matter.objects.visible_to(self.actor).filter(kind__in=exchange.KINDS, pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_initial(self) -> dict[str, Any]:
        last = OrganReport.objects.filter(matter=self.object, organisation=self.actor.organisation).first()
        return {"number": last.number} if last else {"state": OrganReport.State.RECEIVED}

    def perform(self, form: Any) -> OrganReport:
        return exchange.report_state(
            matter_id=self.object.pk, version=self.version, by=self.actor, at=self.at, **form.cleaned_data
        )

    def get_success_url(self, result: Any) -> str:
        return panels.url_of(self.object.kind, self.object.pk)

    def get_cancel_url(self) -> str:
        return panels.url_of(self.object.kind, self.object.pk)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        matter: Matter = self.object
        return super().get_context(matter=matter, status=statuses.status_def(matter.status_id), **extra)


class HandIn(FormActionView):
    """A partner organ passes a lead to the union it works with."""

    policy = policy.Right("lead.hand_in")
    form_class = forms.HandInForm
    title = gettext_lazy("向工会移交线索")
    submit_label = gettext_lazy("移交")

    def get_draft_key(self) -> str:
        return "lead.hand_in"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def get_cancel_url(self) -> str:
        return reverse("monitoring_letters:leads")

    def consequences(self) -> list[Text]:
        organ = self.actor.organisation
        union = organ.attached_to if organ else None
        said: list[Text] = [_("由%(union)s研判。") % {"union": union.name}] if union else []
        return [*said, _("您所在单位能看到这条线索的处置进展，看不到工会内部的意见。")]

    def perform(self, form: Any) -> Any:
        given = form.cleaned_data
        return exchange.hand_in_lead(
            **{**given, "amount_involved": given["amount_involved"] or 0}, by=self.actor, at=self.at
        )

    def get_success_url(self, result: Any) -> str:
        return reverse("monitoring_letters:lead", args=[result.pk])

    def get_success_message(self, result: Any) -> Text:
        return _("已移交，编号%(number)s。") % {"number": result.matter.number}

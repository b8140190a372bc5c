"""Facts sheet, offers and answers, private talk."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.facts_sheet import QUESTIONS
from mediation.forms import talks as forms
from mediation.models import FactsSheet, Mediation, Offer
from mediation.services import talks
from mediation.services.session_conditions import no_open_offer
from mediation.views.base import MediationAction
from unionlaw.lib.errors import Conflict
from unionlaw.web import policy
from unionlaw.web.views import PageView, Text


class TalkAction(MediationAction):
    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#talks"


class FillSheet(TalkAction):
    verb = "fill_facts_sheet"
    service = talks.fill_facts_sheet
    form_class = forms.FactsSheetForm
    template_name = "mediation/talks/sheet_form.html"
    success_message = gettext_lazy("已保存要素表。")

    def get_draft_key(self) -> str:
        return f"facts-sheet.{self.kwargs['pk']}"

    def get_initial(self) -> dict[str, Any]:
        sheet = FactsSheet.objects.filter(mediation=self.mediation).first()
        answers = sheet.answers if sheet else {}
        initial = {
            f"{key}-{part}": said.get(part)
            for key, said in answers.items()
            for part in ("claimant", "respondent", "agreed")
        }
        dispute = self.matter.dispute
        if not sheet and dispute is not None and dispute.employment_ended_on:
            # What was typed when the dispute was taken in need not be typed again.
            initial["ended_on-claimant"] = dispute.employment_ended_on.isoformat()
        return initial

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"answers": form.answers()}


class Sheet(PageView):
    """The facts sheet as a page to print."""

    policy = policy.Right("mediation.view")
    template_name = "mediation/talks/sheet.html"
    title = gettext_lazy("要素表")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        mediation = get_object_or_404(
            Mediation.objects.visible_to(self.actor).select_related("matter__organisation"), pk=self.kwargs["pk"]
        )
        sheet = FactsSheet.objects.filter(mediation=mediation).first()
        answers = sheet.answers if sheet else {}
        parties = mediation.matter.dispute.parties.select_related("worker", "employer", "organisation")
        return super().get_context(
            matter=mediation.matter,
            rows=[(question.label, answers.get(question.key, {})) for question in QUESTIONS],
            sides=[
                (label, [party.name for party in parties if party.side == side][:20]) for side, label in forms.SIDES
            ],
            **extra,
        )


class RecordOffer(TalkAction):
    verb = "record_offer"
    service = talks.record_offer
    form_class = forms.OfferForm
    success_message = gettext_lazy("已登记方案。")

    def arguments(self, form: Any) -> dict[str, Any]:
        return {**form.cleaned_data, "amount": form.cleaned_data["amount"] or 0}

    def consequences(self) -> list[Text]:
        return [_("双方和各参与单位都能看到这个方案；一方私下说的底线请记入背对背谈话。")]


class AnswerOffer(TalkAction):
    """`?offer=` names the offer; without it the oldest that is open."""

    verb = "answer_offer"
    service = talks.answer_offer
    form_class = forms.AnswerOfferForm
    template_name = "mediation/talks/answer_offer.html"
    success_message = gettext_lazy("已登记答复。")

    @cached_property
    def offer(self) -> Offer:
        wanted = self.request.POST.get("offer") or self.request.GET.get("offer", "")
        rows = self.mediation.offers.all() if wanted else self.mediation.offers.filter(state=Offer.State.OPEN)
        if wanted:
            rows = rows.filter(pk=int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 15 else 0)
        found: Offer | None = rows.order_by("pk").first()
        if found is None and not wanted:
            raise Conflict(no_open_offer(self.mediation))
        if found is None:
            raise Http404
        return found

    def arguments(self, form: Any) -> dict[str, Any]:
        data = form.cleaned_data
        return {"offer_id": self.offer.pk, **data, "counter_amount": data["counter_amount"] or 0}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(**extra) if "reason" in extra else super().get_context(offer=self.offer, **extra)


class NoteCaucus(TalkAction):
    """No draft is kept of it: a draft would be a second place to read it."""

    verb = "note_caucus"
    service = talks.note_caucus
    form_class = forms.CaucusForm
    success_message = gettext_lazy("已记录，只有您和本单位在本次调解的调解员能看到。")

    def consequences(self) -> list[Text]:
        return [
            _("只有您和本单位在本次调解的调解员能看到；对方、其他单位、经办人和上级都看不到。"),
            _("经过里只记有过谈话，不记内容；记录后不能修改和删除。"),
        ]

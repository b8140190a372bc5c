"""After service: the reply, silence, what became of each demand, looking on the spot."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters.forms import following as forms
from monitoring_letters.services import following
from monitoring_letters.views.base import LetterAction
from monitoring_letters.views.panels import demand_lines
from monitoring_letters.views.scans import ScanAction
from unionlaw.documents.models import Document
from unionlaw.lib.wording import stored
from unionlaw.web.views import NoFields, Text


class DemandAction(LetterAction):
    """A form with a row for each demand."""

    template_name = "monitoring_letters/following/demands.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"demands": [(line.demand, line.points) for line in demand_lines(self.letter)]}

    def get_draft_key(self) -> str:
        return f"{self.verb}.{self.kwargs['pk']}"

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#demands"


class RecordReply(DemandAction, ScanAction):
    verb = "record_reply"
    event = "letter.replied"
    service = following.record_reply
    form_class = forms.ReplyForm
    scan_kind = Document.Kind.EVIDENCE
    success_message = gettext_lazy("已登记答复，接着逐项认定整改情况。")

    def get_initial(self) -> dict[str, Any]:
        return {"received_on": timezone.localdate(self.at)}

    def scan_title(self, form: Any) -> str:
        return stored(gettext_lazy("答复 %(number)s"), number=self.letter.document_number)

    def arguments(self, form: Any) -> dict[str, Any]:
        return {**{name: form.cleaned_data[name] for name in ("received_on", "how", "text")}, "points": form.points()}


class MarkUnanswered(LetterAction):
    verb = "mark_unanswered"
    event = "letter.unanswered"
    service = following.mark_unanswered
    form_class = NoFields
    success_message = gettext_lazy("已认定逾期未答复。")


class Judge(DemandAction):
    verb = "judge_demand"
    service = following.judge_demand
    form_class = forms.JudgeForm
    success_message = gettext_lazy("已认定整改情况。")

    def consequences(self) -> list[Text]:
        return [_("承诺限期整改的，到期提醒经办人核实。"), _("拒不整改或虚假整改的，可以起草下一文书或移送。")]

    @transaction.atomic
    def perform(self, form: Any) -> Any:
        version: int | None = self.version
        for given in form.changed():
            with forms.beside(given):
                following.judge_demand(
                    letter_id=self.matter.pk, demand_id=given.demand_id, judgement=given.judgement, note=given.note,
                    promised_on=given.promised_on, version=version, by=self.actor, at=self.at,
                )  # fmt: skip
            # The first was compared with what the form was opened with; the lock holds for the others.
            version = None


class Reinspect(DemandAction, ScanAction):
    verb = "reinspect"
    service = following.reinspect
    form_class = forms.ReinspectionForm
    template_name = "monitoring_letters/following/reinspect.html"
    success_message = gettext_lazy("已登记复查。")

    def get_initial(self) -> dict[str, Any]:
        employer = self.letter.employer
        given: dict[str, Any] = {"held_on": timezone.localdate(self.at), "place": employer.address if employer else ""}
        last = self.letter.inquiries.prefetch_related("supervisors").last()
        for i, supervisor in enumerate(last.supervisors.all() if last else []):
            given |= {f"supervisor-{i}-name": supervisor.name, f"supervisor-{i}-certificate": supervisor.certificate}
        return given

    def get_success_url(self, result: Any) -> str:
        return f"{LetterAction.get_success_url(self, result)}#reinspection"

    def scan_title(self, form: Any) -> str:
        return stored(gettext_lazy("复查笔录 %(on)s"), on=form.cleaned_data["held_on"].isoformat())

    def arguments(self, form: Any) -> dict[str, Any]:
        return {
            **{name: form.cleaned_data[name] for name in ("held_on", "place", "heard", "text")},
            "cooperative": not form.cleaned_data["uncooperative"],
            "supervisors": form.supervisors(),
            "judgements": form.changed(),
        }

    def consequences(self) -> list[Text]:
        return [_("各项认定随复查一并更新；都已整改的，可以了结。")]

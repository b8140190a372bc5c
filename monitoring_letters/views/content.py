"""What a draft states and demands: findings, demands, copies, inquiries."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from monitoring_letters.forms import content as forms
from monitoring_letters.forms.linking import partners_of
from monitoring_letters.models import Inquiry
from monitoring_letters.services import content, inquiries
from monitoring_letters.views.base import LetterAction
from unionlaw.lib.money import format_fen
from unionlaw.matters.models import Claim
from unionlaw.network.models import Organisation
from unionlaw.web.format import prose_date
from unionlaw.web.rows import RowsView


class RowsOfLetter(RowsView, LetterAction):
    """A page with rows of one draft; typing is kept as a draft."""

    anchor = ""

    def get_draft_key(self) -> str:
        return f"letter.{self.matter.pk}.{self.verb}"

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#{self.anchor}"


class Findings(RowsOfLetter):
    verb = "set_findings"
    anchor = "findings"
    service = content.set_findings
    form_class = forms.FindingsForm
    template_name = "monitoring_letters/findings.html"
    submit_label = _("保存")
    success_message = _("已保存查明事实。")

    @cached_property
    def papers(self) -> list[Any]:
        return list(forms.papers_of(self.matter.pk))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"papers": self.papers}

    def get_initial(self) -> dict[str, Any]:
        rows = self.letter.findings.all()
        return {
            "rows": [{"text": row.text, "evidence": row.evidence, "document": row.document_id} for row in rows],
        }

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"findings": [row.finding() for row in form.filled]}


class Demands(RowsOfLetter):
    verb = "set_demands"
    anchor = "demands"
    service = content.set_demands
    form_class = forms.DemandsForm
    template_name = "monitoring_letters/demands.html"
    submit_label = _("保存")
    success_message = _("已保存整改要求。")

    @cached_property
    def claims(self) -> list[tuple[int, str]]:
        """The workers' claims of the dispute, as a demand can name them."""
        if self.matter.dispute_id is None:
            return []
        found = Claim.objects.filter(party__dispute=self.matter.dispute_id, party__worker__isnull=False)
        return [
            (claim.pk, f"{claim.party.name} {claim.get_head_display()} {format_fen(claim.amount)}")
            for claim in found.select_related("party__worker").order_by("pk")
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"claims": self.claims}

    def get_initial(self) -> dict[str, Any]:
        rows = self.letter.demands.all()
        return {
            "rows": [
                {"text": row.text, "basis": row.basis, "claim_id": row.claim_id, "amount": row.amount or None}
                for row in rows
            ]
        }

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"demands": [row.demand() for row in form.filled]}


class Copies(LetterAction):
    verb = "set_copies"
    service = content.set_copies
    form_class = forms.CopiesForm
    submit_label = _("保存")
    success_message = _("已保存抄送单位。")

    def get_form_kwargs(self) -> dict[str, Any]:
        # Those above the issuing union, and the organs that work with it; who has been named stays to be chosen.
        union = self.matter.organisation
        named = self.letter.copies.values("organisation")
        above = Organisation.objects.open().filter(pk__in=union.lineage).exclude(pk=union.pk)
        choices = Organisation.objects.filter(pk__in=partners_of(union).order_by().values("pk")) | above
        return {"choices": (choices | Organisation.objects.filter(pk__in=named)).distinct().order_by("kind", "name")}

    def get_initial(self) -> dict[str, Any]:
        return {"organisations": list(self.letter.copies.values_list("organisation", flat=True))}

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#copies"


class RecordInquiry(RowsOfLetter):
    verb = "record_inquiry"
    anchor = "inquiries"
    service = inquiries.record_inquiry
    form_class = forms.InquiryForm
    template_name = "monitoring_letters/inquiry.html"
    success_message = _("已登记调查。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"papers": forms.papers_of(self.matter.pk)}

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": timezone.localdate(self.at), "rows": [{"name": self.actor.name}]}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {**form.cleaned_data, "supervisors": form.supervisors}


class RemoveInquiry(LetterAction):
    verb = "remove_inquiry"
    service = inquiries.remove_inquiry
    form_class = forms.RemoveInquiryForm
    danger = True
    success_message = _("已删除调查。")

    def get_form_kwargs(self) -> dict[str, Any]:
        found = self.letter.inquiries.filter(purpose=Inquiry.Purpose.INQUIRY)
        return {"choices": [(row.pk, _g("%(on)s调查") % {"on": prose_date(row.held_on)}) for row in found]}

    def get_initial(self) -> dict[str, Any]:
        return {"inquiry_id": self.request.GET.get("inquiry", "")}

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#inquiries"

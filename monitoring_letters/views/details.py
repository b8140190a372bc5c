"""Reading leads and letters in the browser. They are recorded, approved and followed through the API for now."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from monitoring_letters.models import Lead, SupervisionLetter
from unionlaw.deadlines.views.matter import MatterDetail
from unionlaw.lib.money import format_fen
from unionlaw.matters.models.matter import Kind
from unionlaw.web import policy
from unionlaw.web.format import prose_date


class LeadDetail(MatterDetail):
    policy = policy.Right("lead.view")
    template_name = "monitoring_letters/lead.html"
    kind = Kind.LEAD
    list_url_name = "monitoring_letters:leads"
    list_label = _("线索")

    @property
    def beside(self) -> tuple[str, ...]:
        return ("lead__employer",)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        lead: Lead = self.matter.lead
        return super().get_context(
            lead=lead,
            page_facts=[
                (_("线索来源"), lead.get_source_display()),
                (_("事项类别"), lead.get_topic_display()),
                (_("用人单位"), lead.employer.name),
                (_("反映日期"), prose_date(lead.reported_on)),
                *([(_("涉及人数"), lead.workers_affected)] if lead.workers_affected else []),
            ],
            **extra,
        )


class LetterDetail(MatterDetail):
    policy = policy.Right("letter.view")
    template_name = "monitoring_letters/letter.html"
    kind = Kind.SUPERVISION_LETTER
    list_url_name = "monitoring_letters:letters"
    list_label = _("一函两书")

    @property
    def beside(self) -> tuple[str, ...]:
        return ("supervision_letter__employer", "supervision_letter__authority")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        letter: SupervisionLetter = self.matter.supervision_letter
        addressee = letter.authority or letter.employer
        facts = [
            (_("文书种类"), letter.get_instrument_display()),
            (_("文号"), letter.document_number),
            (_("主送单位"), addressee.name if addressee else letter.audience),
            (_("制发日期"), prose_date(letter.issued_on) if letter.issued_on else ""),
            (_("送达日期"), prose_date(letter.served_on) if letter.served_on else ""),
            (_("要求答复日期"), prose_date(letter.reply_by) if letter.reply_by else ""),
        ]
        return super().get_context(
            letter=letter,
            findings=letter.findings.all(),
            demands=[(demand, format_fen(demand.amount) if demand.amount else "") for demand in letter.demands.all()],
            approvals=letter.approvals.select_related("decided_by__user", "organisation"),
            page_facts=[fact for fact in facts if fact[1]],
            **extra,
        )

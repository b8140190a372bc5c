"""The pages of a lead and of a letter."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from monitoring_letters import states
from monitoring_letters.models import Inquiry, Lead, SupervisionLetter
from monitoring_letters.pages import LEAD_VERBS, LETTER_VERBS, actions_for, lead_verbs, letter_verbs
from monitoring_letters.services import actions, leads
from monitoring_letters.services.preconditions import lacks
from monitoring_letters.views.base import BESIDE_LEAD, BESIDE_LETTER
from monitoring_letters.views.campaigns.base import campaign_actions
from monitoring_letters.views.panels import following_context, lead_following
from unionlaw.deadlines.views.matter import MatterDetail, url_or_none
from unionlaw.lib.money import format_fen
from unionlaw.matters.models import Matter, MatterLink
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.presenters import MatterPage, care_actions, referral_actions
from unionlaw.web import policy
from unionlaw.web.format import prose_date


def letters_around(matter: Matter, actor: Any) -> dict[str, list[Matter]]:
    """The leads and letters that this one follows and that follow it, those the reader may see."""
    links = MatterLink.objects.filter(relation=MatterLink.Relation.FOLLOWS)
    seen = Matter.objects.visible_to(actor).filter(kind__in=(Kind.LEAD, Kind.SUPERVISION_LETTER))
    seen = seen.select_related("supervision_letter").order_by("opened_at", "pk")
    return {
        "before": list(seen.filter(pk__in=links.filter(from_matter=matter).values("to_matter"))),
        "after": list(seen.filter(pk__in=links.filter(to_matter=matter).values("from_matter"))),
    }


class LeadDetail(MatterDetail):
    policy = policy.Right("lead.view")
    template_name = "monitoring_letters/lead.html"
    kind = Kind.LEAD
    list_url_name = "monitoring_letters:leads"
    list_label = _("线索")

    @property
    def beside(self) -> tuple[str, ...]:
        return BESIDE_LEAD

    @cached_property
    def refusals(self) -> dict[str, str]:
        return {verb: actions.refusal(self.matter, verb, self.actor) for verb, _primary in LEAD_VERBS}

    @cached_property
    def page(self) -> MatterPage:
        page = super().page
        menu = actions_for(self.matter, lead_verbs(self.matter), self.refusals)
        page.actions = [*menu, *referral_actions(self.matter, self.actor), *care_actions(self.matter, self.actor)]
        return page

    def get_context(self, **extra: Any) -> dict[str, Any]:
        lead: Lead = self.matter.lead
        is_live = self.matter.status_id in states.LIVE_LEADS
        facts = [
            (_("线索来源"), lead.get_source_display()),
            (_("事项类别"), lead.get_topic_display()),
            (_("用人单位"), lead.employer.name),
            (_("反映日期"), prose_date(lead.reported_on)),
            (_("涉及人数"), lead.workers_affected),
            (_("涉及金额（元）"), format_fen(lead.amount_involved) if lead.amount_involved else ""),
        ]
        similar = leads.similar_leads(employer_id=lead.employer_id, by=self.actor, but=lead.pk)[:10]
        following = lead_following(self.matter, self.actor)
        return super().get_context(
            lead=lead,
            may={verb: not reason for verb, reason in self.refusals.items()},
            similar=list(similar) if is_live else [],
            joined=list(Lead.objects.visible_to(self.actor).filter(joined_into=lead).select_related("matter")),
            around=letters_around(self.matter, self.actor),
            page_facts=[fact for fact in facts if fact[1]],
            **following,
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
        return BESIDE_LETTER

    @cached_property
    def refusals(self) -> dict[str, str]:
        """Why each verb cannot be done now, asked once for the menu and for the buttons in the panels."""
        return {verb: actions.refusal(self.matter, verb, self.actor) for verb, _primary in LETTER_VERBS}

    @cached_property
    def page(self) -> MatterPage:
        page = super().page
        menu = actions_for(self.matter, letter_verbs(self.matter), self.refusals)
        menu += campaign_actions(self.matter, self.actor)
        page.actions = [*menu, *referral_actions(self.matter, self.actor), *care_actions(self.matter, self.actor)]
        return page

    @property
    def facts(self) -> list[tuple[Any, Any]]:
        letter: SupervisionLetter = self.matter.supervision_letter
        addressee = letter.authority or letter.employer
        found = [
            (_("文书种类"), letter.get_instrument_display()),
            (_("文号"), letter.document_number),
            (_("主送单位"), addressee.name if addressee else letter.audience),
            (_("事项类别"), letter.get_topic_display()),
            (_("制发日期"), prose_date(letter.issued_on) if letter.issued_on else ""),
            (_("送达日期"), prose_date(letter.served_on) if letter.served_on else ""),
            (_("要求答复日期"), prose_date(letter.reply_by) if letter.reply_by else ""),
            (_("了结结果"), letter.get_result_display()),
        ]
        return [fact for fact in found if fact[1]]

    def rounds(self, letter: SupervisionLetter) -> list[dict[str, Any]]:
        """The steps of review and approval round by round, the newest first; the one that waits is marked."""
        steps = letter.approvals.select_related("decided_by__user", "organisation").order_by("round", "position")
        by_round: dict[int, list[dict[str, Any]]] = {}
        waiting = self.matter.status_id in (states.REVIEW, states.APPROVAL)
        for step in steps:
            open_step = waiting and step.round == letter.round and not step.decision
            by_round.setdefault(step.round, []).append({"step": step, "waits": open_step})
            # Only the first step without a decision waits now, the others come after it.
            waiting = waiting and not open_step
        return [{"number": number, "steps": by_round[number]} for number in sorted(by_round, reverse=True)]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        letter: SupervisionLetter = self.matter.supervision_letter
        internal = not self.actor.is_outside
        drafting = self.matter.status_id == states.DRAFTING
        lacking = lacks(letter) if drafting and self.actor.may("letter.draft") else []
        following = following_context(letter, self.actor, refusals=self.refusals)
        return super().get_context(
            letter=letter,
            drafting=drafting,
            lacking=[
                (lack.text, reverse(f"monitoring_letters:{lack.verb}", args=[letter.pk]) if lack.verb else "")
                for lack in lacking
            ],
            ready=drafting and not self.refusals["submit_for_review"],
            findings=list(letter.findings.select_related("document")),
            demands=list(letter.demands.select_related("claim__party__worker")),
            inquiries=list(
                letter.inquiries.filter(purpose=Inquiry.Purpose.INQUIRY)
                .select_related("document")
                .prefetch_related("supervisors")
            )
            if internal
            else [],
            copies=list(letter.copies.select_related("organisation")),
            rounds=self.rounds(letter) if internal else [],
            before_issue=self.matter.status_id in states.BEFORE_ISSUE,
            paper_url=url_or_none("documents:download", letter.paper.document_id) if letter.paper else "",
            around=letters_around(self.matter, self.actor),
            page_facts=self.facts,
            **following,
            **extra,
        )

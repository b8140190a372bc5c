"""Beginning a letter — by itself, from a lead, from a consultation or case — and amending its text."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from monitoring_letters.forms import drafting as forms
from monitoring_letters.forms.linking import partners_of
from monitoring_letters.instruments import Terms, region_of, terms_of
from monitoring_letters.models import Instrument, Lead
from monitoring_letters.services import drafting
from monitoring_letters.services.holders import issuer_for
from monitoring_letters.services.preconditions import previous_of
from monitoring_letters.views.base import LeadAction, LetterAction
from monitoring_letters.views.origins import FromMatter
from unionlaw.deadlines.views.action import consequences_of
from unionlaw.lib.errors import Invalid
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.web import policy
from unionlaw.web.views import FormActionView, Text

PROPOSED = {Lead.Proposal.NOTICE: Instrument.NOTICE, Lead.Proposal.OPINION: Instrument.OPINION}


def needs_of(terms: Terms) -> list[Text]:
    """What the instrument needs before it may be submitted, in words."""
    said: list[Text] = []
    if terms.supervisors:
        said.append(_g("%(n)d名以上监督员调查并作笔录，逐项查明事实并附证据") % {"n": terms.supervisors})
    elif terms.facts:
        said.append(_g("写明事实"))
    if terms.basis:
        said.append(_g("写明法律依据"))
    if terms.previous:
        said.append(_g("此前已发%(previous)s，否则说明例外理由") % {"previous": Instrument(terms.previous).label})
    if terms.key == Instrument.RECOMMENDATION:
        said.append(_g("主送有权处理的部门"))
    if terms.signatory:
        said.append(_g("由%(who)s签发") % {"who": terms.signatory})
    return said or [_g("至少一项要求，没有其他前置条件")]


def preconditions_for(actor: Actor) -> list[dict[str, Any]]:
    """For each instrument: what it needs, on what basis, and which union would issue it or why none can."""
    rows = []
    for instrument in Instrument:
        refusal, issuer = "", None
        try:
            issuer = issuer_for(actor, instrument)
        except Invalid as error:
            refusal = next(iter(error.errors.values()))[0]
        terms = terms_of(instrument, region_of(issuer) if issuer else "")
        rows.append(
            {
                "label": instrument.label,
                "issuer": issuer,
                "refusal": refusal,
                "needs": needs_of(terms),
                "citation": terms.citation,
            }
        )
    return rows


class Begins(FormActionView):
    """What pages that begin a letter share."""

    def get_success_url(self, result: Any) -> str:
        return reverse("monitoring_letters:letter", args=[result.pk])

    def get_success_message(self, result: Any) -> Text:
        return _g("%(number)s已起草。按页面上的提示补齐内容，再提交法律审核。") % {"number": result.matter.number}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(preconditions=preconditions_for(self.actor), **extra)


class Draft(FromMatter, Begins):
    """A new letter, by itself or from a consultation or case."""

    policy = policy.Right("letter.draft")
    template_name = "monitoring_letters/draft_letter.html"
    form_class = forms.DraftForm
    title = _("起草函书")
    submit_label = _("起草")

    def get_draft_key(self) -> str:
        return f"letter.from.{self.origin.pk}" if self.origin else "letter.new"

    def get_cancel_url(self) -> str:
        return self.origin_url or reverse("monitoring_letters:letters")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor, "employers": self.origin_employers}

    def get_initial(self) -> dict[str, Any]:
        if self.origin is None:
            return {"employer": self.request.GET.get("employer", "")}
        employers = self.origin_employers or []
        return {
            "employer": employers[0][0] if len(employers) == 1 else None,
            "facts": self.origin.dispute.facts if self.origin.dispute else self.origin.summary,
        }

    def perform(self, form: Any) -> Any:
        data = dict(form.cleaned_data)
        employer = self.employer_chosen(data.pop("employer"))
        origin_id = self.origin.pk if self.origin else None
        return drafting.draft_letter(employer=employer, from_matter_id=origin_id, by=self.actor, at=self.at, **data)

    def consequences(self) -> list[Text]:
        return consequences_of("letter.drafted", self.at, Kind.SUPERVISION_LETTER)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(origin=self.origin, **extra)


class DraftFromLead(Begins, LeadAction):
    """A letter that carries on a lead: employer, workers and facts come along."""

    verb = "draft_from_lead"
    event = "lead.lettered"
    template_name = "monitoring_letters/draft_letter.html"
    form_class = forms.DraftForm
    submit_label = _("起草")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor, "fixed": True}

    def get_initial(self) -> dict[str, Any]:
        return {
            "instrument": PROPOSED.get(Lead.Proposal(self.lead.proposal)) if self.lead.proposal else None,
            "topic": self.lead.topic,
            "facts": self.matter.summary,
        }

    def perform(self, form: Any) -> Any:
        return drafting.draft_letter(lead_id=self.lead.pk, by=self.actor, at=self.at, **form.cleaned_data)


class Amend(LetterAction):
    verb = "amend_letter"
    service = drafting.amend_letter
    form_class = forms.AmendLetterForm
    submit_label = _("保存")
    success_message = _("已保存正文。")

    @cached_property
    def terms(self) -> Terms:
        return terms_of(self.letter.instrument, region_of(self.matter.organisation))

    def get_draft_key(self) -> str:
        return f"letter.{self.matter.pk}.text"

    def get_form_kwargs(self) -> dict[str, Any]:
        letter, terms = self.letter, self.terms
        previous = previous_of(letter) if terms.previous else None
        went_before = previous is not None and previous.instrument == terms.previous
        return {
            "partners": partners_of(self.matter.organisation)
            if letter.instrument == Instrument.RECOMMENDATION
            else None,
            "public": letter.is_public,
            "has_limit": letter.instrument != Instrument.NOTICE,
            "needs_exception": bool(letter.exception or (terms.previous and not went_before)),
            "signatory_hint": _g("当地规定由%(who)s签发。") % {"who": terms.signatory} if terms.signatory else "",
        }

    def get_initial(self) -> dict[str, Any]:
        letter = self.letter
        names = (
            "topic", "authority", "audience", "facts", "legal_basis", "exception", "reply_by", "reply_to", "signatory",
        )  # fmt: skip
        return {name: getattr(letter, name) for name in names} | {"title": self.matter.title}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"authority": self.letter.authority, **form.cleaned_data}

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#letter"

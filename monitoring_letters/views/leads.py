"""Leads on screen: the short page that takes one down, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from monitoring_letters.forms import leads as forms
from monitoring_letters.forms.linking import partners_of
from monitoring_letters.models import Lead
from monitoring_letters.services import gathering, leads
from monitoring_letters.views.base import LeadAction
from monitoring_letters.views.origins import FromMatter
from unionlaw.deadlines.views.action import consequences_of
from unionlaw.lib.errors import Invalid
from unionlaw.matters.models.matter import Kind
from unionlaw.registers.fields import Typed
from unionlaw.registers.models import Employer
from unionlaw.web import policy
from unionlaw.web.forms import ReasonForm
from unionlaw.web.rows import RowsView
from unionlaw.web.views import Text

SHOWN = 10


def similar(actor: Any, employer: Any, but: int | None = None) -> list[Lead]:
    """Open leads about the employer, newest first. Args: employer: its id, typed or known; anything else finds none."""
    typed = str(employer or "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):
        return []
    return list(leads.similar_leads(employer_id=int(typed), by=actor, but=but)[:SHOWN])


@policy.right("lead.record")
@require_GET
def similar_panel(request: HttpRequest) -> HttpResponse:
    """The open leads about the employer just chosen, while the form is filled in."""
    actor = request.actor  # type: ignore[attr-defined]
    found = similar(actor, request.GET.get("employer"))
    context = {"similar": found, "may_join": actor.may("lead.assess")}
    return render(request, "monitoring_letters/similar_leads.html", context)


class Record(FromMatter, RowsView):
    """Take a lead down, by itself or from a consultation or case."""

    policy = policy.Right("lead.record")
    template_name = "monitoring_letters/record_lead.html"
    form_class = forms.LeadForm
    title = _("登记线索")
    submit_label = _("登记线索")
    back_label = _("返回")

    @property
    def into(self) -> int | None:
        """The open lead that the report is to be joined to, instead of standing by itself."""
        typed = self.request.POST.get("into", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None

    def get_draft_key(self) -> str:
        return f"lead.from.{self.origin.pk}" if self.origin else "lead.new"

    def get_cancel_url(self) -> str:
        return self.origin_url or reverse("monitoring_letters:leads")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor, "employers": self.origin_employers}

    def get_initial(self) -> dict[str, Any]:
        if self.origin is None:
            return {"employer": self.request.GET.get("employer", "")}
        employers = self.origin_employers or []
        return {
            "source": Lead.Source.CONSULTATION,
            "content": self.origin.summary,
            "employer": employers[0][0] if len(employers) == 1 else None,
        }

    def perform(self, form: Any) -> Any:
        data = dict(form.cleaned_data)
        employer = self.employer_chosen(data.pop("employer"))
        if self.into is None and self.unseen(employer):
            # Shown before anything is written: the page comes again with them, and everything typed.
            raise Invalid({})
        data |= {"employer": employer, "workers": [row.cleaned_data["worker"] for row in form.filled]}
        data["from_matter_id"] = self.origin.pk if self.origin else None
        if self.into is not None:
            return gathering.record_joined(into_id=self.into, by=self.actor, at=self.at, **data)
        return leads.record_lead(by=self.actor, at=self.at, **data)

    def unseen(self, employer: Employer | None) -> bool:
        """Whether there are open leads about the employer that the page did not show yet."""
        known = set(self.request.POST.get("known", "").split(","))
        return any(str(lead.pk) not in known for lead in similar(self.actor, employer and employer.pk))

    def get_success_url(self, result: Any) -> str:
        return reverse("monitoring_letters:lead", args=[result.pk])

    def get_success_message(self, result: Any) -> Text:
        words = {"number": result.matter.number}
        if self.into is not None:
            return _g("已登记并并入%(number)s。") % words
        return _g("线索%(number)s已登记，请尽快研判。") % words

    def consequences(self) -> list[Text]:
        return consequences_of("lead.recorded", self.at, Kind.LEAD)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        form = extra.get("form")
        value = form["employer"].value() if form is not None else None
        employer = value.chosen if isinstance(value, Typed) else value
        workers = [party.worker for party in self.origin_parties if party.worker]
        return super().get_context(
            origin=self.origin,
            origin_workers=workers,
            similar=similar(self.actor, employer),
            may_join=self.actor.may("lead.assess"),
            **extra,
        )


class Amend(LeadAction):
    verb = "amend_lead"
    service = leads.amend_lead
    form_class = forms.AmendLeadForm
    submit_label = _("保存")
    success_message = _("已修改。")

    def get_initial(self) -> dict[str, Any]:
        lead = self.lead
        return {
            "topic": lead.topic,
            "content": self.matter.summary,
            "workers_affected": lead.workers_affected,
            "amount_involved": lead.amount_involved or None,
        }


class Assess(LeadAction):
    verb = "assess_lead"
    event = "lead.assessed"
    service = leads.assess_lead
    form_class = forms.AssessForm
    template_name = "monitoring_letters/lead_action.html"
    success_message = _("已研判，请按处置建议办理。")

    def get_initial(self) -> dict[str, Any]:
        return {"proposal": self.lead.proposal, "assessment": self.lead.assessment}


class Join(LeadAction):
    verb = "join_lead"
    event = "lead.joined"
    service = leads.join_lead
    form_class = forms.JoinForm
    template_name = "monitoring_letters/join_lead.html"
    success_message = _("已并案。")

    @cached_property
    def others(self) -> list[Lead]:
        return similar(self.actor, self.lead.employer_id, but=self.lead.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        named = "%(number)s %(topic)s"
        return {
            "choices": [
                (lead.pk, named % {"number": lead.matter.number, "topic": lead.get_topic_display()})
                for lead in self.others
            ]
        }

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(others=self.others, **extra)


class Drop(LeadAction):
    verb = "drop_lead"
    event = "lead.dropped"
    service = leads.drop_lead
    form_class = ReasonForm
    template_name = "monitoring_letters/lead_action.html"
    danger = True
    success_message = _("已登记不予处置。")


class Refer(LeadAction):
    verb = "refer_lead"
    event = "lead.referred"
    service = leads.refer_lead
    form_class = forms.ReferLeadForm
    template_name = "monitoring_letters/lead_action.html"
    success_message = _("已登记移送。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"partners": partners_of(self.matter.organisation)}

"""The end of a letter: the next instrument, closing and taking up again; withdrawing and correcting."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters import states
from monitoring_letters.forms import escalating as forms
from monitoring_letters.forms.linking import partners_of
from monitoring_letters.models import Demand, Instrument
from monitoring_letters.services import closing, escalating, issuing
from monitoring_letters.services.duties import open_duties
from monitoring_letters.views.base import LetterAction
from unionlaw.matters import panels
from unionlaw.matters.services.outcomes import recovered_amount
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import Text


class PrepareNext(LetterAction):
    """The next instrument with everything carried over. Leads to its draft."""

    verb = "prepare_next"
    event = "letter.escalated"
    service = escalating.prepare_next
    form_class = forms.NextForm
    template_name = "monitoring_letters/escalating/next.html"

    @cached_property
    def following(self) -> Instrument:
        return escalating.NEXT[Instrument(self.letter.instrument)]

    @property
    def title(self) -> Text:  # type: ignore[override]
        return _("起草%(instrument)s") % {"instrument": self._label}

    @property
    def _label(self) -> str:
        known = Instrument(self.letter.instrument) in escalating.NEXT
        return str(self.following.label) if known else _("下一文书")

    def get_form_kwargs(self) -> dict[str, Any]:
        authority = self.following == Instrument.RECOMMENDATION
        return {"partners": partners_of(self.matter.organisation) if authority else None}

    def get_initial(self) -> dict[str, Any]:
        if self.matter.status_id == states.UNANSWERED:
            return {"reason": _("逾期未答复。")}
        refused = (Demand.Judgement.REFUSED, Demand.Judgement.FALSE)
        count = self.letter.demands.filter(judgement__in=refused).count()
        return {"reason": _("%(n)d项要求拒不整改或者虚假整改。") % {"n": count}} if count else {}

    def get_success_url(self, result: Any) -> str:
        return reverse("monitoring_letters:letter", args=[result.pk])

    def get_success_message(self, result: Any) -> Text:
        words = {"instrument": self._label, "number": result.matter.number}
        return _("已起草%(instrument)s，编号%(number)s，原函书的内容已带入。") % words

    def consequences(self) -> list[Text]:
        return [
            _("本函书记为“已转下一文书”，还在走的期限不再计算。"),
            _("用人单位、当事人、事实、查明事实、调查、依据、抄送和未整改的要求带入新函书。"),
        ]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        left = self.letter.demands.exclude(judgement=Demand.Judgement.CORRECTED)
        return super().get_context(left=list(left), became=escalating.became(self.letter), **extra)


class Close(LetterAction):
    verb = "close_letter"
    event = "letter.closed"
    service = closing.close_letter
    form_class = forms.ClosingForm
    template_name = "monitoring_letters/escalating/close.html"
    refused_template = "monitoring_letters/escalating/not_yet.html"
    success_message = gettext_lazy("已了结。")

    def get_draft_key(self) -> str:
        return f"close_letter.{self.kwargs['pk']}"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        closable = self.matter.status_id in states.supervision_letter.by_verb[self.verb].sources
        return super().get_context(
            duties=open_duties(self.letter) if closable else [],
            letter_url=panels.url_of(self.kind, self.matter.pk),
            demands=list(self.letter.demands.all()),
            recovered=recovered_amount(self.matter),
            **extra,
        )


class Reopen(LetterAction):
    verb = "reopen_letter"
    event = "letter.reopened"
    service = closing.reopen_letter
    form_class = ReasonForm
    success_message = gettext_lazy("已重新跟进。")


class Withdraw(LetterAction):
    verb = "withdraw_letter"
    event = "letter.withdrawn"
    service = issuing.withdraw_letter
    form_class = forms.WithdrawalForm
    danger = True
    success_message = gettext_lazy("已撤销。")


class Correct(LetterAction):
    verb = "correct_letter"
    service = issuing.correct_letter
    form_class = forms.CorrectionForm
    success_message = gettext_lazy("已更正。")

    def get_draft_key(self) -> str:
        return f"correct_letter.{self.kwargs['pk']}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"sealable": self.actor.may("seal.use")}

    def get_initial(self) -> dict[str, Any]:
        kept = ("facts", "legal_basis", "reply_by", "reply_to")
        return {"title": self.matter.title, **{name: getattr(self.letter, name) for name in kept}}

    def consequences(self) -> list[Text]:
        return [_("文号不变，制作更正后的文书取代原件；原件仍可查到。"), _("已经送达的，请把更正后的文书再送对方。")]

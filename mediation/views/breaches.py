"""Pages of what is not kept: reminders, breaches, remedies."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.forms import performing as forms
from mediation.models import Breach
from mediation.services import performing, remedies
from mediation.services.agreed import respondents_of
from mediation.services.instalments import Due
from mediation.views.performing import MoneyAction
from unionlaw.lib.money import format_fen
from unionlaw.matters import referrals
from unionlaw.web.views import Text


class Remind(MoneyAction):
    verb = "remind_debtor"
    service = remedies.remind_debtor
    form_class = forms.RemindForm
    template_name = "mediation/remind_debtor.html"
    success_message = gettext_lazy("已登记催告。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"choices": forms.due_choices(self.dues)}

    def get_initial(self) -> dict[str, Any]:
        return {"instalment_id": self.request.GET.get("due") or (self.dues[0].pk if self.dues else None)}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        contacts = [
            contact
            for party in respondents_of(self.mediation)
            if party.employer
            for contact in party.employer.contacts.all()
        ]
        texts = [(due, self._text(due)) for due in self.dues[:3]]
        return super().get_context(contacts=contacts, texts=texts, **extra)

    def _text(self, due: Due) -> str:
        """What can be sent to the debtor as it is."""
        return _(
            "您单位与%(who)s的调解协议（%(number)s）约定%(on)s前支付第%(part)d期共%(amount)s元，现尚有%(left)s元未付。"
            "请按期付到职工本人账户，并把凭证交%(office)s。逾期不付的，职工可以申请支付令或者强制执行。"
        ) % {
            "who": due.who,
            "number": self.matter.number,
            "on": due.due_on.isoformat(),
            "part": due.number,
            "amount": format_fen(due.amount),
            "left": format_fen(due.left),
            "office": self.matter.organisation.name,
        }


class RecordBreach(MoneyAction):
    verb = "record_breach"
    event = "mediation.breached"
    service = remedies.record_breach
    form_class = forms.BreachForm
    success_message = gettext_lazy("已登记违约，请办理救济。")

    @cached_property
    def overdue(self) -> list[Due]:
        self.mediation.matter = self.matter
        return performing.overdue(self.mediation, timezone.localdate(self.at))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"dues": self.overdue}

    def get_initial(self) -> dict[str, Any]:
        chosen = self.request.GET.get("due") or (str(self.overdue[0].pk) if self.overdue else forms.NONE)
        return {"instalment_id": chosen}


class OfBreach(MoneyAction):
    @cached_property
    def breaches(self) -> list[Breach]:
        return list(Breach.objects.visible_to(self.actor).filter(mediation=self.matter.pk, cured_on=None))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"choices": [(one.pk, one.what) for one in self.breaches]}


class CureBreach(OfBreach):
    verb = "cure_breach"
    service = remedies.cure_breach
    form_class = forms.CureForm
    success_message = gettext_lazy("已登记补正。")

    @cached_property
    def breaches(self) -> list[Breach]:
        found = Breach.objects.visible_to(self.actor).filter(mediation=self.matter.pk, cured_on=None, instalment=None)
        return list(found)

    def get_initial(self) -> dict[str, Any]:
        return {"cured_on": timezone.localdate(self.at)}


class PrepareRemedy(OfBreach):
    verb = "prepare_remedy"
    service = remedies.prepare_remedy
    form_class = forms.RemedyForm
    template_name = "mediation/prepare_remedy.html"
    success_message = gettext_lazy("已办理。")

    def get_initial(self) -> dict[str, Any]:
        return {"breach_id": self.request.GET.get("breach")}

    def arguments(self, form: Any) -> dict[str, Any]:
        data = form.cleaned_data
        return {
            "breach_id": data["breach_id"],
            "kind": data["kind"],
            "answers": {"court": data["court"], "property": data["property"]},
            "note": data["note"],
        }

    def get_success_message(self, result: Any) -> Text:
        if result.paper_id:
            return _("申请书已生成，在“文书与材料”里。")
        if result.kind == "aid":
            return _("已登记。请从“申请法律援助”转入援助案件。")
        return super().get_success_message(result)

    def get_success_url(self, result: Any) -> str:
        """For legal aid straight on to the application, where it can be made."""
        if result.kind == remedies.Kind.AID:
            for referral in referrals.possible_from(self.matter):
                refused = self.actor.refusal(referral.right) or referral.refusal(self.matter, self.actor)
                if referral.key.startswith("aid_case") and not refused:
                    return reverse(referral.url_name, args=[self.matter.pk])
        return super().get_success_url(result)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        closed: dict[Any, str] = {}
        for kind in remedies.PAPERS:
            reasons = [reason for one in self.breaches if (reason := remedies.remedy_refusal(one, kind))]
            if reasons and len(reasons) == len(self.breaches):
                closed[kind.label] = reasons[0]
        return super().get_context(closed=closed, **extra)

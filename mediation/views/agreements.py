"""Steps of agreements: drafting, text and payments, warnings, the paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.forms import agreements as forms
from mediation.models import Agreement
from mediation.services import agreements, printing
from mediation.services.agreed import (
    covered_by,
    edit_refusal,
    kept_of,
    left_out,
    settled_in,
    standing_of,
)
from mediation.services.agreement_text import plans_of, promises_of, proposed
from mediation.views.agreement_page import read_agreement, warnings_of
from mediation.views.base import MediationAction
from unionlaw.web.views import NoFields, Text, unchecked


class Draft(MediationAction):
    verb = "draft_agreement"
    event = "mediation.agreement_drafted"
    service = agreements.draft_agreement
    form_class = forms.DraftForm
    template_name = "mediation/draft_agreement.html"
    success_message = gettext_lazy("已拟定协议，请核对内容和提示。")

    @cached_property
    def open_claims(self) -> list[Any]:
        kept = kept_of(self.mediation, standing_of(self.mediation))
        return left_out(self.mediation, settled_in(self.mediation), kept)

    def get_form_kwargs(self) -> dict[str, Any]:
        workers = dict.fromkeys((one.claim.party_id, one.claim.party.name) for one in self.open_claims)
        return {"workers": list(workers)}

    def get_initial(self) -> dict[str, Any]:
        drafts = [one for one in standing_of(self.mediation) if one.state == Agreement.State.DRAFT]
        return {
            "terms": drafts[0].terms if drafts else promises_of(self.open_claims),
            "place": drafts[0].place if drafts else self.matter.organisation.name,
            "separate": [one.party_id for one in drafts if one.party_id],
        }

    def get_success_url(self, result: Any) -> str:
        if len(result) == 1:
            return reverse("mediation:agreement", args=[self.matter.pk, result[0].pk])
        return f"{super().get_success_url(result)}#agreements"

    def consequences(self) -> list[Text]:
        return [_("还没有人签署的草稿由新的代替；已签署的不变。")]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(open_claims=self.open_claims, **extra)


class AgreementAction(MediationAction):
    """A step of one agreement."""

    @cached_property
    def agreement(self) -> Agreement:
        self.mediation.matter = self.matter
        return read_agreement(self.mediation, self.kwargs["agreement_id"], self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reason := self.agreement_refusal():
            return self.refuse(reason)
        return super().get(request, *args, **kwargs)

    def refuse(self, reason: str) -> HttpResponse:
        context = {**self.get_context(reason=reason), "cancel_url": self.get_cancel_url()}
        return render(self.request, self.refused_template, context, status=409)

    def agreement_refusal(self) -> str:
        return edit_refusal(self.agreement)

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"agreement_id": self.agreement.pk, **form.cleaned_data}

    def get_success_url(self, result: Any) -> str:
        return reverse("mediation:agreement", args=[self.matter.pk, self.agreement.pk])

    def get_cancel_url(self) -> str:
        return self.get_success_url(None)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(agreement=self.agreement, **extra)


class Revise(AgreementAction):
    verb = "revise_agreement"
    event = "mediation.agreement_revised"
    service = agreements.revise_agreement
    form_class = forms.ReviseForm
    template_name = "mediation/revise_agreement.html"
    success_message = gettext_lazy("已改为新的一版。")

    @cached_property
    def claims(self) -> list[Any]:
        return covered_by(self.agreement, settled_in(self.mediation))

    def get_form_kwargs(self) -> dict[str, Any]:
        plans = plans_of(self.agreement)
        dated = {row.claim_id for row in plans}
        plans += [row for one in self.claims if one.claim.pk not in dated for row in proposed(one)]
        return {"claims": self.claims, "plans": plans, "signed": self.agreement.state == Agreement.State.SIGNING}

    def get_initial(self) -> dict[str, Any]:
        return {"terms": self.agreement.terms, "place": self.agreement.place}

    def get_draft_key(self) -> str:
        return f"agreement.{self.kwargs['agreement_id']}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "spread":
            return self.show(unchecked(self.make_form(forms.spread(request.POST, self.claims))))
        return super().post(request, *args, **kwargs)

    def arguments(self, form: Any) -> dict[str, Any]:
        data = form.cleaned_data
        return {
            "agreement_id": self.agreement.pk,
            "terms": data["terms"],
            "place": data["place"],
            "plans": form.plans,
            "reason": data.get("reason", ""),
        }

    def get_success_url(self, result: Any) -> str:
        return reverse("mediation:agreement", args=[self.matter.pk, (result or self.agreement).pk])


class Check(AgreementAction):
    verb = "revise_agreement"
    event = "mediation.agreement_checked"
    service = agreements.answer_warnings
    form_class = forms.WarningsForm
    title = gettext_lazy("核对协议提示")
    submit_label = gettext_lazy("保存核对情况")
    success_message = gettext_lazy("已记下核对情况。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            "warnings": [
                (row["code"], row["text"], _("%(found)s（%(law)s）") % {"found": row["detail"], "law": row["citation"]})
                for row in warnings_of(self.agreement)
            ]
        }

    def get_initial(self) -> dict[str, Any]:
        return {f"warning-{row['code']}": row["answer"] for row in self.agreement.warnings}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"agreement_id": self.agreement.pk, "answers": form.answers}


class Print(AgreementAction):
    verb = "revise_agreement"
    service = printing.print_agreement
    form_class = NoFields
    title = gettext_lazy("制作协议书")
    submit_label = gettext_lazy("制作协议书")
    success_message = gettext_lazy("已制作协议书，可以打印或者请各方签署。")

    def agreement_refusal(self) -> str:
        return printing.print_refusal(self.agreement)

    def consequences(self) -> list[Text]:
        return [_("生成带文号的PDF，放入材料。"), _("之后改动内容的，另出一版协议书。")]

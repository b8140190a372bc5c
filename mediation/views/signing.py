"""Signing an agreement: scan, or handwriting on a touch screen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from mediation.forms.signing import SignForm
from mediation.models import Agreement, Signature
from mediation.services import signing
from mediation.services.agreed import standing_of
from mediation.services.signers import Signer, signers_of
from mediation.views.agreements import AgreementAction
from mediation.views.base import MediationAction
from unionlaw.web.views import NoFields


class Sign(AgreementAction):
    verb = "sign_agreement"
    service = signing.sign_agreement
    form_class = SignForm
    template_name = "mediation/sign_agreement.html"
    success_message = gettext_lazy("已登记签署。")

    def agreement_refusal(self) -> str:
        return signing.sign_refusal(self.agreement)

    @cached_property
    def open_signers(self) -> list[Signer]:
        return [signer for signer in signers_of(self.agreement) if signer.signature is None]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"signers": self.open_signers}

    def get_initial(self) -> dict[str, Any]:
        return {
            "signers": [self.request.GET["who"]] if "who" in self.request.GET else [],
            "signed_on": timezone.localdate(self.at),
            "place": self.agreement.place,
            "how": Signature.How.SCAN,
        }

    def arguments(self, form: Any) -> dict[str, Any]:
        data = dict(form.cleaned_data)
        return {"agreement_id": self.agreement.pk, "upload": data.pop("files"), **data}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(signers=signers_of(self.agreement), **extra)


class SignNext(MediationAction):
    """From the mediation's menu to the agreement that waits for signatures; several are listed on its page."""

    verb = "sign_agreement"
    form_class = NoFields

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.refusal_of(self.matter, self.verb, self.actor):
            return super().get(request, *args, **kwargs)
        waiting = [one for one in standing_of(self.mediation) if one.state != Agreement.State.EFFECTIVE]
        if len(waiting) == 1:
            return redirect("mediation:agreement", self.matter.pk, waiting[0].pk)
        return redirect(f"{reverse('mediation:mediation', args=[self.matter.pk])}#agreements")

    def perform(self, form: Any) -> Any:
        return None

    def get_success_url(self, result: Any) -> str:
        return reverse("mediation:sign_agreement", args=[self.matter.pk])

"""The page of one agreement, and the panel of agreements on the mediation's page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from mediation.models import Agreement, Confirmation, Mediation
from mediation.services import actions, printing
from mediation.services.agreed import outdated, respondents_of, settled_in, standing_of
from mediation.services.agreement_warnings import shown_of
from mediation.services.instalments import dues_of
from mediation.services.signers import missing_of, read_signatures, signers_of
from mediation.services.signing import sign_refusal
from mediation.views import panels
from mediation.views.base import BESIDE
from unionlaw.deadlines.views.matter import read_matter
from unionlaw.lib.wording import shown
from unionlaw.matters import statuses
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.web import policy
from unionlaw.web.views import PageView


def read_agreement(mediation: Mediation, pk: int, actor: Actor) -> Agreement:
    """One agreement of the mediation. Raises Http404."""
    found = Agreement.objects.visible_to(actor).filter(pk=pk, mediation=mediation.pk)
    agreement = found.select_related("party__worker", "party__employer", "paper__document").first()
    if agreement is None:
        raise Http404
    agreement.mediation = mediation
    return agreement


def warnings_of(agreement: Agreement) -> list[dict[str, Any]]:
    """The warnings as pages show them: code, text, citation, detail, answer."""
    found = []
    for row in agreement.warnings:
        if entry := shown_of(row["code"]):
            text = shown({"zh": entry.text, "en": entry.text_en})
            found.append({**row, "text": text, "citation": entry.citation})
    return found


class AgreementPage(PageView):
    """One agreement: what it says, what to check, who signed."""

    policy = policy.Right("mediation.view")
    template_name = "mediation/agreement.html"

    @cached_property
    def matter(self) -> Any:
        return read_matter(self.actor, Kind.MEDIATION, self.kwargs["pk"], beside=BESIDE)

    @cached_property
    def agreement(self) -> Agreement:
        mediation: Mediation = self.matter.mediation
        mediation.matter = self.matter
        return read_agreement(mediation, self.kwargs["agreement_id"], self.actor)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        agreement = self.agreement
        settled = settled_in(agreement.mediation)
        verbs = ("revise_agreement", "sign_agreement", "apply_for_confirmation")
        refusals = actions.refusals(self.matter, verbs, self.actor)
        standing = agreement.state in ("draft", "signing")
        may_revise = standing and not refusals["revise_agreement"]
        signers = signers_of(agreement)
        return super().get_context(
            matter=self.matter,
            status=statuses.status_def(self.matter.status_id),
            mediation=agreement.mediation,
            agreement=agreement,
            respondents=respondents_of(agreement.mediation),
            dues=dues_of([agreement]),
            undated=[one for one in agreement.claims if one["amount"] and one["claim_id"] not in self._dated()],
            # How the union weighs it stays with those who make the agreement.
            warnings=warnings_of(agreement) if may_revise or not self.actor.is_outside else [],
            signers=signers,
            left=missing_of(signers),
            outdated=standing and outdated(agreement, settled),
            may_revise=may_revise,
            may_print=may_revise and not printing.print_refusal(agreement),
            may_sign=standing and not refusals["sign_agreement"] and not sign_refusal(agreement),
            why_not_sign=sign_refusal(agreement) if standing else "",
            versions=agreement.mediation.agreements.filter(party=agreement.party_id).order_by("-version"),
            cancel_url=f"{reverse('mediation:mediation', args=[self.matter.pk])}#agreements",
            **extra,
        )

    def _dated(self) -> set[int]:
        return set(self.agreement.instalments.values_list("claim_id", flat=True))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = self.agreement.party.name if self.agreement.party else _("共同协议")
        return self.render(title=_("调解协议书：%(name)s") % {"name": name})

    def render(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        self.title = extra.pop("title", self.title)
        return super().render(status=status, **extra)


@panels.register
def agreement_panel(mediation: Mediation, actor: Actor) -> dict[str, Any]:
    """The agreements that stand, with what each still needs."""
    if mediation.concluded_on is None:
        return {"agreement_rows": [], "confirmation_rows": []}
    rows = []
    standing = standing_of(mediation)
    read_signatures(standing)
    for agreement in standing:
        signers = signers_of(agreement)
        rows.append(
            {
                "agreement": agreement,
                "left": missing_of(signers),
                "signed": sum(signer.signature is not None for signer in signers),
                "waiting": [row for row in warnings_of(agreement) if not row["answer"]],
            }
        )
    return {"agreement_rows": rows, "confirmation_rows": confirmations_of(mediation)}


def confirmations_of(mediation: Mediation) -> list[Any]:
    """Applications for confirmation, newest first."""
    found = Confirmation.objects.filter(agreement__mediation=mediation).order_by("-pk")
    return list(found.select_related("agreement__party__worker", "organ", "document"))

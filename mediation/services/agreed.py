"""What was settled in a mediation and which agreements stand for it: read by the services of agreements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.models import Agreement, Mediation, OutcomeTerms
from mediation.services.agreement_warnings import shown_of
from unionlaw.lib.errors import Conflict, Missing
from unionlaw.lib.wording import listed, shown, stored
from unionlaw.matters.models import Claim, ClaimOutcome, Party

State = Agreement.State
STANDING = (State.DRAFT, State.SIGNING, State.EFFECTIVE)
_JOINT = gettext_lazy("共同协议")
NOTHING = gettext_lazy("还没有谈妥的请求，不能拟定协议。")
OUTDATED = gettext_lazy("调解结果在拟定协议之后有变化，请重新拟定协议。")
SETTLED = (ClaimOutcome.Code.SETTLED, ClaimOutcome.Code.PARTLY_SETTLED)


@dataclass(frozen=True, slots=True)
class Settled:
    """A claim that both sides settled, with its terms; `terms` is None where none were noted."""

    claim: Claim
    outcome: ClaimOutcome
    terms: OutcomeTerms | None

    @property
    def line(self) -> dict[str, Any]:
        """As an agreement keeps it."""
        return {
            "claim_id": self.claim.pk,
            "party_id": self.claim.party_id,
            "worker": self.claim.party.name,
            "head": stored(self.claim.get_head_display()),
            "amount": self.outcome.amount,
        }


def settled_in(mediation: Mediation) -> list[Settled]:
    """The settled claims of the mediation, by worker."""
    outcomes = (
        ClaimOutcome.objects.filter(matter=mediation.pk, code__in=SETTLED)
        .select_related("claim__party__worker", "claim__party__employer", "claim__party__organisation", "terms")
        .order_by("claim__party_id", "claim_id")
    )
    return [Settled(outcome.claim, outcome, getattr(outcome, "terms", None)) for outcome in outcomes]


def standing_of(mediation: Mediation) -> list[Agreement]:
    """The agreements that stand, the joint one first."""
    found = mediation.agreements.filter(state__in=STANDING).select_related(
        "party__worker", "party__employer", "party__organisation", "paper__document"
    )
    agreements = list(found.order_by("-joint", "party_id", "pk"))
    for agreement in agreements:
        agreement.mediation = mediation
    return agreements


def respondents_of(mediation: Mediation) -> list[Party]:
    """Those who have to pay."""
    found = Party.objects.filter(dispute__matters=mediation.pk, side=Party.Side.RESPONDENT)
    return list(found.select_related("worker", "employer", "organisation").order_by("pk"))


def covered_by(agreement: Agreement, settled: list[Settled]) -> list[Settled]:
    """What of the settled claims the agreement speaks of, as it was made."""
    claims = {line["claim_id"] for line in agreement.claims}
    return [one for one in settled if one.claim.pk in claims]


def outdated(agreement: Agreement, settled: list[Settled]) -> bool:
    """Whether what was settled differs from what the agreement says."""
    now = {one.claim.pk: one.outcome.amount for one in settled}
    return any(now.get(line["claim_id"]) != line["amount"] for line in agreement.claims)


def left_out(mediation: Mediation, settled: list[Settled], standing: list[Agreement]) -> list[Settled]:
    """Settled claims that no standing agreement speaks of."""
    covered = {line["claim_id"] for agreement in standing for line in agreement.claims}
    return [one for one in settled if one.claim.pk not in covered]


def kept_of(mediation: Mediation, standing: list[Agreement]) -> list[Agreement]:
    """The agreements that drafting anew leaves alone: somebody signed, and since the talks were last concluded.

    After a mediation was reopened and concluded again, what was agreed before makes room.
    """
    return [one for one in standing if one.state != State.DRAFT and not _from_before(mediation, one)]


def _from_before(mediation: Mediation, agreement: Agreement) -> bool:
    return bool(agreement.effective_on and mediation.concluded_on and agreement.effective_on < mediation.concluded_on)


def name_of(agreement: Agreement) -> str:
    """共同协议, or the worker's name."""
    return agreement.party.name if agreement.party else stored(_JOINT)


def agreement_of(mediation: Mediation, agreement_id: int) -> Agreement:
    """One of the mediation's standing agreements, locked. Raises Missing, or Conflict for one that was replaced."""
    found = Agreement.objects.select_for_update(of=("self",)).filter(pk=agreement_id, mediation=mediation).first()
    if found is None:
        raise Missing(_("没有这份协议，或者您无权查看。"))
    found.mediation = mediation
    if found.state not in STANDING:
        raise Conflict(_("这一版协议已被新版代替，请打开新版。"))
    return found


def edit_refusal(agreement: Agreement) -> str:
    """Why the agreement cannot be changed any more, or ""."""
    if agreement.state == State.EFFECTIVE:
        return _("协议已经签署生效，内容不能再修改。")
    return ""


def open_warnings(agreement: Agreement) -> list[str]:
    """The texts of warnings nobody answered yet."""
    found = [shown_of(row["code"]) for row in agreement.warnings if not row["answer"]]
    return [str(shown({"zh": one.text, "en": one.text_en})) for one in found if one]


def ready_refusal(agreement: Agreement, settled: list[Settled]) -> str:
    """Why the agreement cannot be printed or signed yet, or ""."""
    if outdated(agreement, settled):
        return str(OUTDATED)
    if waiting := open_warnings(agreement):
        return _("请先逐项核对提示：%(what)s。") % {"what": listed(waiting)}
    return ""

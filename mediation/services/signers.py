"""Who has to sign an agreement for it to take effect (劳动争议调解仲裁法 art. 14).

Both sides, the mediator, and the mediation organisation with its seal. Of a group represented by 3 to 5 workers, those
who consented to be represented need not sign themselves (art. 7; 劳动人事争议仲裁办案规则 art. 63).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mediation.models import Agreement, Mediation, MediatorAssignment, Signature
from mediation.services.agreed import respondents_of
from unionlaw.matters.models import Party

Row = tuple[str, int, str, str | Promise, bool]
PARTY, MEDIATOR, ORGAN = "party", "mediator", "organisation"


@dataclass(frozen=True, slots=True)
class Signer:
    """One who signs.

    Args:
        kind: "party", "mediator" or "organisation"; `pk` is of that.
        name: as it stands on the agreement.
        label: in what capacity.
        required: whether the agreement takes no effect without.
        signature: what they signed, or None.
    """

    kind: str
    pk: int
    name: str
    label: str | Promise
    required: bool = True
    signature: Signature | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.pk}"


def signers_of(agreement: Agreement) -> list[Signer]:
    """Everybody who signs or can, in the order of the signature page."""
    rows = agreement.signatures.all()
    if not _is_read(agreement):
        rows = rows.select_related("document", "witnessed_by__user")
    signed = {_key(row): row for row in rows}
    found: list[Row] = [(PARTY, party.pk, party.name, _("申请人"), True) for party in _workers(agreement)]
    found += _circle(agreement.mediation)
    return [Signer(*row, signed.get(f"{row[0]}-{row[1]}")) for row in found]


def read_signatures(agreements: Sequence[Agreement]) -> None:
    """Read the signatures of many agreements at once, for pages that list them."""
    prefetch_related_objects(agreements, "signatures__document", "signatures__witnessed_by__user")


def _is_read(agreement: Agreement) -> bool:
    return "signatures" in getattr(agreement, "_prefetched_objects_cache", {})


def _circle(mediation: Mediation) -> list[Row]:
    """Who signs every agreement of the mediation; read once for an instance."""
    known: list[Row] | None = mediation.__dict__.get("_signing_circle")
    if known is not None:
        return known
    found: list[Row] = [(PARTY, party.pk, party.name, _("被申请人"), True) for party in respondents_of(mediation)]
    serving = list(
        MediatorAssignment.objects.serving()
        .filter(mediation=mediation)
        .select_related("post__user", "participation__organisation")
    )
    lead = next((one for one in serving if one.leads), serving[0] if serving else None)
    found += [(MEDIATOR, one.post_id, one.post.user.display_name, _("调解员"), one is lead) for one in serving]
    holder = mediation.matter.organisation
    found.append((ORGAN, holder.pk, holder.name, _("调解组织"), True))
    parts = mediation.participations.filter(left_on=None).exclude(organisation=holder).select_related("organisation")
    found += [(ORGAN, part.organisation_id, part.organisation.name, _("参与单位"), False) for part in parts]
    mediation.__dict__["_signing_circle"] = found
    return found


def _workers(agreement: Agreement) -> list[Party]:
    """The workers who have to sign: of a represented group those who did not consent to be represented as well."""
    if agreement.party is not None:
        return [agreement.party]
    wanted = {line["party_id"] for line in agreement.claims}
    workers = Party.objects.filter(pk__in=wanted).select_related("worker", "employer", "organisation")
    parties = list(workers.order_by("-representative", "pk"))
    represented = any(party.representative for party in parties)
    return [party for party in parties if not represented or party.representative or party.consented_on is None]


def missing_of(signers: Sequence[Signer]) -> list[Signer]:
    """Who is still to sign."""
    return [signer for signer in signers if signer.required and signer.signature is None]


def _key(row: Signature) -> str:
    if row.party_id:
        return f"{PARTY}-{row.party_id}"
    return f"{MEDIATOR}-{row.mediator_id}" if row.mediator_id else f"{ORGAN}-{row.organisation_id}"

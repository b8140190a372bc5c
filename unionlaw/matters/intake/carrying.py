"""What a new matter starts with when it goes on from another one of the same dispute."""

from __future__ import annotations

from typing import Any

from unionlaw.matters.models import Claim, Matter, Party


def carried_over(source: Matter) -> dict[str, Any]:
    """People, claims, cause and facts of `source`, as an `IntakeForm` takes them as initial values."""
    parties = list(Party.objects.filter(dispute_id=source.dispute_id).order_by("pk")) if source.dispute_id else []
    claimants = {p.pk: p.worker_id for p in parties if p.side == Party.Side.CLAIMANT and p.worker_id}
    claims: dict[int, list[dict[str, Any]]] = {}
    for claim in Claim.objects.filter(party__in=list(claimants)).order_by("pk"):
        known = {name: getattr(claim, name) for name in ("head", "amount", "from_on", "to_on", "basis")}
        claims.setdefault(claimants[claim.party_id], []).append(known)
    return {
        "workers": list(claimants.values()),
        "employers": [p.employer_id for p in parties if p.side == Party.Side.RESPONDENT and p.employer_id],
        "claims": claims,
        "cause": source.cause_id,
        "facts": source.summary,
    }

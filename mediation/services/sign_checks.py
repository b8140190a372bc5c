"""How each sign of a sham is looked for: what a mediation's parties, claims and papers tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from mediation import warning_signs
from mediation.models import Consent, Mediation
from mediation.warning_signs import Sign
from unionlaw.documents.models import Document
from unionlaw.matters.models import Claim, Matter, Party
from unionlaw.matters.models.dispute import Head
from unionlaw.matters.models.matter import Kind
from unionlaw.registers.models import EmployerContact

FEN = 100


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks look at, read once."""

    mediation: Mediation
    parties: Sequence[Party]
    claims: Sequence[Claim]

    @property
    def claimants(self) -> list[Party]:
        return [p for p in self.parties if p.side == Party.Side.CLAIMANT and p.worker_id]

    @property
    def respondents(self) -> list[Party]:
        return [p for p in self.parties if p.side == Party.Side.RESPONDENT and p.employer_id]

    def since(self, months: int) -> date:
        return self.mediation.received_on - timedelta(days=months * 365 // 12)

    def others(self, months: int) -> Any:
        """Other mediations received in the months before."""
        began = self.since(months)
        return Matter.objects.filter(kind=Kind.MEDIATION, mediation__received_on__gte=began).exclude(
            pk=self.mediation.pk
        )


def facts_of(mediation: Mediation) -> Facts:
    """What the checks look at."""
    dispute = mediation.matter.dispute_id
    parties = list(Party.objects.filter(dispute=dispute).select_related("worker", "employer"))
    return Facts(mediation, parties, list(Claim.objects.filter(party__in=parties)))


def _repeated_parties(facts: Facts, sign: Sign) -> str | None:
    pairs = (
        facts.others(sign.months)
        .filter(
            dispute__parties__worker__in=[p.worker_id for p in facts.claimants],
            dispute__in=Matter.objects.filter(
                dispute__parties__employer__in=[p.employer_id for p in facts.respondents]
            ).values("dispute"),
        )
        .values_list("dispute__parties__worker__name", "pk")
        .distinct()
    )
    times = Counter(name for name, _pk in pairs if name)
    most = times.most_common(1)
    if not most or most[0][1] + 1 < sign.count:
        return None
    return _("%(name)s：%(months)d个月内第%(count)d次") % {
        "name": most[0][0],
        "months": sign.months,
        "count": most[0][1] + 1,
    }


def _related_parties(facts: Facts, sign: Sign) -> str | None:
    heads = {p.employer.legal_representative for p in facts.respondents if p.employer} - {""}
    named = [p.name for p in facts.claimants if p.name in heads]
    phones = {bytes(p.worker.phone_index): p.name for p in facts.claimants if p.worker and p.worker.phone_index}
    contacts = EmployerContact.objects.filter(
        employer__in=[p.employer_id for p in facts.respondents], phone_index__in=list(phones)
    )
    indexes = contacts.values_list("phone_index", flat=True) if phones else []
    shared = [phones[bytes(index)] for index in indexes if index]
    who = list(dict.fromkeys([*named, *shared]))
    return "、".join(who) if who else None


def _same_amounts(facts: Facts, sign: Sign) -> str | None:
    lines: dict[int, list[tuple[str, int]]] = {}
    for claim in facts.claims:
        if claim.amount:
            lines.setdefault(claim.party_id, []).append((claim.head, claim.amount))
    alike = Counter(tuple(sorted(of_one)) for of_one in lines.values())
    most = alike.most_common(1)
    return _("%(count)d人相同") % {"count": most[0][1]} if most and most[0][1] >= sign.count else None


def _high_amount(facts: Facts, sign: Sign) -> str | None:
    names = {p.pk: p.name for p in facts.claimants}
    high = [c for c in facts.claims if c.head == Head.WAGES and c.amount >= sign.amount * FEN]
    return "、".join(dict.fromkeys(names.get(c.party_id, "") for c in high)) if high else None


def _many_disputes(facts: Facts, sign: Sign) -> str | None:
    count = (
        facts.others(sign.months)
        .filter(dispute__parties__employer__in=[p.employer_id for p in facts.respondents])
        .distinct()
        .count()
    )
    if count < sign.count:
        return None
    return _("%(months)d个月内另有%(count)d件") % {"months": sign.months, "count": count}


def _no_evidence(facts: Facts, sign: Sign) -> str | None:
    if not _respondent_agreed(facts) or any(c.basis for c in facts.claims):
        return None
    papers = Document.objects.in_force().filter(matter__dispute=facts.mediation.matter.dispute_id)
    return None if papers.filter(kind=Document.Kind.EVIDENCE).exists() else ""


def _round_and_at_once(facts: Facts, sign: Sign) -> str | None:
    total = sum(c.amount for c in facts.claims)
    sized = [c for c in facts.claims if c.amount]
    if total < sign.amount * FEN or any(c.amount % (sign.round_to * FEN) for c in sized):
        return None
    return "" if _respondent_agreed(facts, on=facts.mediation.received_on) else None


def _respondent_agreed(facts: Facts, on: date | None = None) -> bool:
    said = Consent.objects.filter(mediation=facts.mediation, party__side=Party.Side.RESPONDENT, agreed=True)
    return (said.filter(said_on__lte=on) if on else said).exists()


CHECKS: dict[str, Callable[[Facts, Sign], str | None]] = {
    "repeated_parties": _repeated_parties,
    "related_parties": _related_parties,
    "same_amounts": _same_amounts,
    "high_amount": _high_amount,
    "many_disputes": _many_disputes,
    "no_evidence": _no_evidence,
    "round_and_at_once": _round_and_at_once,
}
"""Sign → its check: what was noticed in words ("" when the label says it all), or None."""


def check() -> None:
    """Raises ValueError when a sign of the data has no check, or the other way round. At start-up."""
    if set(CHECKS) != set(warning_signs.shipped()):
        raise ValueError("Warning signs and their checks do not match.")

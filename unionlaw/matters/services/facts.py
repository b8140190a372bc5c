"""The facts of a dispute: parties and claims, typed once; and what matters repeat of them for lists and search."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid
from unionlaw.lib.text import fold
from unionlaw.matters.models import Claim, Dispute, Matter, Party
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Cause, Employer, Worker

GROUP_SIZE = 10
"""A collective dispute has ten or more workers with a joint claim (调解仲裁法 art. 7)."""


@transaction.atomic
def open_dispute(
    *,
    by: Actor,
    at: datetime,
    workers: list[Worker],
    employers: list[Employer],
    cause: Cause | None = None,
    facts: str = "",
    joint_claim: bool = True,
    infringed_on: date | None = None,
    employment_ended_on: date | None = None,
    place: Any = None,
) -> Dispute:
    """A new dispute of `workers` against `employers`; either list may still be empty.

    Raises Invalid when a worker or employer is named twice.
    """
    dispute = Dispute.objects.create(
        cause=cause,
        facts=facts,
        joint_claim=joint_claim,
        infringed_on=infringed_on,
        employment_ended_on=employment_ended_on,
        place=place,
    )
    for worker in workers:
        add_party(dispute=dispute, side=Party.Side.CLAIMANT, worker=worker)
    for employer in employers:
        add_party(dispute=dispute, side=Party.Side.RESPONDENT, employer=employer)
    return dispute


def add_party(
    *,
    dispute: Dispute,
    side: str,
    worker: Worker | None = None,
    employer: Employer | None = None,
    organisation: Any = None,
    representative: bool = False,
) -> Party:
    """Add a party. Raises Invalid when it is in the dispute already. Call `refresh_dispute` after a batch."""
    try:
        with transaction.atomic():
            return Party.objects.create(
                dispute=dispute,
                side=side,
                worker=worker,
                employer=employer,
                organisation=organisation,
                representative=representative,
            )
    except IntegrityError:
        name = getattr(worker or employer or organisation, "name", "")
        raise Invalid({"": _("%(name)s已在本争议中。") % {"name": name}}) from None


def add_claim(
    *,
    party: Party,
    head: str,
    amount: int,
    basis: str = "",
    from_on: date | None = None,
    to_on: date | None = None,
) -> Claim:
    """One head of claim of `party`; `amount` in fen. Raises ValidationError on a negative amount or reversed period."""
    claim = Claim(party=party, head=head, amount=amount, basis=basis, from_on=from_on, to_on=to_on)
    claim.full_clean()
    claim.save()
    return claim


def describe(matter: Matter) -> None:
    """Fill what the matter repeats of its dispute (names, cause, group mark, search text); the caller saves it."""
    dispute = matter.dispute
    claimants: list[str] = []
    respondents: list[str] = []
    initials: list[str] = []
    everyone: list[str] = []
    if dispute:
        parties = list(dispute.parties.select_related("worker", "employer", "organisation").order_by("pk"))
        for party in parties:
            everyone.append(party.name)
            subject = party.worker or party.employer
            if subject:
                initials.append(getattr(subject, "initials", ""))
            if party.side == Party.Side.CLAIMANT:
                claimants.append(party.name)
            elif party.side == Party.Side.RESPONDENT:
                respondents.append(party.name)
        matter.cause_id = dispute.cause_id
        matter.group = dispute.joint_claim and sum(p.worker_id is not None for p in parties) >= GROUP_SIZE
    matter.claimant_names = _names(claimants)
    matter.respondent_names = _names(respondents)
    if not matter.title:
        who = matter.claimant_names or _("来访人")
        matter.title = f"{who}与{matter.respondent_names}" if matter.respondent_names else who
        if dispute and dispute.cause:
            matter.title = f"{matter.title}{dispute.cause.name}"
    matter.search_text = fold("\n".join([matter.number, matter.title, matter.summary, *everyone, *initials]))


def refresh_dispute(*, dispute_id: int) -> None:
    """Bring every matter of a dispute in line after its parties or cause changed. Locks the matters."""
    for matter in Matter.objects.select_for_update(of=("self",)).filter(dispute_id=dispute_id).order_by("pk"):
        describe(matter)
        matter.save(update_fields=["claimant_names", "respondent_names", "cause", "group", "search_text", "title"])


def _names(names: list[str]) -> str:
    if len(names) > 3:
        return _("%(first)s等%(count)d人") % {"first": names[0], "count": len(names)}
    return "、".join(names)[:200]

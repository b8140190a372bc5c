"""The facts of a dispute: parties and claims, typed once; and what matters repeat of them for lists and search."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.lib.errors import Invalid
from unionlaw.lib.money import LARGEST
from unionlaw.lib.text import fold, searched
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Claim, Dispute, Matter, Party
from unionlaw.matters.models.dispute import Head
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


@dataclass(frozen=True, slots=True)
class ClaimInput:
    """One head of claim as typed.

    Args:
        head: one of `Head`.
        amount: fen; 0 where nothing is to be paid (confirmation of employment).
        basis: the ground, in a line.
        from_on, to_on: the period it covers.
    """

    head: str
    amount: int
    basis: str = ""
    from_on: date | None = None
    to_on: date | None = None

    def errors(self, prefix: str = "") -> dict[str, str]:
        """What is wrong with it, as messages under `prefix` + column."""
        found = {}
        if self.head not in Head.values:
            found["head"] = _("请选择请求项目。")
        if self.amount < 0:
            found["amount"] = _("金额不能为负。")
        elif self.amount > LARGEST:
            found["amount"] = _("金额过大，请核对。")
        if self.from_on and self.to_on and self.to_on < self.from_on:
            found["to_on"] = _("起止日期颠倒。")
        if len(self.basis) > 300:
            found["basis"] = _("最多%(longest)d个字。") % {"longest": 300}
        return {f"{prefix}{name}": message for name, message in found.items()}


def add_claims(entries: Iterable[tuple[Party, ClaimInput]]) -> list[Claim]:
    """Heads of claim of parties, in one statement. The caller has seen that `ClaimInput.errors` are none."""
    return Claim.objects.bulk_create(
        [
            Claim(party=party, head=c.head, amount=c.amount, basis=c.basis, from_on=c.from_on, to_on=c.to_on)
            for party, c in entries
        ]
    )


def add_claimants(*, dispute: Dispute, workers: dict[Worker, bool]) -> list[Party]:
    """Make workers claimants, in one statement; who is a party already stays as they are.

    Args:
        workers: worker → whether they represent the others.

    Returns the parties of these workers, in their order. Raises Invalid when one stands on another side.
    """
    there = {p.worker_id: p for p in dispute.parties.filter(worker__in=list(workers))}
    for worker in workers:
        if worker.pk in there and there[worker.pk].side != Party.Side.CLAIMANT:
            raise Invalid({"": _("%(name)s已是本争议的对方当事人。") % {"name": worker.name}})
    new = [
        Party(dispute=dispute, side=Party.Side.CLAIMANT, worker=worker, representative=representative)
        for worker, representative in workers.items()
        if worker.pk not in there
    ]
    there |= {party.worker_id: party for party in Party.objects.bulk_create(new)}
    return [there[worker.pk] for worker in workers]


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
        who = matter.claimant_names or stored(gettext_lazy("来访人"))
        matter.title = f"{who}与{matter.respondent_names}" if matter.respondent_names else who
        if dispute and dispute.cause:
            matter.title = f"{matter.title}{dispute.cause.name}"
    matter.search_text = " ".join(
        [fold("\n".join([matter.number, matter.summary, *initials])), searched(matter.title, *everyone)]
    )


def refresh_dispute(*, dispute_id: int) -> None:
    """Bring every matter of a dispute in line after its parties or cause changed. Locks the matters."""
    for matter in Matter.objects.select_for_update(of=("self",)).filter(dispute_id=dispute_id).order_by("pk"):
        describe(matter)
        matter.save(update_fields=["claimant_names", "respondent_names", "cause", "group", "search_text", "title"])


def make_umbrella(matter: Matter) -> None:
    """Others of its kind will go out under this matter: it joins the list of those. The caller holds its lock."""
    matter.umbrella = True
    matter.save(update_fields=["umbrella"])


def _names(names: list[str]) -> str:
    if len(names) > 3:
        return stored(gettext_lazy("%(first)s等%(count)d人"), first=names[0], count=len(names))
    return "、".join(names)[:200]

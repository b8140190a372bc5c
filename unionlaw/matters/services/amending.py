"""Changing what a dispute is about while one of its matters is conducted; the other matters of the dispute follow.

Each function changes rows and says in stored words what it did; the caller holds the locks of `lock_siblings`, records
the event and calls `show_change` first (see `changing.FactsChanges`).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.money import format_fen
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Claim, ClaimOutcome, Dispute, Matter, Party
from unionlaw.matters.models.matter import Priority
from unionlaw.matters.services.checking import refuse_if
from unionlaw.matters.services.facts import (
    ClaimInput,
    add_claimants,
    add_claims,
    add_party,
    describe,
    refresh_dispute,
)
from unionlaw.matters.services.taking_in import cause_error, facts_error, is_green
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Cause, Employer, Worker


def lock_siblings(*, matter_id: int, by: Actor) -> None:
    """Lock every matter of the dispute, in order, since all of them will change; nothing where `by` sees none."""
    dispute_ids = Matter.objects.visible_to(by).filter(pk=matter_id).values_list("dispute_id", flat=True)
    siblings = Matter.objects.filter(dispute_id__in=list(dispute_ids)).order_by("pk")
    list(siblings.select_for_update(of=("self",)).values_list("pk", flat=True))


def lock_dispute(matter: Matter) -> Dispute:
    """The dispute of the matter, locked. Raises Missing when it has none."""
    dispute = Dispute.objects.select_for_update(of=("self",)).filter(matters=matter.pk).first()
    if dispute is None:
        raise Missing(_("本案没有登记争议。"))
    matter.dispute = dispute
    return dispute


def join_applicant(matter: Matter, worker: Worker, claims: Sequence[ClaimInput]) -> tuple[Party, str]:
    """Let one more worker join. Raises Invalid for worker, claims or "claim-<j>-<column>"."""
    dispute = lock_dispute(matter)
    errors: dict[str, Any] = {}
    if dispute.parties.filter(worker=worker).exists():
        errors["worker"] = _("%(name)s已在本案中。") % {"name": worker.name}
    if not claims:
        errors["claims"] = _("请为%(name)s至少填写一项请求。") % {"name": worker.name}
    for j, claim in enumerate(claims):
        errors |= claim.errors(f"claim-{j}-")
    refuse_if(errors)
    (party,) = add_claimants(dispute=dispute, workers={worker: False})
    add_claims((party, claim) for claim in claims)
    if is_green([worker]):
        turn_green(matter)
    return party, stored(gettext_lazy("增加申请人%(name)s"), name=worker.name)


def join_respondent(matter: Matter, employer: Employer) -> tuple[Party, str]:
    """Name one more employer. Raises Invalid when it is named already."""
    dispute = lock_dispute(matter)
    if dispute.parties.filter(employer=employer).exists():
        raise Invalid({"employer": _("%(name)s已在本案中。") % {"name": employer.name}})
    party = add_party(dispute=dispute, side=Party.Side.RESPONDENT, employer=employer)
    return party, stored(gettext_lazy("增加被申请人%(name)s"), name=employer.name)


def join_claim(matter: Matter, party_id: int, claim: ClaimInput) -> tuple[Claim, str]:
    """One more head of claim. Raises Missing for a party of another dispute, Invalid per column of the claim."""
    party = lock_dispute(matter).parties.filter(pk=party_id, side=Party.Side.CLAIMANT).first()
    if party is None:
        raise Missing(_("本案没有这名申请人。"))
    refuse_if(dict(claim.errors()))
    (row,) = add_claims([(party, claim)])
    return row, stored(gettext_lazy("%(who)s增加请求：%(claim)s"), who=party.name, claim=said(row))


def rewrite_claim(matter: Matter, claim_id: int, claim: ClaimInput) -> tuple[Claim, str]:
    """Change a head of claim that has no outcome yet. Raises Missing or Invalid per column of the claim."""
    row = (
        Claim.objects.select_for_update(of=("self",))
        .filter(pk=claim_id, party__dispute=matter.dispute_id)
        .select_related("party__worker", "party__employer", "party__organisation")
        .first()
    )
    if row is None:
        raise Missing(_("本案没有这项请求。"))
    if ClaimOutcome.objects.filter(claim=row).exists():
        raise Invalid(_("这项请求已登记结果，不能再修改。"))
    refuse_if(dict(claim.errors()))
    before = said(row)
    row.head, row.amount, row.basis = claim.head, claim.amount, claim.basis
    row.from_on, row.to_on = claim.from_on, claim.to_on
    row.save()
    words = gettext_lazy("%(who)s的请求：%(before)s → %(after)s")
    return row, stored(words, who=row.party.name, before=before, after=said(row))


def compare_facts(
    dispute: Dispute, *, cause: Cause | None, facts: str, taken_in_on: date
) -> tuple[dict[str, Any], list[str]]:
    """What is wrong with another cause and other facts, by field, and in stored words what they would change.

    Args:
        facts: without blanks around it.
        taken_in_on: the day whose list of causes applies; the cause that stands may stay.
    """
    errors: dict[str, Any] = {}
    changes = []
    if cause is None or cause.pk != dispute.cause_id:
        if message := cause_error(cause, taken_in_on):
            errors["cause"] = message
        changes.append(change_of(gettext_lazy("案由"), dispute.cause, cause))
    if message := facts_error(facts):
        errors["facts"] = message
    if facts != dispute.facts:
        changes.append(stored(gettext_lazy("事实与理由")))
    return errors, changes


def change_of(label: Promise, before: object, after: object) -> str:
    """案由：— → 追索劳动报酬纠纷, as it is stored."""
    return f"{stored(label)}：{before or '—'} → {after or '—'}"


def show_change(matter: Matter) -> None:
    """Let every matter of the dispute show the change; this one is left for the caller to save."""
    if matter.dispute_id:
        refresh_dispute(dispute_id=matter.dispute_id)
    matter.title = ""
    describe(matter)
    if matter.group:
        turn_green(matter)


def turn_green(matter: Matter) -> None:
    """Into the green channel; the priority is not lowered."""
    matter.green_channel = True
    matter.priority = max(matter.priority, Priority.HIGH)


def said(claim: Claim) -> str:
    """劳动报酬12,345元, as it is stored."""
    return f"{stored(claim.get_head_display())}{format_fen(claim.amount)}元"

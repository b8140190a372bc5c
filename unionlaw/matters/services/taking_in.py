"""What intake of every kind checks alike: who applies with which claims, against whom, about what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from unionlaw.matters.models import Claim, Party
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.registers.models import Cause, Employer, Worker
from unionlaw.registers.models.worker import Group

GREEN_GROUPS = frozenset({Group.MIGRANT, Group.PLATFORM})
"""Whose matters are accepted, assigned and handled first."""

LONGEST_FACTS = 20_000


@dataclass(frozen=True, slots=True)
class ApplicantInput:
    """A worker who applies, with their claims, and whether they represent the others."""

    worker: Worker
    claims: Sequence[ClaimInput] = field(default_factory=list)
    representative: bool = False


def is_green(workers: Sequence[Worker]) -> bool:
    """Whether one of them belongs to a green-channel group."""
    return any(GREEN_GROUPS.intersection(worker.groups) for worker in workers)


def cause_error(cause: Cause | None, on: date) -> str:
    """Why what is taken in on the day `on` cannot carry this cause, or ""."""
    if cause is None or cause.heading:
        return _("请选择案由。")
    if cause.valid_from > on or (cause.valid_until and cause.valid_until < on):
        return _("所选案由在%(on)s不适用，请从当日有效的案由规定中选择。") % {"on": on.isoformat()}
    return ""


def facts_error(facts: str) -> str:
    """What is wrong with the facts as written, or ""."""
    if not facts:
        return _("请写明事实与理由。")
    return _("最多%(longest)d个字。") % {"longest": LONGEST_FACTS} if len(facts) > LONGEST_FACTS else ""


def check_people(applicants: Sequence[ApplicantInput], employers: Sequence[Employer], errors: dict[str, Any]) -> None:
    """Note in `errors` what is wrong with the rows of an intake.

    Names: applicants, employers; for rows "applicant-<i>-worker", "applicant-<i>-claims" and
    "applicant-<i>-claim-<j>-<column>", counted from 0.
    """
    if not applicants:
        errors["applicants"] = _("请至少填写一名申请人。")
    seen: set[int] = set()
    for i, applicant in enumerate(applicants):
        if applicant.worker.pk in seen:
            errors[f"applicant-{i}-worker"] = _("%(name)s填写了两次。") % {"name": applicant.worker.name}
        seen.add(applicant.worker.pk)
        if not applicant.claims:
            errors[f"applicant-{i}-claims"] = _("请为%(name)s至少填写一项请求。") % {"name": applicant.worker.name}
        for j, claim in enumerate(applicant.claims):
            errors |= claim.errors(f"applicant-{i}-claim-{j}-")
    if not employers:
        errors["employers"] = _("请填写用人单位。")
    elif len({employer.pk for employer in employers}) < len(employers):
        errors["employers"] = _("同一家用人单位填写了两次。")


def not_yet_claimed(entries: Iterable[tuple[Party, ClaimInput]]) -> list[tuple[Party, ClaimInput]]:
    """Without the claims that the dispute has already: a letter's demands name them, money may hang on them."""
    entries = list(entries)
    there = Claim.objects.filter(party__in={party.pk for party, _claim in entries})
    known = set(there.values_list("party", "head", "amount", "from_on", "to_on"))
    return [(p, c) for p, c in entries if (p.pk, c.head, c.amount, c.from_on, c.to_on) not in known]

"""What came of each claim of each worker. The registry (mediation/outcomes.py) decides; here it is carried out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mediation.models import Mediation, OutcomeTerms
from mediation.outcomes import FAILURES, NEXT_AGREEMENT, REGISTRY, OutcomeCode
from mediation.services.steps import begin, record
from unionlaw.lib.money import LARGEST, format_fen
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Claim, ClaimOutcome
from unionlaw.matters.services.checking import refuse_if, short
from unionlaw.matters.services.outcomes import Decided, lock_claims, set_outcomes
from unionlaw.network.actors import Actor

MOST_INSTALMENTS = 36
LONGEST_PROMISES = 500


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """What came of one claim.

    Args:
        code: one of mediation.outcomes.REGISTRY.
        amount: fen agreed.
        reason: one of FAILURES, for codes that ask for it.
        instalments, pay_from: in how many parts it is paid, and the day of the first.
        promises: what else is agreed.
    """

    claim_id: int
    code: str
    amount: int = 0
    reason: str = ""
    instalments: int = 1
    pay_from: date | None = None
    promises: str = ""


@transaction.atomic
def record_outcomes(
    *,
    mediation_id: int,
    lines: Sequence[OutcomeLine],
    decided_on: date,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Mediation:
    """Record what came of any number of claims, all or none; doing it again before talks are concluded replaces it.

    The number of queries does not grow with the claims.

    Raises:
        Missing: a claim is not one of this mediation's dispute.
        Conflict: talks are concluded: outcomes are final.
        Invalid: under decided_on and "claim-<id>-code", "-amount", "-reason", "-instalments", "-pay_from", "-promises".
    """
    mediation = begin(mediation_id=mediation_id, verb="record_outcomes", by=by, version=version)
    matter = mediation.matter
    claims = lock_claims(matter, [line.claim_id for line in lines])
    errors: dict[str, Any] = {}
    if decided_on < mediation.received_on:
        errors["decided_on"] = _("不能早于收到日期。")
    if len({line.claim_id for line in lines}) != len(lines):
        errors[""] = _("同一项请求登记了两次。")
    for line in lines:
        errors |= {
            f"claim-{line.claim_id}-{name}": said for name, said in problems(line, claims[line.claim_id], by).items()
        }
    refuse_if(errors)
    for instrument, group in _by_instrument(lines):
        set_outcomes(
            matter=matter,
            decided=[Decided(line.claim_id, line.code, line.amount) for line in group],
            decided_on=decided_on,
            instrument=instrument,
            at=at,
        )
    _set_terms(mediation, lines, by)
    said = [
        {
            "worker": claims[line.claim_id].party.name,
            "head": stored(claims[line.claim_id].get_head_display()),
            "outcome": stored(REGISTRY[line.code].label),
            "amount": format_fen(line.amount),
        }
        for line in lines
    ]
    record(
        mediation,
        "mediation.outcome_recorded",
        by=by,
        at=at,
        data={
            "who": short(line["worker"] for line in said),
            "count": len(said),
            "amount": format_fen(sum(line.amount for line in lines)),
            "lines": said,
        },
    )
    return mediation


def problems(line: OutcomeLine, claim: Claim, by: Actor) -> dict[str, str]:
    """What the registry does not allow about a line, by field of OutcomeLine."""
    spec = REGISTRY.get(line.code)
    if spec is None:
        return {"code": _("请选择结果。")}
    if not may_record(spec, by):
        return {"code": _("您的岗位不能登记“%(label)s”。") % {"label": spec.label}}
    found: dict[str, str] = {}
    if not 0 <= line.amount <= LARGEST:
        found["amount"] = _("请核对金额。")
    elif spec.money == "none" and line.amount:
        found["amount"] = _("“%(label)s”没有金额，请清空。") % {"label": spec.label}
    elif spec.money == "required" and not line.amount:
        found["amount"] = _("请填写金额。")
    elif spec.money == "optional" and not line.amount and not line.promises.strip():
        found["amount"] = _("请填写金额，没有金额的写明约定的内容。")
    elif line.code == ClaimOutcome.Code.PARTLY_SETTLED and claim.amount and line.amount >= claim.amount:
        found["amount"] = _("部分达成的金额应少于请求金额，否则请选“达成协议”。")
    if spec.reason and line.reason not in FAILURES:
        found["reason"] = _("请选择原因。")
    elif not spec.reason and line.reason:
        found["reason"] = _("“%(label)s”不需要原因。") % {"label": spec.label}
    return found | _problems_of_terms(line, spec)


def may_record(spec: OutcomeCode, by: Actor) -> bool:
    """Whether this actor's role may record the code."""
    return by.is_system or by.role in spec.recorders


def outcomes_by_next(mediation: Mediation) -> dict[str, list[ClaimOutcome]]:
    """The outcomes of this mediation by what they lead to: an agreement, legal aid, back to who referred it, nothing.

    Codes that only other proceedings bring (an award) are left out.
    """
    found: dict[str, list[ClaimOutcome]] = {}
    rows = mediation.matter.outcomes.select_related("claim__party__worker", "terms").order_by("claim_id")
    for outcome in rows:
        if spec := REGISTRY.get(outcome.code):
            found.setdefault(spec.opens, []).append(outcome)
    return found


def claims_that_go_on(mediation: Mediation) -> list[Claim]:
    """Claims of workers that this mediation did not close: without an outcome, or with one that leaves the way open."""
    closed = [code for code, spec in REGISTRY.items() if spec.closes_claim]
    settled = mediation.matter.outcomes.filter(code__in=closed).values("claim")
    return list(claims_of(mediation).exclude(pk__in=settled))


def undecided_claims(mediation: Mediation) -> Any:
    """Claims of workers without an outcome in this mediation."""
    return claims_of(mediation).exclude(outcomes__matter=mediation.pk)


def claims_of(mediation: Mediation) -> Any:
    """All claims of claimants, in order."""
    return (
        Claim.objects.filter(party__dispute=mediation.matter.dispute_id, party__side="claimant")
        .select_related("party__worker", "party__employer", "party__organisation")
        .order_by("party_id", "pk")
    )


def _problems_of_terms(line: OutcomeLine, spec: OutcomeCode) -> dict[str, str]:
    found: dict[str, str] = {}
    promises = line.promises.strip()
    if not spec.terms:
        if line.instalments != 1 or line.pay_from or promises:
            found["promises"] = _("没有达成协议的请求没有分期和其他约定，请清空。")
        return found
    if not 1 <= line.instalments <= MOST_INSTALMENTS:
        found["instalments"] = _("分期数应在1到%(most)d之间。") % {"most": MOST_INSTALMENTS}
    elif line.instalments > 1 and not line.amount:
        found["instalments"] = _("没有金额，不能分期。")
    elif line.instalments > max(line.amount, 1):
        found["instalments"] = _("分期数太多。")
    if line.instalments > 1 and line.pay_from is None:
        found["pay_from"] = _("分期付款的，请填写首期付款日期。")
    if len(promises) > LONGEST_PROMISES:
        found["promises"] = _("最多%(longest)d个字。") % {"longest": LONGEST_PROMISES}
    return found


def _by_instrument(lines: Iterable[OutcomeLine]) -> list[tuple[str, list[OutcomeLine]]]:
    """Settled claims rest on the agreement that follows, the others on no paper."""
    agreed = [line for line in lines if REGISTRY[line.code].opens == NEXT_AGREEMENT]
    others = [line for line in lines if REGISTRY[line.code].opens != NEXT_AGREEMENT]
    groups = ((ClaimOutcome.Instrument.AGREEMENT, agreed), (ClaimOutcome.Instrument.NONE, others))
    # Without any line the shared service says so.
    return [(str(instrument), group) for instrument, group in groups if group] or [("none", [])]


def _set_terms(mediation: Mediation, lines: Sequence[OutcomeLine], by: Actor) -> None:
    ids = dict(
        mediation.matter.outcomes.filter(claim__in=[line.claim_id for line in lines]).values_list("claim_id", "pk")
    )
    OutcomeTerms.objects.bulk_create(
        [
            OutcomeTerms(
                outcome_id=ids[line.claim_id],
                reason=line.reason,
                instalments=line.instalments,
                pay_from=line.pay_from,
                promises=line.promises.strip(),
                recorded_by=by.post,
            )
            for line in lines
        ],
        update_conflicts=True,
        unique_fields=["outcome"],
        update_fields=["reason", "instalments", "pay_from", "promises", "recorded_by"],
    )

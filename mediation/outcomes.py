"""The typed registry of outcome codes of a mediation: who may record each, what it needs, closes and opens next.

A wrong entry stops start-up (`check`, called in apps.ready).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mediation import permissions
from unionlaw.matters.models.dispute import ClaimOutcome
from unionlaw.network.roles import STAFF, Role

Code = ClaimOutcome.Code

FAILURES: dict[str, str | Promise] = {
    "no_agreement": _("分歧大，未达成一致"),
    "absent": _("一方无正当理由不到场"),
    "refused": _("一方不愿继续调解"),
    "facts_unclear": _("事实不清，需要裁判认定"),
    "sham": _("疑似虚假调解"),
    "time_over": _("调解期限届满"),
    "employer_gone": _("用人单位下落不明或者注销"),
}
"""Why a claim was not settled."""
FAILURE_CHOICES = tuple(FAILURES.items())

NEXT_AGREEMENT, NEXT_AID, NEXT_BACK, NEXT_NOTHING = "agreement", "aid_case", "hand_over", ""


@dataclass(frozen=True, slots=True)
class OutcomeCode:
    """One code.

    Args:
        code: of ClaimOutcome.Code.
        label: what staff read.
        recorders: roles that may record it.
        money: "required", "none" or "optional" (a settlement can be a promise only).
        reason: whether one of FAILURES is asked for.
        terms: whether instalments and other promises can be agreed.
        closes_claim: whether the claim is done with everywhere; else it can go on in another proceeding.
        opens: what it leads to: "agreement", "aid_case" (the worker is offered legal aid), "hand_over" or "".
    """

    code: str
    label: str | Promise
    recorders: frozenset[Role]
    money: str
    reason: bool = False
    terms: bool = False
    closes_claim: bool = False
    opens: str = NEXT_NOTHING


_RECORDERS = frozenset({*STAFF, *permissions.CONDUCTORS})
_DESK = frozenset({*STAFF, Role.MEDIATOR})

REGISTRY: dict[str, OutcomeCode] = {
    one.code: one
    for one in (
        OutcomeCode(
            Code.SETTLED, _("达成协议"), _RECORDERS, "optional", terms=True, closes_claim=True, opens=NEXT_AGREEMENT
        ),
        OutcomeCode(Code.PARTLY_SETTLED, _("部分达成协议"), _RECORDERS, "required", terms=True, opens=NEXT_AGREEMENT),
        OutcomeCode(Code.FAILED, _("调解不成"), _RECORDERS, "none", reason=True, opens=NEXT_AID),
        OutcomeCode(Code.WITHDRAWN, _("撤回请求"), _RECORDERS, "none", closes_claim=True),
        OutcomeCode(Code.REFERRED, _("转其他程序"), _DESK, "none", opens=NEXT_BACK),
    )
}


def check() -> None:
    """Raises ValueError when the registry contradicts itself or the outcomes the database knows."""
    for code, one in REGISTRY.items():
        if code not in Code.values or code != one.code:
            raise ValueError(f"{code} is no outcome of a claim.")
        if one.money not in ("required", "none", "optional"):
            raise ValueError(f"{code}: money is {one.money!r}.")
        if (one.money != "none") != (code in ClaimOutcome.WITH_MONEY):
            raise ValueError(f"{code}: the database does not allow that money.")
        if one.opens not in (NEXT_AGREEMENT, NEXT_AID, NEXT_BACK, NEXT_NOTHING):
            raise ValueError(f"{code} opens {one.opens!r}, which nobody knows.")
        if one.terms != (one.opens == NEXT_AGREEMENT):
            raise ValueError(f"{code}: terms belong to an agreement.")
        if not one.recorders:
            raise ValueError(f"Nobody may record {code}.")

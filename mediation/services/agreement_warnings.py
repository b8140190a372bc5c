"""Mandatory-law warnings of an agreement: data with citations (data/agreement_warnings.toml), checks in code.

A warning refuses nothing by itself; before anybody signs, the mediator says why the agreement goes on in spite of it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from mediation.models import FactsSheet, Mediation
from unionlaw.deadlines.responsibility import jurisdiction_of
from unionlaw.lib.money import format_fen
from unionlaw.lib.wording import STORED_IN
from unionlaw.matters.models.dispute import Head
from unionlaw.matters.services.checking import short

if TYPE_CHECKING:
    from mediation.services.agreed import Settled
    from mediation.services.instalments import Plan

DATA = Path(__file__).parent.parent / "data"
DAYS_OF_MONTH = 30
DEFAULT_WORDS = re.compile("逾期|违约|未按(期|时)|加速到期|一次性(清偿|支付)")


@dataclass(frozen=True, slots=True)
class Text:
    """What is held against the warnings.

    Args:
        terms: the agreement's own words and the promises of its outcomes.
        on: the day on which it is looked at.
    """

    mediation: Mediation
    settled: Sequence[Settled]
    plans: Sequence[Plan]
    terms: str
    on: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the table."""

    key: str
    text: str
    text_en: str
    citation: str
    check: str
    words: tuple[re.Pattern[str], ...]


@cache
def table() -> tuple[Entry, ...]:
    """The warnings in order. Raises ValueError for an entry that names no check and no words, or an unknown check."""
    rows = tomllib.loads((DATA / "agreement_warnings.toml").read_text(encoding="utf-8"))["warning"]
    found = tuple(
        Entry(
            row["key"], row["text"], row["text_en"], row["citation"], row["check"],
            tuple(re.compile(words) for words in row.get("words", ())),
        )
        for row in rows
    )  # fmt: skip
    for one in found:
        if not (one.check or one.words) or (one.check and one.check not in CHECKS):
            raise ValueError(f"{one.key} checks nothing that is known.")
    return found


def minimum_wage(code: str, on: date) -> int:
    """The monthly minimum wage in fen at a place (region code) on a day; 0 where none is on record."""
    rows = [row for row in _wages() if code.startswith(row["region"]) and row["from"] <= on]
    best = max(rows, key=lambda row: (len(row["region"]), row["from"]), default=None)
    return int(best["monthly"]) * 100 if best else 0


@cache
def _wages() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((DATA / "minimum_wages.toml").read_text(encoding="utf-8"))["wage"]
    return found


def find(text: Text) -> list[dict[str, str]]:
    """The warnings that hold, as an agreement keeps them: code, detail, answer (empty)."""
    with translation.override(STORED_IN):
        return _find(text)


def _find(text: Text) -> list[dict[str, str]]:
    found = []
    for one in table():
        details = [match.group(0) for words in one.words if (match := words.search(text.terms))]
        if one.check:
            details += CHECKS[one.check](text)
        if details:
            found.append({"code": one.key, "detail": short(details)[:300], "answer": ""})
    return found


def shown_of(code: str) -> Entry | None:
    """The table's entry of a warning that an agreement keeps."""
    return next((one for one in table() if one.key == code), None)


def keep_answers(found: list[dict[str, str]], before: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """What was found, with the answers given to an earlier version where it said the same."""
    known = {(row["code"], row["detail"]): row["answer"] for row in before}
    return [{**row, "answer": known.get((row["code"], row["detail"]), "")} for row in found]


# The checks: each gives what it found, a line each, or nothing.


def _of(text: Text, *heads: str) -> list[Settled]:
    return [one for one in text.settled if one.claim.head in heads]


def below_minimum_wage(text: Text) -> list[str]:
    """Wages settled for a period, per month of thirty days, below the place's minimum wage at its end."""
    code = jurisdiction_of(text.mediation.matter)
    found = []
    for one in _of(text, Head.WAGES):
        first, last = one.claim.from_on, one.claim.to_on
        if not (first and last and one.outcome.amount):
            continue
        floor = minimum_wage(code, last)
        days = (last - first).days + 1
        if floor and one.outcome.amount * DAYS_OF_MONTH < floor * days:
            monthly = one.outcome.amount * DAYS_OF_MONTH // days
            found.append(
                _("%(worker)s：每月约%(monthly)s元，最低工资%(floor)s元")
                % {"worker": one.claim.party.name, "monthly": format_fen(monthly), "floor": format_fen(floor)}
            )
    return found


def insurance_waived(text: Text) -> list[str]:
    """Money in place of contributions."""
    paid = [one for one in _of(text, Head.SOCIAL_INSURANCE) if one.outcome.amount]
    return (
        [_("%(worker)s：社会保险请求以现金了结") % {"worker": short(one.claim.party.name for one in paid)}]
        if paid
        else []
    )


def unclear_date(text: Text) -> list[str]:
    """Money without a day on which it is paid."""
    dated = {plan.claim_id for plan in text.plans if plan.due_on}
    without = {plan.claim_id for plan in text.plans if not plan.due_on}
    open_ = [
        one for one in text.settled if one.outcome.amount and (one.claim.pk in without or one.claim.pk not in dated)
    ]
    return [_("%(worker)s：没有付款日期") % {"worker": short(one.claim.party.name for one in open_)}] if open_ else []


def less_than_undisputed(text: Text) -> list[str]:
    """Wages below the claim although both sides agree on pay and until when it was paid (要素表)."""
    sheet = FactsSheet.objects.filter(mediation=text.mediation).first()
    if sheet is None or not all(sheet.answers.get(key, {}).get("agreed") for key in ("pay", "paid_until")):
        return []
    less = [one for one in _of(text, Head.WAGES) if one.outcome.amount < one.claim.amount]
    return [
        _("%(worker)s：请求%(claimed)s元，约定%(agreed)s元")
        % {
            "worker": one.claim.party.name,
            "claimed": format_fen(one.claim.amount),
            "agreed": format_fen(one.outcome.amount),
        }
        for one in less
    ]


def injury_settled(text: Text) -> list[str]:
    return [one.claim.party.name for one in _of(text, Head.INJURY, Head.MEDICAL)]


def employment_settled(text: Text) -> list[str]:
    return [one.claim.party.name for one in _of(text, Head.EMPLOYMENT)]


def no_default_clause(text: Text) -> list[str]:
    parts = max((plan.number for plan in text.plans), default=0)
    return [_("共%(parts)d期") % {"parts": parts}] if parts > 1 and not DEFAULT_WORDS.search(text.terms) else []


CHECKS: dict[str, Callable[[Text], list[str]]] = {
    check.__name__: check
    for check in (
        below_minimum_wage, insurance_waived, unclear_date, less_than_undisputed, injury_settled, employment_settled,
        no_default_clause,
    )
}  # fmt: skip
